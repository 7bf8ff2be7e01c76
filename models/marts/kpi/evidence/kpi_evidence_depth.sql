with accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where observed_every = 'month'

),

standing as (

    select * from {{ ref('int_account_standing') }}

),

engagement as (

    select * from {{ ref('int_account_engagement_counted') }}

),

described as (

    select
        engagement.*,
        engagement.seen_on as anchor_date,
        case when standing.is_deleted then 'account_deleted_since' end as excluded_reason
    from engagement
    inner join standing
        on engagement.account_id = standing.account_id

),

-- K4a: what counts as engagement, whoever did it, per contact the account has that day
per_contact as (

    select
        'K4a' as kpi_id,
        account_id,
        seen_on,
        anchor_date,
        n_events as numerator_part,
        n_contacts as denominator_part,
        excluded_reason
    from described

),

-- K4b: what somebody known did, per person who did any of it
per_engaged_person as (

    select
        'K4b' as kpi_id,
        account_id,
        seen_on,
        anchor_date,
        n_events_of_people as numerator_part,
        n_engaged_people as denominator_part,
        excluded_reason
    from described

),

final as (

    {{ account_evidence(['per_contact', 'per_engaged_person']) }}

)

select * from final
