with catalog as (

    select * from {{ ref('input__kpi_catalog') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

final as (

    select
        * replace (
            -- what catalogs from before Student's t say of the same means
            case when interval_method = 'normal' then 'student_t' else interval_method end as interval_method
        ),
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
        contains('|' || cadences || '|', '|as_of|') as is_snapshot,
        -- of an ABM that nobody told of there is no sum, not one of 0
        coalesce(counts_abm_only, false) and not exists (select 1 from memberships) as lacks_programme
    from catalog

)

select * from final
