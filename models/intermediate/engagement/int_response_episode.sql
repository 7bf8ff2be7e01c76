with interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

users as (

    select * from {{ ref('int_user_described') }}

),

-- somebody of a known account asks for something
signals as (

    select
        interaction_id,
        account_key,
        occurred_at
    from interactions
    where
        weight_type in {{ strong_signals() }}
        and excluded_reason is null
        and is_human
        and person_key is not null
        and account_key is not null

),

-- a salesperson turns to the account: not a machine, not a call that did not happen
touches as (

    select
        interactions.account_key,
        min(interactions.interaction_id) as interaction_id,
        interactions.occurred_at
    from interactions
    left join users
        on
            interactions.source_system = users.source_system
            and interactions.user_id = users.user_id
    where
        interactions.type in ('sales_call', 'sales_meeting', 'sales_email', 'sales_message')
        and interactions.direction != 'inbound'
        and interactions.excluded_reason is null
        and interactions.is_human
        and interactions.is_done
        and coalesce(users.role, 'sales') in ('sales', 'sdr')
    group by interactions.account_key, interactions.occurred_at

),

-- a touch before the signal is no answer to it
answered as (

    select
        signals.interaction_id,
        signals.account_key,
        signals.occurred_at,
        min(touches.occurred_at) as answered_at
    from signals
    left join touches
        on
            signals.account_key = touches.account_key
            and signals.occurred_at <= touches.occurred_at
    group by signals.interaction_id, signals.account_key, signals.occurred_at

),

placed as (

    select
        *,
        row_number() over (
            partition by account_key, answered_at order by occurred_at, interaction_id
        ) as place
    from answered

),

-- signals that one touch answers, or none yet, are one episode
episodes as (

    select
        account_key,
        max(case when place = 1 then interaction_id end) as first_signal_id,
        count(*) as n_signals,
        min(occurred_at) as opened_at,
        answered_at
    from placed
    group by account_key, answered_at

),

final as (

    select
        episodes.account_key,
        episodes.first_signal_id,
        touches.interaction_id as answer_id,
        episodes.n_signals,
        episodes.opened_at,
        episodes.answered_at
    from episodes
    left join touches
        on
            episodes.account_key = touches.account_key
            and episodes.answered_at = touches.occurred_at

)

select * from final
