"""Salesforce's tasks and calendar events, from what sales did."""

from datetime import timedelta
from random import Random

from demo_company.clock import END, paris_day, synced
from demo_company.company import Company
from demo_company.ids import record_ids
from demo_company.sales_work import CADENCE, CALL, MEETING, TODO, Activity
from demo_company.table import Row

DELETED_TASKS, DELETED_EVENTS, RESENT = 6, 5, 2
NOT_LOGGED_AS_DONE = 8
LONGEST_BOOKING = 12  # days from booking a meeting to holding it
UNKNOWN_USER = "0055e00000ZZZZZAAA"


def task_rows(rng: Random, company: Company, work: list[Activity]) -> tuple[list[Row], dict[str, list[str]]]:
    """The raw table of tasks, and which rows are dirty."""
    done = [one for one in work if one.kind != MEETING]
    rows = [_task(company, one, new_id) for one, new_id in zip(done, record_ids("task"), strict=False)]
    calls = [row for row in rows if row["type"] == CALL]
    for row in rng.sample(calls, NOT_LOGGED_AS_DONE):
        row |= {"status": "Not Started", "is_closed": False, "completed_date_time": None}
    spare = rng.sample(calls, DELETED_TASKS + RESENT + 4)
    for row in spare[:DELETED_TASKS]:
        row["is_deleted"] = True
    # a telephone plug-in writes each call once more, under an id of its own
    doubled = spare[DELETED_TASKS : DELETED_TASKS + 3]
    fresh = record_ids("task")
    for _ in rows:
        next(fresh)
    rows += [row | {"id": next(fresh)} for row in doubled]
    bad, stranger = spare[-2:]
    bad |= {"activity_date": "31.02.2025"}
    stranger["owner_id"] = UNKNOWN_USER
    again = spare[DELETED_TASKS + 3]
    rows.append(dict(again))
    return rows, {
        "task deleted": [str(row["id"]) for row in spare[:DELETED_TASKS]],
        "call logged twice, other id": [str(row["id"]) for row in doubled],
        "task with a due date that does not exist": [str(bad["id"])],
        "task of a user who is not there": [str(stranger["id"])],
        "task sent twice": [str(again["id"])],
    }


def _task(company: Company, one: Activity, new_id: str) -> Row:
    is_todo = one.kind == TODO
    done_at = one.done_at if is_todo else one.at
    modified_at = done_at or one.at
    return {
        "id": new_id,
        "subject": one.subject,
        "type": "Other" if is_todo else "Email" if one.kind == CADENCE else one.kind,
        "task_subtype": "Cadence" if one.kind == CADENCE else "Call" if one.kind == CALL else "Task",
        "call_type": None if one.kind != CALL else "Inbound" if one.inbound else "Outbound",
        "status": "Completed" if done_at else "Not Started",
        "is_closed": done_at is not None,
        "activity_date": one.due if is_todo else paris_day(one.at),
        "completed_date_time": done_at,
        "created_date": one.at,
        "owner_id": company.user_ids[one.user],
        "who_id": one.person.id if one.person else None,
        "what_id": one.deal.id if one.deal else one.account.id,
        "account_id": one.account.id,
        "is_deleted": False,
        "system_modstamp": modified_at,
        "_fivetran_synced": synced(modified_at),
    }


def event_rows(rng: Random, company: Company, work: list[Activity]) -> tuple[list[Row], dict[str, list[str]]]:
    """The raw table of calendar events; a cancelled meeting was deleted from the calendar."""
    held = [one for one in work if one.kind == MEETING]
    rows = [_event(rng, company, one, new_id) for one, new_id in zip(held, record_ids("event"), strict=False)]
    cancelled = rng.sample(rows[: -2 * DELETED_EVENTS], DELETED_EVENTS)
    for row in cancelled:
        row |= {"is_deleted": True, "subject": f"Annulé : {row['subject']}"}
    timeless = rng.choice([row for row in rows if not row["is_deleted"]])
    timeless |= {
        "start_date_time": None,
        "activity_date_time": None,
        "activity_date": None,
        "end_date_time": None,
    }
    return rows, {
        "meeting cancelled": [str(row["id"]) for row in cancelled],
        "meeting without a time": [str(timeless["id"])],
    }


def _event(rng: Random, company: Company, one: Activity, new_id: str) -> Row:
    booked_at = one.at - timedelta(days=rng.randrange(1, LONGEST_BOOKING), minutes=rng.randrange(300))
    ends_at = one.at + timedelta(minutes=rng.choice((30, 45, 60, 90)))
    booked_at = min(booked_at, END - timedelta(days=1, minutes=rng.randrange(600)))
    return {
        "id": new_id,
        "subject": one.subject,
        "start_date_time": one.at,
        "activity_date_time": one.at,
        "activity_date": paris_day(one.at),
        "end_date_time": ends_at,
        "owner_id": company.user_ids[one.user],
        "who_id": one.person.id if one.person else None,
        "what_id": one.deal.id if one.deal else one.account.id,
        "account_id": one.account.id,
        "is_deleted": False,
        "created_date": booked_at,
        "system_modstamp": booked_at,
        "_fivetran_synced": synced(booked_at),
    }
