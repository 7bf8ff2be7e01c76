{{ config(materialized='view') }}

with settled as (

    select * from {{ ref('int_account_day_settled') }}

),

accounts as (

    select
        account_key,
        {{ content_hash(['source_system', 'account_id']) }} as account_number
    from {{ ref('int_account_keyed') }}

),

final as (

    select
        accounts.account_key,
        settled.n_events,
        settled.n_high_quality_events,
        settled.score_points,
        settled.high_quality_points,
        settled.occurred_on
    from settled
    inner join accounts
        on settled.account_number = accounts.account_number

)

select * from final
