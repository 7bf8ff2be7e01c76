with program_accounts as (

    select * from {{ ref('input__program_accounts') }}

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

memberships as (

    select
        accounts.surviving_account_id as account_id,
        program_accounts.tier,
        program_accounts.valid_from,
        coalesce(program_accounts.valid_to, cast('9999-12-31' as date)) as valid_to
    from program_accounts
    inner join accounts
        on
            program_accounts.source_system = accounts.source_system
            and program_accounts.account_id = accounts.account_id

),

boundaries as (

    select
        account_id,
        valid_from as boundary
    from memberships
    union
    select
        account_id,
        valid_to as boundary
    from memberships

),

spans as (

    select
        account_id,
        boundary as valid_from,
        lead(boundary) over (partition by account_id order by boundary) as valid_to
    from boundaries

),

-- the latest valid_from wins an overlap
covered as (

    select
        spans.account_id,
        memberships.tier,
        spans.valid_from,
        spans.valid_to,
        row_number() over (
            partition by spans.account_id, spans.valid_from
            order by memberships.valid_from desc, memberships.tier asc
        ) as preference
    from spans
    inner join memberships
        on
            spans.account_id = memberships.account_id
            and spans.valid_from >= memberships.valid_from
            and spans.valid_to <= memberships.valid_to

),

final as (

    select
        account_id,
        tier,
        valid_from,
        valid_to
    from covered
    where preference = 1

)

select * from final
