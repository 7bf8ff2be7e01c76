-- On the as-of date a role has as many engaged contacts as people who fill it at the account did something
-- inbound within the window, at whichever account (0044): counted by people, where the model counts by spans.
with engaged as (

    select person_key
    from {{ ref('int_interaction_engaged') }}
    where
        direction = 'inbound'
        and person_key is not null
        and occurred_on <= {{ as_of_date() }}
        and occurred_on > {{ as_of_date() }} - {{ var('coverage_window_days') }}
    group by person_key

),

counted as (

    select
        standing.account_id,
        employed.buying_role,
        count(distinct employed.person_key) as n_engaged_contacts
    from {{ ref('int_contact_employed') }} as employed
    inner join engaged
        on employed.person_key = engaged.person_key
    inner join {{ ref('int_account_standing') }} as standing
        on employed.account_key = standing.account_key
    where {{ as_of_date() }} >= employed.valid_from and {{ as_of_date() }} < employed.valid_to
    group by standing.account_id, employed.buying_role

)

select
    coverage.account_id,
    coverage.buying_role
from {{ ref('account_coverage') }} as coverage
left join counted
    on
        coverage.account_id = counted.account_id
        and coverage.buying_role = counted.buying_role
where
    coverage.seen_on = {{ as_of_date() }}
    and coverage.n_engaged_contacts != coalesce(counted.n_engaged_contacts, 0)
