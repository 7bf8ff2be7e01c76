with accounts as (

    select *
    from {{ ref('int_account_observed') }}
    where observed_every = 'month'

),

known as (

    select * from {{ ref('int_engagement_known') }}

),

engagement as (

    select * from {{ ref('int_account_engagement_counted') }}

),

described as (

    select
        engagement.*,
        engagement.seen_on as anchor_date,
        case
            when accounts.is_deleted then 'account_deleted_since'
            when {{ is_unknown_on('known.people_from', 'engagement.seen_on') }} then 'no_people'
            when {{ is_unknown_on('known.events_from', 'engagement.seen_on') }} then 'no_interactions'
        end as excluded_reason
    from engagement
    inner join accounts
        on
            engagement.account_id = accounts.account_id
            and engagement.seen_on = accounts.seen_on
    cross join known

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
