with handovers as (

    select * from {{ ref('int_mqa_handed_over') }}

),

dates as (

    select * from {{ ref('int_date_published') }}

),

-- K40: of the accounts sent to sales whose time to decide is over, those accepted in that time
accepted as (

    select
        'K40' as kpi_id,
        handovers.* exclude (excluded_reason),
        dates.seen_on,
        handovers.anchored_on as anchor_date,
        case when handovers.is_accepted_in_time then 1 else 0 end as numerator_part,
        1 as denominator_part,
        case
            when handovers.excluded_reason is not null then handovers.excluded_reason
            when handovers.decision_due_on > dates.seen_on then 'too_young'
        end as excluded_reason
    from handovers
    inner join dates
        on handovers.anchored_on <= dates.seen_on

),

described as (

    {{ event_evidence(['accepted'], 'mqa_episode', 'mqa_episode_id') }}

),

-- who decides in time is nobody's to see where response times are not
final as (

    select {{ without_withheld_owners() }}
    from described

)

select * from final
