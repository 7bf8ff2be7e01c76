with targets as (

    select * from {{ ref('int_kpi_targeted') }}

),

final as (

    select * from targets

)

select * from final
