-- as Fivetran lands them, and as dlt does: a child table of the contacts
with associations as (

    select
        deal_id,
        contact_id,
        {{ loader_columns() }}
    from {{ raw('hubspot', 'deal_contact', ['deal_id', 'contact_id']) }}
    union all
    select
        children.deals_id as deal_id,
        parents.id as contact_id,
        parents._landed_at as ingested_at,
        cast(null as {{ dbt.type_string() }}) as version_at,
        cast(null as {{ dbt.type_string() }}) as _gone_at,
        children._row,
        children._decimal_comma,
        children._problem
    from {{ raw('hubspot', 'contacts__deals', ['deals_id|value', '_dlt_parent_id']) }} as children
    left join {{ raw('hubspot', 'contact', ['id', '_dlt_id']) }} as parents
        on children._dlt_parent_id = parents._dlt_id

),

renamed as (

    select
        deal_id as opportunity_id,
        contact_id as person_id,
        ingested_at,
        version_at,
        _gone_at,
        _row,
        _decimal_comma,
        _problem
    from associations

),

final as (

    {{ parse_entity('renamed', 'opportunity_people', 'hubspot', absent=['role', 'is_primary']) }}

)

select * from final
