"""Salesforce-like record ids: 15 characters that tell records apart, and 3 that check them."""

from collections.abc import Iterator
from string import ascii_lowercase, ascii_uppercase, digits

PREFIX = {"account": "001", "contact": "003", "user": "005", "opportunity": "006"}
PREFIX |= {"history": "008", "role": "00E", "account_history": "017", "contact_role": "00K"}
PREFIX |= {"lead": "00Q", "task": "00T", "event": "00U", "campaign": "701", "campaign_member": "00v"}
ALPHABET = digits + ascii_uppercase + ascii_lowercase
CHECK = ascii_uppercase + "012345"
STEP = 53
FIRST = 62**3 * 11


def record_ids(kind: str) -> Iterator[str]:
    """Ids of one kind of record, in creation order, that differ even in lower case."""
    seen: set[str] = set()
    number = FIRST
    while True:
        number += STEP
        short = f"{PREFIX[kind]}5e00000{_base62(number):0>5}"
        if short.lower() not in seen:
            seen.add(short.lower())
            yield short + _check(short)


def _base62(number: int) -> str:
    out = ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        out = ALPHABET[rest] + out
    return out


def _check(short: str) -> str:
    """Salesforce's own suffix: which of each five characters are upper case, as bits."""
    fives = (short[n : n + 5] for n in range(0, len(short), 5))
    return "".join(CHECK[sum(c.isupper() << n for n, c in enumerate(five))] for five in fives)
