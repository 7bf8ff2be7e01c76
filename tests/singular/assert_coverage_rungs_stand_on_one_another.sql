-- Who engaged was touched, who was touched is there; a rung is reached where somebody stands on it.
select *
from {{ ref('account_coverage') }}
where
    not (n_contacts >= n_touched_contacts and n_touched_contacts >= n_engaged_contacts and n_engaged_contacts >= 0)
    or is_identified != (n_contacts > 0)
    or is_touched != (n_touched_contacts > 0)
    or is_engaged != (n_engaged_contacts > 0)
