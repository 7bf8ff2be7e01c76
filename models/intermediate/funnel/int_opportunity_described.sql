with created as (

    select * from {{ ref('int_opportunity_created') }}

),

reconstructed as (

    select * from {{ ref('int_opportunity_reconstructed') }}

),

accounts as (

    select * from {{ ref('int_account_segmented') }}

),

users as (

    select * from {{ ref('int_user_described') }}

),

final as (

    select
        created.opportunity_id,
        reconstructed.seen_on,
        created.source_system,
        created.account_id,
        created.owner_id,
        created.campaign_id,
        created.type,
        created.abm_segment,
        created.tier,
        accounts.industry,
        accounts.country_code,
        users.team as owner_team,
        accounts.owner_id as account_owner_id,
        accounts.owner_team as account_owner_team,
        {{ band('accounts.employee_count', var('size_band_limits')) }} as account_size_band,
        {{ band('created.amount_at_creation', var('deal_band_limits')) }} as deal_band,
        reconstructed.stage,
        reconstructed.outcome,
        case
            when reconstructed.is_closed_without_date then 'closed_without_date'
            when reconstructed.days_to_close < 0 then 'closed_before_created'
        end as closing_problem,
        created.currency_at_creation,
        reconstructed.currency,
        created.amount_basis,
        created.contract_months,
        created.amount_at_creation_in_currency,
        created.amount_at_creation,
        created.acv_at_creation,
        reconstructed.amount_in_currency,
        reconstructed.amount,
        {{ annual_value('reconstructed.amount', 'created.contract_months') }} as acv,
        reconstructed.probability,
        reconstructed.days_to_close,
        reconstructed.days_to_close - reconstructed.dormant_days as active_days_to_close,
        reconstructed.outcome in ('won', 'lost') as is_closed,
        reconstructed.outcome = 'won' as is_won,
        created.is_type_assumed,
        created.is_currency_at_creation_assumed,
        reconstructed.is_currency_assumed,
        reconstructed.is_amount_assumed,
        not {{ has_contract_term('created.contract_months') }} as is_contract_term_assumed,
        created.created_on,
        reconstructed.closed_on,
        created.created_at
    from created
    inner join reconstructed
        on created.opportunity_id = reconstructed.opportunity_id
    left join accounts
        on created.account_id = accounts.account_id
    left join users
        on
            created.source_system = users.source_system
            and created.owner_id = users.user_id

)

select * from final
