{#-
    Which staging models feed an entity, as [source, what stg_<source>__<what> stages]. The entities stand in the
    order in which they are told to a reader.
-#}
{%- macro staged_tables() -%}
    {{ return({
        'accounts': [['salesforce', 'account'], ['files', 'accounts']],
        'people': [['salesforce', 'contact'], ['salesforce', 'lead'], ['files', 'people']],
        'person_employers': [['files', 'person_employers']],
        'users': [['salesforce', 'user'], ['files', 'users']],
        'program_accounts': [['files', 'program_accounts']],
        'account_statuses': [['salesforce', 'account_history'], ['files', 'account_statuses']],
        'opportunities': [['salesforce', 'opportunity'], ['files', 'opportunities']],
        'opportunity_history': [['salesforce', 'opportunity_history'], ['files', 'opportunity_history']],
        'opportunity_people': [['salesforce', 'opportunity_contact_role'], ['files', 'opportunity_people']],
        'sales_activities': [['salesforce', 'task'], ['salesforce', 'event'], ['files', 'sales_activities']],
        'campaigns': [['salesforce', 'campaign'], ['files', 'campaigns']],
        'campaign_members': [['salesforce', 'campaign_member'], ['files', 'campaign_members']],
        'content_assets': [['files', 'content_assets']],
        'interactions': [['salesforce', 'campaign_response'], ['files', 'interactions']],
        'ad_engagements': [['files', 'ad_engagements']],
        'program_changes': [['files', 'program_changes']],
        'invoices': [['files', 'invoices']],
        'contracts': [['files', 'contracts']],
        'costs': [['files', 'costs']],
        'benefits': [['files', 'benefits']],
        'survey_responses': [['files', 'survey_responses']],
        'fx_rates': [['salesforce', 'dated_conversion_rate'], ['files', 'fx_rates']],
        'erasure_requests': [['files', 'erasure_requests']],
    }) }}
{%- endmacro -%}


{%- macro landed_entities() -%}
    {{ return(staged_tables() | list) }}
{%- endmacro -%}


{#-
    The raw rows behind a staging model, as a query for `n_raw`, written without it: what staging loses would show.
    Most models stage one table, row for row.
-#}
{%- macro raw_row_count(source_name, staged) -%}
    {%- if (source_name, staged) == ('salesforce', 'campaign_response') -%}
        select count(*) as n_raw
        from {{ raw('salesforce', 'campaign_member', salesforce_campaign_member_columns()) }} as raw_table
        where {{ salesforce_member_status() }} in ('responded', 'attended')
    {%- elif (source_name, staged) == ('salesforce', 'opportunity_history') -%}
        {%- set form = salesforce_history_form() -%}
        select count(*) as n_raw
        from {{ salesforce_history(form) }} as raw_table
        where {{ salesforce_history_is_read(form) }}
    {%- elif (source_name, staged) == ('salesforce', 'account_history') -%}
        {%- set form = salesforce_account_history_form() -%}
        select sum({{ salesforce_account_statuses_read(form) }}) as n_raw
        from {{ salesforce_account_history(form) }} as raw_table
    {%- else -%}
        select count(*) as n_raw
        from {{ raw(source_name, staged, ['id']) }} as raw_table
    {%- endif -%}
{%- endmacro -%}
