-- One row per customer and day it is seen from: churns and days under contract within the 24 months that end with it.
with stays as (

    select * from {{ ref('int_customer_stayed') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

windows as (

    select
        seen_on,
        {{ add_months(day_after('seen_on'), -trailing_periods()['trailing_24m']) }} as window_from,
        {{ day_after('seen_on') }} as window_to
    from dates

),

-- a gap counts as lived once the contract that ends it has begun
pieces as (

    select
        account_id,
        valid_from as piece_from,
        valid_to as piece_to,
        valid_from as known_from
    from stays
    union all
    select
        account_id,
        valid_to as piece_from,
        next_valid_from as piece_to,
        next_valid_from as known_from
    from stays
    where is_bridged

),

lived as (

    select
        pieces.account_id,
        windows.seen_on,
        0 as n_churns,
        {{ days_between(
            'greatest(pieces.piece_from, windows.window_from)', 'least(pieces.piece_to, windows.window_to)'
        ) }} as exposed_days
    from pieces
    inner join windows
        on
            pieces.piece_from < windows.window_to
            and pieces.piece_to > windows.window_from
            and pieces.known_from <= windows.seen_on

),

-- a churn is known once the days of grace have passed
churned as (

    select
        stays.account_id,
        windows.seen_on,
        1 as n_churns,
        0 as exposed_days
    from stays
    inner join windows
        on
            stays.churned_on >= windows.window_from
            and {{ days_between('stays.churned_on', 'windows.seen_on') }} >= {{ var('churn_grace_days') }}

),

unioned as (

    select * from lived
    union all
    select * from churned

),

final as (

    select
        account_id,
        cast(sum(n_churns) as integer) as n_churns,
        cast(sum(exposed_days) as integer) as exposed_days,
        -- a year of exposure is 365.25 days
        cast(cast(sum(exposed_days) as decimal(18, 6)) / 365.25 as decimal(18, 6)) as customer_years,
        seen_on
    from unioned
    group by account_id, seen_on

)

select * from final
