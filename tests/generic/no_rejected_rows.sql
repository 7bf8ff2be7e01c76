{#- What the business maintains must parse to the last row: a run with half a catalog would be a wrong run. -#}
{% test no_rejected_rows(model) %}
with rejected as (

    select
        row_number,
        {{ split_to_rows('rejected_because', 31) }} as entry
    from {{ model }}
    where rejected_because is not null

)

select
    '{{ model.identifier | replace("stg_reference__", "") }}'
    || coalesce(', row ' || row_number, '')
    || ': ' || split_part(entry, chr(30), 1)
    || coalesce(' ''' || nullif(split_part(entry, chr(30), 3), '') || '''', '')
    || ' ' || split_part(entry, chr(30), 2) || '; mend the file.' as message
from rejected
{% endtest %}
