"""The quarterly survey: marketing judges its work with sales, and sales with marketing."""

from datetime import date, timedelta
from random import Random

from demo_company.clock import office_moment, paris, synced
from demo_company.settings import SATISFACTION
from demo_company.table import Row

SIDES = {"marketing": 6, "sales": 9}
UNANSWERED = 0.14
SPREAD = 0.6
LOW, HIGH = 1, 5
# The first wave was asked on 0 to 10
OTHER_SCALE_ON, OTHER_SCALE = date(2024, 3, 20), (0, 10)


def survey_rows(rng: Random) -> list[Row]:
    """Answers and, without a score, those who were asked and did not answer."""
    rows: list[Row] = []
    for wave_on, means in SATISFACTION.items():
        scale = OTHER_SCALE if wave_on == OTHER_SCALE_ON else (LOW, HIGH)
        for (side, count), mean in zip(SIDES.items(), means, strict=True):
            scores = _scores(rng, count, mean, scale)
            for number, score in enumerate(scores, start=1):
                asked_at = paris(wave_on, 9)
                answered_at = office_moment(rng, wave_on + timedelta(days=rng.randrange(1, 9)))
                rows.append(
                    {
                        "response_id": f"R{wave_on:%y%m}-{side[0].upper()}{number:02}",
                        "wave_on": wave_on,
                        "respondent_id": f"{side}-{number:02}",
                        "respondent_side": side,
                        "score": score,
                        "scale_min": scale[0],
                        "scale_max": scale[1],
                        "answered_at": None if score is None else answered_at,
                        "ingested_at": synced(asked_at + timedelta(days=10)),
                    }
                )
    late = rows[-3]
    late["ingested_at"] = synced(paris(date(2025, 12, 29), 10))
    bad = rows[20] | {"response_id": "R9901", "respondent_side": "direction"}
    return [*rows, bad]


def _scores(rng: Random, count: int, mean: float, scale: tuple[int, int]) -> list[int | None]:
    """Whole marks around a mean on 1 to 5, the last ones such that their mean is met."""
    low, high = scale
    target = low + (mean - LOW) / (HIGH - LOW) * (high - low)
    answered = count - sum(rng.random() < UNANSWERED for _ in range(count - 4))
    total = round(target * answered)
    marks = [min(high, max(low, round(rng.gauss(target, SPREAD)))) for _ in range(answered)]
    while sum(marks) != total:
        number = rng.randrange(answered)
        step = 1 if sum(marks) < total else -1
        marks[number] = min(high, max(low, marks[number] + step))
    return [*marks, *[None] * (count - answered)]
