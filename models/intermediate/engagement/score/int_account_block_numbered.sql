{%- set block_days = score_block_days() -%}
{%- set n_earlier_blocks = (score_reach_days() + block_days - 2) // block_days -%}

with blocks as (

    select * from {{ ref('int_account_block_spanned') }}

),

account_days as (

    select * from {{ ref('int_account_day_engaged') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

roles as (

    select * from {{ ref('int_account_role_counted') }}

),

-- sums of numbers: no order can matter
by_block as (

    select
        account_key,
        {{ score_block_of('occurred_on') }} as block,
        sum({{ content_hash(['n_events', 'n_high_quality_events', 'score_points', 'occurred_on']) }}) as total
    from account_days
    group by account_key, block

),

-- a block before the account's life is no block of scores, its events count all the same
every_block as (

    select
        account_key,
        block,
        total
    from by_block
    union all
    select
        account_key,
        block,
        0 as total
    from blocks

),

totals as (

    select
        account_key,
        block,
        sum(total) as total
    from every_block
    group by account_key, block

),

reached as (

    select
        account_key,
        block,
        sum(total) over (
            partition by account_key order by block range between {{ n_earlier_blocks }} preceding and current row
        ) as total
    from totals

),

-- of what holds for a span of days, the part that the block sees
memberships_seen as (

    select
        blocks.account_key,
        blocks.block,
        sum({{ content_hash([
            'memberships.tier', 'greatest(memberships.valid_from, blocks.starts_on)',
            'least(memberships.valid_to, blocks.ends_on)',
        ]) }}) as total
    from blocks
    inner join memberships
        on
            blocks.account_id = memberships.account_id
            and blocks.ends_on > memberships.valid_from
            and blocks.starts_on < memberships.valid_to
    group by blocks.account_key, blocks.block

),

roles_seen as (

    select
        blocks.account_key,
        blocks.block,
        sum({{ content_hash([
            'roles.n_engaged_roles', 'greatest(roles.valid_from, blocks.starts_on - ' ~ momentum_days() ~ ')',
            'least(roles.valid_to, blocks.ends_on)',
        ]) }}) as total
    from blocks
    inner join roles
        on
            blocks.account_key = roles.account_key
            and blocks.ends_on > roles.valid_from
            and blocks.starts_on - {{ momentum_days() }} < roles.valid_to
    group by blocks.account_key, blocks.block

),

-- under the account's id: its key shifts when a record comes
final as (

    select
        blocks.account_id,
        blocks.account_key,
        blocks.block,
        {{ content_hash([
            'blocks.account_id', 'blocks.block', 'blocks.lives_from', 'blocks.lives_to', 'reached.total',
            'memberships_seen.total', 'roles_seen.total',
        ]) }} as block_number,
        blocks.starts_on
    from blocks
    inner join reached
        on
            blocks.account_key = reached.account_key
            and blocks.block = reached.block
    left join memberships_seen
        on
            blocks.account_key = memberships_seen.account_key
            and blocks.block = memberships_seen.block
    left join roles_seen
        on
            blocks.account_key = roles_seen.account_key
            and blocks.block = roles_seen.block

)

select * from final
