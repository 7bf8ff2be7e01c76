with scored as (

    select * from {{ ref('int_mqa_scored') }}

),

final as (

    select
        account_id,
        definition_version,
        series,
        tier,
        threshold,
        score,
        reached_on,
        reached_at
    from scored

)

select * from final
