with accounts as (

    select * from {{ ref('int_account_described') }}

),

final as (

    select * from accounts

)

select * from final
