with people as (

    select * from {{ ref('int_person_described') }}

),

domains as (

    select * from {{ ref('int_domain_resolved') }}

),

-- the company whose domain the person's address has, on each day
by_address as (

    select
        people.person_key,
        domains.account_key,
        'email_domain' as match_method,
        domains.valid_from,
        domains.valid_to
    from people
    inner join domains
        on people.email_domain = domains.domain

),

addressed as (

    select person_key
    from by_address
    group by person_key

),

-- else the one whose web site they wrote down
final as (

    select * from by_address
    union all
    select
        people.person_key,
        domains.account_key,
        'company_domain' as match_method,
        domains.valid_from,
        domains.valid_to
    from people
    inner join domains
        on people.company_domain = domains.domain
    left join addressed
        on people.person_key = addressed.person_key
    where addressed.person_key is null

)

select * from final
