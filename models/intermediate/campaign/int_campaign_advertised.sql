with advertising as (

    select * from {{ ref('int_advertising_converted') }}

),

described as (

    select * from {{ ref('int_campaign_described') }}

),

monthly as (

    select
        campaign_id,
        source_system,
        {{ month_of('advertised_on') }} as month_start,
        case when count(amount) = count(*) then sum(amount) end as amount,
        cast(sum(n_unconverted) as bigint) as n_unconverted
    from advertising
    group by campaign_id, source_system, month_start

),

-- of several systems that tell a campaign's spend of a month, the one that runs it is right
final as (

    select
        monthly.campaign_id,
        monthly.source_system,
        monthly.amount,
        monthly.n_unconverted,
        row_number() over (
            partition by monthly.campaign_id, monthly.month_start
            order by
                case when monthly.source_system = described.source_system then 0 else 1 end,
                monthly.source_system
        ) = 1 as is_preferred,
        monthly.month_start
    from monthly
    inner join described
        on monthly.campaign_id = described.campaign_id

)

select * from final
