with accounts as (

    select * from {{ ref('int_account_described') }}

),

final as (

    select * exclude (is_parent_missing)
    from accounts

)

select * from final
