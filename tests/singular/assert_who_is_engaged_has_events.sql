-- A role that is engaged is so by events that the depth of its account counts, of people it counts.
select
    coverage.account_id,
    coverage.seen_on
from {{ ref('account_coverage') }} as coverage
inner join {{ ref('int_account_engagement_counted') }} as engagement
    on
        coverage.account_id = engagement.account_id
        and coverage.seen_on = engagement.seen_on
group by coverage.account_id, coverage.seen_on
having sum(coverage.n_engaged_contacts) > min(least(engagement.n_engaged_people, engagement.n_events_of_people))
