{#- Which strong signal an interaction is, by what it counts as; NULL where it is none. -#}
{%- macro strong_signal_type(interactions) -%}
    case
        when {{ interactions }}.weight_type in ('demo_request', 'contact_request', 'rfp_request', 'premium_download')
            then {{ interactions }}.weight_type
    end
{%- endmacro -%}
