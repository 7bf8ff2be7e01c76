{{ config(materialized='view') }}

with settled as (

    select * from {{ ref('int_interaction_settled') }}

),

final as (

    select
        interaction_id,
        coalesce(interaction_pseudonym, interaction_id) as published_interaction_id
    from settled

)

select * from final
