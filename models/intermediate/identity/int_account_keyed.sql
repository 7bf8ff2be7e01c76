with accounts as (

    select * from {{ ref('input__accounts') }}

),

final as (

    {{ keyed_records('accounts', 'account_id') }}

)

select * from final
