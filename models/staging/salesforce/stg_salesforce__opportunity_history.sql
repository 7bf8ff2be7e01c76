{%- set form = salesforce_history_form() -%}
with source as (

    select * from {{ salesforce_history(form) }}

),

renamed as (

    {{ salesforce_states(form, 'source') }}

),

final as (

    {{ parse_entity('renamed', 'opportunity_history', 'salesforce') }}

)

select * from final
