{#-
    Which source's record stands for a company or a person that several have: the CRM of record's first, then in the
    order of staged_tables. Keys count up in that order, so of two records the one with the smaller key stands.
-#}
{%- macro source_rank(source_system) -%}
    case {{ source_system }}
        {%- for source_name in staged_tables()['opportunities'] | map('first') if is_crm_of_record(source_name) and source_name != 'files' %}
        when '{{ source_name }}' then 0
        {%- endfor %}
        {%- for source_name in staged_tables()['accounts'] | map('first') %}
        when '{{ source_name }}' then {{ loop.index }}
        {%- endfor %}
        else 99
    end
{%- endmacro -%}


{#-
    Each record of an entity with an integer key, and the id it is published under: its own, or source:id where a
    record of a better rank has the same.
-#}
{%- macro keyed_records(relation, id) -%}
    select
        {{ id }},
        source_system,
        case
            when row_number() over (partition by {{ id }} order by {{ source_rank('source_system') }}, source_system) = 1
                then {{ id }}
            else source_system || ':' || {{ id }}
        end as published_{{ id }},
        {{ source_rank('source_system') }} as source_rank,
        cast(
            row_number() over (order by {{ source_rank('source_system') }}, source_system, {{ id }}) as integer
        ) as {{ id.removesuffix('_id') }}_key
    from {{ relation }}
{%- endmacro -%}


{#-
    Every key that a key leads to over its chain of links, itself too where the chain runs in a circle. UNION, not
    UNION ALL: a circle adds nothing new and the recursion ends.
-#}
{%- macro followed_links(links, key, next_key) -%}
    select
        {{ key }},
        {{ next_key }} as reached_{{ key }}
    from {{ links }}
    union
    select
        final.{{ key }},
        {{ links }}.{{ next_key }} as reached_{{ key }}
    from final
    inner join {{ links }}
        on final.reached_{{ key }} = {{ links }}.{{ key }}
{%- endmacro -%}


{#- Where each chain of followed_links ends: its last key, or the smallest of the circle that it runs into. -#}
{%- macro ends_of_chains(followed, key) -%}
    select
        chains.{{ key }},
        min(chains.reached_{{ key }}) as last_{{ key }},
        bool_or(chains.{{ key }} = chains.reached_{{ key }}) as is_in_cycle
    from {{ followed }} as chains
    left join (
        select
            {{ key }},
            bool_or({{ key }} = reached_{{ key }}) as is_in_cycle
        from {{ followed }}
        group by {{ key }}
    ) as starts
        on chains.reached_{{ key }} = starts.{{ key }}
    where starts.{{ key }} is null or starts.is_in_cycle
    group by chains.{{ key }}
{%- endmacro -%}


{#-
    The records that an id may mean, by the source that writes it: its own record of that id, else, where exactly one
    source has such a record, that one (input_layer.md, references).
-#}
{%- macro referable_records(relation, id) -%}
    select *
    from {{ relation }}
    union all
    select records.* replace (sources.source_system as source_system, false as is_own)
    from {{ relation }} as records
    inner join (
        {%- for source_name in var('sources_enabled') %}
        select '{{ source_name }}' as source_system
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as sources
        on records.source_system != sources.source_system
    where records.n_sources = 1
{%- endmacro -%}


{#-
    Records that are one by the ids they carry of each other (external_ids, source:id parted by pipes), and those of
    files under an id of Salesforce: the one of worse rank leads to the other, if that is there on the as-of date.
-#}
{%- macro synced_records(records, id) -%}
    {%- set key = id.removesuffix('_id') ~ '_key' %}
    select
        greatest(written.{{ key }}, named.{{ key }}) as {{ key }},
        min(least(written.{{ key }}, named.{{ key }})) as next_{{ key }}
    from (
        select
            {{ key }},
            source_rank,
            does_exist,
            is_deleted,
            is_merged,
            {{ split_to_rows('external_ids', 124) }} as name
        from {{ records }}
        union all
        select
            {{ key }},
            source_rank,
            does_exist,
            is_deleted,
            is_merged,
            'salesforce:' || {{ id }} as name
        from {{ records }}
        where source_system = 'files'
    ) as written
    inner join {{ records }} as named
        on written.name = named.source_system || ':' || named.{{ id }}
    where
        written.source_rank != named.source_rank
        -- the one that is led to
        and case
            when written.source_rank < named.source_rank
                then written.does_exist and (written.is_merged or not written.is_deleted)
            else named.does_exist and (named.is_merged or not named.is_deleted)
        end
    group by greatest(written.{{ key }}, named.{{ key }})
{%- endmacro -%}


{#- For each record the first of several kinds of links that it has, as `links` names them, and which it was. -#}
{%- macro first_link(records, id, links) -%}
    {%- set key = id.removesuffix('_id') ~ '_key' %}
    select
        {{ records }}.{{ key }},
        coalesce({% for link in links.values() %}{{ link }}.next_{{ key }}{{ ', ' if not loop.last }}{% endfor %}) as next_{{ key }},
        case
            {%- for method, link in links.items() %}
            when {{ link }}.next_{{ key }} is not null then '{{ method }}'
            {%- endfor %}
        end as link_method
    from {{ records }}
    {%- for link in links.values() %}
    left join {{ link }}
        on
            {{ records }}.{{ key }} = {{ link }}.{{ key }}
            {%- if link.startswith('same_') %}
            and {{ link }}.preference = 1
            {%- endif %}
    {%- endfor %}
    where coalesce({% for link in links.values() %}{{ link }}.next_{{ key }}{{ ', ' if not loop.last }}{% endfor %}) is not null
{%- endmacro -%}


{#- Each record with the one that survives it, which may be itself, and how it is linked to another. -#}
{%- macro resolved_records(keyed, ends, links, id) -%}
    {%- set key = id.removesuffix('_id') ~ '_key' %}
    select
        {{ keyed }}.{{ id }},
        survivors.published_{{ id }} as surviving_{{ id }},
        {{ keyed }}.source_system,
        {{ links }}.link_method,
        {{ keyed }}.{{ key }},
        survivors.{{ key }} as surviving_{{ key }},
        count(*) over (partition by {{ keyed }}.{{ id }}) as n_sources,
        true as is_own,
        coalesce({{ ends }}.is_in_cycle, false) as is_in_merge_cycle
    from {{ keyed }}
    left join {{ ends }}
        on {{ keyed }}.{{ key }} = {{ ends }}.{{ key }}
    left join {{ links }}
        on {{ keyed }}.{{ key }} = {{ links }}.{{ key }}
    inner join {{ keyed }} as survivors
        on coalesce({{ ends }}.last_{{ key }}, {{ keyed }}.{{ key }}) = survivors.{{ key }}
{%- endmacro -%}


{#- An address in its one spelling; what has no @ is none. -#}
{%- macro normal_email(email) -%}
    case when strpos({{ email }}, '@') > 1 then nullif(lower(trim({{ email }})), '') end
{%- endmacro -%}


{#- Of a group's values that are known the first by an order. -#}
{%- macro first_known(column, order) -%}
    {{ adapter.dispatch('first_known')(column, order) }}
{%- endmacro -%}

{%- macro default__first_known(column, order) -%}
    arg_min({{ column }}, {{ order }})
{%- endmacro -%}


{#- An id made of a row's content, where the row has none. -#}
{%- macro content_id(columns) -%}
    md5({{ values_as_text(columns) }})
{%- endmacro -%}


{#-
    A short number for what must be equal in several columns. Two contents may share it: it picks out rows to compare,
    and is never kept (it may change with the engine's version).
-#}
{%- macro content_hash(columns) -%}
    {{ adapter.dispatch('content_hash')(columns) }}
{%- endmacro -%}

{%- macro default__content_hash(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro -%}
