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

-- a bounce is of the last mail that was sent before it, to the same person in the same campaign
followed as (

    select
        interaction_id,
        source_system,
        person_key,
        type,
        occurred_on,
        lead(type) over (
            partition by source_system, person_key, campaign_id
            order by
                occurred_at asc, case when type = 'email_sent' then 0 else 1 end asc, interaction_id asc
        ) as next_type
    from mails
    where type in ('email_sent', 'email_bounced') and person_key is not null

),

-- a source that tells of deliveries is taken at its word; of the others a mail that did not bounce has arrived
final as (

    select
        followed.interaction_id,
        followed.source_system,
        followed.person_key,
        followed.occurred_on
    from followed
    left join telling
        on followed.source_system = telling.source_system
    where
        telling.source_system is null
        and followed.type = 'email_sent'
        and coalesce(followed.next_type != 'email_bounced', true)

)

select * from final
