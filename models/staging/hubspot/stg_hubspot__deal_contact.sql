-- as Fivetran lands them, and as dlt does: a child table of the contacts
with renamed as (

    select
        deal_id as opportunity_id,
        contact_id as person_id,
        {{ loader_columns() }}
    from {{ raw('hubspot', 'deal_contact', ['deal_id', 'contact_id']) }}
    union all
    select
        children.deals_id as opportunity_id,
        parents.id as person_id,
        {{ loader_columns(of='parents') }}
    from {{ raw('hubspot', 'contacts__deals', ['deals_id|value', '_dlt_parent_id']) }} as children
    left join {{ raw('hubspot', 'contact', ['id', '_dlt_id']) }} as parents
        on children._dlt_parent_id = parents._dlt_id

),

final as (

    {{ parse_entity('renamed', 'opportunity_people', 'hubspot', absent=['role', 'is_primary']) }}

)

select * from final
