with asked as (

    select * from {{ ref('int_request_described') }}

),

exposed as (

    select * from {{ ref('int_account_exposed') }}

),

standing as (

    select * from {{ ref('int_account_standing') }}

),

published as (

    select * from {{ ref('int_date_published') }}

),

catalog as (

    select * from {{ ref('int_kpi_defined') }}

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
    inner join catalog
        on catalog.kpi_id = 'K13' and {{ is_in_reach('asked.requested_on', 'published.seen_on', 'catalog') }}

),

-- ... per months that accounts have lived; of one that was deleted since the requests lead nowhere any more
lives as (

    select
        'K13' as kpi_id,
        exposed.*,
        exposed.exposed_from as anchor_date,
        0 as numerator_part,
        exposed.exposed_months as denominator_part,
        case when standing.is_deleted then 'account_deleted_since' end as excluded_reason
    from exposed
    inner join standing
        on exposed.account_id = standing.account_id

),

final as (

    {{ event_evidence(['requests'], 'interaction', 'interaction_id') }}
    union all
    {{ event_evidence(['lives'], 'account', 'account_id') }}

)

select * from final
