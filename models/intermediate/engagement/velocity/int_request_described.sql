with requests as (

    select * from {{ ref('int_request_preceded') }}

),

published as (

    select * from {{ ref('int_interaction_pseudonymised') }}

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
        published.published_interaction_id as interaction_id,
        requests.account_key,
        requests.last_sent_at is null as is_spontaneous,
        requests.requested_on
    from requests
    inner join published
        on requests.interaction_id = published.interaction_id

),

final as (

    {{ described_on('named', 'requested_on') }}

)

select * from final
