{{ config(post_hook="{{ drop_what_other_rules_settled() }}") }}

with weights as (

    select * from {{ ref('int_engagement_weight_bounded') }}

),

machines as (

    select * from {{ ref('input__machine_user_agents') }}

),

secret_key as (

    select * from {{ ref('input__person_key') }}

),

hashed_weights as (

    select sum({{ content_hash(['weight_type', 'direction', 'quality', 'points', 'valid_from', 'valid_to']) }}) as total
    from weights

),

hashed_machines as (

    select sum({{ content_hash(['pattern', 'matching', 'kind']) }}) as total
    from machines

),

-- of the key no more than what it makes of a text
final as (

    select
        {{ content_hash([
            'hashed_weights.total', 'hashed_machines.total', keyed_hash("'rules'"), project_state(),
            "'" ~ var('reporting_timezone') ~ "'", var('scanner_seconds'),
        ]) }} as rules_number
    from hashed_weights
    cross join hashed_machines

)

select * from final
