with contracts as (

    select * from {{ ref('input__contracts') }}

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

keyed as (

    {{ keyed_records('contracts', 'contract_id') }}

),

-- ends_on and cancelled_on are the last day running; what is cancelled after the as-of date is not cancelled yet
dated as (

    select
        keyed.published_contract_id as contract_id,
        accounts.surviving_account_id as account_id,
        coalesce(contracts.currency, '{{ var("reporting_currency") }}') as currency,
        contracts.annual_value as annual_value_in_currency,
        contracts.starts_on,
        least(
            coalesce(contracts.ends_on, {{ end_of_time() }}),
            coalesce(
                case when contracts.cancelled_on <= {{ as_of_date() }} then contracts.cancelled_on end,
                {{ end_of_time() }}
            )
        ) as last_day
    from contracts
    inner join keyed
        on
            contracts.source_system = keyed.source_system
            and contracts.contract_id = keyed.contract_id
    left join accounts
        on
            contracts.source_system = accounts.source_system
            and contracts.account_id = accounts.account_id
    where contracts.starts_on <= {{ as_of_date() }}

),

-- worth what it was on the day it began, so that no exchange rate makes a customer grow or shrink
final as (

    select
        dated.contract_id,
        dated.account_id,
        dated.currency,
        case
            when dated.annual_value_in_currency is null then 'missing_amount'
            when dated.currency != '{{ var("reporting_currency") }}' and fx.rate is null then 'missing_rate'
        end as problem,
        dated.annual_value_in_currency,
        {{ in_reporting_currency('dated.annual_value_in_currency', 'dated.currency', 'fx') }} as annual_value,
        dated.starts_on as valid_from,
        case
            when dated.last_day < {{ end_of_time() }} then {{ day_after('dated.last_day') }}
            else dated.last_day
        end as valid_to
    from dated
    {{ join_fx_rate('fx', 'dated.currency', 'dated.starts_on') }}

)

select * from final
