-- customer_lifetime and the KPIs are two ways to one number: K32a to K34, segment by segment and day by day.
with lifetimes as (

    select * from {{ ref('customer_lifetime') }}

),

kpis as (

    select * from {{ ref('kpi_values') }}
    where kpi_id in ('K32a', 'K32b', 'K32c', 'K33', 'K34')

),

unpivoted as (

    {% for kpi_id, column in [
        ('K32a', 'logo_retention'),
        ('K32b', 'gross_revenue_retention'),
        ('K32c', 'net_revenue_retention'),
        ('K33', 'expansion_rate'),
        ('K34', 'lifetime_value'),
    ] %}
    select
        '{{ kpi_id }}' as kpi_id,
        segment_type,
        segment_value,
        seen_on,
        cast({{ column }} as double) as value
    from lifetimes
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        unpivoted.*,
        kpis.value as kpi_value
    from unpivoted
    left join kpis
        on
            unpivoted.kpi_id = kpis.kpi_id
            and unpivoted.segment_type = kpis.segment_type
            and unpivoted.segment_value = kpis.segment_value
            and unpivoted.seen_on = kpis.period_start
    where
        (unpivoted.value is null) != (kpis.value is null)
        -- money to the cent, nine digits of the others
        or abs(unpivoted.value - kpis.value) > case when unpivoted.kpi_id = 'K34' then 0.0051 else 1e-7 end
        + 1e-8 * abs(kpis.value)

)

select * from final
