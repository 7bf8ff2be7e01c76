with interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

-- somebody of a known account asks for something; what we sent is no request
signals as (

    select
        interaction_id,
        account_key,
        occurred_at
    from interactions
    where
        weight_type in {{ strong_signals() }}
        and direction = 'inbound'
        and excluded_reason is null
        and is_human
        and person_key is not null
        and account_key is not null

),

touches as (

    select
        account_key,
        min(interaction_id) as interaction_id,
        occurred_at
    from {{ ref('int_sales_touch_qualified') }}
    group by account_key, occurred_at

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
