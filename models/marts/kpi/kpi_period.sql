with dates as (

    select * from {{ ref('int_date_published') }}

),

observed as (

    select * from {{ ref('int_date_observed') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

evidence as (

    select * from {{ ref('kpi_evidence') }}

),

days as (

    select
        anchor_date,
        {{ as_of_date() }} as seen_on
    from evidence
    where seen_on = {{ as_of_date() }}
    group by anchor_date

),

waves as (

    select evidence.anchor_date
    from evidence
    inner join catalog
        on
            evidence.kpi_id = catalog.kpi_id
            and contains('|' || catalog.cadences || '|', '|wave|')
    group by evidence.anchor_date

),

calendar as (

    {% for period_type, n_days in daily_periods().items() %}
    select
        '{{ period_type }}' as period_type,
        anchor_date as period_start,
        {{ day_after('anchor_date') }} as period_end,
        seen_on
    from days
    where anchor_date > {{ as_of_date() }} - {{ n_days }}
    union all
    {% endfor %}
    {% for period_type, n_days in weekly_periods().items() %}
    select
        '{{ period_type }}' as period_type,
        cast(date_trunc('{{ period_type }}', anchor_date) as date) as period_start,
        cast(date_trunc('{{ period_type }}', anchor_date) as date) + {{ n_days }} as period_end,
        seen_on
    from days
    union all
    {% endfor %}
    {%- for period_type, months in calendar_periods().items() %}
    select
        '{{ period_type }}' as period_type,
        {{ period_start(period_type, 'anchor_date') }} as period_start,
        {{ add_months(period_start(period_type, 'anchor_date'), months) }} as period_end,
        seen_on
    from days
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

windows as (

    {% for period_type, months in trailing_periods().items() %}
    select
        '{{ period_type }}' as period_type,
        {{ add_months(day_after('seen_on'), -months) }} as period_start,
        {{ day_after('seen_on') }} as period_end,
        seen_on
    from dates
    union all
    {% endfor %}
    {% for period_type, n_days in trailing_days().items() %}
    select
        '{{ period_type }}' as period_type,
        {{ day_after('seen_on') }} - {{ n_days }} as period_start,
        {{ day_after('seen_on') }} as period_end,
        seen_on
    from observed
    union all
    {% endfor %}
    select
        'wave' as period_type,
        anchor_date as period_start,
        {{ day_after('anchor_date') }} as period_end,
        {{ as_of_date() }} as seen_on
    from waves
    union all
    select
        'as_of' as period_type,
        seen_on as period_start,
        {{ day_after('seen_on') }} as period_end,
        seen_on
    from observed

),

unioned as (

    select * from calendar
    union all
    select * from windows

),

final as (

    select
        period_type,
        period_start,
        period_end,
        seen_on,
        period_end <= {{ day_after(as_of_date()) }} as is_complete
    from unioned
    group by period_type, period_start, period_end, seen_on

)

select * from final
