-- What the contracts of a customer are worth a year on the day it is seen from, and were on that day a year before.
with contracts as (

    select * from {{ ref('int_contract_dated') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

windows as (

    select
        seen_on,
        {{ add_months('seen_on', -12) }} as seen_before
    from dates

),

running as (

    select
        contracts.account_id,
        contracts.problem,
        contracts.annual_value,
        contracts.valid_to > windows.seen_on as is_running,
        contracts.valid_from <= windows.seen_before as was_running,
        windows.seen_on
    from contracts
    inner join windows
        on
            contracts.valid_from <= windows.seen_on
            and contracts.valid_to > windows.seen_before
    where contracts.valid_to > windows.seen_on or contracts.valid_from <= windows.seen_before

),

-- of a customer with a contract of unknown value the sum is unknown
final as (

    select
        account_id,
        max(case when is_running then problem end) as problem,
        max(case when was_running then problem end) as problem_before,
        case
            when count(case when is_running then problem end) = 0
                then cast(coalesce(sum(case when is_running then annual_value end), 0) as decimal(18, 2))
        end as annual_value,
        case
            when count(case when was_running then problem end) = 0
                then cast(coalesce(sum(case when was_running then annual_value end), 0) as decimal(18, 2))
        end as annual_value_before,
        bool_or(is_running) as is_running,
        bool_or(was_running) as was_running,
        seen_on
    from running
    group by account_id, seen_on

)

select * from final
