{#-
    What a strong signal asks for, empty for all else: requests, and downloads of premium content, named by its id or by
    the page it lives on (int_premium_page, imported as `premium_pages`).
-#}
{%- macro strong_signal_type(interactions, premium_pages) -%}
    case
        when
            {{ interactions }}.weight_type in ('demo_request', 'contact_request', 'rfp_request', 'premium_download')
            then {{ interactions }}.weight_type
        when
            {{ interactions }}.type = 'content_download' and {{ interactions }}.asset_id is null
            and {{ page_path(interactions ~ '.url') }} in (select {{ premium_pages }}.page_path from {{ premium_pages }})
            then 'premium_download'
    end
{%- endmacro -%}
