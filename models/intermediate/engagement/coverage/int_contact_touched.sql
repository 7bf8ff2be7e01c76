with interactions as (

    select *
    from {{ ref('int_interaction_judged') }}
    where excluded_reason is null

),

sends as (

    select * from {{ ref('int_send_delivered') }}

),

events as (

    select * from {{ ref('int_interaction_engaged') }}

),

-- what reached the person, on whichever account it was logged; a send alone, a bounce and an advertisement do not
reached as (

    select
        person_key,
        occurred_on
    from interactions
    where
        type in ('email_delivered', 'content_offered', 'direct_mail_delivered')
        or (
            type in ('sales_call', 'sales_meeting', 'sales_email', 'sales_message')
            and direction = 'outbound'
            and is_done
        )
    union all
    select
        person_key,
        occurred_on
    from sends

),

touches as (

    select
        person_key,
        occurred_on,
        false as is_inbound
    from reached
    union all
    select
        person_key,
        occurred_on,
        direction = 'inbound' as is_inbound
    from events

),

final as (

    select
        person_key,
        bool_or(is_inbound) as is_inbound,
        occurred_on
    from touches
    where person_key is not null
    group by person_key, occurred_on

)

select * from final
