with reconciled as (

    select * from {{ ref('int_row_reconciled') }}

),

final as (

    select * exclude (n_landed, latest_ingested_at)
    from reconciled

)

select * from final
