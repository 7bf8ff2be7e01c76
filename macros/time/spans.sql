{#-
    Spans [valid_from, valid_to) of a key cut so that none overlaps another: of several on a day the one that began
    last holds, of these the smallest value.
-#}
{%- macro latest_spans(spans, key, value) -%}
    select
        {{ key }},
        {{ value }},
        valid_from,
        valid_to
    from (
        select
            pieces.{{ key }},
            pieces.valid_from,
            pieces.valid_to,
            whole.{{ value }},
            row_number() over (
                partition by pieces.{{ key }}, pieces.valid_from order by whole.valid_from desc, whole.{{ value }} asc
            ) as preference
        from (
            select
                {{ key }},
                boundary as valid_from,
                lead(boundary) over (partition by {{ key }} order by boundary) as valid_to
            from (
                select
                    {{ key }},
                    valid_from as boundary
                from {{ spans }}
                union
                select
                    {{ key }},
                    valid_to as boundary
                from {{ spans }}
            ) as boundaries
        ) as pieces
        inner join {{ spans }} as whole
            on
                pieces.{{ key }} = whole.{{ key }}
                and pieces.valid_from >= whole.valid_from
                and pieces.valid_to <= whole.valid_to
    ) as covered
    where preference = 1
{%- endmacro -%}


{#-
    Spans [valid_from, valid_to) of a key from whose every day one of its days lies within the last `window` days: each
    day counts on itself and the days after it, and a new span begins where none counts any more.
-#}
{%- macro spans_of_days(days, key, day, window) -%}
    select
        {{ key }},
        min({{ day }}) as valid_from,
        max({{ day }}) + {{ window }} as valid_to
    from (
        select
            *,
            sum(case when is_beginning then 1 else 0 end) over (partition by {{ key }} order by {{ day }}) as span_number
        from (
            select
                {{ key }},
                {{ day }},
                coalesce(
                    {{ day }} > lag({{ day }}) over (partition by {{ key }} order by {{ day }}) + {{ window }}, true
                ) as is_beginning
            from {{ days }}
            group by {{ key }}, {{ day }}
        ) as begun
    ) as numbered
    group by {{ key }}, span_number
{%- endmacro -%}
