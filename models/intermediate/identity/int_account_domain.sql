with accounts as (

    select * from {{ ref('input__accounts') }}

),

keyed as (

    select * from {{ ref('int_account_keyed') }}

),

public_domains as (

    select domain from {{ ref('input__free_email_domains') }}

),

written as (

    select
        keyed.account_key,
        {{ split_to_rows('lower(accounts.email_domains)', 124) }} as written_domain
    from accounts
    inner join keyed
        on
            accounts.source_system = keyed.source_system
            and accounts.account_id = keyed.account_id

),

named as (

    select
        account_key,
        {{ domain_of('written_domain') }} as domain
    from written

),

final as (

    select
        named.account_key,
        named.domain,
        -- mail of everybody's providers belongs to no company, whoever claims it
        public_domains.domain is not null as is_public
    from named
    left join public_domains
        on named.domain = public_domains.domain
    where named.domain is not null
    group by named.account_key, named.domain, public_domains.domain

)

select * from final
