{{ config(materialized='view', schema='operations', alias='interaction_without_account') }}

-- a view: most of them are visits of nobody in particular, which nobody will read
with settled as (

    select * from {{ ref('int_interaction_settled') }}

),

placements as (

    select * from {{ ref('int_interaction_placed') }}

),

people as (

    select * from {{ ref('int_person_keyed') }}

),

final as (

    select
        settled.interaction_id,
        people.source_system || ':' || people.person_id as person_record,
        settled.source_system,
        settled.type,
        case
            when placements.domain is not null then 'domain'
            when placements.address is not null then 'email'
            when people.person_key is not null then 'person_id'
        end as column_name,
        coalesce(placements.domain, split_part(placements.address, '@', 2)) as domain,
        settled.occurred_at
    from settled
    left join placements
        on settled.placement_number = placements.placement_number
    left join people
        on placements.person_key = people.person_key
    where
        settled.has_happened
        and settled.repeated_by is null
        and placements.account_key is null

)

select * from final
