"""Forms filled in: requests that ask for a salesperson, and lesser ones."""

from random import Random

from demo_company.clock import END, synced
from demo_company.content import FORM_IDS, FORMS, SITE
from demo_company.emails import new_uuid
from demo_company.hubspot_people import Subscriber
from demo_company.interest import Interest
from demo_company.settings import LAST_DAY
from demo_company.signals import Signal
from demo_company.table import Row

FORMS_OF = {
    "demo_request": ("Demander une démonstration", "Request a demo"),
    "contact_request": ("Nous contacter", "Contact us"),
}
LESSER = ("Inscription à la lettre", "Télécharger le guide")
LESSER_SHARE, ENGLISH_SHARE = 0.12, 0.2


def submission_rows(
    rng: Random, signals: list[Signal], interests: list[Interest], subscribers: list[Subscriber]
) -> list[Row]:
    """The raw table; one row was sent twice, one belongs to a form that is gone."""
    by_contact = {one.contact.id: one.id for one in subscribers if one.contact}
    rows: list[Row] = []
    for signal in signals:
        if signal.kind in FORMS_OF and signal.contact.id in by_contact:
            form = FORMS_OF[signal.kind][rng.random() < ENGLISH_SHARE]
            rows.append(_row(rng, by_contact[signal.contact.id], form, signal))
    for interest in interests:
        people = [one for one in interest.people if one.id in by_contact]
        if people and rng.random() < LESSER_SHARE:
            at = interest.moment(rng)
            if at < END:
                lesser = Signal(people[0], "form_submit", at, None)
                rows.append(_row(rng, by_contact[people[0].id], rng.choice(LESSER), lesser))
    rows.sort(key=lambda row: (str(row["timestamp"]), str(row["contact_id"])))
    rows[7]["form_id"] = f"00000000-0000-4000-8000-{LAST_DAY:%Y%m%d}0000"
    rows.append(dict(rows[3]))
    return rows


def _row(rng: Random, contact_id: str, form: str, signal: Signal) -> Row:
    return {
        "contact_id": contact_id,
        "conversion_id": new_uuid(rng),
        "form_id": FORM_IDS[form],
        "timestamp": signal.at,
        "page_url": SITE + FORMS[form],
        "title": form,
        "_fivetran_synced": synced(signal.at),
    }
