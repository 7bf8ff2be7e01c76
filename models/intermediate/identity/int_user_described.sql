with users as (

    select * from {{ ref('input__users') }}

),

sources as (

    {% for source_name in var('sources_enabled') -%}
    select '{{ source_name }}' as source_system
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

counted as (

    select
        *,
        count(*) over (partition by user_id) as n_sources
    from users

),

-- a source's own user, what a file says of the id, else the one other source that has it
meant as (

    select
        sources.source_system,
        counted.user_id,
        counted.role,
        {{ without_addresses('counted.team') }} as team,
        case
            when sources.source_system = counted.source_system then 1
            when counted.source_system = 'files' then 2
            else 3
        end as precedence
    from counted
    inner join sources
        on
            counted.source_system = sources.source_system
            or counted.source_system = 'files'
            or counted.n_sources = 1

),

final as (

    select
        source_system,
        user_id,
        {{ first_known('role', 'precedence') }} as role,
        {{ first_known('team', 'precedence') }} as team
    from meant
    group by source_system, user_id

)

select * from final
