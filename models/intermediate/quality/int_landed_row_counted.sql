{%- for entity in landed_entities() %}
select
    '{{ entity }}' as table_name,
    source_system,
    count(*) as n_landed,
    count(case when disposition = 'accepted' then 1 end) as n_accepted,
    count(case when disposition = 'quarantined' then 1 end) as n_quarantined,
    count(case when disposition = 'duplicate' then 1 end) as n_duplicate,
    count(case when disposition = 'deleted' then 1 end) as n_deleted,
    count(case when disposition = 'other_crm' then 1 end) as n_other_crm,
    count(case when disposition = 'accepted' and orphaned_columns is not null then 1 end) as n_orphaned,
    max(ingested_at) as latest_ingested_at
from {{ ref('landed__' ~ entity) }}
group by source_system
{% if not loop.last %}union all{% endif %}
{% endfor %}
