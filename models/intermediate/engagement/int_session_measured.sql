with interactions as (

    select *
    from {{ ref('int_interaction_judged') }}
    where session_id is not null and excluded_reason is null and is_human

),

-- whose a session is: its first row that knows, person and account from the one row
placed as (

    select
        *,
        row_number() over (
            partition by source_system, session_id
            order by
                case when person_key is null then 1 else 0 end asc,
                case when account_key is null then 1 else 0 end asc,
                occurred_at asc,
                interaction_id asc
        ) as place
    from interactions

),

-- before a source's first duration nobody measured them
timed as (

    select
        source_system,
        min(occurred_on) as timed_from
    from interactions
    where duration_seconds is not null
    group by source_system

),

-- a tab left open is no reading: a session counts up to a limit; one without a second counts as none
final as (

    select
        placed.source_system,
        placed.session_id,
        max(case when placed.place = 1 then placed.interaction_id end) as telling_interaction_id,
        max(case when placed.place = 1 then placed.person_key end) as person_key,
        max(case when placed.place = 1 then placed.account_key end) as account_key,
        count(*) as n_interactions,
        least(sum(coalesce(placed.duration_seconds, 0)), {{ var('session_cap_seconds') }}) as session_seconds,
        sum(coalesce(placed.duration_seconds, 0)) as uncapped_seconds,
        coalesce(min(placed.occurred_on) >= min(timed.timed_from), false) as has_duration,
        min(placed.occurred_at) as started_at
    from placed
    left join timed
        on placed.source_system = timed.source_system
    group by placed.source_system, placed.session_id

)

select * from final
