with accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where abm_segment = 'abm' and observed_every in ('month', 'week')

),

known as (

    select * from {{ ref('int_engagement_known') }}

),

roles as (

    select * from {{ ref('account_coverage') }}

),

by_account as (

    select
        account_id,
        seen_on,
        count(*) as n_roles,
        count(case when is_identified then 1 end) as n_identified,
        count(case when is_touched then 1 end) as n_touched,
        count(case when is_engaged then 1 end) as n_engaged
    from roles
    group by account_id, seen_on

),

covered as (

    select
        accounts.account_id,
        accounts.seen_on,
        accounts.seen_on as anchor_date,
        by_account.n_roles,
        by_account.n_identified,
        by_account.n_touched,
        by_account.n_engaged,
        case
            when accounts.is_deleted then 'account_deleted_since'
            when by_account.account_id is null then 'no_committee'
            when {{ is_unknown_on('known.people_from', 'accounts.seen_on') }} then 'no_people'
        end as identified_reason,
        case when {{ is_unknown_on('known.touches_from', 'accounts.seen_on') }} then 'no_interactions' end
            as touched_reason,
        case when {{ is_unknown_on('known.inbound_from', 'accounts.seen_on') }} then 'no_interactions' end
            as engaged_reason
    from accounts
    cross join known
    left join by_account
        on
            accounts.account_id = by_account.account_id
            and accounts.seen_on = by_account.seen_on

),

{% for kpi_id, n_covered, excluded_reason in [
    ('K1', 'n_identified', 'identified_reason'),
    ('K2', 'n_touched', 'coalesce(identified_reason, touched_reason)'),
    ('K3', 'n_engaged', 'coalesce(identified_reason, engaged_reason)'),
] -%}
-- {{ kpi_id }}: roles of the account over those its committee needs, so that accounts are pooled by role
{{ n_covered | replace('n_', '') }} as (

    select
        '{{ kpi_id }}' as kpi_id,
        account_id,
        seen_on,
        anchor_date,
        {{ n_covered }} as numerator_part,
        n_roles as denominator_part,
        {{ excluded_reason }} as excluded_reason
    from covered

),

{% endfor -%}
-- K2b: accounts of which enough roles are touched, exactly enough included
enough_touched as (

    select
        'K2b' as kpi_id,
        account_id,
        seen_on,
        anchor_date,
        case
            when n_touched >= cast({{ var('coverage_share_wanted') }} as decimal(9, 6)) * n_roles then 1
            when n_roles is not null then 0
        end as numerator_part,
        case when n_roles is not null then 1 end as denominator_part,
        coalesce(identified_reason, touched_reason) as excluded_reason
    from covered

),

-- K2c: the mean of the accounts' own shares
mean_touched as (

    select
        'K2c' as kpi_id,
        account_id,
        seen_on,
        anchor_date,
        cast(n_touched as decimal(19, 6)) / n_roles as numerator_part,
        case when n_roles is not null then 1 end as denominator_part,
        coalesce(identified_reason, touched_reason) as excluded_reason
    from covered

),

final as (

    {{ account_evidence(['identified', 'touched', 'engaged', 'enough_touched', 'mean_touched']) }}

)

select * from final
