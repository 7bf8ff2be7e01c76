with events as (

    select *
    from {{ ref('int_engagement_event') }}
    where person_key is not null

),

final as (

    {{ spans_of_days('events', 'person_key, account_key', 'occurred_on', var('coverage_window_days')) }}

)

select * from final
