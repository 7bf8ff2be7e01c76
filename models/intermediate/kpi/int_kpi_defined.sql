with catalog as (

    select * from {{ ref('input__kpi_catalog') }}

),

final as (

    select
        *,
        -- how far back the longest trailing period reaches
        case
            {%- for period_type, months in trailing_periods().items() | sort(attribute=1, reverse=true) %}
            when cadences like '%{{ period_type }}%' then {{ months }}
            {%- endfor %}
            else 0
        end as trailing_months,
        case
            {%- for period_type, n_days in trailing_days().items() %}
            when cadences like '%{{ period_type }}%' then {{ n_days }}
            {%- endfor %}
            else 0
        end as trailing_days,
        -- seen from each published day, on that day
        contains('|' || cadences || '|', '|as_of|') as is_snapshot
    from catalog

)

select * from final
