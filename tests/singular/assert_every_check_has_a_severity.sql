{%- set known = severity_scopes() -%}
-- A file that replaces check_severity names every check, or one would fall silent unseen; a source or table that no
-- check is about is a slip of the pen.
with severities as (

    select * from {{ ref('input__check_severity') }}

),

checks as (

    {% for check_name, has_limit in severity_checks().items() %}
    select
        '{{ check_name }}' as check_name,
        {{ has_limit }} as has_limit
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    'check_severity has no row for ' || checks.check_name || ' of any source and table; add one'
    || ' (severity off where it is not wanted).' as message
from checks
left join severities
    on
        checks.check_name = severities.check_name
        and severities.source_name is null
        and severities.table_name is null
where severities.check_name is null
union all
select
    'check_severity: ' || severities.check_name || coalesce(' of ' || severities.source_name, '')
    || coalesce(' of table ' || severities.table_name, '') || ' needs a limit_value.' as message
from severities
inner join checks
    on severities.check_name = checks.check_name
where checks.has_limit and severities.limit_value is null and severities.severity != 'off'
{%- for column, names in known.items() %}
union all
select
    'check_severity: {{ column }} ''' || {{ column }} || ''' is of no check (docs/data_quality.md).' as message
from severities
where {{ column }} not in ('{{ names | join("', '") }}')
{%- endfor %}
