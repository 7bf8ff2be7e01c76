{{ config(materialized='incremental', incremental_strategy='changed_blocks') }}

-- depends_on: {{ ref('int_interaction_changed') }}
with interactions as (

    select * from {{ ref('int_interaction_identified') }}

),

{% if is_incremental() -%}
changed as (

    select block
    from {{ ref('int_interaction_changed') }}
    where is_judged_again

),

{% endif -%}
repeated as (

    select * from {{ ref('int_interaction_repeated') }}

),

mechanical as (

    select * from {{ ref('int_interaction_mechanical') }}

),

premium as (

    select * from {{ ref('int_premium_named') }}

),

weights as (

    select * from {{ ref('int_engagement_weight_bounded') }}

),

secret_key as (

    select * from {{ ref('input__person_key') }}

),

rules as (

    select * from {{ ref('int_interaction_ruled') }}

),

judged as (

    select
        interactions.*,
        repeated.repeated_by,
        mechanical.machine_reason,
        {{ weight_type('interactions') }} as weight_type
    from interactions
    left join repeated
        on interactions.interaction_id = repeated.interaction_id
    left join mechanical
        on interactions.interaction_id = mechanical.interaction_id
    {{ join_premium('interactions') }}
    {% if is_incremental() -%}
    where interactions.block in (select changed.block from changed)
    {%- endif %}

),

-- machines, what runs by itself, and a call or meeting that did not happen carry no points; an answer has been written,
-- whatever became of its task; what only the account's own doing earns, ours does not
final as (

    select
        judged.interaction_id,
        {{ interaction_pseudonym('judged') }} as interaction_pseudonym,
        judged.source_system,
        judged.campaign_id,
        judged.asset_id,
        judged.session_id,
        judged.user_id,
        judged.type,
        judged.weight_type,
        judged.direction,
        coalesce(weights.quality, 'none') as quality,
        judged.url,
        judged.repeated_by,
        judged.machine_reason,
        judged.block,
        judged.placement_number,
        judged.event_number,
        judged.content_number,
        rules.rules_number,
        judged.event_count,
        judged.duration_seconds,
        judged.scroll_ratio,
        case
            when
                judged.machine_reason is null and not judged.is_automated
                and (judged.is_done or judged.type = 'sales_reply')
                and weights.direction in ('any', judged.direction)
                then coalesce(weights.points, 0) * judged.event_count
            else 0
        end as points,
        weights.weight_type is not null as is_weighted,
        judged.machine_reason is null and not judged.is_automated as is_human,
        judged.is_done,
        judged.occurred_at < {{ as_of_instant() }} as has_happened,
        judged.occurred_on,
        {{ local_date('judged.ingested_at') }} as landed_on,
        judged.occurred_at,
        judged.ingested_at
    from judged
    left join weights
        on
            judged.weight_type = weights.weight_type
            and judged.occurred_on >= weights.valid_from
            and judged.occurred_on < weights.valid_to
    cross join rules

)

select * from final
