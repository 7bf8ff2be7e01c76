{{ config(materialized='view') }}

with accounts as (

    select * from {{ ref('int_account_standing') }}

),

-- from the day an account was created to the day before it was deleted
final as (

    select
        account_id,
        account_key,
        coalesce({{ local_date('created_at') }}, {{ beginning_of_time() }}) as lives_from,
        coalesce(
            case when not is_in_merge_cycle then {{ local_date('deleted_at') }} end, {{ end_of_time() }}
        ) as lives_to
    from accounts

)

select * from final
