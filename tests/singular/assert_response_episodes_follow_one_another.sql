-- An account has one request open at a time: the next episode opens when the one before was answered, never sooner.
with ordered as (

    select
        account_key,
        opened_at,
        answered_at,
        lead(opened_at) over (partition by account_key order by opened_at) as next_opened_at
    from {{ ref('int_response_episode') }}

)

select *
from ordered
where
    answered_at < opened_at
    or (next_opened_at is not null and (answered_at is null or answered_at >= next_opened_at))
