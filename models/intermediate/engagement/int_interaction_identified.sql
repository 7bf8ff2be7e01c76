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

addressed as (

    select
        * exclude (email, domain),
        {{ normal_email('email') }} as address,
        coalesce(
            nullif(split_part({{ normal_email('email') }}, '@', 2), ''), {{ domain_of('domain') }}
        ) as domain,
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

-- the account a row names, else its person's employer that day, else its domain's; a deleted one matches nothing
matched as (

    select
        of_people.*,
        coalesce(matchable.account_key, employers.account_key, domains.account_key) as account_key,
        case
            when matchable.account_key is not null then 'explicit'
            when employers.account_key is not null then employers.match_method
            when domains.account_key is not null then 'domain'
            else 'none'
        end as match_method
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
    left join domains
        on
            of_people.domain = domains.domain
            and of_people.occurred_on >= domains.valid_from
            and of_people.occurred_on < domains.valid_to

),

final as (

    select * exclude (person_id, account_id)
    from matched

)

select * from final
