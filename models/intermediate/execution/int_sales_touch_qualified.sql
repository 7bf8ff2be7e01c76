with interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

users as (

    select * from {{ ref('int_user_described') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

-- a salesperson turns to the account: not a machine, not a call that did not happen
final as (

    select
        interactions.interaction_id,
        accounts.account_id,
        interactions.account_key,
        interactions.user_id,
        interactions.type,
        interactions.occurred_on,
        interactions.occurred_at
    from interactions
    inner join accounts
        on interactions.account_key = accounts.account_key
    left join users
        on
            interactions.source_system = users.source_system
            and interactions.user_id = users.user_id
    where
        interactions.type in ('sales_call', 'sales_meeting', 'sales_email', 'sales_message')
        and interactions.direction != 'inbound'
        and interactions.excluded_reason is null
        and interactions.is_human
        and interactions.is_done
        and coalesce(users.role, 'sales') in ('sales', 'sdr')

)

select * from final
