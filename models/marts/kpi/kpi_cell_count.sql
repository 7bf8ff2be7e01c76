with cells as (

    select * from {{ ref('kpi_cell') }}

),

by_reason as (

    select
        {{ estimate_columns(having_side=false) }},
        excluded_reason,
        count(*) as n_rows,
        -- a row that adds nothing to a sum rests on nothing
        count(case
            when
                excluded_reason is null and assumption is not null
                and not (base_estimator = 'sum' and denominator_part = 0)
                then 1
        end) as n_assumed,
        count(case when assumption like '%won_amount_for_invoice%' then 1 end) as n_won_amounts,
        count(case when abm = 'unknown' then 1 end) as n_unknown,
        bool_and(is_complete) as is_complete,
        max(seen_on) as seen_on
    from cells
    group by
        {{ estimate_columns(having_side=false) }},
        excluded_reason

),

final as (

    select
        {{ estimate_columns(having_side=false) }},
        cast(sum(n_rows) as bigint) as n_rows,
        cast(sum(case when excluded_reason is null then n_rows else 0 end) as bigint) as n_counted,
        cast(sum(case when excluded_reason is not null then n_rows else 0 end) as bigint) as n_excluded,
        cast(sum(n_assumed) as bigint) as n_assumed,
        cast(sum(n_unknown) as bigint) as n_unknown,
        cast(sum(n_won_amounts) as bigint) as n_won_amounts,
        string_agg(
            case when excluded_reason is not null then excluded_reason || ': ' || n_rows end, ', '
            order by excluded_reason
        ) as excluded_by_reason,
        bool_and(is_complete) as is_complete,
        max(seen_on) as seen_on
    from by_reason
    group by {{ estimate_columns(having_side=false) }}

)

select * from final
