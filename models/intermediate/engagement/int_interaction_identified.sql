with interactions as (

    select * from {{ ref('int_interaction_unioned') }}

),

people as (

    select * from {{ ref('int_person_resolved') }}

),

emails as (

    select * from {{ ref('int_person_email') }}

),

resolved as (

    select * from {{ ref('int_account_resolved') }}

),

matchable as (

    select * from {{ ref('int_account_matchable') }}

),

employers as (

    select * from {{ ref('int_person_employed') }}

),

domains as (

    select * from {{ ref('int_domain_resolved') }}

),

erased as (

    select person_key
    from {{ ref('int_person_described') }}
    where erased_at is not null

),

people_domains as (

    select * from {{ ref('int_person_domained') }}

),

addressed as (

    select
        * exclude (email, domain),
        {{ normal_email('email') }} as address,
        {{ domain_of('domain') }} as domain,
        {{ local_date('occurred_at') }} as occurred_on
    from interactions

),

-- the person a row names, else the one with its address
of_people as (

    select
        addressed.*,
        coalesce(people.surviving_person_key, emails.person_key) as person_key
    from addressed
    left join people
        on
            addressed.source_system = people.source_system
            and addressed.person_id = people.person_id
    left join emails
        on addressed.address = emails.email

),

-- the account a row names, else its person's employer that day, else that of its address's domain, of its own, of its
-- person's; a deleted one matches nothing
matched as (

    select
        of_people.*,
        coalesce(
            matchable.account_key, employers.account_key, by_address.account_key, by_domain.account_key,
            people_domains.account_key
        ) as account_key,
        case
            when matchable.account_key is not null then 'explicit'
            when employers.account_key is not null then employers.match_method
            when coalesce(by_address.account_key, by_domain.account_key) is not null then 'domain'
            when people_domains.account_key is not null then people_domains.match_method
            else 'none'
        end as match_method,
        erased.person_key is not null as is_erased
    from of_people
    left join resolved
        on
            of_people.source_system = resolved.source_system
            and of_people.account_id = resolved.account_id
    left join matchable
        on resolved.surviving_account_key = matchable.account_key
    left join employers
        on
            of_people.person_key = employers.person_key
            and of_people.occurred_on >= employers.valid_from
            and of_people.occurred_on < employers.valid_to
    left join domains as by_address
        on
            split_part(of_people.address, '@', 2) = by_address.domain
            and of_people.occurred_on >= by_address.valid_from
            and of_people.occurred_on < by_address.valid_to
    left join domains as by_domain
        on
            of_people.domain = by_domain.domain
            and of_people.occurred_on >= by_domain.valid_from
            and of_people.occurred_on < by_domain.valid_to
    left join people_domains
        on
            of_people.person_key = people_domains.person_key
            and of_people.occurred_on >= people_domains.valid_from
            and of_people.occurred_on < people_domains.valid_to
    left join erased
        on of_people.person_key = erased.person_key

),

final as (

    -- who asked to be erased has no address; what they did stays their company's
    select * exclude (person_id, account_id, is_erased) replace (case when not is_erased then address end as address)
    from matched

)

select * from final
