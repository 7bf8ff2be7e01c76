with accounts as (

    select * from {{ ref('int_account_standing') }}

),

interactions as (

    select * from {{ ref('input__interactions') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- before the first interaction that is on record nobody could have been seen asking
observed as (

    select
        case
            when count(*) > 0
                then greatest(
                    {{ local_date('min(occurred_at)') }}, {{ add_months(as_of_date(), -12 * var('history_years')) }}
                )
        end as starts_on
    from interactions
    where occurred_at < {{ as_of_instant() }}

),

live as (

    select
        accounts.account_key,
        accounts.account_id,
        case
            when {{ local_date('accounts.created_at') }} > observed.starts_on
                then {{ local_date('accounts.created_at') }}
            else observed.starts_on
        end as lived_from,
        case
            when accounts.deleted_at is null or accounts.is_in_merge_cycle then {{ day_after(as_of_date()) }}
            else least({{ local_date('accounts.deleted_at') }}, {{ day_after(as_of_date()) }})
        end as lived_to
    from accounts
    cross join observed
    where observed.starts_on is not null

),

-- a life is cut where the account enters or leaves the programme or changes its tier
boundaries as (

    select
        account_key,
        lived_from as boundary
    from live
    union
    select
        live.account_key,
        memberships.valid_from as boundary
    from live
    inner join memberships
        on live.account_id = memberships.account_id
    where memberships.valid_from > live.lived_from and memberships.valid_from < live.lived_to
    union
    select
        live.account_key,
        memberships.valid_to as boundary
    from live
    inner join memberships
        on live.account_id = memberships.account_id
    where memberships.valid_to > live.lived_from and memberships.valid_to < live.lived_to
    {%- if var('program_history_from') %}
    union
    select
        account_key,
        cast('{{ var("program_history_from") }}' as date) as boundary
    from live
    where
        cast('{{ var("program_history_from") }}' as date) > lived_from
        and cast('{{ var("program_history_from") }}' as date) < lived_to
    {%- endif %}

),

final as (

    select
        live.account_key,
        boundaries.boundary as lived_from,
        coalesce(
            lead(boundaries.boundary) over (partition by live.account_key order by boundaries.boundary), live.lived_to
        ) as lived_to
    from live
    inner join boundaries
        on live.account_key = boundaries.account_key
    where live.lived_from < live.lived_to

)

select * from final
