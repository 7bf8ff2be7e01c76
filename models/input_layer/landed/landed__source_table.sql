with source_tables as (

    select * from {{ ref('stg_audit__source_table') }}

),

final as (

    select * from source_tables

)

select * from final
