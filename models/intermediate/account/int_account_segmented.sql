{{ config(materialized='view') }}

with accounts as (

    select * from {{ ref('int_account_standing') }}

),

users as (

    select * from {{ ref('int_user_described') }}

),

final as (

    select
        accounts.account_id,
        accounts.industry,
        accounts.country_code,
        accounts.owner_id,
        users.team as owner_team,
        accounts.employee_count
    from accounts
    left join users
        on
            accounts.source_system = users.source_system
            and accounts.owner_id = users.user_id

)

select * from final
