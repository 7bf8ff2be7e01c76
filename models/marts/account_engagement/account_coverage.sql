with accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where abm_segment = 'abm' and observed_every in ('month', 'week')

),

-- of a deleted account nobody can tell any more who worked there
there as (

    select * from {{ ref('int_account_matchable') }}

),

template as (

    select * from {{ ref('int_committee_required') }}

),

counted as (

    select * from {{ ref('int_committee_counted') }}

),

required as (

    select
        accounts.account_id,
        accounts.account_key,
        accounts.tier,
        template.buying_role,
        accounts.seen_on
    from accounts
    inner join there
        on accounts.account_key = there.account_key
    inner join template
        on
            accounts.tier = template.tier
            and accounts.seen_on >= template.valid_from
            and accounts.seen_on < template.valid_to
    group by accounts.account_id, accounts.account_key, accounts.tier, template.buying_role, accounts.seen_on

),

final as (

    select
        required.account_id,
        required.tier,
        required.buying_role,
        coalesce(counted.n_contacts, 0) as n_contacts,
        coalesce(counted.n_touched_contacts, 0) as n_touched_contacts,
        coalesce(counted.n_engaged_contacts, 0) as n_engaged_contacts,
        coalesce(counted.n_contacts > 0, false) as is_identified,
        coalesce(counted.n_touched_contacts > 0, false) as is_touched,
        coalesce(counted.n_engaged_contacts > 0, false) as is_engaged,
        required.seen_on
    from required
    left join counted
        on
            required.account_key = counted.account_key
            and required.buying_role = counted.buying_role
            and required.seen_on >= counted.valid_from
            and required.seen_on < counted.valid_to

)

select * from final
