with fx_rates as (

    select * from {{ ref('input__fx_rates') }}

),

-- one rate a day, whichever source brings it
daily as (

    select
        currency,
        rate_on,
        rate,
        -- a rate with an end holds until then, another for some days
        coalesce(valid_to, cast(rate_on + interval {{ var('fx_max_stale_days') + 1 }} day as date)) as valid_to,
        row_number() over (partition by currency, rate_on order by source_system) as preference
    from fx_rates

),

final as (

    select
        currency,
        rate,
        rate_on as valid_from,
        least(
            lead(rate_on) over (partition by currency order by rate_on),
            valid_to
        ) as valid_to
    from daily
    where preference = 1

)

select * from final
