with parents as (

    select * from {{ ref('int_kpi_parented') }}

),

final as (

    select * from parents

)

select * from final
