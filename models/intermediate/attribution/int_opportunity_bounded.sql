with created as (

    select * from {{ ref('int_opportunity_created') }}

),

reconstructed as (

    select * from {{ ref('int_opportunity_reconstructed') }}
    where seen_on = {{ as_of_date() }}

),

opportunities as (

    select * from {{ ref('input__opportunities') }}

),

closings_undone as (

    select * from {{ ref('int_opportunity_closing_undone') }}
    where closed_on <= {{ as_of_date() }} and reopened_on > {{ as_of_date() }}

),

-- closed for good, or until it was reopened later; of a closing whose instant is unknown the whole day is in
closed as (

    select
        created.opportunity_id,
        created.account_id,
        reconstructed.outcome,
        created.created_on,
        reconstructed.closed_on,
        created.created_at,
        coalesce(
            case
                when {{ local_date('opportunities.closed_at') }} = reconstructed.closed_on then opportunities.closed_at
            end,
            closings_undone.closed_at,
            {{ last_instant_of('reconstructed.closed_on') }}
        ) as closed_at
    from created
    inner join reconstructed
        on created.opportunity_id = reconstructed.opportunity_id
    inner join opportunities
        on created.opportunity_id = opportunities.opportunity_id
    left join closings_undone
        on
            created.opportunity_id = closings_undone.opportunity_id
            and reconstructed.closed_on = closings_undone.closed_on

),

-- a touch influences until the later of creation and closing, an open deal until the as-of instant
final as (

    select
        opportunity_id,
        account_id,
        outcome = 'won' and closed_on is not null as is_won,
        created_on,
        created_at - interval {{ var('sourced_lookback_days') * 24 }} hour as sourced_from,
        created_at - interval {{ var('influence_lookback_days') * 24 }} hour as influenced_from,
        created_at,
        case
            when outcome = 'open' then {{ last_instant_of(as_of_date()) }}
            when closed_on is null then created_at
            else greatest(created_at, closed_at)
        end as influenced_until
    from closed

)

select * from final
