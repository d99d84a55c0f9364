"""A textbook queue as ordinary settings: one desk, servers who are always there, an hour of work is an hour."""

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from tbkk_sim.settings import Settings

START = dt.date(2021, 1, 1)
HOURS_PER_DAY = 24
EXPONENTIAL: dict[str, Any] = {"family": "exponential"}


class Customers(NamedTuple):
    """One class of customers; the first class is the most urgent."""

    per_hour: float
    mean_hours: float = 1.0
    spread: Mapping[str, Any] = EXPONENTIAL
    patience_hours: float | None = None
    """Mean of an exponential patience; None: endless."""


def textbook(
    *classes: Customers,
    servers: int = 1,
    hours: float = 2400,
    desks: int = 1,
    preemption: bool = False,
    order: str = "by_severity",
    one_queue: bool = False,
    in_pairs: bool = False,
    per_year: Mapping[int, float] | None = None,
    month_factors: Mapping[int, float] | None = None,
    seed: int = 1,
) -> Settings:
    """Settings of a queue M/G/c with priorities, open day and night for so many hours (whole days).

    Args:
        classes: Arrival rate over all desks together, hours of work and patience of each class.
        servers: Servers at each desk.
        hours: Length of the run.
        desks: Units with a queue each; customers spread over them evenly.
        preemption: Every class interrupts those below it.
        order: Order of the queue.
        one_queue: All desks draw from one queue.
        in_pairs: Two servers of a desk serve a customer together.
        per_year: Customers of all classes per year, instead of the constant rate.
        month_factors: Season.
        seed: Seed.
    """
    days = round(hours / HOURS_PER_DAY)
    end = START + dt.timedelta(days=days - 1)
    per_hour = sum(c.per_hour for c in classes)
    constant = {
        year: per_hour * HOURS_PER_DAY * (366 if calendar.isleap(year) else 365)
        for year in range(START.year, end.year + 1)
    }
    names = [f"c{number}" for number in range(1, len(classes) + 1)]
    units = [f"desk{number}" for number in range(1, desks + 1)]
    return Settings.model_validate(
        {
            "name": "textbook",
            "seed": seed,
            "demand": {
                "streams": {
                    "door": {
                        "label": "Door",
                        "reports_per_year": per_year or constant,
                        "reference_year": START.year,
                        "mix": {name: {"share": c.per_hour / per_hour} for name, c in zip(names, classes, strict=True)},
                    }
                },
                "month_factors": month_factors or {},
                "unit_share": dict.fromkeys(units, 1 / desks),
            },
            "casework": {
                "steps": {"serve": {"label": "Serve", "in_pairs": in_pairs}},
                "classes": {
                    name: {
                        "label": name,
                        "priority": number,
                        "hours": {"serve": {"mean_hours": c.mean_hours, "spread": dict(c.spread)}},
                        "preempts": preemption,
                        "expires": c.patience_hours
                        and {"mean_days": c.patience_hours / HOURS_PER_DAY, "family": "exponential"},
                        "outcomes": {"file_to_om": 1.0},
                    }
                    for number, (name, c) in enumerate(zip(names, classes, strict=True), start=1)
                },
            },
            "triage": {"enabled": False, "team": units[0]},
            "assignment": {"order": order, "preemption": preemption},
            "staffing": {
                "units": {unit: {"label": unit, "posts": servers} for unit in units},
                "roles": {"server": {"label": "Server", "skills": ["serve"]}},
                "role_share": {"server": 1.0},
                "vacancy_share_at_start": 0.0,
                "case_hours_share": 1.0,
                "age_at_start": {"bands": {"30-31": 1.0}},
                "age_of_newcomers": {"bands": {"30-31": 1.0}},
            },
            "collaboration": {"one_queue": one_queue},
            "calendar": {
                "kind": "plain",
                "hours_per_day": HOURS_PER_DAY,
                "round_the_clock_hours_per_day": HOURS_PER_DAY,
            },
            "run": {"start": START, "end": end, "replications": 1, "workers": 1, "monthly": False},
        }
    )
