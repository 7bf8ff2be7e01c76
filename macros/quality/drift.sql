{#- A table of fewer rows than this may lose nine in ten of them by chance. -#}
{%- macro rows_that_can_fall() -%}
    20
{%- endmacro -%}


{#- Does the setting accepted_drift name the table? -#}
{%- macro is_drift_accepted(source_name, table_name) -%}
    {{ source_name }} || '.' || {{ table_name }} in ('{{ var("accepted_drift") | join("', '") }}')
{%- endmacro -%}


{#- Of a reference table that the folder of files no longer brings: what holds without it. -#}
{%- macro own_reference() -%}
    case
        when source_system = 'files' and table_name in ('{{ reference_entities() | join("', '") }}')
            {%- if var('reference_replaced') %}
            and table_name not in ('{{ var('reference_replaced') | join("', '") }}')
            {%- endif %}
            then ': without your file the project''s own ' || table_name || ' (seeds/reference) holds'
        else ''
    end
{%- endmacro -%}


{#- What became of a source, and what to do about it, in a sentence or two. -#}
{%- macro drift_message() -%}
    source_system || '.' || table_name || case check_name
        when 'column_added' then ' has a new column, ' || column_name || ' (' || value_now || ').'
        when 'column_dropped' then ' has lost its column ' || column_name || ' (it was ' || value_before
            || '): it is empty from now on.'
        when 'required_column_dropped' then ' has lost its column ' || column_name || ' (it was ' || value_before
            || '), which every row needs.'
        when 'unread_column_dropped' then ' has lost its column ' || column_name || ' (it was ' || value_before
            || '), which nothing reads.'
        when 'type_changed' then ': column ' || column_name || ' was ' || value_before || ' and is ' || value_now || '.'
        when 'unread_type_changed' then ': column ' || column_name || ', which nothing reads, was ' || value_before
            || ' and is ' || value_now || '.'
        when 'rows_fell' then ' had ' || value_before || ' rows in the live release and has ' || value_now || ', '
            || cast(cast(floor(100 * fell_by) as integer) as {{ dbt.type_string() }}) || ' % fewer.'
        when 'source_stopped' then ' had ' || value_before || case value_before when '1' then ' row' else ' rows' end
            || ' in the live release and has none now' || {{ own_reference() }} || '.'
    end || case
        when is_accepted then ' The setting accepted_drift accepts it.'
        when severity != 'error' then ''
        else case check_name
            when 'column_added' then ''
            when 'required_column_dropped'
                then ' Land it again, or say in column_names what it is called now.'
            when 'source_stopped'
                then case
                    when source_system = 'files'
                        then ' Put ' || table_name || '.csv (or .parquet) with its rows back into the folder.'
                    else ' Land it again, or say in table_names what it is called now.'
                end
            else ' Mend it at the source.'
        end || ' If it is meant to be so, accept it for one run: --vars ''{accepted_drift: ['
        || source_system || '.' || table_name || ']}''.'
    end
{%- endmacro -%}
