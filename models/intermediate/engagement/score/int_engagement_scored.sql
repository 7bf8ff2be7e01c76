{{ config(materialized='view') }}

with events as (

    select * from {{ ref('int_engagement_event') }}

),

{%- if var('score_daily_cap') %}

-- what one person does in one way on one day counts up to the cap, the first first
accumulated as (

    select
        *,
        sum(weighted_points) over (
            partition by account_key, person_key, type, occurred_on
            order by occurred_at, interaction_id
            rows between unbounded preceding and current row
        ) as points_so_far
    from events

),

capped as (

    select
        * exclude (weighted_points, points_so_far),
        case
            when person_key is null then weighted_points
            else cast(
                least(points_so_far, {{ var('score_daily_cap') }})
                - least(points_so_far - weighted_points, {{ var('score_daily_cap') }}) as decimal(18, 6)
            )
        end as score_points
    from accumulated

),
{%- else %}

capped as (

    select
        * exclude (weighted_points),
        weighted_points as score_points
    from events

),
{%- endif %}

final as (

    select * from capped

)

select * from final
