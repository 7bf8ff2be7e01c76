{#-
    The stream of interactions grows: what a run judges again is told by int_interaction_changed, in blocks of time,
    and int_interaction_settled keeps the rest. What belongs to one block is judged together: duplicates are in one
    second, and a scanner's click at most scanner_seconds behind its delivery, in the same block or the next.
-#}
{%- macro block_seconds() -%}
    {{ return([600, var('scanner_seconds')] | max) }}
{%- endmacro -%}


{%- macro block_of(instant) -%}
    {{ adapter.dispatch('block_of')(instant) }}
{%- endmacro -%}

{%- macro default__block_of(instant) -%}
    (epoch_us({{ instant }}) // {{ block_seconds() }}000000)
{%- endmacro -%}


{#- The table of what earlier runs made, if this run may build on it; it comes after the models that ask. -#}
{%- macro settled_relation(name='int_interaction_settled') -%}
    {%- if not execute or flags.FULL_REFRESH -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(adapter.get_relation(this.database, this.schema, name)) }}
{%- endmacro -%}


{%- macro is_growing() -%}
    {{ return(settled_relation() is not none) }}
{%- endmacro -%}


{#-
    What other rules made is dropped behind the model of their number (int_interaction_ruled, int_account_score_ruled),
    before a later model asks whether it is there: so all is made anew.
-#}
{%- macro drop_what_other_rules_settled(name='int_interaction_settled') -%}
    {%- set settled = settled_relation(name) -%}
    {%- if settled is not none -%}
        {%- set others = run_query(
            'select count(*) from ' ~ settled ~ ' where rules_number is distinct from (select rules_number from '
            ~ this ~ ')'
        ) if 'rules_number' in adapter.get_columns_in_relation(settled) | map(attribute='name') else none -%}
        {%- if others is none or others.columns[0].values()[0] > 0 -%}
            {%- do adapter.drop_relation(settled) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}


{#- The incremental strategy `changed_blocks`: the blocks that are judged again go, also where nothing is left in them. -#}
{%- macro get_incremental_changed_blocks_sql(arguments) -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    delete from {{ arguments.target_relation }}
    where block in (select block from {{ ref('int_interaction_changed') }} where is_judged_again);

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{%- endmacro -%}


{#- What the project's models, macros and seeds are, as dbt's plugin says it (abm_kpis/dbt_plugin.py), and the engine. -#}
{%- macro project_state() -%}
    {{ adapter.dispatch('project_state')() }}
{%- endmacro -%}

{%- macro default__project_state() -%}
    concat_ws(' ', version(), getvariable('project_state'))
{%- endmacro -%}


{#-
    The id an interaction is published under where its own is made of the row's content, or holds an address: who guesses
    the content could make it again.
-#}
{%- macro interaction_pseudonym(interactions) -%}
    {%- set id = interactions ~ '.interaction_id' -%}
    case
        when
            strpos({{ id }}, '@') > 0
            -- most ids are shorter, and a pattern takes time
            or length({{ id }}) > 32 and regexp_full_match({{ id }}, '.*:[0-9a-f]{32}')
            then {{ interactions }}.source_system || ':' || left({{ keyed_hash(id) }}, 32)
    end
{%- endmacro -%}
