with seen as (

    select * from {{ ref('int_response_seen') }}

),

-- the same episodes by two clocks
timed as (

    {% for clock in response_clocks() -%}
    select
        *,
        '{{ clock }}' as clock,
        opened_on as anchor_date,
        {{ as_hours(clock ~ '_seconds') }} as hours,
        {{ clock }}_seconds as elapsed_seconds,
        {{ clock }}_age_seconds as age_seconds
    from seen
    where seen_on = {{ as_of_date() }} or {{ is_in_trailing_days('opened_on', 'seen_on') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- K44a, K44d: hours to the answer; who waits has waited so long at least
response_mean as (

    select
        *,
        case clock when 'calendar' then 'K44a' else 'K44d' end as kpi_id,
        hours as numerator_part,
        1 as denominator_part
    from timed

),

mature as (

    select
        * exclude (excluded_reason),
        case
            when excluded_reason is not null then excluded_reason
            when age_seconds < {{ response_hours() | max }} * 3600 then 'too_young'
        end as excluded_reason
    from response_mean

),

-- K44b, K44e: the median; K44c, K44f: the 90th percentile; who waits is censored
followed as (

    select
        timed.*,
        kpis.kpi_id,
        timed.hours as duration,
        case when timed.is_open then 'censored' else 'event' end as outcome
    from timed
    inner join (
        values ('K44b', 'calendar'), ('K44c', 'calendar'), ('K44e', 'business'), ('K44f', 'business')
    ) as kpis (kpi_id, clock)
        on timed.clock = kpis.clock

),

-- K45a to K45d: of the episodes that are old enough, answered or not, those answered in time
in_time as (

    select
        timed.* replace (
            case
                when timed.excluded_reason is not null then timed.excluded_reason
                when timed.age_seconds < kpis.hours_allowed * 3600 then 'too_young'
            end as excluded_reason
        ),
        kpis.kpi_id,
        case
            when not timed.is_open and timed.elapsed_seconds <= kpis.hours_allowed * 3600 then 1 else 0
        end as numerator_part,
        1 as denominator_part
    from timed
    inner join (
        values
        ('K45a', 'calendar', 24), ('K45b', 'calendar', 48), ('K45c', 'business', 24), ('K45d', 'business', 48)
    ) as kpis (kpi_id, clock, hours_allowed)
        on timed.clock = kpis.clock

),

described as (

    {{ event_evidence(['mature'], 'response_episode', 'signal_interaction_id', assumes=['age']) }}
    union all
    {{ event_evidence(['followed'], 'response_episode', 'signal_interaction_id', having=['lapse']) }}
    union all
    {{ event_evidence(['in_time'], 'response_episode', 'signal_interaction_id') }}

),

-- no response time by salesperson where it is not to be known
final as (

    select {{ without_withheld_owners() }}
    from described

)

select * from final
