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
        interactions.interaction_id,
        interactions.account_key,
        interactions.person_key,
        interactions.asset_id,
        coalesce(campaigns.surviving_campaign_id, interactions.campaign_id) as campaign_id,
        interactions.occurred_on,
        interactions.occurred_at
    from interactions
    left join campaigns
        on
            interactions.source_system = campaigns.source_system
            and interactions.campaign_id = campaigns.campaign_id
    where
        interactions.direction = 'outbound'
        and interactions.type in ('content_offered', 'email_delivered', 'direct_mail_delivered')
        and interactions.person_key is not null
        and interactions.asset_id is not null

),

-- once a day, from the first of the day on; under a campaign where one of the day's offers names it
of_day as (

    select
        *,
        row_number() over (
            partition by person_key, asset_id, occurred_on
            order by case when campaign_id is null then 1 else 0 end asc, occurred_at asc, interaction_id asc
        ) as place,
        min(occurred_at) over (partition by person_key, asset_id, occurred_on) as offered_at
    from offers

),

-- what was read before it was offered was not read for the offer
final as (

    select
        of_day.account_key,
        of_day.person_key,
        of_day.asset_id,
        of_day.campaign_id,
        of_day.occurred_on as offered_on,
        min(consumed.occurred_on) as consumed_on
    from of_day
    left join consumed
        on
            of_day.person_key = consumed.person_key
            and of_day.asset_id = consumed.asset_id
            and of_day.offered_at <= consumed.occurred_at
    where of_day.place = 1
    group by
        of_day.account_key,
        of_day.person_key,
        of_day.asset_id,
        of_day.campaign_id,
        of_day.occurred_on

)

select * from final
