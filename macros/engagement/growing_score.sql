{#-
    Scores grow by blocks of an account's days: each row keeps the number of what its block is made of, and a run scores
    again the blocks whose number is another one now. A day's score has to do with the events of its window; where the
    last jump before it stands, with those that went out of it in another window; its momentum with four weeks more.
-#}
{%- macro score_block_days() -%}
    {{ return(16) }}
{%- endmacro -%}

{%- macro momentum_days() -%}
    {{ return(28) }}
{%- endmacro -%}

{%- macro score_reach_days() -%}
    {{ return(2 * var('score_window_days') + momentum_days()) }}
{%- endmacro -%}


{%- macro score_block_of(day) -%}
    ({{ days_between("cast('1970-01-01' as date)", day) }} // {{ score_block_days() }})
{%- endmacro -%}


{%- macro score_block_starts_on(block) -%}
    (cast('1970-01-01' as date) + cast(({{ block }}) * {{ score_block_days() }} as integer))
{%- endmacro -%}


{#- The incremental strategy `stale_blocks`: what is stale goes, what is scored again comes, in one transaction. -#}
{%- macro get_incremental_stale_blocks_sql(arguments) -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    delete from {{ arguments.target_relation }}
    where block_number in (select block_number from {{ ref('int_account_score_stale') }});

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{%- endmacro -%}
