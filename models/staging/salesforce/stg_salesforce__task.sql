with source as (

    select *
    from {{ raw('salesforce', 'task', [
        'id', 'subject', 'type', 'task_subtype', 'call_type', 'status', 'is_closed', 'activity_date',
        'completed_date_time', 'created_date', 'owner_id', 'who_id', 'what_id', 'account_id', 'is_deleted',
        'system_modstamp', 'last_modified_date',
    ]) }}

),

-- the type says what was done; where it says nothing, the subtype that Salesforce sets by itself
typed as (

    select
        *,
        coalesce(
            {{ known_value('type', var('activity_types')) }},
            {{ known_value('task_subtype', var('activity_types')) }},
            'task'
        ) as activity_type
    from source

),

renamed as (

    select
        id as activity_id,
        -- done when completed; a task that is still to do stands on the day it was written down
        case
            when {{ parse_boolean('is_closed') }}
                then coalesce(completed_date_time, {{ calendar_day('activity_date') }}, created_date)
            else created_date
        end as occurred_at,
        activity_type as type,
        case
            when lower(call_type) = 'inbound' then 'inbound'
            when activity_type != 'task' then 'outbound'
        end as direction,
        owner_id as user_id,
        {{ salesforce_id_of('who_id', ['003', '00Q']) }} as person_id,
        coalesce(account_id, {{ salesforce_id_of('what_id', ['001']) }}) as account_id,
        {{ salesforce_id_of('what_id', ['006']) }} as opportunity_id,
        case when lower(task_subtype) in ('listemail', 'cadence') then 'true' else 'false' end as is_automated,
        is_closed as is_completed,
        completed_date_time as completed_at,
        {{ calendar_day('activity_date') }} as due_at,
        subject,
        {{ loader_columns(salesforce_changed_at(), deleted='is_deleted') }}
    from typed

),

final as (

    {{ parse_entity('renamed', 'sales_activities', 'salesforce') }}

)

select * from final
