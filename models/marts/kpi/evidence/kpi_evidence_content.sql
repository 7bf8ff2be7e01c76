with session_starts as (

    select * from {{ ref('int_session_described') }}

),

offers as (

    select * from {{ ref('int_content_offer_described') }}

),

participations as (

    select * from {{ ref('int_event_participation_described') }}

),

observed as (

    select *
    from {{ ref('int_date_observed') }}
    where observed_every = 'month'

),

published as (

    select * from {{ ref('int_date_published') }}

),

-- K5 and K5b: how long the sessions of the window were, whoever came
sessions as (

    {% for kpi_id in ['K5', 'K5b'] -%}
    select
        '{{ kpi_id }}' as kpi_id,
        session_starts.*,
        session_starts.started_on as anchor_date,
        observed.seen_on,
        session_starts.session_seconds as numerator_part,
        1 as denominator_part,
        case when not session_starts.has_duration then 'no_duration' end as excluded_reason
    from session_starts
    inner join observed
        on {{ is_in_trailing_days('session_starts.started_on', 'observed.seen_on') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- K6: of what was offered in the window, by its first offer there, what had been consumed by its end; what several
-- campaigns offered is of each of them, and once in all
consumption as (

    select
        'K6' as kpi_id,
        offers.*,
        offers.offered_on as anchor_date,
        observed.seen_on,
        case when offers.consumed_on <= observed.seen_on then 1 else 0 end as numerator_part,
        1 as denominator_part,
        cast(null as {{ dbt.type_string() }}) as excluded_reason
    from offers
    inner join observed
        on {{ is_in_trailing_days('offers.offered_on', 'observed.seen_on') }}
    qualify row_number() over (
        partition by offers.offered_pair_id, offers.campaign_id, observed.seen_on order by offers.offered_on
    ) = 1

),

-- what was known by the day it is seen from; a registration that may be overwritten is told by who keeps it, if any
invitations as (

    select
        participations.*,
        published.seen_on,
        participations.reached_on as anchor_date,
        coalesce(participations.attended_on <= published.seen_on, false) as has_attended,
        coalesce(participations.invited_on <= published.seen_on, false) as was_invited,
        case
            when participations.starts_on > published.seen_on then 'event_to_come'
            when participations.is_registration_overwritten then 'registration_overwritten'
        end as excluded_reason
    from participations
    inner join published
        on participations.reached_on <= published.seen_on
    where
        not participations.is_registration_overwritten
        or coalesce(participations.registered_on > published.seen_on, true)

),

-- K7: of the invited, K7b: of the registered, who came; K7c: who came and had never been invited
participation as (

    select
        case milestone when 'invited' then 'K7' when 'registered' then 'K7b' else 'K7c' end as kpi_id,
        *,
        case
            when milestone = 'attended' then case when was_invited then 0 else 1 end
            when has_attended then 1
            else 0
        end as numerator_part,
        case when milestone = 'attended' and was_invited then 0 else 1 end as denominator_part
    from invitations

),

final as (

    {{ event_evidence(['sessions'], 'session', 'session_interaction_id') }}
    union all
    {{ event_evidence(['consumption'], 'person_asset', 'offered_pair_id', having=['parts', 'campaign']) }}
    union all
    {{ event_evidence(['participation'], 'event_person', 'participation_id', having=['parts', 'campaign']) }}

)

select * from final
