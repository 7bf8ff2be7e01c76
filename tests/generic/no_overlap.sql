{#- The spans [valid_from, valid_to) of one key do not overlap, and none is empty. -#}
{% test no_overlap(model, key) %}
with spans as (

    select
        {{ key }},
        valid_from,
        valid_to,
        lead(valid_from) over (partition by {{ key }} order by valid_from, valid_to) as next_valid_from
    from {{ model }}

)

select *
from spans
where valid_to > next_valid_from or valid_to <= valid_from
{% endtest %}
