with landed as (

    select *
    from {{ ref('landed__program_accounts') }}
    where disposition = 'accepted'

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

memberships as (

    select
        landed.source_system,
        landed.row_key,
        landed.row_number,
        landed.account_id,
        accounts.surviving_account_key,
        landed.tier,
        landed.valid_from,
        coalesce(landed.valid_to, {{ end_of_time() }}) as valid_to
    from landed
    inner join accounts
        on
            landed.source_system = accounts.source_system
            and landed.account_id = accounts.account_id

),

-- as int_membership_resolved decides: the one that began last holds, of those of one day the smallest tier
final as (

    select
        giving_way.source_system,
        giving_way.row_key,
        min(giving_way.row_number) as row_number,
        min(giving_way.account_id) as account_id,
        min(case when giving_way.valid_from = holding.valid_from then 'membership_clash' else 'membership_overlap' end)
            as finding
    from memberships as giving_way
    inner join memberships as holding
        on
            giving_way.surviving_account_key = holding.surviving_account_key
            and giving_way.tier != holding.tier
            and giving_way.valid_to > holding.valid_from
            and (
                giving_way.valid_from < holding.valid_from
                or (giving_way.valid_from = holding.valid_from and giving_way.tier > holding.tier)
            )
    group by giving_way.source_system, giving_way.row_key

)

select * from final
