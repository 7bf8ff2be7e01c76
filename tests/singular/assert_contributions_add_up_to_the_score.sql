-- An account's score of the as-of date is the sum of what each of its events adds, to a millionth of a point an event;
-- a breadth factor (var score_breadth_roles) stands between the two.
with daily as (

    select *
    from {{ ref('account_engagement_daily') }}
    where scored_on = {{ as_of_date() }}

),

contributions as (

    select
        account_id,
        count(*) as n_events,
        sum(contribution) as contribution
    from {{ ref('score_contribution') }}
    group by account_id

),

final as (

    select
        coalesce(daily.account_id, contributions.account_id) as account_id,
        coalesce(daily.score, 0) as score,
        coalesce(contributions.contribution, 0) as contribution
    from daily
    full outer join contributions
        on daily.account_id = contributions.account_id
    where
        {{ var('score_breadth_roles') }} = 0
        and abs(coalesce(daily.score, 0) - coalesce(contributions.contribution, 0))
        > 0.000001 * (1 + coalesce(contributions.n_events, 0))

)

select * from final
