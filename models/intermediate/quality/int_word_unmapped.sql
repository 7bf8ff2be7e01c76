{{ config(schema='operations', alias='unmapped_word') }}

with words as (

    select * from {{ ref('landed__unmapped_word') }}

),

weights as (

    select * from {{ ref('input__engagement_weights') }}

),

roles as (

    select * from {{ ref('input__role_weights') }}

),

-- words of files that have a weight are the project's own
weighted as (

    select
        'interaction_types' as setting,
        type as word
    from weights
    group by type
    union all
    select
        'buying_roles' as setting,
        buying_role as word
    from roles
    group by buying_role

),

final as (

    select words.*
    from words
    left join weighted
        on
            words.source_system = 'files'
            and words.setting = weighted.setting
            and replace(lower(words.word), ' ', '_') = weighted.word
    where weighted.word is null

)

select * from final
