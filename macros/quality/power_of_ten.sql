{#- The power of ten that a number lies above, as text: amounts a hundred times too large change it by two. -#}
{%- macro power_of_ten(number) -%}
    case
        when {{ number }} <= 0 then 'not_positive'
        when {{ number }} > 0 then '1e' || cast(cast(floor(log10(greatest({{ number }}, 1))) as integer) as {{ dbt.type_string() }})
    end
{%- endmacro -%}
