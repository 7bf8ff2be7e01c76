{{ config(schema='operations', alias='daily_volume') }}

with interactions as (

    select * from {{ ref('input__interactions') }}

),

sales_activities as (

    select * from {{ ref('input__sales_activities') }}

),

opportunities as (

    select * from {{ ref('input__opportunities') }}

),

dated as (

    {% for table_name, instant in [
        ('interactions', 'occurred_at'), ('sales_activities', 'occurred_at'), ('opportunities', 'created_at'),
    ] %}
    select
        source_system,
        '{{ table_name }}' as table_name,
        {{ local_date(instant) }} as occurred_on
    from {{ table_name }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

counted as (

    select
        source_system,
        table_name,
        occurred_on,
        count(*) as n_rows
    from dated
    group by source_system, table_name, occurred_on

),

brought as (

    select
        source_system,
        table_name
    from counted
    group by source_system, table_name

),

-- a day without rows is seen only where it stands in the calendar: the last twelve weeks
recent_days as (

    select {{ days_up_to(as_of_date(), 84) }} as occurred_on

),

calendar as (

    select
        brought.source_system,
        brought.table_name,
        recent_days.occurred_on
    from brought
    cross join recent_days

),

-- a day that still runs is not over
final as (

    select
        coalesce(counted.source_system, calendar.source_system) as source_system,
        coalesce(counted.table_name, calendar.table_name) as table_name,
        coalesce(counted.occurred_on, calendar.occurred_on) as occurred_on,
        coalesce(counted.n_rows, 0) as n_rows
    from counted
    full outer join calendar
        on
            counted.source_system = calendar.source_system
            and counted.table_name = calendar.table_name
            and counted.occurred_on = calendar.occurred_on
    where {{ start_of_day(day_after('coalesce(counted.occurred_on, calendar.occurred_on)')) }} <= {{ as_of_at() }}

)

select * from final
