{{ config(post_hook="{{ drop_what_other_rules_settled('int_account_day_settled') }}") }}

with qualities as (

    select * from {{ ref('int_quality_weight_bounded') }}

),

roles as (

    select * from {{ ref('int_role_weight_bounded') }}

),

hashed_qualities as (

    select sum({{ content_hash(['quality', 'multiplier', 'valid_from', 'valid_to']) }}) as total
    from qualities

),

hashed_roles as (

    select sum({{ content_hash(['buying_role', 'multiplier', 'valid_from', 'valid_to']) }}) as total
    from roles

),

final as (

    select
        {{ content_hash([
            'hashed_qualities.total', 'hashed_roles.total', project_state(), "'" ~ var('reporting_timezone') ~ "'",
            "'" ~ var('score_daily_cap') ~ "'",
        ]) }} as rules_number
    from hashed_qualities
    cross join hashed_roles

)

select * from final
