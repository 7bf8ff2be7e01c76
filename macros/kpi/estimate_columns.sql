{#- The key of an estimate: the cell of kpi_values, and within it the side of a comparison and the stratum. -#}
{%- macro estimate_columns(of='', having_side=true) -%}
    {%- set columns = ['kpi_id', 'period_type', 'period_start', 'period_end', 'segment_type', 'segment_value'] -%}
    {%- if having_side -%}
        {%- set columns = columns + ['side', 'stratum'] -%}
    {%- endif -%}
    {%- set prefix = of ~ '.' if of else '' -%}
    {%- for column in columns -%}
        {{ prefix }}{{ column }}{% if not loop.last %},
        {% endif %}
    {%- endfor -%}
{%- endmacro -%}


{#- The condition that two relations speak of the same cell. -#}
{%- macro same_cell(left, right) -%}
    {{ left }}.kpi_id = {{ right }}.kpi_id
            {%- for column in ['period_type', 'period_start', 'period_end', 'segment_type', 'segment_value'] %}
            and {{ left }}.{{ column }} = {{ right }}.{{ column }}
            {%- endfor %}
{%- endmacro -%}
