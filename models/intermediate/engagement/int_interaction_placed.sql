with named as (

    select * from {{ ref('int_interaction_named') }}

),

employers as (

    select * from {{ ref('int_person_employed') }}

),

domains as (

    select * from {{ ref('int_domain_resolved') }}

),

people_domains as (

    select * from {{ ref('int_person_domained') }}

),

people as (

    select * from {{ ref('int_person_keyed') }}

),

accounts as (

    select * from {{ ref('int_account_keyed') }}

),

-- the account a row names, else its person's employer that day, else that of its address's domain, of its own, of its
-- person's, else none
rungs as (

    select
        name_number,
        named_account_key as account_key,
        'explicit' as match_method,
        1 as rung,
        {{ beginning_of_time() }} as valid_from,
        {{ end_of_time() }} as valid_to
    from named
    where named_account_key is not null
    {% for relation, method, condition in [
        ('employers', 'relation.match_method', 'named.person_key = relation.person_key'),
        ('domains', "'domain'", 'named.address_domain = relation.domain'),
        ('domains', "'domain'", 'named.domain = relation.domain'),
        ('people_domains', 'relation.match_method', 'named.person_key = relation.person_key'),
    ] -%}
    union all
    select
        named.name_number,
        relation.account_key,
        {{ method }} as match_method,
        {{ loop.index + 1 }} as rung,
        relation.valid_from,
        relation.valid_to
    from named
    inner join {{ relation }} as relation
        on {{ condition }}
    where named.named_account_key is null
    {% endfor -%}
    union all
    select
        name_number,
        cast(null as integer) as account_key,
        'none' as match_method,
        6 as rung,
        {{ beginning_of_time() }} as valid_from,
        {{ end_of_time() }} as valid_to
    from named
    where named_account_key is null

),

boundaries as (

    select
        name_number,
        valid_from as boundary
    from rungs
    union
    select
        name_number,
        valid_to as boundary
    from rungs

),

spans as (

    select
        name_number,
        boundary as valid_from,
        lead(boundary) over (partition by name_number order by boundary) as valid_to
    from boundaries

),

preferred as (

    select
        spans.name_number,
        rungs.account_key,
        rungs.match_method,
        spans.valid_from,
        spans.valid_to,
        row_number() over (partition by spans.name_number, spans.valid_from order by rungs.rung) as preference
    from spans
    inner join rungs
        on
            spans.name_number = rungs.name_number
            and spans.valid_from >= rungs.valid_from
            and spans.valid_from < rungs.valid_to
    where spans.valid_to is not null

),

-- its number holds all that is said of it, people and accounts by their records: keys shift when a record comes
final as (

    select
        named.address,
        named.domain,
        preferred.match_method,
        {{ content_hash([
            'preferred.name_number', 'people.source_system', 'people.person_id', 'accounts.source_system',
            'accounts.account_id', 'named.address is null', 'named.buying_role', 'preferred.match_method', 'preferred.valid_from',
            'preferred.valid_to',
        ]) }} as placement_number,
        preferred.name_number,
        named.person_key,
        preferred.account_key,
        preferred.valid_from,
        preferred.valid_to
    from preferred
    inner join named
        on preferred.name_number = named.name_number
    left join people
        on named.person_key = people.person_key
    left join accounts
        on preferred.account_key = accounts.account_key
    where preferred.preference = 1

)

select * from final
