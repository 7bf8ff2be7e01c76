with statuses as (

    select * from {{ ref('input__account_statuses') }}

),

-- those that the CRM names, if it names any by the as-of date, else those by score
final as (

    select
        case
            when '{{ var("mqa_source") }}' != 'auto' then '{{ var("mqa_source") }}'
            when count(*) > 0 then 'crm'
            else 'score'
        end as mqa_source
    from statuses
    where status = 'mqa' and changed_at < {{ as_of_instant() }}

)

select * from final
