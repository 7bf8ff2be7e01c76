with opportunities as (

    select * from {{ ref('input__opportunities') }}

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

history as (

    select * from {{ ref('int_opportunity_history_ordered') }}

),

existing as (

    select
        opportunities.*,
        {{ local_date('opportunities.created_at') }} as created_on
    from opportunities
    where
        opportunities.created_at < {{ as_of_instant() }}
        and (opportunities.deleted_at is null or opportunities.deleted_at >= {{ as_of_instant() }})

),

-- the last row at or before the creation, else the first one
first_amounts as (

    select
        existing.opportunity_id,
        history.amount,
        history.currency,
        row_number() over (
            partition by existing.opportunity_id
            order by
                case when history.changed_at <= existing.created_at then history.history_position end desc nulls last,
                history.history_position asc
        ) as preference
    from existing
    inner join history
        on existing.opportunity_id = history.opportunity_id
    where history.changed_at < {{ as_of_instant() }} and history.has_amounts

),

with_amount as (

    select
        existing.opportunity_id,
        existing.source_system,
        accounts.surviving_account_id as account_id,
        existing.owner_id,
        existing.campaign_id,
        coalesce(existing.type, 'new_business') as type,
        existing.type is null as is_type_assumed,
        coalesce(first_amounts.currency, existing.currency, '{{ var("reporting_currency") }}') as currency_at_creation,
        coalesce(first_amounts.currency, existing.currency) is null as is_currency_at_creation_assumed,
        case when first_amounts.opportunity_id is null then 'current' else 'history' end as amount_basis,
        existing.contract_months,
        case
            when first_amounts.opportunity_id is null then existing.amount
            else first_amounts.amount
        end as amount_at_creation_in_currency,
        existing.created_at,
        existing.created_on
    from existing
    left join accounts
        on
            existing.source_system = accounts.source_system
            and existing.account_id = accounts.account_id
    left join first_amounts
        on
            existing.opportunity_id = first_amounts.opportunity_id
            and first_amounts.preference = 1

),

converted as (

    select
        with_amount.*,
        {{ in_reporting_currency(
            'with_amount.amount_at_creation_in_currency', 'with_amount.currency_at_creation', 'fx'
        ) }} as amount_at_creation
    from with_amount
    {{ join_fx_rate('fx', 'with_amount.currency_at_creation', 'with_amount.created_on') }}

),

final as (

    select
        converted.*,
        {{ annual_value('converted.amount_at_creation', 'converted.contract_months') }} as acv_at_creation,
        {{ abm_segment('converted.account_id', 'converted.created_on', 'memberships') }} as abm_segment,
        memberships.tier
    from converted
    left join memberships
        on
            converted.account_id = memberships.account_id
            and converted.created_on >= memberships.valid_from
            and converted.created_on < memberships.valid_to

)

select * from final
