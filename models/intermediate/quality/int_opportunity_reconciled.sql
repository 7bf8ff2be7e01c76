with opportunities as (

    select * from {{ ref('input__opportunities') }}

),

described as (

    select *
    from {{ ref('int_opportunity_described') }}
    where seen_on = {{ as_of_date() }}

),

landed as (

    select * from {{ ref('landed__opportunities') }}

),

-- closed on the as-of date and reopened after it: what the landed row says is of a later closing, or of none
closings_undone as (

    select *
    from {{ ref('int_opportunity_closing_undone') }}
    where
        {{ as_of_date() }} >= closed_on
        and {{ as_of_date() }} < reopened_on

),

judged as (

    select
        landed.currency,
        landed.disposition,
        landed.amount,
        landed.created_at,
        landed.deleted_at,
        opportunities.is_won and not opportunities.is_closed as is_won_but_open,
        opportunities.is_won
        and opportunities.is_closed
        and closings_undone.opportunity_id is null
        and coalesce({{ local_date('opportunities.closed_at') }}, opportunities.close_date, {{ as_of_date() }})
        <= {{ as_of_date() }} as is_won
    from landed
    left join opportunities
        on
            landed.opportunity_id = opportunities.opportunity_id
            and landed.source_system = opportunities.source_system
            and landed.disposition = 'accepted'
    left join closings_undone
        on opportunities.opportunity_id = closings_undone.opportunity_id

),

input_totals as (

    select
        coalesce(currency, '{{ var("reporting_currency") }}') as currency,
        count(*) as n_landed,
        count(case when disposition = 'quarantined' then 1 end) as n_quarantined,
        count(case when disposition = 'duplicate' then 1 end) as n_duplicate,
        count(case when disposition = 'other_crm' then 1 end) as n_other_crm,
        count(case when disposition = 'accepted' and created_at >= {{ as_of_instant() }} then 1 end) as n_later,
        count(case
            when
                disposition = 'accepted' and created_at < {{ as_of_instant() }} and deleted_at < {{ as_of_instant() }}
                then 1
        end) as n_deleted,
        count(case
            when
                is_won_but_open and created_at < {{ as_of_instant() }}
                and (deleted_at is null or deleted_at >= {{ as_of_instant() }})
                then 1
        end) as n_won_but_open,
        sum(case
            when
                disposition = 'accepted' and is_won and created_at < {{ as_of_instant() }}
                and (deleted_at is null or deleted_at >= {{ as_of_instant() }})
                then amount
            else 0
        end) as won_amount
    from judged
    group by coalesce(currency, '{{ var("reporting_currency") }}')

),

mart_totals as (

    select
        coalesce(opportunities.currency, '{{ var("reporting_currency") }}') as currency,
        count(*) as n_mart,
        sum(case
            when described.is_won and closings_undone.opportunity_id is null then described.amount_in_currency
            else 0
        end) as won_amount
    from described
    inner join opportunities
        on described.opportunity_id = opportunities.opportunity_id
    left join closings_undone
        on described.opportunity_id = closings_undone.opportunity_id
    group by coalesce(opportunities.currency, '{{ var("reporting_currency") }}')

),

final as (

    select
        input_totals.currency,
        input_totals.n_landed,
        input_totals.n_quarantined,
        input_totals.n_duplicate,
        input_totals.n_other_crm,
        input_totals.n_later,
        input_totals.n_deleted,
        input_totals.n_won_but_open,
        coalesce(mart_totals.n_mart, 0) as n_mart,
        input_totals.won_amount as won_amount_landed,
        coalesce(mart_totals.won_amount, 0) as won_amount_mart
    from input_totals
    left join mart_totals
        on input_totals.currency = mart_totals.currency

)

select * from final
