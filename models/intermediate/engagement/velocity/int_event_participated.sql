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
        row_number() over (
            partition by milestones.campaign_id, milestones.person_key, milestones.milestone
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

together as (

    select
        *,
        min(case when milestone = 'invited' then reached_on end) over (partition by campaign_id, person_key)
            as invited_on,
        min(case when milestone = 'registered' then reached_on end) over (partition by campaign_id, person_key)
            as registered_on,
        min(case when milestone = 'attended' then reached_on end) over (partition by campaign_id, person_key)
            as attended_on
    from ranked
    where place = 1

),

-- a source that keeps the last milestone alone knows of nobody who came that they had registered
final as (

    select
        campaign_id,
        person_key,
        account_key,
        milestone,
        milestone = 'registered'
        and bool_or(milestone = 'attended') over (partition by source_system)
        and not bool_or(milestone = 'registered' and attended_on is not null) over (partition by source_system)
            as is_registration_overwritten,
        reached_on,
        invited_on,
        registered_on,
        attended_on,
        starts_on
    from together

)

select * from final
