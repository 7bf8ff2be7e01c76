with people as (

    select * from {{ ref('int_person_described') }}

),

employers as (

    select *
    from {{ ref('int_person_employed') }}
    where {{ as_of_date() }} >= valid_from and {{ as_of_date() }} < valid_to

),

domains as (

    select *
    from {{ ref('int_person_domained') }}
    where {{ as_of_date() }} >= valid_from and {{ as_of_date() }} < valid_to

),

-- where each person is on the as-of date: at their employer's, else at the company of their domain
final as (

    select
        people.person_key,
        coalesce(employers.account_key, domains.account_key) as account_key,
        case
            when employers.account_key is not null then employers.match_method
            when domains.account_key is not null then domains.match_method
            else 'none'
        end as match_method
    from people
    left join employers
        on people.person_key = employers.person_key
    left join domains
        on people.person_key = domains.person_key

)

select * from final
