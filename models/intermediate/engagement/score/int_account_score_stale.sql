{%- set settled = settled_relation('int_account_score_settled') %}

-- depends_on: {{ ref('int_account_score_ruled') }}
with numbered as (

    select * from {{ ref('int_account_block_numbered') }}

),

{% if settled is none -%}
-- nothing is settled: everything is scored
final as (

    select
        account_key,
        block,
        block_number,
        true as is_scored_again,
        starts_on
    from numbered

)

{%- else -%}
settled as (

    select block_number
    from {{ settled }}
    group by block_number

),

-- made of something that is no more, or not made yet
final as (

    select
        numbered.account_key,
        numbered.block,
        coalesce(numbered.block_number, settled.block_number) as block_number,
        numbered.block_number is not null as is_scored_again,
        numbered.starts_on
    from numbered
    full join settled
        on numbered.block_number = settled.block_number
    where numbered.block_number is null or settled.block_number is null

)
{%- endif %}

select * from final
