{#-
    The shape of each entity of the input layer, once; the entries stand in entities/. A column has its name, its
    type, whether it is required (or `required_without` another), the values it may take (`accepted` in any spelling
    of a code, `one_of` to the letter, `list_of` parted by pipes), its `form` (code, currency, email, domains) and the
    entity it `references`, without which the row may say more than it did (`narrows`); a date whether its span `may_be_open`, then a day after 2199 is read as empty; a number its limits (`above_zero`, `at_least` with an exception in `unless`, `at_most`), a
    number or date the column it stands beside (`after`, `above`, `not_before`, `not_below`, `not_above`); an amount
    whose empty currency is that of another row, whose (`currency_of`); whether it is `personal`: an `address`, a `fact`
    about the person or a `text` that may name them (without_the_erased). Staging parses to it, landed__ models check
    against it, the contract of input__ models repeats it in YAML and fails the build when the two differ.
-#}
{%- macro entity_shape(entity) -%}
    {%- for shapes in [
        accounts_and_people_entities, deals_entities, marketing_entities, money_entities, reference_entities
    ] -%}
        {%- set found = shapes().get(entity) -%}
        {%- if found -%}
            {{ return(found) }}
        {%- endif -%}
    {%- endfor -%}
    {{ exceptions.raise_compiler_error('no entity of the input layer is called ' ~ entity) }}
{%- endmacro -%}


{%- macro entity_columns(entity) -%}
    {{ return(entity_shape(entity).columns) }}
{%- endmacro -%}


{#- The columns that identify a row of the entity within its source; a row without them is known by its content. -#}
{%- macro entity_key(entity) -%}
    {{ return(entity_shape(entity).key) }}
{%- endmacro -%}
