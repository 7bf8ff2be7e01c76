with created as (

    select * from {{ ref('int_opportunity_created') }}

),

current_state as (

    select * from {{ ref('int_opportunity_mapped') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

history as (

    select * from {{ ref('int_opportunity_history_ordered') }}

),

closings_undone as (

    select * from {{ ref('int_opportunity_closing_undone') }}

),

dormant as (

    select * from {{ ref('int_opportunity_rested') }}

),

-- closed for good by that day, or closed then and reopened later
seen as (

    select
        created.opportunity_id,
        dates.seen_on,
        created.created_on,
        current_state.is_closed and current_state.closed_on is null as is_closed_without_date,
        current_state.is_closed
        and (current_state.closed_on is null or current_state.closed_on <= dates.seen_on) as is_closed_for_good,
        current_state.is_closed and current_state.closed_on > dates.seen_on as is_closed_later,
        closings_undone.opportunity_id is not null as is_closed_meanwhile,
        current_state.closed_on as closed_for_good_on,
        closings_undone.closed_on as closed_meanwhile_on,
        current_state.is_won as is_won_for_good,
        closings_undone.is_won as is_won_meanwhile,
        current_state.stage as current_stage,
        current_state.amount as current_amount,
        current_state.currency as current_currency,
        current_state.own_probability as current_own_probability,
        current_state.probability as current_probability,
        coalesce(history.has_amounts, false) as has_amounts,
        history.canonical_stage as history_stage,
        history.amount as history_amount,
        history.currency as history_currency,
        open_history.canonical_stage as open_stage,
        open_history.probability as open_probability,
        open_history.stage_probability as open_stage_probability
    from created
    inner join dates
        on created.created_on <= dates.seen_on
    inner join current_state
        on created.opportunity_id = current_state.opportunity_id
    left join closings_undone
        on
            created.opportunity_id = closings_undone.opportunity_id
            and dates.seen_on >= closings_undone.closed_on
            and dates.seen_on < closings_undone.reopened_on
            -- what the history says after the day of the CRM's own closing undoes nothing
            and (current_state.closed_on is null or current_state.closed_on >= closings_undone.reopened_on)
    left join history
        on
            created.opportunity_id = history.opportunity_id
            -- before its first row a deal is worth what that row says
            and (
                dates.seen_on >= history.changed_on
                or (history.history_position = 1 and history.changed_on <= {{ as_of_date() }})
            )
            and (history.next_changed_on is null or dates.seen_on < history.next_changed_on)
    -- a deal that the CRM closes on a later day than its history is still where it was last open
    left join history as open_history
        on
            history.opportunity_id = open_history.opportunity_id
            and history.last_open_position = open_history.history_position

),

settled as (

    select
        opportunity_id,
        seen_on,
        created_on,
        case
            when is_closed_for_good then case when is_won_for_good then 'won' else 'lost' end
            when is_closed_meanwhile then case when is_won_meanwhile then 'won' else 'lost' end
            else 'open'
        end as outcome,
        is_closed_without_date,
        case
            when is_closed_for_good then current_stage
            when is_closed_meanwhile then history_stage
            -- closed later, and nothing tells in which stage it was
            when open_stage is null and is_closed_later then 'unmapped'
            else coalesce(open_stage, current_stage)
        end as stage,
        coalesce(case when not is_closed_for_good then history_currency end, current_currency) as stated_currency,
        case
            when is_closed_for_good or not has_amounts then current_amount
            else history_amount
        end as amount_in_currency,
        -- of a deal that is closed later, today's probability tells how it ended; the stage's own is that of the stage
        -- it was seen in
        case
            when is_closed_for_good then current_probability
            when is_closed_later then coalesce(open_probability, open_stage_probability)
            else coalesce(open_probability, current_own_probability, open_stage_probability, current_probability)
        end as probability,
        not has_amounts and not is_closed_for_good
        and (seen_on < {{ as_of_date() }} or is_closed_later) as is_amount_assumed,
        case
            when is_closed_for_good then closed_for_good_on
            when is_closed_meanwhile then closed_meanwhile_on
        end as closed_on
    from seen

),

with_currency as (

    select
        *,
        coalesce(stated_currency, '{{ var("reporting_currency") }}') as currency
    from settled

),

final as (

    select
        with_currency.opportunity_id,
        with_currency.seen_on,
        with_currency.outcome,
        with_currency.stage,
        with_currency.currency,
        with_currency.amount_in_currency,
        -- a closed deal at the rate of its closing, an open one at the rate of the day it is seen from
        {{ in_reporting_currency('with_currency.amount_in_currency', 'with_currency.currency', 'fx') }} as amount,
        with_currency.probability,
        {{ days_between('with_currency.created_on', 'with_currency.closed_on') }} as days_to_close,
        coalesce(dormant.dormant_days, 0) as dormant_days,
        with_currency.stated_currency is null as is_currency_assumed,
        with_currency.is_amount_assumed,
        with_currency.is_closed_without_date,
        with_currency.closed_on
    from with_currency
    left join dormant
        on
            with_currency.opportunity_id = dormant.opportunity_id
            and with_currency.seen_on = dormant.seen_on
    {{ join_fx_rate('fx', 'with_currency.currency', 'coalesce(with_currency.closed_on, with_currency.seen_on)') }}

)

select * from final
