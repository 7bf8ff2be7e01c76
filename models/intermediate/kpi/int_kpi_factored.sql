with catalog as (

    select * from {{ ref('int_kpi_defined') }}

),

-- K25b|K27a|/K19a: what a derived KPI is multiplied from, and divided by; its own evidence comes first.
-- K36a@trailing_12m: the value of another kind of period that ends on the same day
written as (

    select
        kpi_id,
        trim({{ split_to_rows('factors', 124) }}) as factor
    from catalog
    where estimator = 'derived'

),

numbered as (

    select
        kpi_id,
        split_part(replace(factor, '/', ''), '@', 1) as factor_kpi_id,
        nullif(split_part(factor, '@', 2), '') as factor_period_type,
        factor like '/%' as is_divisor
    from written
    union all
    select
        kpi_id,
        kpi_id as factor_kpi_id,
        cast(null as {{ dbt.type_string() }}) as factor_period_type,
        false as is_divisor
    from catalog
    where estimator = 'derived' and base_estimator != 'none'

),

final as (

    select
        numbered.kpi_id,
        numbered.factor_kpi_id,
        numbered.factor_period_type,
        numbered.is_divisor,
        -- the population that a derived KPI speaks of: its own evidence, else its first factor
        row_number() over (
            partition by numbered.kpi_id
            order by
                numbered.kpi_id = numbered.factor_kpi_id desc,
                strpos(
                    '|' || replace(replace(catalog.factors, '/', ''), '@', '|') || '|',
                    '|' || numbered.factor_kpi_id || '|'
                ) asc
        ) as position
    from numbered
    inner join catalog
        on numbered.kpi_id = catalog.kpi_id

)

select * from final
