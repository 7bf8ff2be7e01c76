with accounts as (

    select * from {{ ref('int_account_rooted') }}

),

ascended as (

    select * from {{ ref('int_account_ascended') }}

),

interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

own as (

    select
        account_key,
        count(*) as n_interactions,
        sum(points) as points
    from interactions
    where excluded_reason is null and account_key is not null
    group by account_key

),

-- an account and all above it, each once though parents run in a circle
ancestors as (

    select
        account_key,
        account_key as ancestor_account_key
    from accounts
    union
    select
        account_key,
        reached_account_key as ancestor_account_key
    from ascended

),

rolled_up as (

    select
        ancestors.ancestor_account_key as account_key,
        sum(own.n_interactions) as n_interactions,
        sum(own.points) as points
    from own
    inner join ancestors
        on own.account_key = ancestors.account_key
    group by ancestors.ancestor_account_key

),

-- totals are those of the own columns: each roll-up holds its children's again
final as (

    select
        accounts.account_key,
        coalesce(own.n_interactions, 0) as n_interactions,
        cast(coalesce(rolled_up.n_interactions, 0) as bigint) as n_interactions_rolled_up,
        coalesce(own.points, 0) as points,
        coalesce(rolled_up.points, 0) as points_rolled_up
    from accounts
    left join own
        on accounts.account_key = own.account_key
    left join rolled_up
        on accounts.account_key = rolled_up.account_key

)

select * from final
