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

described as (

    select * from {{ ref('int_person_described') }}

),

located as (

    select * from {{ ref('int_person_located') }}

),

identified as (

    select
        members.source_system,
        coalesce(resolved.surviving_campaign_id, members.campaign_id) as campaign_id,
        people.surviving_person_key as person_key,
        members.status as milestone,
        -- a Salesforce campaign keeps a member's last status alone
        members.source_system = 'salesforce' as is_last_status,
        {{ local_date('members.changed_at') }} as reached_on
    from members
    inner join people
        on
            members.source_system = people.source_system
            and members.person_id = people.person_id
    -- somebody whose record is made only after the as-of date is nobody yet
    inner join described
        on people.surviving_person_key = described.person_key
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
        located.account_key,
        identified.milestone,
        identified.is_last_status,
        identified.reached_on
    from identified
    left join located
        on
            identified.person_key = located.person_key
            and identified.reached_on >= located.valid_from
            and identified.reached_on < located.valid_to
    union all
    select
        source_system,
        campaign_id,
        person_key,
        account_key,
        case type when 'event_registered' then 'registered' else 'attended' end as milestone,
        false as is_last_status,
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
        is_last_status,
        reached_on
    from mentioned
    group by source_system, campaign_id, person_key, account_key, milestone, is_last_status, reached_on

)

select * from final
