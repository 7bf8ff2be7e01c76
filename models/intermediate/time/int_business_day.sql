-- Seconds are cumulated so that business hours between two instants are a subtraction, whatever lies between them.
with holidays as (

    select * from {{ ref('input__holidays') }}

),

dates as (

    select * from {{ ref('int_business_date') }}

),

kept as (

    select
        holiday_on,
        min(name) as holiday_name
    from holidays
    where
        region in ('{{ var("holiday_regions") | join("', '") }}')
        and ({{ var('whit_monday_is_holiday') }} or holiday != 'pentecost_monday')
    group by holiday_on

),

opened as (

    select
        dates.business_on,
        kept.holiday_name,
        kept.holiday_on is null
        and isodow(dates.business_on) in ({{ var('business_weekdays') | join(', ') }}) as is_business_day,
        {{ local_instant('dates.business_on', var('business_day_starts')) }} as starts_at,
        {{ local_instant('dates.business_on', var('business_day_ends')) }} as ends_at
    from dates
    left join kept
        on dates.business_on = kept.holiday_on

),

timed as (

    select
        *,
        case when is_business_day then {{ seconds_between('starts_at', 'ends_at') }} else 0 end as n_seconds
    from opened

),

final as (

    select
        holiday_name,
        cast(
            sum(case when is_business_day then 1 else 0 end) over (
                order by business_on
                rows between unbounded preceding and current row
            ) as integer
        ) as business_day_number,
        cast(n_seconds as decimal(18, 6)) as n_seconds,
        cast(
            sum(n_seconds) over (
                order by business_on
                rows between unbounded preceding and current row
            ) - n_seconds as decimal(18, 6)
        ) as seconds_before,
        is_business_day,
        business_on,
        starts_at,
        ends_at
    from timed

)

select * from final
