with asked as (

    select * from {{ ref('int_request_described') }}

),

exposed as (

    select * from {{ ref('int_account_exposed') }}

),

published as (

    select * from {{ ref('int_date_published') }}

),

-- K13: what accounts ask for by themselves ...
requests as (

    select
        'K13' as kpi_id,
        asked.*,
        published.seen_on,
        asked.requested_on as anchor_date,
        1 as numerator_part,
        0 as denominator_part,
        case when not asked.is_spontaneous then 'solicited' end as excluded_reason
    from asked
    inner join published
        on asked.requested_on <= published.seen_on

),

-- ... per months that accounts have lived
lives as (

    select
        'K13' as kpi_id,
        *,
        exposed_from as anchor_date,
        0 as numerator_part,
        exposed_months as denominator_part,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from exposed

),

final as (

    {{ event_evidence(['requests'], 'interaction', 'interaction_id') }}
    union all
    {{ event_evidence(['lives'], 'account', 'account_id') }}

)

select * from final
