{%- set n_days = var('score_window_days') -%}

with stale as (

    select *
    from {{ ref('int_account_score_stale') }}
    where is_scored_again

),

account_days as (

    select * from {{ ref('int_account_day_engaged') }}

),

-- momentum needs the four weeks before
due as (

    select
        account_key,
        min(starts_on) - {{ momentum_days() }} as scored_from
    from stale
    group by account_key

),

-- the events of the window, and before them the last one: where it went out of the window the score jumped last
final as (

    select
        due.account_key,
        due.scored_from,
        coalesce(max(account_days.occurred_on), due.scored_from - {{ n_days }}) as counted_from
    from due
    left join account_days
        on
            due.account_key = account_days.account_key
            and account_days.occurred_on <= due.scored_from - {{ n_days }}
    group by due.account_key, due.scored_from

)

select * from final
