with lives as (

    select * from {{ ref('int_account_lived') }}

),

windows as (

    select * from {{ ref('int_exposure_window') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

clipped as (

    select
        lives.account_key,
        windows.seen_on,
        greatest(lives.lived_from, windows.starts_on) as exposed_from,
        least(lives.lived_to, windows.ends_on) as exposed_to
    from lives
    inner join windows
        on
            lives.lived_from < windows.ends_on
            and lives.lived_to > windows.starts_on

),

-- days as parts of their months, so that a whole month is one whatever its length
exposed as (

    select
        account_key,
        exposed_from,
        cast({{ months_up_to('exposed_to') }} - {{ months_up_to('exposed_from') }} as decimal(19, 6)) as exposed_months,
        seen_on
    from clipped

),

final as (

    {{ described_on('exposed', 'exposed_from') }}

)

select * from final
