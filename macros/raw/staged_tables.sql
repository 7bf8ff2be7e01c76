{#-
    Which raw tables feed an entity, as [source, table]; each is staged by stg_<source>__<table>. The entities stand
    in the order in which they are told to a reader.
-#}
{%- macro staged_tables() -%}
    {{ return({
        'accounts': [['salesforce', 'account'], ['files', 'accounts']],
        'people': [['salesforce', 'contact'], ['files', 'people']],
        'person_employers': [['files', 'person_employers']],
        'users': [['salesforce', 'user'], ['files', 'users']],
        'program_accounts': [['files', 'program_accounts']],
        'account_statuses': [['files', 'account_statuses']],
        'opportunities': [['salesforce', 'opportunity'], ['files', 'opportunities']],
        'opportunity_history': [['salesforce', 'opportunity_history'], ['files', 'opportunity_history']],
        'opportunity_people': [['files', 'opportunity_people']],
        'sales_activities': [['files', 'sales_activities']],
        'campaigns': [['files', 'campaigns']],
        'campaign_members': [['files', 'campaign_members']],
        'content_assets': [['files', 'content_assets']],
        'interactions': [['files', 'interactions']],
        'ad_engagements': [['files', 'ad_engagements']],
        'program_changes': [['files', 'program_changes']],
        'invoices': [['files', 'invoices']],
        'contracts': [['files', 'contracts']],
        'costs': [['files', 'costs']],
        'benefits': [['files', 'benefits']],
        'survey_responses': [['files', 'survey_responses']],
        'fx_rates': [['files', 'fx_rates']],
        'erasure_requests': [['files', 'erasure_requests']],
    }) }}
{%- endmacro -%}


{%- macro landed_entities() -%}
    {{ return(staged_tables() | list) }}
{%- endmacro -%}
