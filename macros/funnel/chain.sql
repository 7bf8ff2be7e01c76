{#-
    The entries of an account that count, in order: the first candidate, then each time the candidate at
    `next_entered_at` of the one before. Stands under `with recursive`, in a CTE of the name `chain`.
-#}
{%- macro entries_in_chain(candidates) -%}
    select
        account_id,
        min(entered_at) as entered_at,
        1 as entry_number
    from {{ candidates }}
    group by account_id
    union all
    select
        {{ candidates }}.account_id,
        {{ candidates }}.next_entered_at as entered_at,
        chain.entry_number + 1 as entry_number
    from chain
    inner join {{ candidates }}
        on
            chain.account_id = {{ candidates }}.account_id
            and chain.entered_at = {{ candidates }}.entered_at
    where {{ candidates }}.next_entered_at is not null
{%- endmacro -%}
