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
        coalesce(program_accounts.valid_to, {{ end_of_time() }}) as valid_to
    from program_accounts
    inner join accounts
        on
            program_accounts.source_system = accounts.source_system
            and program_accounts.account_id = accounts.account_id

),

-- the latest valid_from wins an overlap
final as (

    {{ latest_spans('memberships', 'account_id', 'tier') }}

)

select * from final
