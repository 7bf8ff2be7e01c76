with interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

-- a tab left open is no reading: a session counts up to a limit; one without a second counts as none
final as (

    select
        source_system,
        session_id,
        min(person_key) as person_key,
        min(account_key) as account_key,
        count(*) as n_interactions,
        least(sum(coalesce(duration_seconds, 0)), {{ var('session_cap_seconds') }}) as session_seconds,
        sum(coalesce(duration_seconds, 0)) as uncapped_seconds,
        min(occurred_at) as started_at
    from interactions
    where session_id is not null and excluded_reason is null and is_human
    group by source_system, session_id

)

select * from final
