with lives as (

    select * from {{ ref('int_account_lived') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

-- calendar periods are seen from the as-of date: whole months, the one in which the last twelve begin in two
cuts as (

    select {{ months_from("date_trunc('month', min(lived_from))", as_of_date()) }} as starts_on
    from lives
    having count(*) > 0
    union
    select {{ add_months(day_after(as_of_date()), -12) }} as starts_on
    union
    select {{ day_after(as_of_date()) }} as starts_on

),

pieces as (

    select
        starts_on,
        lead(starts_on) over (order by starts_on) as ends_on
    from cuts

),

final as (

    select
        {{ as_of_date() }} as seen_on,
        starts_on,
        ends_on
    from pieces
    where ends_on is not null
    union all
    select
        seen_on,
        {{ add_months(day_after('seen_on'), -12) }} as starts_on,
        {{ day_after('seen_on') }} as ends_on
    from dates
    where seen_on < {{ as_of_date() }}

)

select * from final
