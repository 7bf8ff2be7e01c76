with raw_row_counts as (

    select * from {{ ref('stg_audit__raw_row_count') }}

),

final as (

    select * from raw_row_counts

)

select * from final
