with published as (

    select * from {{ ref('int_date_published') }}

),

spread as (

    select * from {{ ref('int_ledger_spread') }}

),

opportunities as (

    select
        *,
        {{ period_start('quarter', 'created_on') }} as quarter_start
    from {{ ref('int_opportunity_created') }}
    where
        type = 'new_business' and abm_segment in ('abm', 'non_abm')
        and '{{ var("shared_allocation") }}' = 'opportunities'

),

quarters as (

    select {{ period_start('quarter', 'entered_on') }} as quarter_start
    from spread
    group by {{ period_start('quarter', 'entered_on') }}

),

-- a quarter is known on each published day in it, and for good on its last day
known as (

    select
        quarter_start,
        least({{ add_months('quarter_start', 3) }} - 1, {{ as_of_date() }}) as known_on
    from quarters
    union
    select
        quarters.quarter_start,
        published.seen_on as known_on
    from quarters
    inner join published
        on
            quarters.quarter_start <= published.seen_on
            and published.seen_on < {{ add_months('quarters.quarter_start', 3) }}

),

-- the key of what is shared: who the new deals of the quarter are of, unknown ones left out
final as (

    select
        known.quarter_start,
        cast(count(case when opportunities.abm_segment = 'abm' then 1 end) as bigint) as n_abm_opportunities,
        cast(count(opportunities.opportunity_id) as bigint) as n_opportunities,
        known.known_on as known_from,
        coalesce(
            lead(known.known_on) over (partition by known.quarter_start order by known.known_on), {{ end_of_time() }}
        ) as known_to
    from known
    left join opportunities
        on
            known.quarter_start = opportunities.quarter_start
            and known.known_on >= opportunities.created_on
    group by known.quarter_start, known.known_on

)

select * from final
