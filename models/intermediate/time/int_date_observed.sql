with published as (

    select * from {{ ref('int_date_published') }}

),

interactions as (

    select * from {{ ref('input__interactions') }}

),

-- month ends of before the first opportunity, where accounts were engaged already
first_month as (

    select
        case
            when count(*) > 0
                then greatest(
                    date_trunc('month', min({{ local_date('occurred_at') }})),
                    date_trunc('month', {{ add_months(as_of_date(), -12 * var('history_years')) }})
                )
        end as starts_on
    from interactions
    where occurred_at < {{ as_of_instant() }}

),

month_ends as (

    select {{ months_from('starts_on', as_of_date()) }} as month_start
    from first_month
    where starts_on is not null

),

recent as (

    select {{ days_up_to(as_of_date(), 91) }} as seen_on

),

unioned as (

    select
        seen_on,
        'month' as observed_every
    from published
    union all
    select
        cast(month_start - interval 1 day as date) as seen_on,
        'month' as observed_every
    from month_ends
    where month_start > (select first_month.starts_on from first_month)
    union all
    select
        seen_on,
        'week' as observed_every
    from recent
    where isodow(seen_on) = 7
    union all
    select
        seen_on,
        'day' as observed_every
    from recent
    where seen_on > {{ as_of_date() }} - 35

),

-- a month end that is a Sunday is observed by every KPI
final as (

    select
        seen_on,
        case
            when bool_or(observed_every = 'month') then 'month'
            when bool_or(observed_every = 'week') then 'week'
            else 'day'
        end as observed_every
    from unioned
    group by seen_on

)

select * from final
