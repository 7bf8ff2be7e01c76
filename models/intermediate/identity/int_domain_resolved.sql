with domains as (

    select *
    from {{ ref('int_account_domain') }}
    where is_public is not true

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

accounts as (

    select * from {{ ref('int_account_matchable') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- all accounts that a domain may mean; the domains of merged and linked records are the survivor's
candidates as (

    select
        domains.domain,
        accounts.account_key,
        accounts.account_id,
        accounts.n_people,
        accounts.created_at
    from domains
    inner join resolved
        on
            domains.account_key = resolved.account_key
            and resolved.is_own
    inner join accounts
        on resolved.surviving_account_key = accounts.account_key
    group by domains.domain, accounts.account_key, accounts.account_id, accounts.n_people, accounts.created_at

),

counted as (

    select
        *,
        count(*) over (partition by domain) as n_accounts
    from candidates

),

tiers as (

    select
        counted.domain,
        counted.account_key,
        memberships.tier,
        memberships.valid_from,
        memberships.valid_to
    from counted
    inner join memberships
        on counted.account_id = memberships.account_id
    where counted.n_accounts > 1

),

boundaries as (

    select
        domain,
        {{ beginning_of_time() }} as boundary
    from counted
    union
    select
        domain,
        valid_from as boundary
    from tiers
    union
    select
        domain,
        valid_to as boundary
    from tiers

),

spans as (

    select
        domain,
        boundary as valid_from,
        coalesce(lead(boundary) over (partition by domain order by boundary), {{ end_of_time() }}) as valid_to
    from boundaries
    where boundary < {{ end_of_time() }}

),

-- a shared domain: tier on that day, then most people, then the oldest, then the id
preferred as (

    select
        spans.domain,
        spans.valid_from,
        spans.valid_to,
        counted.account_key,
        counted.n_accounts,
        row_number() over (
            partition by spans.domain, spans.valid_from
            order by
                coalesce(tiers.tier, 'without') asc,
                counted.n_people desc,
                counted.created_at asc nulls first,
                counted.account_id asc
        ) as preference
    from spans
    inner join counted
        on spans.domain = counted.domain
    left join tiers
        on
            counted.domain = tiers.domain
            and counted.account_key = tiers.account_key
            and spans.valid_from >= tiers.valid_from
            and spans.valid_from < tiers.valid_to

),

final as (

    select
        domain,
        account_key,
        n_accounts,
        valid_from,
        valid_to
    from preferred
    where preference = 1

)

select * from final
