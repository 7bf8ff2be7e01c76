{#- A source's own word in the project's words, by a mapping var; a word the mapping does not know stays as it is. -#}
{%- macro mapped_value(column, mapping) -%}
    coalesce({{ known_value(column, mapping) }}, {{ column }})
{%- endmacro -%}


{#- The same, but NULL where the mapping does not know the word; the word '*' stands for any other. -#}
{%- macro known_value(column, mapping) -%}
    {%- if var('is_linting', false) -%}
        {{ return('known_value(' ~ column ~ ')') }}
    {%- endif -%}
    case lower(trim({{ column }}))
        {%- for word, value in mapping.items() if word != '*' %}
        when '{{ word | lower | replace("'", "''") }}' then '{{ value | replace("'", "''") }}'
        {%- endfor %}
        {% if '*' in mapping %}else case when {{ column }} is not null then '{{ mapping['*'] | replace("'", "''") }}' end{% else %}when null then ''{% endif %}
    end
{%- endmacro -%}


{#- What the first word of a mapping that the text contains stands for; NULL where it contains none. -#}
{%- macro value_of_word_in(column, mapping) -%}
    case
        {%- for word, value in mapping.items() %}
        when strpos(lower({{ column }}), '{{ word | lower | replace("'", "''") }}') > 0 then '{{ value | replace("'", "''") }}'
        {%- endfor %}
        when false then ''
    end
{%- endmacro -%}


{#- Where raw tables hold words that a mapping is asked for; an opportunity's unknown type goes to quarantine instead. -#}
{%- macro mapped_columns() -%}
    {%- set columns = [] -%}
    {%- for entity, source, table, column, setting in [
        ('campaigns', 'salesforce', 'campaign', 'type', 'campaign_channels'),
        ('campaign_members', 'salesforce', 'campaign_member', 'status', 'campaign_member_statuses'),
        ('sales_activities', 'salesforce', 'task', 'type', 'activity_types'),
        ('people', 'salesforce', 'contact', 'buying_role_c', 'buying_roles'),
        ('opportunity_people', 'salesforce', 'opportunity_contact_role', 'role', 'buying_roles'),
        ('people', 'hubspot', 'contact', 'property_hs_buying_role', 'buying_roles'),
        ('interactions', 'hubspot', 'email_event', 'type', 'interaction_types'),
        ('interactions', 'web', 'event', 'name', 'interaction_types'),
        ('accounts', 'salesforce', 'account', 'billing_country', 'country_names'),
        ('accounts', 'hubspot', 'company', 'property_country', 'country_names'),
        ('campaigns', 'files', 'campaigns', 'channel', 'campaign_channels'),
        ('interactions', 'files', 'interactions', 'type', 'interaction_types'),
        ('opportunity_people', 'files', 'opportunity_people', 'role', 'buying_roles'),
        ('people', 'files', 'people', 'buying_role', 'buying_roles'),
    ] -%}
        {%- do columns.append(
            {'entity': entity, 'source': source, 'table': table, 'column': column, 'setting': setting}
        ) -%}
    {%- endfor -%}
    {{ return(columns[:1] if var('is_linting', false) else columns) }}
{%- endmacro -%}


{#- A word of a file that is the project's own already: a channel, or one that words of the mapping stand for. -#}
{%- macro own_word(column, setting) -%}
    {%- set channels = ['ads', 'direct_mail', 'email', 'event', 'webinar'] if setting == 'campaign_channels' else [] -%}
    {%- set word -%} replace(lower(trim({{ column }})), ' ', '_') {%- endset -%}
    case
        when {{ word }} in (
            {%- for own in (var(setting).values() | list + channels) | unique %}'{{ own | replace("'", "''") }}', {% endfor %}'unmapped'
        )
            then {{ word }}
    end
{%- endmacro -%}
