{{ config(materialized='view') }}

with settled as (

    select * from {{ ref('int_interaction_settled') }}

),

final as (

    select
        interaction_id,
        published_interaction_id
    from settled

)

select * from final
