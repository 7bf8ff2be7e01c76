with members as (

    select *
    from {{ ref('input__campaign_members') }}
    where status in ('invited', 'registered', 'attended') and changed_at < {{ as_of_instant() }}

),

interactions as (

    select *
    from {{ ref('int_campaign_interaction') }}
    where
        type in ('event_registered', 'event_attended', 'webinar_attended')
        and person_key is not null
        and direction = 'inbound'
        and is_human

),

resolved as (

    select * from {{ ref('int_campaign_resolved') }}

),

people as (

    select * from {{ ref('int_person_resolved') }}

),

employers as (

    select * from {{ ref('int_person_employed') }}

),

domains as (

    select * from {{ ref('int_person_domained') }}

),

identified as (

    select
        members.source_system,
        coalesce(resolved.surviving_campaign_id, members.campaign_id) as campaign_id,
        people.surviving_person_key as person_key,
        members.status as milestone,
        {{ local_date('members.changed_at') }} as reached_on
    from members
    inner join people
        on
            members.source_system = people.source_system
            and members.person_id = people.person_id
    left join resolved
        on
            members.source_system = resolved.source_system
            and members.campaign_id = resolved.campaign_id

),

-- a member is of the company where they worked that day
mentioned as (

    select
        identified.source_system,
        identified.campaign_id,
        identified.person_key,
        coalesce(employers.account_key, domains.account_key) as account_key,
        identified.milestone,
        identified.reached_on
    from identified
    left join employers
        on
            identified.person_key = employers.person_key
            and identified.reached_on >= employers.valid_from
            and identified.reached_on < employers.valid_to
    left join domains
        on
            identified.person_key = domains.person_key
            and identified.reached_on >= domains.valid_from
            and identified.reached_on < domains.valid_to
    union all
    select
        source_system,
        campaign_id,
        person_key,
        account_key,
        case type when 'event_registered' then 'registered' else 'attended' end as milestone,
        occurred_on as reached_on
    from interactions

),

final as (

    select
        source_system,
        campaign_id,
        person_key,
        account_key,
        milestone,
        reached_on
    from mentioned
    group by source_system, campaign_id, person_key, account_key, milestone, reached_on

)

select * from final
