"""Every number that shapes the story, in one place."""

from datetime import date, timedelta

SEED = 445

FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2025, 12, 31)

# New-business deals created each month: accounts in the programme that day, and all others.
# The programme starts in month 3; in the second quarter of 2025 it is short of one SDR.
ABM_DEALS_A_MONTH = (0, 0, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 4, 4, 4, 8, 7, 8, 9, 8, 9)
OTHER_DEALS_A_MONTH = (
    *(12, 13, 13, 13, 12, 13, 13, 10, 14, 13, 13, 11),
    *(12, 13, 13, 13, 13, 13, 13, 10, 13, 14, 14, 14),
)
# The programme's SDR left, and his successor came; between the two is the bad patch.
SDR_LEFT, SDR_JOINED = date(2025, 3, 31), date(2025, 6, 2)
EXPANSIONS_A_MONTH = (3, 4, 4, 4, 3, 4, 4, 2, 4, 4, 4, 4, 4, 4, 4, 4, 3, 4, 4, 2, 4, 5, 4, 4)
RENEWALS_A_MONTH = (3, 2, 3, 2, 2, 3, 2, 1, 3, 3, 2, 4, 3, 2, 3, 2, 2, 3, 2, 1, 3, 3, 2, 4)

# Programme: (tier, wave) -> sizes of its accounts (L 5,000 people or more, M 250 or more,
# S below, U unknown)
WAVES = (date(2024, 3, 1), date(2024, 6, 1), date(2024, 10, 1), date(2025, 3, 1))
PROGRAMME_PLAN = {
    (1, 0): "LLLMMM",
    (1, 1): "LM",
    (1, 2): "LU",
    (2, 0): "LLMMMMU",
    (2, 1): "LMM",
    (2, 2): "MS",
    (2, 3): "LM",
    (3, 0): "LMMSSSU",
    (3, 1): "MMS",
    (3, 2): "MSS",
    (3, 3): "MMS",
}
OTHER_ACCOUNT_SIZES = "S" * 54 + "M" * 50 + "L" * 8 + "U" * 5

EMPLOYEES = {"S": (20, 245), "M": (260, 4800), "L": (5200, 48000), "U": (0, 0)}
YEARLY_VALUE = {"S": 15_000, "M": 30_000, "L": 62_000, "U": 27_000}  # euros, typical
VALUE_SPREAD = 0.3
TIER_VALUE = {1: 1.14, 2: 1.0, 3: 0.88}
TYPE_VALUE = {"new_business": 1.0, "expansion": 0.5, "renewal": 0.95}

# Deals of the programme's accounts start larger as the programme learns (factor a half-year),
# grow while they are worked, and close sooner. Keys: in the programme or not, then won or not.
ABM_VALUE_BY_HALF = (0.84, 0.92, 1.02, 1.08)
GROWTH = {(True, True): 1.25, (True, False): 1.02, (False, True): 0.88, (False, False): 0.94}
GROWTH_SPREAD = 0.12

TYPICAL_DAYS = {True: 69.5, False: 101.0}
DAYS_SPREAD = 0.55
SIZE_DAYS = {"S": 0.88, "M": 1.0, "L": 1.14, "U": 1.0}
TYPE_DAYS = {"new_business": 1.0, "expansion": 0.9, "renewal": 0.5}
EARLY_ABM_DAYS = 1.18  # 2024: the programme is still learning

# Of the deals that get to their end; keys: type, in the programme or not
WIN_RATE = {
    ("new_business", True): 0.412,
    ("new_business", False): 0.262,
    ("expansion", True): 0.42,
    ("expansion", False): 0.27,
    ("renewal", True): 0.9,
    ("renewal", False): 0.84,
}
# Without the programme the large deals slip away.
SIZE_WIN = {("S", False): 1.08, ("M", False): 0.98, ("L", False): 0.9, ("U", False): 1.0}

SKIP_SHARE = 0.27  # of the deals that leave Qualification: about 15 % of all
BACK_SHARE = 0.12
NIGHT_SHARE = 0.02
WEEKEND_SHARE = 0.03
EMPTY_AMOUNT_SHARE = 0.04
LATE_AMOUNT_SHARE = 0.02
DOLLARS_PER_EURO = 1.1
DOLLAR_SHARE_ELSEWHERE = 0.19

# Contract months: value -> weight; 0 = left empty
CONTRACT_MONTHS = {12: 45, 24: 22, 36: 18, 0: 15}

