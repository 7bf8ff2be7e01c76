with employers as (

    select * from {{ ref('int_person_employed') }}

),

domains as (

    select * from {{ ref('int_person_domained') }}

),

-- what begins on the last day of all closes the days after the last employer, and all days of who has none
bounds as (

    select
        person_key,
        valid_from,
        valid_to
    from employers
    union all
    select
        person_key,
        {{ end_of_time() }} as valid_from,
        {{ end_of_time() }} as valid_to
    from domains
    group by person_key

),

without_employer as (

    select
        person_key,
        lag(valid_to, 1, {{ beginning_of_time() }}) over (partition by person_key order by valid_from) as free_from,
        valid_from as free_to
    from bounds

),

-- at the employer of the day, else at the company of the person's domain
final as (

    select
        person_key,
        account_key,
        match_method,
        valid_from,
        valid_to
    from employers
    union all
    select
        domains.person_key,
        domains.account_key,
        domains.match_method,
        greatest(domains.valid_from, without_employer.free_from) as valid_from,
        least(domains.valid_to, without_employer.free_to) as valid_to
    from domains
    inner join without_employer
        on
            domains.person_key = without_employer.person_key
            and domains.valid_from < without_employer.free_to
            and domains.valid_to > without_employer.free_from
    where without_employer.free_from < without_employer.free_to

)

select * from final
