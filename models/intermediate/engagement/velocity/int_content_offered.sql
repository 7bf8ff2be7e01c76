with interactions as (

    select *
    from {{ ref('int_interaction_judged') }}
    where excluded_reason is null and is_human

),

consumed as (

    select * from {{ ref('int_content_consumed') }}

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

-- content put before a person: offered as such, or in what was delivered to them
offers as (

    select
        *,
        row_number() over (partition by person_key, asset_id order by occurred_at, interaction_id) as place
    from interactions
    where
        direction = 'outbound'
        and type in ('content_offered', 'email_delivered', 'direct_mail_delivered')
        and person_key is not null
        and asset_id is not null

),

first_offers as (

    select
        offers.*,
        coalesce(campaigns.surviving_campaign_id, offers.campaign_id) as offering_campaign_id
    from offers
    left join campaigns
        on
            offers.source_system = campaigns.source_system
            and offers.campaign_id = campaigns.campaign_id
    where offers.place = 1

),

-- what was read before it was offered was not read for the offer
final as (

    select
        first_offers.account_key,
        first_offers.person_key,
        first_offers.asset_id,
        first_offers.offering_campaign_id as campaign_id,
        first_offers.occurred_on as offered_on,
        min(consumed.occurred_on) as consumed_on
    from first_offers
    left join consumed
        on
            first_offers.person_key = consumed.person_key
            and first_offers.asset_id = consumed.asset_id
            and first_offers.occurred_at <= consumed.occurred_at
    group by
        first_offers.account_key,
        first_offers.person_key,
        first_offers.asset_id,
        first_offers.offering_campaign_id,
        first_offers.occurred_on

)

select * from final
