with campaigns as (

    select *
    from {{ raw('linkedin_ads', 'campaign_history', [
        'id', 'name', 'campaign_group_id', 'run_schedule_start', 'run_schedule_end', 'last_modified_time',
    ]) }}

),

groups as (

    select *
    from {{ newest('linkedin_ads', 'campaign_group_history', 'id', [
        'id', 'run_schedule_start', 'run_schedule_end', 'last_modified_time',
    ], 'last_modified_time') }}

),

renamed as (

    select
        {{ linkedin_id('campaigns.id') }} as campaign_id,
        campaigns.name,
        'ads' as channel,
        coalesce(campaigns.run_schedule_start, groups.run_schedule_start) as starts_on,
        coalesce(campaigns.run_schedule_end, groups.run_schedule_end) as ends_on,
        {{ loader_columns('campaigns.last_modified_time', of='campaigns') }}
    from campaigns
    left join groups
        on {{ linkedin_id('campaigns.campaign_group_id') }} = {{ linkedin_id('groups.id') }}

),

final as (

    -- LinkedIn's budgets are per day: the campaign's own stands in the CRM or in a file
    {{ parse_entity('renamed', 'campaigns', 'linkedin_ads', absent=['owner_id', 'is_abm', 'budget', 'currency']) }}

)

select * from final
