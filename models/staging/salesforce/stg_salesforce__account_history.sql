{%- set form = salesforce_account_history_form() -%}
with source as (

    select * from {{ salesforce_account_history(form) }}

),

-- a row for each row of the history and status field it speaks of
stated as (

    {{ salesforce_account_words(form, 'source') }}

),

followed as (

    select
        *,
        lag(word) over (
            partition by account_id, field_name order by {{ parse_instant('stated_at') }}, word
        ) as word_before
    from stated

),

renamed as (

    select
        account_id,
        -- copies of an account that has kept its status say the same again: they carry the day it began
        max(case when word is distinct from word_before then stated_at end) over (
            partition by account_id, field_name order by {{ parse_instant('stated_at') }}, word
            rows between unbounded preceding and current row
        ) as changed_at,
        status,
        user_id,
        _landed_at as ingested_at,
        stated_at as version_at,
        _gone_at,
        _row,
        _decimal_comma,
        _problem
    from followed
    -- the account's other words are no milestones
    where status is not null

),

final as (

    {{ parse_entity('renamed', 'account_statuses', 'salesforce', absent=['reason']) }}

)

select * from final
