with stays as (

    select * from {{ ref('int_customer_stayed') }}

),

-- a gap within the days of grace ends nothing
begun as (

    select
        *,
        coalesce(lag(is_bridged) over (partition by account_id order by stay_number), false) as goes_on
    from stays

),

numbered as (

    select
        *,
        sum(case when goes_on then 0 else 1 end) over (
            partition by account_id order by stay_number
            rows between unbounded preceding and current row
        ) as span_number
    from begun

),

spans as (

    select
        account_id,
        cast(span_number as integer) as span_number,
        cast(sum(n_contracts) as integer) as n_contracts,
        cast(count(*) - 1 as integer) as n_gaps,
        min(valid_from) as valid_from,
        max(valid_to) as valid_to,
        max(churned_on) as churned_on
    from numbered
    group by account_id, span_number

),

final as (

    select
        account_id,
        case
            when valid_to > {{ as_of_date() }} then 'running'
            when churned_on is not null then 'lost'
            else 'may_return'
        end as customer_status,
        span_number,
        n_contracts,
        n_gaps,
        valid_from,
        valid_to,
        churned_on
    from spans

)

select * from final
