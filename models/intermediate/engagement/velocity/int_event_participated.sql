with milestones as (

    select * from {{ ref('int_event_milestone_dated') }}

),

campaigns as (

    select *
    from {{ ref('int_campaign_described') }}
    where channel in ('event', 'webinar')

),

-- each milestone of a person at an event once, at its first day; the row that knows the account speaks first
ranked as (

    select
        milestones.*,
        campaigns.starts_on,
        milestones.milestone = 'registered' and milestones.is_last_status as is_registration_overwritten,
        row_number() over (
            partition by
                milestones.campaign_id,
                milestones.person_key,
                milestones.milestone,
                milestones.milestone = 'registered' and milestones.is_last_status
            order by
                milestones.reached_on asc,
                case when milestones.account_key is null then 1 else 0 end asc,
                milestones.source_system asc,
                milestones.account_key asc
        ) as place
    from milestones
    inner join campaigns
        on milestones.campaign_id = campaigns.campaign_id

),

-- who came has no registration left where the last status overwrote it: only one that is kept says who registered
final as (

    select
        campaign_id,
        person_key,
        account_key,
        milestone,
        is_registration_overwritten,
        reached_on,
        min(case when milestone = 'invited' then reached_on end) over of_person as invited_on,
        min(case when milestone = 'registered' and not is_registration_overwritten then reached_on end)
            over of_person as registered_on,
        min(case when milestone = 'attended' then reached_on end) over of_person as attended_on,
        starts_on
    from ranked
    where place = 1
    window of_person as (partition by campaign_id, person_key)

)

select * from final
