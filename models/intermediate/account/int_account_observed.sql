with accounts as (

    select * from {{ ref('int_account_standing') }}

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

dates as (

    select * from {{ ref('int_date_observed') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

-- an account is live on a day that it was created by and not deleted by
live as (

    select
        accounts.account_key,
        accounts.account_id,
        accounts.is_deleted,
        dates.seen_on,
        dates.observed_every
    from accounts
    inner join dates
        on
            (accounts.created_at is null or {{ local_date('accounts.created_at') }} <= dates.seen_on)
            and (
                accounts.deleted_at is null or accounts.is_in_merge_cycle
                or {{ local_date('accounts.deleted_at') }} > dates.seen_on
            )

),

final as (

    select
        live.account_id,
        live.account_key,
        segments.owner_id,
        {{ abm_segment('live.account_id', 'live.seen_on', 'memberships') }} as abm_segment,
        memberships.tier,
        segments.industry,
        segments.country_code,
        segments.owner_team,
        live.observed_every,
        live.is_deleted,
        live.seen_on
    from live
    inner join segments
        on live.account_id = segments.account_id
    left join memberships
        on
            live.account_id = memberships.account_id
            and live.seen_on >= memberships.valid_from
            and live.seen_on < memberships.valid_to

)

select * from final
