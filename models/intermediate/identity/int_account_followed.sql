with recursive links as (

    select * from {{ ref('int_account_linked') }}

),

final as (

    {{ followed_links('links', 'account_key', 'next_account_key') }}

)

select * from final
