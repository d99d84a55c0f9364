"""Working time and work of many intervals at once are, one by one, what the engines reckon."""

import datetime as dt

import numpy as np

from tbkk_sim.metrics.events.working_seconds import (
    office_seconds_until,
    paces,
    seconds_between,
    work_done,
    working_time_for,
)
from tbkk_sim.model import calendar, rules
from tbkk_sim.model.calendar import WorkingTime, working_time
from tbkk_sim.model.seconds import PER_MILLION, SECONDS_PER_DAY
from tests.builders import small_settings
from tests.rows import every_row

DAYS = 100
CALENDARS = {
    "office": {},
    "office of odd hours": {"opens_at_hour": 7.77, "hours_per_day": 7.31, "round_the_clock_hours_per_day": 17.3},
    "office until midnight": {"opens_at_hour": 16, "hours_per_day": 8},
    "plain": {"kind": "plain", "hours_per_day": 7.31, "round_the_clock_hours_per_day": 5.1},
}


def clock(name: str) -> WorkingTime:
    return working_time(small_settings({"calendar": CALENDARS[name]}).calendar, dt.date(2021, 1, 1), DAYS)


def moments(working: WorkingTime) -> np.ndarray:
    """Midnights, openings and closings with the seconds around them, and others."""
    midnights = np.arange(DAYS) * SECONDS_PER_DAY
    turns = np.concatenate([midnights, midnights + working.opens_seconds, midnights + working.closes_seconds])
    others = np.random.default_rng(5).integers(0, DAYS * SECONDS_PER_DAY, 400)
    return np.clip(np.concatenate([turns - 1, turns, turns + 1, others]), 0, DAYS * SECONDS_PER_DAY)


@every_row("name", CALENDARS)
def test_working_time_in_the_office_is_that_of_the_calendar(name):
    working = clock(name)
    at = moments(working)
    one_by_one = [calendar.seconds_open_until(working, moment) for moment in at.tolist()]
    assert office_seconds_until(working, at).tolist() == one_by_one


@every_row("name", CALENDARS)
def test_working_time_between_moments_is_that_of_the_calendar(name):
    working, random = clock(name), np.random.default_rng(6)
    begin, end = np.sort(random.choice(moments(working), (2, 900)), axis=0)
    round_the_clock = random.random(900) < 0.5
    in_office = office_seconds_until(working, end) - office_seconds_until(working, begin)
    spells = zip(begin.tolist(), end.tolist(), round_the_clock.tolist(), strict=True)
    one_by_one = [calendar.seconds_between(working, *spell) for spell in spells]
    assert seconds_between(working, begin, end, in_office, round_the_clock).tolist() == one_by_one


def test_work_is_that_of_the_rules():
    random = np.random.default_rng(7)
    rates, efficiencies = random.integers(1, 2 * PER_MILLION, (2, 300))
    rates[:3], efficiencies[:3] = (1, 1, PER_MILLION), (1, PER_MILLION, PER_MILLION)
    each = zip(rates.tolist(), efficiencies.tolist(), strict=True)
    pace = paces(rates, efficiencies)
    assert pace.tolist() == [rules.pace(*both) for both in each]
    seconds = random.integers(0, 10**8, 300)
    both = list(zip(seconds.tolist(), pace.tolist(), strict=True))
    assert work_done(seconds, pace).tolist() == [rules.work_done(*of) for of in both]
    assert working_time_for(seconds, pace).tolist() == [rules.working_time_for(*of) for of in both]
