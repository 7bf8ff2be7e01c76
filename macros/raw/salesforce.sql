{#- When Salesforce last changed the row: histories and the history mode have no system_modstamp. -#}
{%- macro salesforce_changed_at() -%}
    coalesce(system_modstamp, last_modified_date)
{%- endmacro -%}


{#- A polymorphic id where it points to one of these objects; the first three characters name the object. -#}
{%- macro salesforce_id_of(id, prefixes) -%}
    case when left({{ id }}, 3) in ('{{ prefixes | join("', '") }}') then {{ id }} end
{%- endmacro -%}


{#- The record's page, where the company says where its Salesforce is (var salesforce_url). -#}
{%- macro salesforce_url(id) -%}
    {%- if var('salesforce_url') -%}
        '{{ var("salesforce_url").rstrip("/") }}/' || {{ id }}
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro -%}


{#- A campaign's members, each with the campaign's type and first day; of several versions all, or the newest. -#}
{%- macro salesforce_members(all_versions=true) -%}
    {%- set columns = ['id'] + salesforce_campaign_member_columns() %}
    (
        select
            members.*,
            campaigns.type as campaign_type,
            {{ calendar_day('campaigns.start_date') }} as campaign_day
        from {% if all_versions -%}
            {{ raw('salesforce', 'campaign_member', columns) }}
        {%- else -%}
            {{ newest('salesforce', 'campaign_member', 'id', columns, 'system_modstamp') }}
        {%- endif %} as members
        left join {{ newest('salesforce', 'campaign', 'id', ['id', 'type', 'start_date', 'system_modstamp'], 'system_modstamp') }}
            as campaigns
            on members.campaign_id = campaigns.id
    )
{%- endmacro -%}


{#- A campaign's member is a contact or a lead. -#}
{%- macro salesforce_campaign_member_columns() -%}
    {{ return([
        'campaign_id', 'contact_id', 'lead_id', 'lead_or_contact_id', 'status', 'has_responded',
        'first_responded_date', 'created_date', 'is_deleted', 'system_modstamp', 'last_modified_date',
    ]) }}
{%- endmacro -%}

{%- macro salesforce_member() -%}
    coalesce(nullif(contact_id, ''), nullif(lead_id, ''), lead_or_contact_id)
{%- endmacro -%}

{%- macro salesforce_member_status() -%}
    coalesce(
        {{ known_value('status', var('campaign_member_statuses')) }},
        case when {{ parse_boolean('has_responded') }} then 'responded' end,
        'unmapped'
    )
{%- endmacro -%}


{#-
    When the member came so far: Salesforce keeps the day of the first response, of the rest only the last change. Who
    came to an event often answered before: nobody came before its first day.
-#}
{%- macro salesforce_member_changed_at() -%}
    case
        when {{ salesforce_member_status() }} = 'attended'
            then coalesce(
                greatest({{ calendar_day('first_responded_date') }}, campaign_day),
                system_modstamp, last_modified_date, created_date
            )
        else coalesce({{ calendar_day('first_responded_date') }}, system_modstamp, last_modified_date, created_date)
    end
{%- endmacro -%}


{#-
    Members of events whom the campaign holds under a later status, and who were on its list before: added on a day
    before they answered and before the event began. Who was added with the status they have came by themselves.
-#}
{%- macro salesforce_invitations() -%}
    (
        select *
        from {{ salesforce_members(all_versions=false) }} as all_members
        where
            {{ salesforce_member_status() }} in ('registered', 'attended', 'responded')
            and {{ mapped_value('campaign_type', var('campaign_channels')) }} in ('event', 'webinar')
            and {{ calendar_day('created_date') }}
            < least({{ calendar_day(salesforce_member_changed_at()) }}, campaign_day)
    )
{%- endmacro -%}
