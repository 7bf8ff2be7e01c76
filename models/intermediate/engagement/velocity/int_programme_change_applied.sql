with changes as (

    select * from {{ ref('input__program_changes') }}

),

resolved as (

    select * from {{ ref('int_campaign_resolved') }}

),

dates as (

    select *
    from {{ ref('int_date_observed') }}
    where observed_every = 'month'

),

sends as (

    select * from {{ ref('int_campaign_answered') }}

),

of_campaigns as (

    select
        changes.changed_on,
        coalesce(resolved.surviving_campaign_id, changes.campaign_id) as campaign_id
    from changes
    left join resolved
        on
            changes.source_system = resolved.source_system
            and changes.campaign_id = resolved.campaign_id

),

campaigns as (

    select campaign_id
    from sends
    group by campaign_id

),

-- the last change by the day that is one of the whole programme or of the campaign itself
final as (

    select
        campaigns.campaign_id,
        dates.seen_on,
        max(of_campaigns.changed_on) as changed_on
    from campaigns
    cross join dates
    left join of_campaigns
        on
            dates.seen_on >= of_campaigns.changed_on
            and campaigns.campaign_id = coalesce(of_campaigns.campaign_id, campaigns.campaign_id)
    group by campaigns.campaign_id, dates.seen_on

)

select * from final
