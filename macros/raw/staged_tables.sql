{#-
    Which staging models feed an entity, as [source, what stg_<source>__<what> stages]. The entities stand in the
    order in which they are told to a reader.
-#}
{%- macro staged_tables() -%}
    {{ return({
        'accounts': [['salesforce', 'account'], ['hubspot', 'company'], ['files', 'accounts']],
        'people': [['salesforce', 'contact'], ['salesforce', 'lead'], ['hubspot', 'contact'], ['files', 'people']],
        'person_employers': [['files', 'person_employers']],
        'users': [['salesforce', 'user'], ['hubspot', 'owner'], ['files', 'users']],
        'program_accounts': [['files', 'program_accounts']],
        'account_statuses': [
            ['salesforce', 'account_history'], ['hubspot', 'company_status'], ['files', 'account_statuses'],
        ],
        'opportunities': [['salesforce', 'opportunity'], ['hubspot', 'deal'], ['files', 'opportunities']],
        'opportunity_history': [
            ['salesforce', 'opportunity_history'], ['hubspot', 'deal_stage'], ['files', 'opportunity_history'],
        ],
        'opportunity_people': [
            ['salesforce', 'opportunity_contact_role'], ['hubspot', 'deal_contact'],
            ['files', 'opportunity_people'],
        ],
        'sales_activities': [
            ['salesforce', 'task'], ['salesforce', 'event'], ['hubspot', 'engagement'],
            ['files', 'sales_activities'],
        ],
        'campaigns': [
            ['salesforce', 'campaign'], ['hubspot', 'email_campaign'], ['linkedin_ads', 'campaign_history'],
            ['files', 'campaigns'],
        ],
        'campaign_members': [
            ['salesforce', 'campaign_member'], ['salesforce', 'campaign_invitation'], ['files', 'campaign_members'],
        ],
        'content_assets': [['hubspot', 'form'], ['files', 'content_assets']],
        'interactions': [
            ['salesforce', 'campaign_response'], ['hubspot', 'email_event'],
            ['hubspot', 'contact_form_submission'], ['web', 'event'], ['files', 'interactions'],
        ],
        'ad_engagements': [['linkedin_ads', 'ad_analytics_by_campaign'], ['files', 'ad_engagements']],
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


{#- Those of an entity that are built: of the sources that are on; a file may always come. -#}
{%- macro staged_now(entity) -%}
    {%- set now = [] -%}
    {%- for source_name, staged in staged_tables()[entity] if source_name in var('sources_enabled') + ['files'] -%}
        {%- do now.append([source_name, staged]) -%}
    {%- endfor -%}
    {{ return(now) }}
{%- endmacro -%}


{%- macro landed_entities() -%}
    {%- set entities = staged_tables() | list -%}
    {{ return(entities[:2] if var('is_linting', false) else entities) }}
{%- endmacro -%}


{#-
    The raw rows behind a staging model, as a query for `n_raw`, written without it: what staging loses would show;
    and the tables they stand in, as `read_from`. Most models stage one table, row for row.
-#}
{%- macro raw_row_count(source_name, staged) -%}
    {%- if (source_name, staged) == ('salesforce', 'campaign_response') -%}
        select
            count(*) as n_raw,
            'campaign_member' as read_from
        from {{ salesforce_members(all_versions=false) }} as raw_table
        where {{ salesforce_member_status() }} in ('responded', 'attended')
    {%- elif (source_name, staged) == ('salesforce', 'campaign_invitation') -%}
        select
            count(*) as n_raw,
            'campaign_member' as read_from
        from {{ salesforce_invitations() }} as raw_table
    {%- elif (source_name, staged) == ('salesforce', 'opportunity_history') -%}
        {%- set form = salesforce_history_form() -%}
        select
            count(*) as n_raw,
            '{{ salesforce_history_forms()[form] }}' as read_from
        from {{ salesforce_history(form) }} as raw_table
        where {{ salesforce_history_is_read(form) }}
    {%- elif (source_name, staged) == ('salesforce', 'account_history') -%}
        {%- set form = salesforce_account_history_form() -%}
        select
            sum({{ salesforce_account_statuses_read(form) }}) as n_raw,
            '{{ salesforce_account_history_forms()[form] }}' as read_from
        from {{ salesforce_account_history(form) }} as raw_table
    {%- elif (source_name, staged) == ('hubspot', 'company_status') -%}
        {%- set fields = var('company_status_dates') | list -%}
        select
            {% if fields -%}
            sum({% for field in fields %}case when {{ adapter.quote(field) }} is null then 0 else 1 end{{ ' + ' if not loop.last }}{% endfor %})
            {%- else %}0{% endif %} as n_raw,
            'company' as read_from
        from {{ raw('hubspot', 'company', ['id'] + fields) }} as raw_table
    {%- elif (source_name, staged) == ('hubspot', 'deal_contact') -%}
        select
            count(*) as n_raw,
            'deal_contact, contacts__deals' as read_from
        from (
            select 1 as one from {{ raw_rows('hubspot', 'deal_contact') }} as pairs
            union all
            select 1 as one from {{ raw_rows('hubspot', 'contacts__deals') }} as children
        ) as raw_tables
    {%- elif (source_name, staged) == ('hubspot', 'engagement') -%}
        {#- an activity without a row of its own is known by what stands in the table of its type -#}
        select
            count(*) as n_raw,
            'engagement' as read_from
        from (
            select id from {{ raw('hubspot', 'engagement', ['id']) }}
            union all
            (
                {% for table in hubspot_engagement_tables() -%}
                select engagement_id from {{ raw('hubspot', table, ['engagement_id']) }}
                {{ 'union' if not loop.last }}
                {% endfor -%}
                except
                select id from {{ raw('hubspot', 'engagement', ['id']) }}
            )
        ) as raw_tables
    {%- else -%}
        select
            count(*) as n_raw,
            '{{ staged }}' as read_from
        from {{ raw_rows(source_name, staged) }} as raw_table
    {%- endif -%}
{%- endmacro -%}


{#-
    The amounts of the raw rows behind a staging model, as an expression: those that read as numbers, summed without
    it. Two are missing: LinkedIn's spend, of which staging decides row by row in which of two columns it stands, and what
    staging makes of a Salesforce history of changed fields.
-#}
{%- macro raw_amount(source_name, staged) -%}
    {%- set entity, amount, currency = {
        ('salesforce', 'account'): ('accounts', 'annual_revenue', none),
        ('salesforce', 'campaign'): ('campaigns', 'budgeted_cost', 'currency_iso_code'),
        ('salesforce', 'opportunity'): ('opportunities', 'amount', 'currency_iso_code'),
        ('salesforce', 'opportunity_history'): ('opportunity_history', 'amount', 'currency_iso_code'),
        ('hubspot', 'company'): ('accounts', 'property_annualrevenue', none),
        ('hubspot', 'deal'): ('opportunities', 'property_amount', 'property_deal_currency_code'),
    }.get((source_name, staged), (staged, none, none)) -%}
    {%- if source_name == 'files' and amount_column(entity) -%}
        {%- set amount = amount_column(entity).name -%}
        {%- set currency = 'currency' if entity_columns(entity) | selectattr('name', 'equalto', 'currency') | list -%}
    {%- endif -%}
    {%- set is_history = (source_name, staged) == ('salesforce', 'opportunity_history') -%}
    {#- a history of changed fields has no amounts of its own -#}
    {%- if var('is_linting', false) or not amount or (is_history and salesforce_history_form() == 'fields') -%}
        {{ return('null') }}
    {%- endif -%}
    {%- set column = amount_column(entity) -%}
    (
        select sum({{ parsed(number_of(column, entity_columns(entity), [] if currency else ['currency']), 'money') }})
        from (
            select
                {{ cleaned(amount, 'money') }} as {{ column.name }},
                {%- if currency %}
                {{ cleaned(currency, 'currency') }} as currency,
                {%- endif %}
                {% if is_history -%}
                {%- set form = salesforce_history_form() -%}
                cast(null as boolean) as _decimal_comma
            from {{ salesforce_history(form) }} as raw_rows
            where {{ salesforce_history_is_read(form) }}
                {%- else -%}
                _decimal_comma
            from {{ raw(source_name, staged, [amount, currency] | select | list) }} as raw_rows
                {%- endif %}
        ) as texts
    )
{%- endmacro -%}


{#- The column of money of an entity, none where it has none. -#}
{%- macro amount_column(entity) -%}
    {%- set found = entity_columns(entity) | selectattr('type', 'equalto', 'money') | list -%}
    {{ return(found[0] if found else none) }}
{%- endmacro -%}
