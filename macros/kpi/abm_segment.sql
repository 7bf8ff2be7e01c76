{#-
    ABM membership on a day, of an account joined to int_membership_resolved on that day: unknown without an
    account, with an unknown tier, before the day the programme's history is known from, or where nobody has said who
    is in the programme at all.
-#}
{%- macro abm_segment(account_id, day, memberships) -%}
    case
        when {{ account_id }} is null or {{ memberships }}.tier = 'unknown' then 'unknown'
        {%- if var('program_history_from') %}
        when {{ day }} < cast('{{ var("program_history_from") }}' as date) then 'unknown'
        {%- endif %}
        when {{ memberships }}.account_id is not null then 'abm'
        when not exists (select 1 from {{ ref('int_membership_resolved') }}) then 'unknown'
        else 'non_abm'
    end
{%- endmacro -%}
