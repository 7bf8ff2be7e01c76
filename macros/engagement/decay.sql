{#-
    Points decayed by half every `half_life` days, summed over the last `n_days` days of each row, without joining days to
    days. The weight of a point falls with its age, so it is written as 2^(day / half-life) and the sum divided by the
    same of the day it is asked for. Days are counted within blocks of `n_days`, so that the power stays small; a window
    reaches into two blocks at most, the own one and the one before, which even and odd blocks part.

    `decay_columns` place a row's day; `decayed_sum` sums one of its columns of points. Sums run in decimals and come out
    the same in whatever order the rows are read.
-#}
{%- macro decay_columns(day, n_days) -%}
    {%- set day_number = days_between("cast('1970-01-01' as date)", day) -%}
    {{ day_number }} as day_number,
        {{ day_number }} % {{ n_days }} as day_of_block,
        ({{ day_number }} // {{ n_days }}) % 2 = 0 as is_in_even_block
{%- endmacro -%}


{%- macro decayed_sum(points, partition_by, n_days, half_life) -%}
    {%- set frame -%}
        over (
                partition by {{ partition_by }} order by day_number
                range between {{ n_days - 1 }} preceding and current row
            )
    {%- endset -%}
    {%- set rebased -%}
        cast({{ points }} * power(2, cast(day_of_block as double) / {{ half_life }}) as decimal(38, 15))
    {%- endset -%}
    {%- for block, first_day, later_day in [
        ('is_in_even_block', 0, n_days), ('not is_in_even_block', n_days, 0)
    ] -%}
    cast(sum(case when {{ block }} then {{ rebased }} else 0 end) {{ frame }} as double) * power(
            2, -cast(
                day_of_block + case when is_in_even_block then {{ first_day }} else {{ later_day }} end as double
            ) / {{ half_life }}
        )
        {%- if not loop.last %}
        + {% endif %}
    {%- endfor -%}
{%- endmacro -%}


{#- How warm an account of the programme is: by the threshold of its tier that day, and half of it. -#}
{%- macro engagement_level(score, threshold) -%}
    case
        when {{ threshold }} is null then null
        when {{ score }} >= {{ threshold }} then 'hot'
        when {{ score }} * 2 >= {{ threshold }} then 'warm'
        when {{ score }} > 0 then 'cold'
        else 'none'
    end
{%- endmacro -%}


{#- A score between 0 and 100: half of the way at 35 points, nine tenths at 115. -#}
{%- macro normalised_score(score) -%}
    100 * (1 - exp(-cast({{ score }} as double) / 50))
{%- endmacro -%}
