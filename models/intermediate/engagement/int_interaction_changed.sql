{%- set settled = settled_relation() %}

-- depends_on: {{ ref('int_interaction_ruled') }}
-- what is read more than once is not kept between: at ten million rows that takes gigabytes
with interactions as not materialized (

    select * from {{ ref('int_interaction_unioned') }}

),

placements as (

    select * from {{ ref('int_interaction_placed') }}

),

premium as (

    select * from {{ ref('int_premium_named') }}

),

{% if settled is none -%}
-- nothing is settled: everything is judged
final as (

    select
        cast(null as bigint) as block,
        cast(null as boolean) as is_judged_again
    from interactions
    cross join placements
    cross join premium
    where false

)

{%- else -%}
settled as not materialized (

    select * from {{ settled }}

),

blocks_now as (

    select
        block,
        count(*) as n_rows,
        sum(content_number) as content_total
    from interactions
    group by block

),

blocks_before as (

    select
        block,
        count(*) as n_rows,
        sum(content_number) as content_total
    from settled
    group by block

),

-- rows that came, changed or went; that are somebody else's; that have or have not happened by now; whose content is,
-- or is no longer, premium
touched as (

    select coalesce(blocks_now.block, blocks_before.block) as block
    from blocks_now
    full join blocks_before
        on blocks_now.block = blocks_before.block
    where
        blocks_now.n_rows is distinct from blocks_before.n_rows
        or blocks_now.content_total is distinct from blocks_before.content_total
    union
    select settled.block
    from settled
    left join placements
        on settled.placement_number = placements.placement_number
    where placements.placement_number is null
    union
    select block
    from settled
    where has_happened != (occurred_at < {{ as_of_instant() }})
    union
    select settled.block
    from settled
    {{ join_premium('settled') }}
    where settled.type = 'content_download' and settled.weight_type != {{ weight_type('settled') }}

),

touched_events as (

    select settled.event_number
    from settled
    inner join touched
        on settled.block = touched.block
    where settled.event_number is not null
    union
    select interactions.event_number
    from interactions
    inner join touched
        on interactions.block = touched.block
    where interactions.event_number is not null

),

-- rows with the event of one that is touched, and clicks behind a delivery that is
judged_again as (

    select block from touched
    union
    select block + 1 as block
    from touched
    union
    select settled.block
    from settled
    inner join touched_events
        on settled.event_number = touched_events.event_number

),

compared_events as (

    select event_number from touched_events
    union
    select settled.event_number
    from settled
    inner join judged_again
        on settled.block = judged_again.block
    where settled.event_number is not null

),

-- what these are compared with: deliveries before a click, other rows with their event
compared as (

    select block - 1 as block
    from judged_again
    union
    select settled.block
    from settled
    inner join compared_events
        on settled.event_number = compared_events.event_number

),

final as (

    select
        coalesce(judged_again.block, compared.block) as block,
        judged_again.block is not null as is_judged_again
    from judged_again
    full join compared
        on judged_again.block = compared.block

)
{%- endif %}

select * from final
