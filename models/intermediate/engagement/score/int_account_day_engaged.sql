with events as (

    select * from {{ ref('int_engagement_scored') }}

),

final as (

    select
        account_key,
        cast(sum(event_count) as bigint) as n_events,
        cast(sum(case when quality = 'high' then event_count else 0 end) as bigint) as n_high_quality_events,
        cast(sum(score_points) as decimal(18, 6)) as score_points,
        cast(
            sum(case when quality = 'high' then score_points else 0 end) as decimal(18, 6)
        ) as high_quality_points,
        occurred_on
    from events
    group by account_key, occurred_on

)

select * from final
