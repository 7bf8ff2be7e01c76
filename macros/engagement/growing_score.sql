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


{#-
    The incremental strategies `stale_blocks` and `stale_days`: what is stale goes, what is made again comes, in one
    transaction.
-#}
{%- macro get_incremental_stale_blocks_sql(arguments) -%}
    {{ replace_numbered(arguments, 'block_number', ref('int_account_score_stale')) }}
{%- endmacro -%}

{%- macro get_incremental_stale_days_sql(arguments) -%}
    {{ replace_numbered(arguments, 'day_number', ref('int_engaged_day_stale')) }}
{%- endmacro -%}

{%- macro replace_numbered(arguments, number, stale) -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    delete from {{ arguments.target_relation }}
    where {{ number }} in (select {{ number }} from {{ stale }});

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{%- endmacro -%}
