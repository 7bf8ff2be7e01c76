{#-
    Deals count once: only those of the CRM of record do (var crm_of_record; else the first that is on, in the order
    of staged_tables). Those of files always do: they come from a CRM without a connector.
-#}
{%- macro is_crm_of_record(source_name) -%}
    {%- if source_name == 'files' -%}
        {{ return(true) }}
    {%- elif var('crm_of_record') -%}
        {{ return(source_name == var('crm_of_record')) }}
    {%- endif -%}
    {%- set crms = staged_tables()['opportunities'] | map('first') | reject('equalto', 'files') -%}
    {{ return(source_name == crms | select('in', var('sources_enabled')) | first) }}
{%- endmacro -%}
