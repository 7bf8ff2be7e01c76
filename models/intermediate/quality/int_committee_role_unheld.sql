with committees as (

    select * from {{ ref('input__buying_committee_template') }}

),

weights as (

    select * from {{ ref('input__role_weights') }}

),

people as (

    select * from {{ ref('input__people') }}

),

deals as (

    select * from {{ ref('input__opportunity_people') }}

),

-- roles that somebody has, that have a weight, or that words of a source stand for
known as (

    select buying_role as role
    from weights
    union
    select {{ cleaned('buying_role', 'code') }} as role
    from people
    union
    select {{ cleaned('role', 'code') }} as role
    from deals
    {% for role in var('buying_roles').values() | unique %}
    union
    select '{{ role }}' as role
    {% endfor %}

),

final as (

    select
        committees.buying_role,
        count(*) as n_rows
    from committees
    left join known
        on committees.buying_role = known.role
    where known.role is null
    group by committees.buying_role

)

select * from final
