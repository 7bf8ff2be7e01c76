{#-
    Rows of accounts (by account_key, which may be empty) with what KPIs are broken down by: tier and membership as on
    `day`, a column of theirs, the others as now. The model imports `accounts` (int_account_standing), `segments`
    (int_account_segmented) and `memberships` (int_membership_resolved).
-#}
{%- macro described_on(rows, day) -%}
    select
        {{ rows }}.* exclude (account_key),
        accounts.account_id,
        segments.owner_id,
        {{ abm_segment('accounts.account_id', rows ~ '.' ~ day, 'memberships') }} as abm_segment,
        memberships.tier,
        segments.industry,
        segments.country_code,
        segments.owner_team
    from {{ rows }}
    left join accounts
        on {{ rows }}.account_key = accounts.account_key
    left join segments
        on accounts.account_id = segments.account_id
    left join memberships
        on
            accounts.account_id = memberships.account_id
            and {{ rows }}.{{ day }} >= memberships.valid_from
            and {{ rows }}.{{ day }} < memberships.valid_to
{%- endmacro -%}
