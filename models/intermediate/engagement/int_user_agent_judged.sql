with interactions as (

    select * from {{ ref('int_interaction_identified') }}

),

machines as (

    select * from {{ ref('input__machine_user_agents') }}

),

agents as (

    select user_agent
    from interactions
    where user_agent is not null
    group by user_agent

),

final as (

    select
        agents.user_agent,
        min(machines.kind) as machine_kind
    from agents
    inner join machines
        on
            case machines.matching
                when 'exact' then lower(trim(agents.user_agent)) = lower(machines.pattern)
                else strpos(lower(agents.user_agent), lower(machines.pattern)) > 0
            end
    group by agents.user_agent

)

select * from final
