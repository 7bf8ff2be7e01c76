with events as (

    select *
    from {{ ref('int_engagement_event') }}
    where campaign_id is not null

),

campaigns as (

    select * from {{ ref('int_campaign_resolved') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

final as (

    select
        campaigns.surviving_campaign_id as campaign_id,
        accounts.account_id,
        events.occurred_on,
        min(events.occurred_at) as first_occurred_at
    from events
    inner join campaigns
        on
            events.source_system = campaigns.source_system
            and events.campaign_id = campaigns.campaign_id
    inner join accounts
        on events.account_key = accounts.account_key
    group by campaigns.surviving_campaign_id, accounts.account_id, events.occurred_on

)

select * from final
