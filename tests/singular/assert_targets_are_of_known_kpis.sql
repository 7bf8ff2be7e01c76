-- A target of a KPI that the catalog does not have would be left out without a word.
with targets as (

    select * from {{ ref('input__kpi_targets') }}

),

catalog as (

    select * from {{ ref('input__kpi_catalog') }}

)

select 'kpi_targets: ' || targets.kpi_id || ' is in no row of kpi_catalog; mend the file.' as message
from targets
left join catalog
    on targets.kpi_id = catalog.kpi_id
where catalog.kpi_id is null
