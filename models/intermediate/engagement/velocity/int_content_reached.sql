with consumed as (

    select *
    from {{ ref('int_content_consumed') }}
    where account_key is not null and funnel_rank in (1, 3)

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

firsts as (

    select
        account_key,
        min(case when funnel_rank = 1 then occurred_at end) as tofu_at,
        min(case when funnel_rank = 3 then occurred_at end) as bofu_at
    from consumed
    group by account_key

),

dated as (

    select
        account_key,
        coalesce(bofu_at < tofu_at, false) as began_at_bofu,
        {{ local_date('tofu_at') }} as tofu_on,
        {{ local_date('bofu_at') }} as bofu_on
    from firsts
    where tofu_at is not null

),

final as (

    {{ described_on('dated', 'tofu_on') }}

)

select * from final
