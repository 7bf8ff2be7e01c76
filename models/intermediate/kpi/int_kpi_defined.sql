with catalog as (

    select * from {{ ref('input__kpi_catalog') }}

),

final as (

    select
        *,
        -- how far back the longest trailing period reaches
        case
            when cadences like '%trailing_24m%' then 24
            when cadences like '%trailing_12m%' then 12
            else 0
        end as trailing_months
    from catalog

)

select * from final
