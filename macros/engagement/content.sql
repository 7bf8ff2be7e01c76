{#- The path of a page, whatever its site, query or trailing slash: what content is known by (content_assets.url). -#}
{%- macro page_path(url) -%}
    nullif(rtrim(lower(regexp_extract({{ url }}, '^(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?([^?#]*)', 1)), '/'), '')
{%- endmacro -%}


{#- Content counts as consumed when it was downloaded, or read or watched to the half. -#}
{%- macro is_consumption(interactions) -%}
    ({{ interactions }}.type in ('content_download', 'premium_download') or {{ interactions }}.scroll_ratio >= 0.5)
{%- endmacro -%}


{#- What puts something before an account: a mail or parcel sent or delivered, content offered; no advertisement. -#}
{%- macro is_send(interactions='') -%}
    {%- set of = interactions ~ '.' if interactions else '' -%}
    {{ of }}direction = 'outbound'
        and {{ of }}type in ('email_sent', 'email_delivered', 'content_offered', 'direct_mail_delivered')
{%- endmacro -%}
