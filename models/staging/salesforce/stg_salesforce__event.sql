with source as (

    select *
    from {{ raw('salesforce', 'event', [
        'id', 'subject', 'start_date_time', 'activity_date_time', 'activity_date', 'end_date_time', 'owner_id',
        'who_id', 'what_id', 'account_id', 'is_deleted', 'system_modstamp', 'last_modified_date',
    ]) }}

),

timed as (

    select
        *,
        coalesce(start_date_time, activity_date_time, {{ calendar_day('activity_date') }}) as started_at,
        coalesce(
            end_date_time, start_date_time, activity_date_time, {{ calendar_day('activity_date') }}
        ) as ended_at
    from source

),

renamed as (

    select
        id as activity_id,
        started_at as occurred_at,
        'meeting' as type,
        'outbound' as direction,
        owner_id as user_id,
        {{ salesforce_id_of('who_id', ['003', '00Q']) }} as person_id,
        coalesce(account_id, {{ salesforce_id_of('what_id', ['001']) }}) as account_id,
        {{ salesforce_id_of('what_id', ['006']) }} as opportunity_id,
        'false' as is_automated,
        -- a calendar does not say whether a meeting was held: it is taken for held once it is over
        case when {{ parse_instant('ended_at') }} <= {{ as_of_at() }} then 'true' else 'false' end as is_completed,
        case when {{ parse_instant('ended_at') }} <= {{ as_of_at() }} then ended_at end as completed_at,
        subject,
        {{ loader_columns(salesforce_changed_at(), deleted='is_deleted') }}
    from timed

),

final as (

    {{ parse_entity('renamed', 'sales_activities', 'salesforce', absent=['due_at']) }}

)

select * from final
