-- Every programme account there is has each role of its tier's committee on each of its days, and no other.
with accounts as (

    select * from {{ ref('int_account_observed') }}

),

standing as (

    select * from {{ ref('int_account_standing') }}

),

template as (

    select * from {{ ref('int_committee_required') }}

),

covered as (

    select * from {{ ref('account_coverage') }}

),

required as (

    select
        accounts.account_id,
        accounts.seen_on,
        template.buying_role
    from accounts
    inner join standing
        on accounts.account_key = standing.account_key
    inner join template
        on accounts.tier = template.tier
    where
        accounts.abm_segment = 'abm'
        and accounts.observed_every != 'day'
        and not standing.is_deleted
        and accounts.seen_on between template.valid_from and template.valid_to - 1
    group by accounts.account_id, accounts.seen_on, template.buying_role

)

select
    required.account_id as required_account_id,
    covered.account_id as covered_account_id
from required
full join covered
    on
        required.account_id = covered.account_id
        and required.seen_on = covered.seen_on
        and required.buying_role = covered.buying_role
where
    required.account_id is null
    or covered.account_id is null
