with counted as (

    select * from {{ ref('int_landed_row_counted') }}

),

opportunities as (

    select * from {{ ref('fct_opportunity') }}

),

accounts as (

    select * from {{ ref('int_account_described') }}

),

reconciled as (

    select * from {{ ref('int_opportunity_reconciled') }}

),

people as (

    select * from {{ ref('int_person_described') }}

),

interactions as (

    select * from {{ ref('int_interaction_judged') }}

),

domains as (

    select * from {{ ref('int_account_domain') }}

),

memberships as (

    select * from {{ ref('int_membership_resolved') }}

),

revenue_told as (

    select * from {{ ref('int_revenue_told') }}

),

told as (

    select * from {{ ref('int_row_told') }}

),

unmapped_words as (

    select * from {{ ref('int_word_unmapped') }}

),

unheld_roles as (

    select * from {{ ref('int_committee_role_unheld') }}

),

erasures_unmatched as (

    select * from {{ ref('int_erasure_unmatched') }}

),

unconverted as (

    select * from {{ ref('int_amount_unconverted') }}

),

-- what the data got wrong, and what was taken for granted where it says nothing
findings as (

    {% for finding, treatment, count in [
        ('reference_to_nothing', 'emptied', 'n_orphaned'),
        ('duplicate', 'left_out', 'n_duplicate'),
        ('version_in_quarantine', 'another_version_stands', 'n_version_quarantined'),
        ('of_another_crm', 'left_out', 'n_other_crm'),
        ('deleted', 'left_out', 'n_deleted'),
    ] %}
    select
        '{{ finding }}' as finding,
        '{{ treatment }}' as treatment,
        table_name,
        {{ count }} as n_rows
    from counted
    {{ 'union all' if not loop.last }}
    {% endfor %}
    union all
    select
        finding,
        treatment,
        table_name,
        1 as n_rows
    from told
    -- of two columns it is one row, counted above
    where finding != 'reference_to_nothing'
    union all
    select
        finding,
        treatment,
        table_name,
        n_rows
    from revenue_told
    -- a duplicate of other content is told as such alone
    union all
    select
        'duplicate' as finding,
        'left_out' as treatment,
        table_name,
        -1 as n_rows
    from told
    where finding = 'duplicate_of_other_content'
    union all
    select
        'deleted' as finding,
        'left_out' as treatment,
        'opportunities' as table_name,
        n_deleted as n_rows
    from reconciled
    union all
    select
        'after_the_as_of_date' as finding,
        'left_out' as treatment,
        'opportunities' as table_name,
        n_later as n_rows
    from reconciled
    union all
    select
        'no_programme' as finding,
        'membership_unknown' as treatment,
        'accounts' as table_name,
        count(*) as n_rows
    from accounts
    where not exists (select 1 from memberships)
    union all
    select
        'public_domain' as finding,
        'left_out' as treatment,
        'accounts' as table_name,
        count(*) as n_rows
    from domains
    where is_public
    union all
    select
        'address_in_name' as finding,
        'taken_out' as treatment,
        'accounts' as table_name,
        count(*) as n_rows
    from accounts
    where strpos(account_name, '[e-mail]') > 0
    union all
    select
        'erasure_of_nobody' as finding,
        'check_the_request' as treatment,
        'erasure_requests' as table_name,
        count(*) as n_rows
    from erasures_unmatched
    union all
    select
        'word_not_mapped' as finding,
        'kept_as_it_is' as treatment,
        table_name,
        n_rows
    from unmapped_words
    union all
    select
        'role_of_nobody' as finding,
        'asked_for_in_vain' as treatment,
        'buying_committee_template' as table_name,
        n_rows
    from unheld_roles
    {% for finding, treatment, condition in [
        ('closed_without_date', 'left_out', "closing_problem = 'closed_without_date'"),
        ('closed_before_created', 'left_out_of_durations', "closing_problem = 'closed_before_created'"),
        ('no_fresh_exchange_rate', 'amount_unknown',
            '(amount_at_creation is null and amount_at_creation_in_currency is not null)'
            ' or (amount is null and amount_in_currency is not null)'),
        ('stage_not_mapped', 'kept_as_unmapped', "stage = 'unmapped'"),
        ('account_unknown', 'membership_unknown', 'account_id is null'),
        ('type_empty', 'assumed_new_business', 'is_type_assumed'),
        ('amount_at_creation_unknown', 'assumed_current_amount', "amount_basis = 'current'"),
        ('currency_empty', 'assumed_reporting_currency',
            '(is_currency_at_creation_assumed and amount_at_creation is not null)'
            ' or (is_currency_assumed and amount is not null)'),
        ('contract_term_empty', 'assumed_annual_amount', 'is_contract_term_assumed'),
    ] %}
    union all
    select
        '{{ finding }}' as finding,
        '{{ treatment }}' as treatment,
        'opportunities' as table_name,
        count(case when {{ condition }} then 1 end) as n_rows
    from opportunities
    {% endfor %}
    union all
    select
        'no_fresh_exchange_rate' as finding,
        'amount_unknown' as treatment,
        table_name,
        n_rows
    from unconverted
    union all
    select
        'won_but_not_closed' as finding,
        'taken_as_open' as treatment,
        'opportunities' as table_name,
        n_won_but_open as n_rows
    from reconciled
    union all
    select
        'merge_cycle' as finding,
        'smallest_id_survives' as treatment,
        'accounts' as table_name,
        count(case when is_in_merge_cycle then 1 end) as n_rows
    from accounts
    union all
    select
        'merge_cycle' as finding,
        'smallest_id_survives' as treatment,
        'people' as table_name,
        count(case when is_in_merge_cycle then 1 end) as n_rows
    from people
    union all
    select
        'parent_cycle' as finding,
        'smallest_id_is_root' as treatment,
        'accounts' as table_name,
        count(case when is_in_parent_cycle then 1 end) as n_rows
    from accounts
    union all
    select
        'parent_not_there' as finding,
        'taken_for_the_top' as treatment,
        'accounts' as table_name,
        count(case when is_parent_missing then 1 end) as n_rows
    from accounts
    {% for finding, treatment, condition in [
        ('after_the_as_of_date', 'left_out', "excluded_reason = 'after_the_as_of_date'"),
        ('opt_out_of_nobody', 'kept_without_person',
            "excluded_reason is null and type = 'email_unsubscribe' and person_key is null"),
        ('repeated_interaction', 'left_out', "excluded_reason = 'duplicate'"),
        ('made_by_a_machine', 'without_points', 'excluded_reason is null and machine_reason is not null'),
        ('type_without_weight', 'without_points', 'excluded_reason is null and not is_weighted'),
        ('landed_late', 'restated', 'excluded_reason is null and landed_after_days > ' ~ var('late_after_days')),
        ('of_no_known_account', 'kept_without_account', 'excluded_reason is null and account_key is null'),
    ] %}
    union all
    select
        '{{ finding }}' as finding,
        '{{ treatment }}' as treatment,
        'interactions' as table_name,
        count(case when {{ condition }} then 1 end) as n_rows
    from interactions
    {% endfor %}

),

final as (

    select
        finding,
        treatment,
        table_name,
        cast(sum(n_rows) as bigint) as n_rows
    from findings
    group by finding, treatment, table_name
    having sum(n_rows) > 0

)

select * from final
