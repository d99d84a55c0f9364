"""Every number of the settings at its bounds and beyond them, alone and with another one."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.mutations.making import Mutation, numbers_of

PAIRS = 150
BY_HAND = (
    ("run.start=9999-12-30",),
    ("run.end=9998-12-31", "demand.streams.image.volume_factor=0"),
    ("++demand.streams.image.reports_per_year.2020=0",),
    ("demand.streams.image.volume_factor=100000",),
    ("run.end=2050-12-31", "demand.streams.image.growth_per_year=5"),
    ("+demand.bursts.b={stream:image,date:2021-02-01,days:1,reports:1e9}",),
    ("+demand.bursts.b={stream:image,date:2021-01-02,days:1,reports:9e6}",),
    ("staffing.case_hours_share=1e-300",),
    ("casework.complexity.level=1e300",),
    ("casework.complexity.level=100", "casework.complexity.growth_per_year=2", "run.end=2050-12-31"),
    ("triage.hours_mean=10000", "triage.hours_factor=100"),
    ("++staffing.turnover.transfer_per_year=1", "++staffing.units.limburg.turnover_factor=100"),
    ("staffing.age_of_newcomers.bands={80-90:1}",),
    ("+staffing.plan.p={unit:limburg,date:2021-01-01,posts:10000}", "run.end=2060-12-31"),
)
"""Extremes that once ended badly, and that need more than one number."""


def extremes(scenario: str, seed: int, number: int | None = None) -> Iterator[Mutation]:
    """Make extremes.

    Args:
        scenario: The scenario whose numbers are taken.
        seed: Decides which are paired, and which are taken if not all.
        number: How many; None: all.
    """
    made = [*_by_hand(), *_alone(scenario), *_in_pairs(scenario, seed)]
    rng = np.random.default_rng([seed, len(made)])
    chosen = range(len(made)) if number is None else sorted(rng.choice(len(made), number, replace=False))
    for one in chosen:
        yield Mutation(made[one].kind, (f"+scenario={scenario}", *made[one].words), made[one].keys)


def _by_hand() -> Iterator[Mutation]:
    for words in BY_HAND:
        yield Mutation("by hand", words, tuple(word.lstrip("+").partition("=")[0] for word in words))


def _alone(scenario: str) -> Iterator[Mutation]:
    for key, allowed in numbers_of(scenario):
        for bound in (allowed.low, allowed.high):
            yield Mutation("at a bound", (f"++{key}={bound}",), (key,))
        for beyond in _beyond(allowed):
            yield Mutation("beyond a bound", (f"++{key}={beyond}",), (key,))


def _beyond(allowed: Any) -> tuple[Any, ...]:
    if allowed.kind is dt.date:
        day = dt.timedelta(days=1)
        return allowed.low - day, allowed.high + day
    if allowed.kind is int:
        return allowed.low - 1, allowed.high + 1
    return np.nextafter(allowed.low, -np.inf), allowed.high * (1 + 1e-9), 1e308


def _in_pairs(scenario: str, seed: int) -> Iterator[Mutation]:
    numbers = [(key, allowed) for key, allowed in numbers_of(scenario) if not key.startswith(("run.", "seed"))]
    for one in range(PAIRS):
        rng = np.random.default_rng([seed, one])
        pair = [numbers[place] for place in rng.choice(len(numbers), 2, replace=False)]
        words = [f"++{key}={(allowed.low, allowed.high)[rng.integers(2)]}" for key, allowed in pair]
        yield Mutation("two at bounds", tuple(words), tuple(key for key, _ in pair))
