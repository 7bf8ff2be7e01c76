with interactions as (

    select * from {{ ref('int_interaction_identified') }}

),

agents as (

    select * from {{ ref('int_user_agent_judged') }}

),

mails as (

    select
        interaction_id,
        type,
        campaign_id,
        occurred_at,
        coalesce(cast(person_key as {{ dbt.type_string() }}), address) as who
    from interactions
    where type in ('email_sent', 'email_delivered', 'email_click') and campaign_id is not null

),

-- nobody reads a mail and follows its link in two seconds: its recipient's scanner does, over all links
at_delivery as (

    select clicks.interaction_id
    from mails as clicks
    inner join mails as deliveries
        on
            clicks.who = deliveries.who
            and clicks.campaign_id = deliveries.campaign_id
            and clicks.occurred_at >= deliveries.occurred_at
            and clicks.occurred_at <= deliveries.occurred_at + interval {{ var('scanner_seconds') }} second
    where clicks.type = 'email_click' and deliveries.type != 'email_click'
    group by clicks.interaction_id

),

final as (

    select
        interactions.interaction_id,
        case
            when interactions.is_filtered then 'filtered_by_source'
            when agents.machine_kind is not null then agents.machine_kind
            else 'click_at_delivery'
        end as machine_reason
    from interactions
    left join agents
        on interactions.user_agent = agents.user_agent
    left join at_delivery
        on interactions.interaction_id = at_delivery.interaction_id
    where interactions.is_filtered or agents.machine_kind is not null or at_delivery.interaction_id is not null

)

select * from final
