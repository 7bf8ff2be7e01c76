with submissions as (

    select *
    from {{ raw('hubspot', 'contact_form_submission', [
        'contact_id', 'conversion_id', 'form_id', 'timestamp', 'page_url', 'title',
    ]) }}

),

forms as (

    select * from {{ newest('hubspot', 'form', 'guid', ['guid', 'name', 'updated_at'], 'updated_at') }}

),

renamed as (

    select
        submissions.contact_id || ':' || submissions.conversion_id as interaction_id,
        submissions.conversion_id as source_event_id,
        submissions.timestamp as occurred_at,
        -- a form may be more than a form: a demo request, a contact request
        coalesce(
            {{ known_value('forms.name', var('interaction_types')) }},
            {{ known_value('submissions.title', var('interaction_types')) }},
            'form_submit'
        ) as type,
        'inbound' as direction,
        submissions.contact_id as person_id,
        submissions.form_id as asset_id,
        submissions.page_url as url,
        {{ loader_columns(of='submissions') }}
    from submissions
    left join forms
        on submissions.form_id = forms.guid

),

final as (

    {{ parse_entity('renamed', 'interactions', 'hubspot', absent=[
        'email', 'domain', 'account_id', 'campaign_id', 'session_id', 'duration_seconds', 'scroll_ratio',
        'user_agent', 'is_filtered',
    ]) }}

)

select * from final
