with recursive links as (

    select * from {{ ref('int_account_parented') }}

),

final as (

    {{ followed_links('links', 'account_key', 'parent_account_key') }}

)

select * from final
