with raw_counts as (

    select * from {{ ref('landed__raw_row_count') }}

),

counted as (

    select * from {{ ref('int_landed_row_counted') }}

),

input_counts as (

    {% for entity in landed_entities() %}
    select
        '{{ entity }}' as table_name,
        source_system,
        count(*) as n_input,
        {% if amount_column(entity) -%}
        sum({{ amount_column(entity).name }})
        {%- else -%}
        cast(null as decimal(38, 2))
        {%- endif %} as input_amount
    from {{ ref('input__' ~ entity) }}
    group by source_system
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        coalesce(raw_counts.table_name, counted.table_name, input_counts.table_name) as table_name,
        coalesce(raw_counts.source_system, counted.source_system, input_counts.source_system) as source_system,
        raw_counts.read_from,
        coalesce(raw_counts.n_raw, 0) as n_raw,
        coalesce(counted.n_landed, 0) as n_landed,
        coalesce(counted.n_accepted, 0) as n_accepted,
        coalesce(counted.n_erased, 0) as n_erased,
        coalesce(counted.n_quarantined, 0) as n_quarantined,
        coalesce(counted.n_duplicate, 0) as n_duplicate,
        coalesce(counted.n_deleted, 0) as n_deleted,
        coalesce(counted.n_other_crm, 0) as n_other_crm,
        coalesce(input_counts.n_input, 0) as n_input,
        raw_counts.raw_amount,
        counted.accepted_amount,
        counted.other_amount,
        input_counts.input_amount,
        counted.latest_ingested_at
    from raw_counts
    -- rows that no raw table accounts for do not reconcile either
    full outer join counted
        on
            raw_counts.table_name = counted.table_name
            and raw_counts.source_system = counted.source_system
    full outer join input_counts
        on
            coalesce(raw_counts.table_name, counted.table_name) = input_counts.table_name
            and coalesce(raw_counts.source_system, counted.source_system) = input_counts.source_system

)

select * from final
