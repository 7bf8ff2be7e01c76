with consumed as (

    select *
    from {{ ref('int_content_consumed') }}
    where account_key is not null and funnel_rank is not null

),

dates as (

    select *
    from {{ ref('int_date_observed') }}
    where observed_every = 'month'

),

-- what an account reads falls into the windows of three or four month ends, not of all days
in_window as (

    select
        consumed.account_key,
        dates.seen_on,
        count(distinct date_trunc('week', consumed.occurred_on)) as content_weeks,
        min(case when consumed.funnel_rank = 1 then consumed.occurred_at end) as tofu_at,
        min(case when consumed.funnel_rank = 2 then consumed.occurred_at end) as mofu_at,
        min(case when consumed.funnel_rank = 3 then consumed.occurred_at end) as bofu_at
    from consumed
    inner join dates
        on {{ is_in_trailing_days('consumed.occurred_on', 'dates.seen_on') }}
    group by consumed.account_key, dates.seen_on

),

-- a rise goes higher than all before it in the window; a stage left out is one rise, and where one begins is none
final as (

    select
        account_key,
        content_weeks,
        case when tofu_at < mofu_at and (bofu_at is null or mofu_at < bofu_at) then 1 else 0 end
        + case when least(tofu_at, mofu_at) < bofu_at then 1 else 0 end as rises,
        seen_on
    from in_window

)

select * from final
