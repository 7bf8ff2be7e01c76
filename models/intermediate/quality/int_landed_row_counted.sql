-- records that have a version in quarantine
with broken as (

    {% for entity in landed_entities() %}
    select
        '{{ entity }}' as table_name,
        source_system,
        row_key
    from {{ ref('landed__' ~ entity) }}
    where disposition = 'quarantined'
    group by source_system, row_key
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    {% for entity in landed_entities() %}
    select
        '{{ entity }}' as table_name,
        landed.source_system,
        count(*) as n_landed,
        count(case when landed.disposition = 'accepted' then 1 end) as n_accepted,
        count(case when landed.disposition = 'erased' then 1 end) as n_erased,
        count(case when landed.disposition = 'quarantined' then 1 end) as n_quarantined,
        count(case when landed.disposition = 'duplicate' then 1 end) as n_duplicate,
        count(case when landed.disposition = 'deleted' then 1 end) as n_deleted,
        count(case when landed.disposition = 'other_crm' then 1 end) as n_other_crm,
        count(case
            when landed.disposition in ('accepted', 'erased') and landed.orphaned_columns is not null then 1
        end) as n_orphaned,
        count(case
            when landed.disposition in ('accepted', 'erased') and broken.row_key is not null then 1
        end) as n_version_quarantined,
        {%- set amount = amount_column(entity).name %}
        {%- for name, condition in [('accepted_amount', '='), ('other_amount', '!=')] %}
        {% if amount -%}
        sum(case when landed.disposition {{ condition }} 'accepted' then landed.{{ amount }} end)
        {%- else -%}
        cast(null as decimal(38, 2))
        {%- endif %} as {{ name }},
        {%- endfor %}
        max(landed.ingested_at) as latest_ingested_at
    from {{ ref('landed__' ~ entity) }} as landed
    left join broken
        on
            broken.table_name = '{{ entity }}'
            and landed.source_system = broken.source_system
            and landed.row_key = broken.row_key
    group by landed.source_system
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from final
