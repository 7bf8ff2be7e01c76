with catalog as (

    select * from {{ ref('input__kpi_catalog') }}

),

programme as (

    select count(*) as n_rows
    from {{ ref('input__program_accounts') }}

),

final as (

    select
        catalog.* replace (
            -- what catalogs from before Student's t say of the same means
            case
                when catalog.interval_method = 'normal' then 'student_t'
                else catalog.interval_method
            end as interval_method
        ),
        -- how far back the longest trailing period reaches
        case
            {%- for period_type, months in trailing_periods().items() | sort(attribute=1, reverse=true) %}
            when catalog.cadences like '%{{ period_type }}%' then {{ months }}
            {%- endfor %}
            else 0
        end as trailing_months,
        case
            {%- for period_type, n_days in trailing_days().items() %}
            when catalog.cadences like '%{{ period_type }}%' then {{ n_days }}
            {%- endfor %}
            else 0
        end as trailing_days,
        -- seen from each published day, on that day
        contains('|' || catalog.cadences || '|', '|as_of|') as is_snapshot,
        -- of an ABM that nobody told of there is no sum, not one of 0
        coalesce(catalog.counts_abm_only, false) and programme.n_rows = 0 as lacks_programme
    from catalog
    cross join programme

)

select * from final
