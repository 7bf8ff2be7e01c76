with opportunities as (

    select * from {{ ref('input__opportunities') }}

),

-- no trailing window before the first opportunity
first_month as (

    select
        case
            when count(*) > 0
                then greatest(
                    date_trunc('month', min({{ local_date('created_at') }})),
                    date_trunc('month', {{ add_months(as_of_date(), -12 * var('history_years')) }})
                )
        end as starts_on
    from opportunities
    where created_at < {{ as_of_instant() }}

),

month_ends as (

    select {{ months_from('starts_on', as_of_date()) }} as month_start
    from first_month
    where starts_on is not null

),

final as (

    select cast(month_start - interval 1 day as date) as seen_on
    from month_ends
    where month_start > (select first_month.starts_on from first_month)
    union
    select {{ as_of_date() }} as seen_on
    {%- for day in var('published_days') %}
    union
    select cast('{{ day }}' as date) as seen_on
    where cast('{{ day }}' as date) < {{ as_of_date() }}
    {%- endfor %}

)

select * from final
