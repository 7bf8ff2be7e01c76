with episodes as (

    select * from {{ ref('int_response_episode') }}

),

handovers as (

    select * from {{ ref('int_mqa_episode_opened') }}

),

bounds as (

    select least(
        (select min({{ local_date('episodes.opened_at') }}) from episodes),
        (select min({{ local_date('handovers.sent_to_sales_at') }}) from handovers),
        {{ as_of_date() }}
    ) as first_day

),

-- from the first thing that waits for sales, to when anything that is waiting now is due
final as (

    select {{ each_day_of('first_day', as_of_date() ~ ' + 400') }} as business_on
    from bounds

)

select * from final
