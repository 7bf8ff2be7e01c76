with source_columns as (

    select * from {{ ref('stg_audit__source_column') }}

),

final as (

    select * from source_columns

)

select * from final
