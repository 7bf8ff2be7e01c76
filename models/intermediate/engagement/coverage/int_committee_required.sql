{{ config(materialized='view') }}

with template as (

    select * from {{ ref('input__buying_committee_template') }}

),

final as (

    select
        tier,
        buying_role,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from template

)

select * from final
