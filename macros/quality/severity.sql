{#- The checks whose severity check_severity sets, each with whether it asks for a limit (docs/data_quality.md). -#}
{%- macro severity_checks() -%}
    {{ return({
        'column_added': false,
        'column_dropped': false,
        'required_column_dropped': false,
        'type_changed': false,
        'unread_column_dropped': false,
        'unread_type_changed': false,
        'rows_fell': true,
        'source_stopped': false,
        'source_late': false,
        'distribution_shifted': true,
        'history_volume_fell': true,
        'day_without_rows': true,
        'deals_of_two_crms_disagree': true,
        'records_of_two_sources_disagree': false,
        'history_disagrees_with_deal': true,
        'invoices_disagree_with_deal': true,
        'invoices_of_deal_not_won': false,
        'amounts_unknown': true,
    }) }}
{%- endmacro -%}


{#- Is the row of check_severity about this source and table? What it leaves empty is any. -#}
{%- macro severity_is_of(severities, source_name, table_name) -%}
    coalesce({{ severities }}.source_name, {{ source_name }}) = {{ source_name }}
            and coalesce({{ severities }}.table_name, {{ table_name }}) = {{ table_name }}
{%- endmacro -%}


{%- macro severity_rank(severities) -%}
    case when {{ severities }}.table_name is null then 0 else 2 end
                + case when {{ severities }}.source_name is null then 0 else 1 end
{%- endmacro -%}


{#- The sources and tables that a row of check_severity may be about: raw tables and entities; all where it is neither. -#}
{%- macro severity_scopes() -%}
    {%- set sources = ['all'] -%}
    {%- set tables = ['all'] + landed_entities() -%}
    {%- for declared in (graph.sources.values() if execute else []) -%}
        {%- set source_name = declared.source_name.removeprefix('raw_') -%}
        {%- if source_name != declared.source_name -%}
            {%- do sources.append(source_name) -%}
            {%- do tables.append(declared.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({'source_name': sources | unique | sort, 'table_name': tables | unique | sort}) }}
{%- endmacro -%}
