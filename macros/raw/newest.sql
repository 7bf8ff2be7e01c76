{#-
    The newest version of each record of a raw table, by its `key`: by the source's own time of the change, where it
    has one, then by when it landed, then by content.
-#}
{%- macro newest(source_name, table_name, key, columns, changed_at=none) -%}
    {%- if var('is_linting', false) -%}
        {{ return('(select * from raw_table)') }}
    {%- endif -%}
    (
        select *
        from (
            select
                *,
                row_number() over (
                    partition by {{ key }}
                    order by
                        {% if changed_at %}{{ parse_instant(changed_at) }} desc nulls last, {% endif -%}
                        {{ parse_instant('_version_at') }} desc nulls last,
                        {{ parse_instant('_landed_at') }} desc nulls last
                        {%- for column in columns %},
                        {{ adapter.quote(column.split('|')[0]) }}
                        {%- endfor %}
                ) as version_number
            from {{ raw(source_name, table_name, columns) }}
        ) as versions
        where version_number = 1
    )
{%- endmacro -%}
