with offered as (

    select * from {{ ref('int_content_offered') }}

),

people as (

    select * from {{ ref('int_person_pseudonymised') }}

),

accounts as (

    select * from {{ ref('int_account_standing') }}

),

segments as (

    select * from {{ ref('int_account_segmented') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

named as (

    select
        offered.account_key,
        offered.campaign_id,
        offered.offered_on,
        offered.consumed_on,
        people.pseudonym || ':' || offered.asset_id as offered_pair_id
    from offered
    inner join people
        on offered.person_key = people.person_key

),

final as (

    {{ described_on('named', 'offered_on') }}

)

select * from final
