{#-
    Where a value stands: no_data (insufficient where answers are too few to be told), immature, insufficient,
    no_target, then the point estimate against the target.
    Up: the low end is to be reached, or passed where the target is strict; beyond the high end is above_band, not
    red. Down: the high end is not to be passed, or not even reached where the target is strict.
-#}
{%- macro target_status(estimates, targets, catalog) -%}
    {%- set value = estimates ~ '.value' -%}
    {%- set low = 'cast(' ~ targets ~ '.target_low as double)' -%}
    {%- set high = 'cast(' ~ targets ~ '.target_high as double)' -%}
    case
        when contains(coalesce({{ estimates }}.excluded_by_reason, ''), 'too_few_answers') then 'insufficient'
        when {{ value }} is null and not {{ estimates }}.is_immature then 'no_data'
        when {{ estimates }}.is_immature then 'immature'
        when {{ estimates }}.n < {{ estimates }}.min_n then 'insufficient'
        when {{ low }} is null and {{ high }} is null then 'no_target'
        when {{ catalog }}.direction = 'down' and {{ high }} is null then 'no_target'
        when {{ catalog }}.direction = 'down' then
            case
                when {{ value }} < {{ high }} or ({{ value }} = {{ high }} and not {{ targets }}.is_strict)
                    then 'on_target'
                else 'off_target'
            end
        when {{ value }} < {{ low }} or ({{ value }} = {{ low }} and {{ targets }}.is_strict) then 'off_target'
        when {{ value }} > {{ high }} then 'above_band'
        else 'on_target'
    end
{%- endmacro -%}


{#- Does the interval exclude the target? Empty where there is no interval or no target. -#}
{%- macro is_conclusive(estimates, targets, catalog) -%}
    {%- set target -%}
        cast(case
            when {{ catalog }}.direction = 'down' then {{ targets }}.target_high
            else {{ targets }}.target_low
        end as double)
    {%- endset -%}
    {{ estimates }}.ci_low > {{ target }} or {{ estimates }}.ci_high < {{ target }}
{%- endmacro -%}
