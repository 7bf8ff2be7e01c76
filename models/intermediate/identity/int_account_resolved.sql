with keyed as (

    select * from {{ ref('int_account_keyed') }}

),

followed as (

    select * from {{ ref('int_account_followed') }}

),

links as (

    select * from {{ ref('int_account_linked') }}

),

ends as (

    {{ ends_of_chains('followed', 'account_key') }}

),

own as (

    {{ resolved_records('keyed', 'ends', 'links', 'account_id') }}

),

final as (

    {{ referable_records('own', 'account_id') }}

)

select * from final
