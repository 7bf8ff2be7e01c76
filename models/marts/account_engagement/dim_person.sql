with people as (

    select * from {{ ref('int_person_described') }}

),

pseudonyms as (

    select * from {{ ref('int_person_pseudonymised') }}

),

placed as (

    select * from {{ ref('int_person_placed') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

final as (

    select
        pseudonyms.pseudonym as person_key,
        people.source_system,
        accounts.account_id,
        case
            when people.erased_at is null then {{ impersonal_title('people.job_title', 'people.full_name') }}
        end as job_title,
        case when people.erased_at is null then {{ without_addresses('people.seniority') }} end as seniority,
        {{ without_addresses('people.buying_role') }} as buying_role,
        accounts.crm_url as account_crm_url,
        people.is_decision_maker,
        people.is_deleted,
        people.created_at,
        people.deleted_at,
        people.erased_at
    from people
    inner join pseudonyms
        on people.person_key = pseudonyms.person_key
    left join placed
        on people.person_key = placed.person_key
    left join accounts
        on placed.account_key = accounts.account_key

)

select * from final
