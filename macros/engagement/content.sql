{#- The path of a page, whatever its site, query or trailing slash: what content is known by (content_assets.url). -#}
{%- macro page_path(url) -%}
    nullif(rtrim(lower(regexp_extract({{ url }}, '^(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?([^?#]*)', 1)), '/'), '')
{%- endmacro -%}


{#- How a row names content: by its id, else by the page it lives on. -#}
{%- macro content_name(asset_id, page) -%}
    coalesce('asset:' || {{ asset_id }}, 'page:' || {{ page }})
{%- endmacro -%}


{#- Downloads beside the premium content they name (int_premium_named): the join, and the type a row is weighed as. -#}
{%- macro join_premium(interactions) -%}
    {%- set name -%}
    case
                when {{ interactions }}.type = 'content_download'
                    then {{ content_name(interactions ~ '.asset_id', page_path(interactions ~ '.url')) }}
            end
    {%- endset -%}
    left join premium
        on
            {{ interactions }}.source_system = premium.source_system
            and {{ name }} = premium.content_name
    left join premium as premium_of_all
        on
            premium_of_all.source_system is null
            and {{ name }} = premium_of_all.content_name
{%- endmacro -%}

{%- macro weight_type(interactions) -%}
    case
            when coalesce(premium.content_name, premium_of_all.content_name) is not null then 'premium_download'
            else {{ interactions }}.type
        end
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
