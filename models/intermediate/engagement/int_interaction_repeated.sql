-- what is read twice is not kept between: at ten million rows that takes gigabytes
with interactions as not materialized (

    select *
    from {{ ref('int_interaction_identified') }}
    where occurred_at < {{ as_of_instant() }}

),

event_ids as (

    select event_number
    from interactions
    where event_number is not null
    group by event_number
    having count(*) > 1

),

-- one event of a source, sent twice: the first ingested stays, of equals the smallest id
same_event as materialized (

    select
        interactions.interaction_id,
        'event_id' as repeated_by,
        row_number() over (
            partition by interactions.source_system, interactions.source_event_id
            order by interactions.ingested_at, interactions.interaction_id
        ) as place
    from interactions
    inner join event_ids
        on interactions.event_number = event_ids.event_number

),

-- who it was, as far as is known; a source's own id of the event says more than a domain does
contents as not materialized (

    select
        interactions.interaction_id,
        interactions.type,
        interactions.asset_id,
        interactions.user_id,
        interactions.subject,
        interactions.ingested_at,
        date_trunc('second', interactions.occurred_at) as occurred_in,
        interactions.source_event_id is not null as has_event_id,
        case when interactions.source_event_id is not null then interactions.url end as url,
        case when interactions.source_event_id is not null then interactions.campaign_id end as campaign_id,
        -- a person's number, a session's and an account's are never the same
        coalesce(
            'person:' || interactions.person_key,
            'address:' || interactions.address,
            case when interactions.source_event_id is null then 'domain:' || interactions.domain end,
            'session:' || interactions.session_id,
            case when interactions.subject is not null then 'account:' || interactions.account_key end
        ) as who
    from interactions
    left join same_event
        on
            interactions.interaction_id = same_event.interaction_id
            and same_event.place > 1
    where same_event.interaction_id is null and not interactions.is_daily_count

),

hashed as not materialized (

    select
        *,
        {{ content_hash([
            'who', 'type', 'asset_id', 'occurred_in', 'user_id', 'subject', 'url', 'campaign_id', 'has_event_id',
        ]) }} as content_key
    from contents
    where who is not null

),

content_ids as (

    select content_key
    from hashed
    group by content_key
    having count(*) > 1

),

-- the same content under another id
same_content as (

    select
        hashed.interaction_id,
        'content' as repeated_by,
        row_number() over (
            partition by
                hashed.who, hashed.type, hashed.asset_id, hashed.occurred_in, hashed.user_id, hashed.subject,
                hashed.url, hashed.campaign_id, hashed.has_event_id
            order by hashed.ingested_at, hashed.interaction_id
        ) as place
    from hashed
    inner join content_ids
        on hashed.content_key = content_ids.content_key

),

final as (

    select
        interaction_id,
        repeated_by
    from same_event
    where place > 1
    union all
    select
        interaction_id,
        repeated_by
    from same_content
    where place > 1

)

select * from final
