{%- set settled = settled_relation('int_account_day_settled') %}

-- depends_on: {{ ref('int_engaged_day_ruled') }}
with interactions as (

    select *
    from {{ ref('int_interaction_settled') }}
    where has_happened and repeated_by is null and is_human and (points > 0 or type like 'sales%')

),

-- placements say whose they are and what part that person plays
numbered as (

    select
        {{ content_hash([
            'occurred_on', 'count(*)',
            'sum(' ~ content_hash(['content_number', 'placement_number', 'weight_type', 'quality', 'points']) ~ ')',
        ]) }} as day_number,
        occurred_on
    from interactions
    group by occurred_on

),

{% if settled is none -%}
-- nothing is settled: every day is counted
final as (

    select
        day_number,
        true as is_counted_again,
        occurred_on
    from numbered

)

{%- else -%}
settled as (

    select day_number
    from {{ settled }}
    group by day_number

),

-- made of something that is no more, or not made yet
final as (

    select
        coalesce(numbered.day_number, settled.day_number) as day_number,
        numbered.day_number is not null as is_counted_again,
        numbered.occurred_on
    from numbered
    full join settled
        on numbered.day_number = settled.day_number
    where numbered.day_number is null or settled.day_number is null

)
{%- endif %}

select * from final
