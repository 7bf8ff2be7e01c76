{#-
    What every staging model passes on about a row: when it landed, which version it is, whether it is gone, where it
    stood in its file. `changed_at` is the source's own time of the last change, where it has one, `deleted` its flag
    of a deleted row, `of` the relation the row comes from, where several are joined. A row of a history stays when
    what it speaks of is gone (`stays`).
-#}
{%- macro loader_columns(changed_at=none, deleted=none, of=none, stays=false) -%}
    {%- set row = of ~ '.' if of else '' -%}
        {{ row }}_landed_at as ingested_at,
        coalesce({{ row }}_version_at, {{ changed_at or 'null' }}) as version_at,
        {% if stays %}cast(null as {{ dbt.type_string() }}){% else %}{{ deleted_at(deleted, changed_at, of) }}{% endif %} as _gone_at,
        {{ row }}_row,
        {{ row }}_decimal_comma,
        {{ row }}_problem
{%- endmacro -%}


{#-
    When the row was deleted: where its source only has a flag, when it last changed (`changed_at`), else when the
    loader saw it, else the as-of day (it is gone, and nobody says since when); or when the loader saw it go.
-#}
{%- macro deleted_at(flag=none, changed_at=none, of=none) -%}
    {%- set row = of ~ '.' if of else '' -%}
    {%- if var('is_linting', false) -%}
        {{ return(row ~ '_gone_at') }}
    {%- endif -%}
    coalesce(
        {%- if flag %}
        case
            when {{ parse_boolean(cleaned(flag, 'boolean')) }} then coalesce({{ changed_at or 'null' }}, {{ row }}_landed_at, '{{ var("as_of_date") }}')
        end,
        {%- endif %}
        {{ row }}_gone_at
    )
{%- endmacro -%}


{#- A flag that says the contrary, such as active for deleted. -#}
{%- macro negated(flag) -%}
    cast(not {{ parse_boolean(flag) }} as {{ dbt.type_string() }})
{%- endmacro -%}
