with people as (

    select * from {{ ref('int_person_described') }}

),

located as (

    select *
    from {{ ref('int_person_located') }}
    where {{ as_of_date() }} >= valid_from and {{ as_of_date() }} < valid_to

),

-- where each person is on the as-of date
final as (

    select
        people.person_key,
        located.account_key,
        coalesce(located.match_method, 'none') as match_method
    from people
    left join located
        on people.person_key = located.person_key

)

select * from final
