with accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where observed_every = 'month'

),

progressed as (

    select * from {{ ref('int_content_progressed') }}

),

reached as (

    select * from {{ ref('int_content_reached') }}

),

published as (

    select * from {{ ref('int_date_published') }}

),

-- K12: rises to a higher stage of content per week in which the account consumed any
rises_a_week as (

    select
        'K12' as kpi_id,
        accounts.account_id,
        accounts.seen_on,
        accounts.seen_on as anchor_date,
        coalesce(progressed.rises, 0) as numerator_part,
        coalesce(progressed.content_weeks, 0) as denominator_part,
        case
            when accounts.is_deleted then 'account_deleted_since'
            when progressed.content_weeks is null then 'no_content'
        end as excluded_reason
    from accounts
    left join progressed
        on
            accounts.account_key = progressed.account_key
            and accounts.seen_on = progressed.seen_on

),

-- K12b: from an account's first content of the top of the funnel to its first of the bottom
days_to_bottom as (

    select
        'K12b' as kpi_id,
        reached.*,
        published.seen_on,
        reached.tofu_on as anchor_date,
        case
            when reached.began_at_bofu then null
            else {{ days_between('reached.tofu_on', 'least(reached.bofu_on, published.seen_on)') }}
        end as duration,
        case
            when reached.began_at_bofu then null
            when reached.bofu_on <= published.seen_on then 'event'
            else 'censored'
        end as outcome,
        case when reached.began_at_bofu then 'began_at_bofu' end as excluded_reason
    from reached
    inner join published
        on reached.tofu_on <= published.seen_on

),

final as (

    {{ account_evidence(['rises_a_week']) }}
    union all
    {{ event_evidence(['days_to_bottom'], 'account', 'account_id', having=['lapse']) }}

)

select * from final
