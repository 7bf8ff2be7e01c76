{{ config(materialized='view') }}

with mails as (

    select *
    from {{ ref('int_interaction_judged') }}
    where excluded_reason is null and type in ('email_sent', 'email_bounced', 'email_delivered')

),

telling as (

    select source_system
    from mails
    where type = 'email_delivered'
    group by source_system

),

sent_or_bounced as (

    select *
    from mails
    where type in ('email_sent', 'email_bounced') and person_key is not null

),

-- a bounce that names its campaign is of a mail of that campaign, one that does not is of any
sequences as (

    select
        *,
        true as is_of_campaign
    from sent_or_bounced
    where campaign_id is not null
    union all
    select
        *,
        false as is_of_campaign
    from sent_or_bounced
    where type = 'email_sent' or campaign_id is null

),

-- and always of the last that was sent to the person before it
followed as (

    select
        interaction_id,
        type,
        lead(type) over (
            partition by
                source_system, person_key, is_of_campaign, case when is_of_campaign then campaign_id end
            order by
                occurred_at asc, case when type = 'email_sent' then 0 else 1 end asc, interaction_id asc
        ) as next_type
    from sequences

),

bounced as (

    select interaction_id
    from followed
    where type = 'email_sent' and next_type = 'email_bounced'
    group by interaction_id

),

-- a source that tells of deliveries is taken at its word; of the others a mail that did not bounce has arrived
final as (

    select
        sent_or_bounced.interaction_id,
        sent_or_bounced.source_system,
        sent_or_bounced.person_key,
        sent_or_bounced.occurred_on
    from sent_or_bounced
    left join telling
        on sent_or_bounced.source_system = telling.source_system
    left join bounced
        on sent_or_bounced.interaction_id = bounced.interaction_id
    where
        telling.source_system is null
        and sent_or_bounced.type = 'email_sent'
        and bounced.interaction_id is null

)

select * from final
