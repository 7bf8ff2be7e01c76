-- GRR and NRR have the same customers, worth the same a year before; gross keeps no more than net, nor than there was.
with evidence as (

    select * from {{ ref('kpi_evidence') }}
    where kpi_id in ('K32b', 'K32c')

),

paired as (

    select
        entity_id,
        seen_on,
        count(*) as n_rows,
        count(distinct denominator_part) as n_values_before,
        count(distinct coalesce(excluded_reason, '')) as n_reasons,
        max(excluded_reason) as excluded_reason,
        max(case when kpi_id = 'K32b' then numerator_part end) as kept_gross,
        max(case when kpi_id = 'K32c' then numerator_part end) as kept_net,
        max(denominator_part) as value_before
    from evidence
    group by entity_id, seen_on

)

select *
from paired
where
    n_rows != 2
    or n_reasons != 1
    or (
        excluded_reason is null
        and (n_values_before != 1 or kept_gross > kept_net or kept_gross > value_before or kept_gross is null)
    )
