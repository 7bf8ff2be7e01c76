with campaigns as (

    select * from {{ ref('input__campaigns') }}

),

ranked as (

    select
        source_system,
        campaign_id,
        count(case when source_system != 'files' then 1 end) over (partition by campaign_id) as n_systems,
        -- a system knows its campaigns better than a file does
        row_number() over (
            order by
                case when source_system = 'files' then 1 else 0 end,
                {{ source_rank('source_system') }},
                source_system,
                campaign_id
        ) as campaign_key
    from campaigns

),

-- of two systems' campaigns of one id the second is published as source:id
keyed as (

    select
        *,
        case
            when campaign_key = min(campaign_key) over (partition by campaign_id) then campaign_id
            else source_system || ':' || campaign_id
        end as published_campaign_id
    from ranked

),

-- a file's row under the id of one other system's campaign tells more of that campaign
own as (

    select
        keyed.source_system,
        keyed.campaign_id,
        coalesce(described.published_campaign_id, keyed.published_campaign_id) as surviving_campaign_id,
        keyed.campaign_key
    from keyed
    left join keyed as described
        on
            keyed.campaign_id = described.campaign_id
            and keyed.source_system = 'files'
            and described.source_system != 'files'
            and described.n_systems = 1

),

-- an id that means one campaign alone means it for other systems too
unambiguous as (

    select
        campaign_id,
        min(surviving_campaign_id) as surviving_campaign_id
    from own
    group by campaign_id
    having min(surviving_campaign_id) = max(surviving_campaign_id)

),

sources as (

    {% for source_name in var('sources_enabled') -%}
    select '{{ source_name }}' as source_system
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        source_system,
        campaign_id,
        surviving_campaign_id,
        campaign_key
    from own
    union all
    select
        sources.source_system,
        unambiguous.campaign_id,
        unambiguous.surviving_campaign_id,
        cast(null as bigint) as campaign_key
    from unambiguous
    cross join sources
    left join own
        on
            sources.source_system = own.source_system
            and unambiguous.campaign_id = own.campaign_id
    where own.campaign_id is null

)

select * from final
