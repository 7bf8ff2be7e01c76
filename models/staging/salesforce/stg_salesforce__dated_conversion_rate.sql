with source as (

    select *
    from {{ raw('salesforce', 'dated_conversion_rate', [
        'iso_code', 'start_date', 'next_start_date', 'conversion_rate', 'system_modstamp', 'last_modified_date',
    ]) }}

),

renamed as (

    select
        iso_code as currency,
        -- Salesforce's first rate holds from the year 1, its last one to the year 9999
        case when start_date like '0001%' then '1900-01-01' else start_date end as rate_on,
        -- Salesforce writes how much of the currency one of the corporate currency buys
        coalesce(
            cast(cast(1 / nullif(try_cast(conversion_rate as double), 0) as decimal(18, 8)) as {{ dbt.type_string() }}),
            conversion_rate
        ) as rate,
        case when next_start_date like '9999%' then '2199-12-31' else next_start_date end as valid_to,
        {{ loader_columns(salesforce_changed_at()) }}
    from source

),

final as (

    {{ parse_entity('renamed', 'fx_rates', 'salesforce') }}

)

select * from final
