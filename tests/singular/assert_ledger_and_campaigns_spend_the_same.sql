-- K36 and K39 count the euros of campaigns that K50 counts: by campaign and month the ledger is their spend.
with spread as (

    select
        campaign_id,
        {{ month_of('entered_on') }} as month_start,
        sum(amount) as amount
    from {{ ref('int_ledger_spread') }}
    where kind = 'cost' and campaign_id is not null and excluded_reason is null
    group by campaign_id, {{ month_of('entered_on') }}

),

counted as (

    select
        campaign_id,
        month_start,
        sum(amount) as amount
    from {{ ref('int_campaign_spend_counted') }}
    where excluded_reason is null and amount is not null
    group by campaign_id, month_start

)

select
    coalesce(spread.campaign_id, counted.campaign_id) as campaign_id,
    coalesce(spread.month_start, counted.month_start) as month_start,
    spread.amount,
    counted.amount as counted_amount
from spread
full outer join counted
    on
        spread.campaign_id = counted.campaign_id
        and spread.month_start = counted.month_start
where spread.amount is distinct from counted.amount
