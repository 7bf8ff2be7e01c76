{{ config(schema='operations', alias='told_row') }}

with read_otherwise as (

    {% for entity in landed_entities() %}
    select
        '{{ entity }}' as table_name,
        source_system,
        row_number,
        row_key,
        {{ split_to_rows('read_otherwise', 31) }} as entry
    from {{ ref('landed__' ~ entity) }}
    where disposition in ('accepted', 'erased') and read_otherwise is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

clashing as (

    select * from {{ ref('int_row_clashing') }}

),

later as (

    select * from {{ ref('int_row_later') }}

),

contested as (

    select * from {{ ref('int_membership_contested') }}

),

final as (

    select
        table_name,
        split_part(entry, chr(30), 1) as column_name,
        source_system,
        row_number,
        row_key,
        split_part(entry, chr(30), 2) as finding,
        case split_part(entry, chr(30), 2)
            when 'open_end' then 'read_as_open'
            when 'amount_rounded' then 'rounded_to_the_cent'
            when 'reference_to_nothing' then 'emptied'
        end as treatment,
        nullif(split_part(entry, chr(30), 3), '') as raw_value
    from read_otherwise
    union all
    select
        table_name,
        column_name,
        source_system,
        row_number,
        row_key,
        'duplicate_of_other_content' as finding,
        'first_ingested_stays' as treatment,
        null as raw_value
    from clashing
    union all
    select
        table_name,
        column_name,
        source_system,
        row_number,
        row_key,
        finding,
        treatment,
        raw_value
    from later
    union all
    select
        'program_accounts' as table_name,
        'account_id' as column_name,
        source_system,
        row_number,
        row_key,
        finding,
        case finding
            when 'membership_clash' then 'smallest_tier_holds'
            when 'membership_overlap' then 'latest_beginning_holds'
        end as treatment,
        account_id as raw_value
    from contested

)

select * from final
