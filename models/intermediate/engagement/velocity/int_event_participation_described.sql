with participated as (

    select * from {{ ref('int_event_participated') }}

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
        participated.account_key,
        participated.campaign_id,
        participated.milestone,
        participated.is_registration_overwritten,
        participated.reached_on,
        participated.invited_on,
        participated.registered_on,
        participated.attended_on,
        participated.starts_on,
        participated.campaign_id || ':' || people.pseudonym as participation_id
    from participated
    inner join people
        on participated.person_key = people.person_key

),

final as (

    {{ described_on('named', 'reached_on') }}

)

select * from final
