{#- The spans [from, to) of one key follow upon one another; only the last one may be open. -#}
{% test no_gap(model, key, from_column, to_column) %}
with neighbours as (

    select
        {{ key }},
        {{ from_column }},
        {{ to_column }},
        lead({{ from_column }}) over (partition by {{ key }} order by {{ from_column }}) as next_from
    from {{ model }}

)

select *
from neighbours
where
    {{ to_column }} is distinct from next_from
    or {{ to_column }} <= {{ from_column }}
{% endtest %}
