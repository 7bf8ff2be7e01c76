-- A region that no holiday is of would make a business day of every holiday, without a word.
with asked as (

    {% for region in var('holiday_regions') %}
    select '{{ region }}' as region
    {% if not loop.last %}union all{% endif %}
    {% else %}
    select cast(null as varchar) as region where false
    {% endfor %}

),

holidays as (

    select region
    from {{ ref('input__holidays') }}
    group by region

),

known as (

    select coalesce(string_agg(region, ', ' order by region), 'none') as regions
    from holidays

)

select
    'holiday_regions: ' || asked.region || ' is no region of holidays; it has ' || known.regions
    || '. Write these, or add the region''s days to holidays.csv.' as message
from asked
cross join known
left join holidays
    on asked.region = holidays.region
where holidays.region is null
