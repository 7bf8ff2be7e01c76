with sessions as (

    select * from {{ ref('int_session_measured') }}

),

published as (

    select * from {{ ref('int_interaction_pseudonymised') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- a session goes by the interaction that says whose it is: its own id may hold a cookie's
started as (

    select
        published.published_interaction_id as session_interaction_id,
        sessions.account_key,
        sessions.session_seconds,
        sessions.has_duration,
        {{ local_date('sessions.started_at') }} as started_on
    from sessions
    inner join published
        on sessions.telling_interaction_id = published.interaction_id

),

final as (

    {{ described_on('started', 'started_on') }}

)

select * from final
