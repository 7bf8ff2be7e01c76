{#- These columns identify a row: no two rows have the same values, and none is empty (but those in may_be_empty). -#}
{% test primary_key(model, columns, may_be_empty=[]) %}
select
    {{ columns | join(', ') }},
    count(*) as n_rows
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns if column not in may_be_empty %}
    or {{ column }} is null
    {%- endfor %}
{% endtest %}
