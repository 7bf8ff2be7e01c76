with interactions as (

    select *
    from {{ ref('int_campaign_interaction') }}
    where account_key is not null

),

campaigns as (

    select * from {{ ref('int_campaign_described') }}

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

first_sends as (

    select
        campaign_id,
        account_key,
        min(occurred_at) as sent_at
    from interactions
    where {{ is_send() }}
    group by campaign_id, account_key

),

-- an engagement event of the account in the campaign; what came before the first send is no answer to it
answers as (

    select
        first_sends.campaign_id,
        first_sends.account_key,
        min(interactions.occurred_at) as answered_at
    from first_sends
    inner join interactions
        on
            first_sends.campaign_id = interactions.campaign_id
            and first_sends.account_key = interactions.account_key
            and first_sends.sent_at <= interactions.occurred_at
    where interactions.direction = 'inbound' and interactions.is_human and interactions.points > 0
    group by first_sends.campaign_id, first_sends.account_key

),

followed as (

    select
        first_sends.campaign_id,
        first_sends.account_key,
        {{ local_date('first_sends.sent_at') }} as sent_on,
        {{ local_date('answers.answered_at') }} as answered_on,
        campaigns.ends_on
    from first_sends
    left join answers
        on
            first_sends.campaign_id = answers.campaign_id
            and first_sends.account_key = answers.account_key
    left join campaigns
        on first_sends.campaign_id = campaigns.campaign_id

),

described as (

    {{ described_on('followed', 'sent_on') }}

),

final as (

    select
        campaign_id || ':' || account_id as campaign_account_id,
        *
    from described

)

select * from final
