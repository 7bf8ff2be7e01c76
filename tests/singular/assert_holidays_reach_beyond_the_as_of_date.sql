-- What is due next year is due by next year's holidays.
select max(holiday_on) as last_holiday_on
from {{ ref('input__holidays') }}
having coalesce(max(holiday_on), {{ as_of_date() }}) < {{ as_of_date() }} + 365
