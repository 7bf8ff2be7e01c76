with thresholds as (

    select * from {{ ref('input__mqa_thresholds') }}

),

-- an old day keeps the threshold of its day
final as (

    select
        tier,
        definition_version,
        threshold,
        valid_from,
        coalesce(lead(valid_from) over (partition by tier order by valid_from), {{ end_of_time() }}) as valid_to
    from thresholds

)

select * from final
