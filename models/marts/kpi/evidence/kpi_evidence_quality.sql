with accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where observed_every = 'month'

),

known as (

    select * from {{ ref('int_engagement_known') }}

),

engaged as (

    select
        observed.*,
        case
            when accounts.is_deleted then 'account_deleted_since'
            when {{ is_unknown_on('known.events_from', 'observed.seen_on') }} then 'no_interactions'
        end as excluded_reason
    from {{ ref('int_account_engagement_observed') }} as observed
    inner join accounts
        on
            observed.account_id = accounts.account_id
            and observed.seen_on = accounts.seen_on
    cross join known

),

-- K14a: points of high quality of all points in 90 days, as they were given
quality as (

    select
        'K14a' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        high_quality_points as numerator_part,
        score_points as denominator_part,
        excluded_reason
    from engaged

),

-- K14b: the same as they have faded by the day
quality_decayed as (

    select
        'K14b' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        decayed_high_quality_points as numerator_part,
        decayed_points as denominator_part,
        excluded_reason
    from engaged

),

-- K15: interactions of high quality of each live account, none in
high_quality_events as (

    select
        'K15' as kpi_id,
        account_id,
        seen_on,
        seen_on as anchor_date,
        n_high_quality_events as numerator_part,
        1 as denominator_part,
        excluded_reason
    from engaged

),

final as (

    {{ account_evidence(['quality', 'quality_decayed', 'high_quality_events']) }}

)

select * from final
