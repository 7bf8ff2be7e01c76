{{ config(materialized='view') }}

with accounts as (

    select * from {{ ref('int_account_standing') }}

),

-- from the day an account was created; what happened at one that was deleted since leads nowhere any more, on no day
final as (

    select
        account_id,
        account_key,
        coalesce({{ local_date('created_at') }}, {{ beginning_of_time() }}) as lives_from
    from accounts
    where not is_deleted

)

select * from final
