{#- A file of the input layer as it is: its columns carry the entity's names already. -#}
{%- macro stage_file(entity) -%}
{%- set names = entity_columns(entity) | map(attribute='name') | list -%}
with source as (

    select * from {{ raw('files', entity, names) }}

),

renamed as (

    select
        *,
        _landed_at as ingested_at,
        _version_at as version_at
    from source

),

final as (

    {{ parse_entity('renamed', entity, 'files') }}

)

select * from final
{%- endmacro -%}
