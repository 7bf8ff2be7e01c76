with milestones as (

    select * from {{ ref('int_account_milestone_dated') }}

),

candidates as (

    select
        account_id,
        reached_at as entered_at,
        reached_on as entered_on,
        cast(reached_on + interval {{ var('mqa_expiry_days') }} day as date) as expires_on
    from milestones
    where milestone = 'mqa'

),

-- what came within the life of an episode that began there, the last day included
followed as (

    select
        candidates.account_id,
        candidates.entered_at,
        candidates.entered_on,
        candidates.expires_on,
        {% for milestone in ['sent_to_sales', 'accepted', 'rejected', 'sqa', 'opportunity'] -%}
        min(case when milestones.milestone = '{{ milestone }}' then milestones.reached_at end) as {{ milestone }}_at,
        {% endfor -%}
        min(
            case when milestones.milestone in ('sqa', 'opportunity') then milestones.reached_at end
        ) as next_stage_at
    from candidates
    left join milestones
        on
            candidates.account_id = milestones.account_id
            and candidates.entered_at <= milestones.reached_at
            and candidates.expires_on >= milestones.reached_on
    group by candidates.account_id, candidates.entered_at, candidates.entered_on, candidates.expires_on

),

-- a rejection ends an episode that sales had not accepted before
decided as (

    select
        *,
        case
            when accepted_at <= rejected_at or next_stage_at <= rejected_at then null
            else rejected_at
        end as rejection_at
    from followed

),

ended as (

    select
        account_id,
        entered_at,
        entered_on,
        {% for milestone in ['sent_to_sales', 'accepted', 'rejected', 'sqa', 'opportunity'] -%}
        case
            when {{ milestone }}_at <= coalesce(rejection_at, next_stage_at, {{ milestone }}_at) then {{ milestone }}_at
        end as {{ milestone }}_at,
        {% endfor -%}
        case
            when rejection_at is not null then 'rejected'
            when next_stage_at = sqa_at then 'sqa'
            when next_stage_at is not null then 'opportunity'
            when expires_on <= {{ as_of_date() }} then 'expired'
            else 'open'
        end as end_reason,
        coalesce(rejection_at, next_stage_at) as ended_at,
        coalesce(
            {{ local_date('coalesce(rejection_at, next_stage_at)') }},
            case when expires_on <= {{ as_of_date() }} then expires_on end
        ) as ended_on
    from decided

),

-- the next MQA that opens an episode again: the first one once the account has cooled down
final as (

    select
        ended.account_id,
        ended.entered_at,
        ended.entered_on,
        ended.end_reason,
        ended.ended_on,
        ended.sent_to_sales_at,
        ended.accepted_at,
        ended.rejected_at,
        ended.sqa_at,
        ended.opportunity_at,
        ended.ended_at,
        min(candidates.entered_at) as next_entered_at
    from ended
    left join candidates
        on
            ended.account_id = candidates.account_id
            and ended.entered_at < candidates.entered_at
            and ended.ended_on + {{ var('mqa_cooldown_days') }} <= candidates.entered_on
    group by
        ended.account_id, ended.entered_at, ended.entered_on, ended.end_reason, ended.ended_on, ended.sent_to_sales_at,
        ended.accepted_at, ended.rejected_at, ended.sqa_at, ended.opportunity_at, ended.ended_at

)

select * from final
