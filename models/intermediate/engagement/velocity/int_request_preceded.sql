with interactions as (

    select *
    from {{ ref('int_interaction_judged') }}
    where excluded_reason is null and account_key is not null

),

requests as (

    select *
    from interactions
    where
        type in ('demo_request', 'contact_request', 'rfp_request')
        and direction = 'inbound'
        and is_human
        and points > 0

),

-- whatever went out to the account, by marketing or sales, done or attempted
outbound as (

    select *
    from interactions
    where
        {{ is_send() }}
        or (direction = 'outbound' and type in ('sales_call', 'sales_email', 'sales_message'))

),

stream as (

    select
        interaction_id,
        account_key,
        occurred_on,
        occurred_at,
        cast(null as timestamptz) as sent_at
    from requests
    union all
    select
        interaction_id,
        account_key,
        occurred_on,
        occurred_at,
        occurred_at as sent_at
    from outbound
    where account_key in (select requests.account_key from requests)

),

-- [168 h before, the request): what goes out at its very instant did not call it forth
preceded as (

    select
        *,
        max(sent_at) over (
            partition by account_key
            order by occurred_at
            range between interval {{ var('spontaneous_hours') }} hour preceding and interval 1 microsecond preceding
        ) as last_sent_at
    from stream

),

final as (

    select
        interaction_id,
        account_key,
        occurred_on as requested_on,
        last_sent_at
    from preceded
    where sent_at is null

)

select * from final
