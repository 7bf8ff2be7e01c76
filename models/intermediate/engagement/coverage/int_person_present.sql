{{ config(materialized='view') }}

with people as (

    select * from {{ ref('int_person_described') }}

),

-- a person leaves on the day of their deletion or erasure, and was there until then
final as (

    select
        person_key,
        {{ cleaned('buying_role', 'code') }} as buying_role,
        coalesce({{ local_date('created_at') }}, {{ beginning_of_time() }}) as came_on,
        least(
            coalesce({{ local_date('deleted_at') }}, {{ end_of_time() }}),
            coalesce({{ local_date('erased_at') }}, {{ end_of_time() }})
        ) as left_on
    from people

)

select * from final
