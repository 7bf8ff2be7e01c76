with campaigns as (

    select * from {{ ref('input__campaigns') }}

),

costs as (

    select * from {{ ref('input__costs') }}

),

advertising as (

    select * from {{ ref('input__ad_engagements') }}

),

-- each amount with the day of its rate, as the models that convert it take it
amounts as (

    select
        'campaigns' as table_name,
        budget as amount,
        currency,
        least(coalesce(starts_on, {{ as_of_date() }}), {{ as_of_date() }}) as rated_on
    from campaigns
    union all
    select
        'costs' as table_name,
        amount,
        currency,
        period_from as rated_on
    from costs
    where period_from <= {{ as_of_date() }}
    union all
    select
        'ad_engagements' as table_name,
        spend as amount,
        currency,
        advertising.day as rated_on
    from advertising
    where advertising.spend > 0 and advertising.day <= {{ as_of_date() }}

),

final as (

    select
        amounts.table_name,
        count(*) as n_rows
    from amounts
    {{ join_fx_rate('fx', 'amounts.currency', 'amounts.rated_on') }}
    where
        amounts.amount is not null
        and {{ in_reporting_currency('amounts.amount', 'amounts.currency', 'fx') }} is null
    group by amounts.table_name

)

select * from final
