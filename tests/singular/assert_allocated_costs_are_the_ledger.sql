-- What segments bear, and what nobody does, is each line of the ledger to the cent, as far as it was known on any day.
with spread as (

    select * from {{ ref('int_ledger_spread') }}

),

allocated as (

    select * from {{ ref('int_ledger_allocated') }}

),

days as (

    select seen_on from {{ ref('int_date_published') }}

),

booked as (

    select
        days.seen_on,
        spread.ledger_line_id,
        sum(spread.amount) as amount
    from spread
    inner join days
        on spread.entered_on <= days.seen_on
    group by days.seen_on, spread.ledger_line_id

),

borne as (

    select
        days.seen_on,
        allocated.ledger_line_id,
        sum(allocated.amount) as amount
    from allocated
    inner join days
        on
            allocated.known_from <= days.seen_on
            and allocated.known_to > days.seen_on
    group by days.seen_on, allocated.ledger_line_id

)

select
    coalesce(booked.ledger_line_id, borne.ledger_line_id) as ledger_line_id,
    coalesce(booked.seen_on, borne.seen_on) as seen_on,
    booked.amount,
    borne.amount as borne_amount
from booked
full outer join borne
    on
        booked.ledger_line_id = borne.ledger_line_id
        and booked.seen_on = borne.seen_on
where booked.amount is distinct from borne.amount