FX_FROM = date(2023, 12, 18)
FX_START, FX_END = 0.921, 0.859
FX_NOISE = 0.0022

CONTACTS_PER_ACCOUNT = {"S": 4.1, "M": 5.3, "L": 7.0, "U": 4.5}
CONTACTS_IN_PROGRAMME = 1.45

# The programme's way of working changed: contents by buying role, reminders within days
PROGRAMME_CHANGE = date(2025, 7, 1)

# Marketing-qualified accounts: what becomes of an episode. Sales accepts in time, late or not at all.
MQA_OUTCOMES = {"opportunity": 0.21, "sqa": 0.22, "accepted": 0.43, "silent": 0.07, "rejected": 0.07}
ACCEPTED_IN_TIME = 0.96  # of those accepted at all; before the gap, in it, after it
ACCEPTED_IN_TIME_IN_GAP = 0.5
STRAIGHT_TO_DEAL = 0.15  # an opportunity without a step between
SQA_WITHOUT_MQA = 0.55
OTHER_MQA_ACCOUNTS = 16

# Deals that marketing had a hand in, by membership; and of these the ones it was first at
MARKETED = {True: 0.9, False: 0.17}
MARKETED_EARLY = 0.6  # of that in 2024
MARKETING_FIRST = {True: 0.4, False: 0.5}

# Requests that a salesperson has to answer: how often an interest leads to one, by strength 0-1,
# and the typical hours to the answer
SIGNAL_SHARE = 0.7
SIGNAL_KINDS = {"demo_request": 34, "contact_request": 22, "premium_download": 34, "rfp_request": 10}
ANSWER_HOURS = {"gap": 64.0, "before": 21.0, "after": 13.0, "after, tier 1": 5.0}
ANSWER_SPREAD = 0.7

# E-mails of the programme: accounts that respond, days until they do before and after the change
MAIL_RESPONSE = 0.78
MAIL_DAYS_BEFORE, MAIL_DAYS_AFTER, MAIL_DAYS_SPREAD = 5.6, 3.1, 0.5
NEWSLETTER_RESPONSE, NEWSLETTER_DAYS = 0.3, 4.0

TASKS_IN_TIME, TASKS_LATE = 0.85, 0.09

# Money. A deal's value is for a part a subscription, for the rest licences and projects.
RECURRING_SHARE = 0.46
GROSS_MARGIN = (0.58, 0.66)
COUNTER_ORDERS_A_MONTH = 9  # taken by phone or by resellers, never an opportunity
COUNTER_ORDER = 17_500  # euros, typical
CHURNING = {True: 4, False: 14}  # customers that leave, of the programme and others
MONTHLY_COSTS = {  # euros a month since the programme began, by category and segment
    ("technology", "abm"): 2600,
    ("technology", "shared"): 2200,
    ("content", "abm"): 3400,
    ("content", "non_abm"): 2600,
    ("agency", "abm"): 2600,
    ("team_time", "abm"): 13200,
    ("team_time", "non_abm"): 21000,
    ("events", "shared"): 1500,
    ("advertising", "non_abm"): 3800,
}

# Satisfaction by wave: marketing's view of sales and sales' view of marketing, on 1 to 5
SATISFACTION = {
    date(2024, 3, 20): (3.5, 3.1),
    date(2024, 6, 19): (3.6, 3.2),
    date(2024, 9, 18): (3.8, 3.3),
    date(2024, 12, 11): (3.9, 3.5),
    date(2025, 3, 19): (4.0, 3.7),
    date(2025, 6, 18): (3.6, 3.2),
    date(2025, 9, 17): (4.1, 3.8),
    date(2025, 12, 10): (4.3, 4.0),
}

# Required buying roles with a contact
ROLE_COVERED = 0.75


def month_starts() -> list[date]:
    """The first day of each of the story's months."""
    months = (LAST_DAY.year - FIRST_DAY.year + 1) * 12
    return [date(FIRST_DAY.year + m // 12, m % 12 + 1, 1) for m in range(months)]


def half_year(day: date) -> int:
    """Number of the half-year a day is in, 0 for the story's first."""
    return (day.year - FIRST_DAY.year) * 2 + (day.month - 1) // 6


def days_between(first: date, after: date) -> list[date]:
    """All days in [first, after)."""
    return [first + timedelta(days=n) for n in range((after - first).days)]


def in_sdr_gap(day: date) -> bool:
    """One of the two SDRs has left and nobody has come."""
    return SDR_LEFT <= day < SDR_JOINED
