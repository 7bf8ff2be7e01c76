{#- A reference seed, or the file of the same name that a folder of files brings (var reference_replaced). -#}
{%- macro reference_relation(name) -%}
    {%- if name in var('reference_replaced') -%}
        {{ return(source('raw_files', name)) }}
    {%- endif -%}
    {{ return(ref(name)) }}
{%- endmacro -%}


{#- A reference table parsed to its shape (entity_columns); `rejected_because` must be empty, see the test. -#}
{%- macro stage_reference(name) -%}
{%- set names = entity_columns(name) | map(attribute='name') | list -%}
with source as (

    select * from {{ raw_columns(reference_relation(name), names) }}

),

renamed as (

    select
        *,
        _landed_at as ingested_at,
        _version_at as version_at
    from source

),

final as (

    {{ parse_entity('renamed', name, 'reference') }}

)

select * from final
{%- endmacro -%}
