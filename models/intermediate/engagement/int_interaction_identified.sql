-- depends_on: {{ ref('int_interaction_changed') }}
with interactions as (

    select * from {{ ref('int_interaction_unioned') }}

),

placements as (

    select * from {{ ref('int_interaction_placed') }}

),

{% if is_growing() -%}
changed as (

    select * from {{ ref('int_interaction_changed') }}

),

{% endif -%}
addressed as (

    select
        * exclude (person_id, account_id, email, domain),
        {{ local_date('occurred_at') }} as occurred_on
    from interactions
    {% if is_growing() -%}
    where block in (select changed.block from changed)
    {%- endif %}

),

final as (

    select
        addressed.*,
        placements.address,
        placements.domain,
        placements.match_method,
        placements.placement_number,
        placements.person_key,
        placements.account_key
    from addressed
    inner join placements
        on
            addressed.name_number = placements.name_number
            and addressed.occurred_on >= placements.valid_from
            and addressed.occurred_on < placements.valid_to

)

select * from final
