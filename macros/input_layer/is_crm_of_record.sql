{#- Deals count once: only those of the CRM of record do (var crm_of_record; else Salesforce where it is on). -#}
{%- macro is_crm_of_record(source_name) -%}
    {%- if source_name == 'files' -%}
        {{ return(true) }}
    {%- elif var('crm_of_record') -%}
        {{ return(source_name == var('crm_of_record')) }}
    {%- endif -%}
    {{ return(source_name == 'salesforce' or 'salesforce' not in var('sources_enabled')) }}
{%- endmacro -%}
