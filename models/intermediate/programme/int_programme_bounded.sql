{%- set first_day = "cast('" ~ var('programme_start') ~ "' as date)" if var('programme_start') else 'valid_from' -%}

with memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

started as (

    select min({{ first_day }}) as starts_on
    from memberships
    -- of whom nobody knows whether they are in it begins nothing
    where tier != 'unknown'

),

-- its return is looked at over whole months, month ends clamped: 31 August and 18 months is 28 February
final as (

    select
        starts_on,
        {{ add_months('starts_on', var('roi_horizon_months')) }} as ends_on
    from started
    where starts_on is not null

)

select * from final
