with statuses as (

    select * from {{ ref('input__account_statuses') }}

),

accounts as (

    select * from {{ ref('int_account_resolved') }}

),

opportunities as (

    select * from {{ ref('int_opportunity_created') }}

),

source_of_mqa as (

    select * from {{ ref('int_mqa_source') }}

),

scored as (

    select *
    from {{ ref('int_mqa_scored') }}
    where series = 'in_force'

),

stated as (

    select
        accounts.surviving_account_id as account_id,
        statuses.status as milestone,
        statuses.changed_at as reached_at
    from statuses
    inner join accounts
        on
            statuses.source_system = accounts.source_system
            and statuses.account_id = accounts.account_id
    where statuses.changed_at < {{ as_of_instant() }}
    group by accounts.surviving_account_id, statuses.status, statuses.changed_at

),

-- the creation of a deal is the stage after SQA; renewals are no stage of the funnel
created as (

    select
        account_id,
        'opportunity' as milestone,
        created_at as reached_at
    from opportunities
    where account_id is not null and {{ is_funnel_type('type') }}
    group by account_id, created_at

),

unioned as (

    select stated.*
    from stated
    inner join source_of_mqa
        on stated.milestone != 'mqa' or source_of_mqa.mqa_source = 'crm'
    union all
    select
        scored.account_id,
        'mqa' as milestone,
        scored.reached_at
    from scored
    inner join source_of_mqa
        on source_of_mqa.mqa_source = 'score'
    union all
    select * from created

),

final as (

    select
        *,
        {{ local_date('reached_at') }} as reached_on
    from unioned

)

select * from final
