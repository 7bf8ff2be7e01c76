-- A business hour is an hour: never more of them than hours, and neither runs backwards.
select *
from {{ ref('int_response_seen') }}
where
    not (calendar_seconds >= business_seconds and business_seconds >= 0)
    or not (calendar_age_seconds >= business_age_seconds and business_age_seconds >= 0)
    or not (calendar_age_seconds >= calendar_seconds and business_age_seconds >= business_seconds)
