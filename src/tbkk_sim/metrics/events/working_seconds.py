"""Working time and work of many spells at once: what domain.calendar and domain.rules say of one, for arrays."""

from typing import Any, cast

import numpy as np

from tbkk_sim.arrays import Flags
from tbkk_sim.model import rules
from tbkk_sim.model.calendar import WorkingTime
from tbkk_sim.model.seconds import PER_MILLION, SECONDS_PER_DAY, Seconds


def office_seconds_until(working: WorkingTime, moments: Seconds) -> Seconds:
    """Working time in the office from the start until each of these moments (calendar.seconds_open_until)."""
    per_day = working.seconds_per_open_day
    if working.always_open:
        return moments * per_day // SECONDS_PER_DAY
    day = moments // SECONDS_PER_DAY
    since_opening = moments - day * SECONDS_PER_DAY
    since_opening -= working.opens_seconds
    np.clip(since_opening, 0, per_day, out=since_opening)
    since_opening *= np.diff(working.open_before)[day]
    seconds: Seconds = working.open_before[day]
    seconds *= per_day
    seconds += since_opening
    return seconds


def seconds_between(
    working: WorkingTime, begin: Seconds, end: Seconds, office_seconds: Seconds, round_the_clock: Flags
) -> Seconds:
    """Working time between moments (calendar.seconds_between), of which that in the office is known."""
    seconds = office_seconds.copy()
    rows = np.flatnonzero(round_the_clock)
    per_day = working.round_the_clock_seconds_per_day
    seconds[rows] = end[rows] * per_day // SECONDS_PER_DAY - begin[rows] * per_day // SECONDS_PER_DAY
    return seconds


def paces(rate_per_million: Seconds, efficiency_per_million: Seconds | int) -> Seconds:
    """Seconds of work done in a million seconds of working time (rules.pace)."""
    pace: Seconds = np.maximum(rate_per_million * efficiency_per_million // PER_MILLION, 1)
    return pace


def work_done(worked: Any, pace: Any) -> Seconds:
    """Work done in so much working time (rules.work_done)."""
    work: Seconds = cast(Any, rules).work_done(worked, pace)
    return work


def working_time_for(work: Any, pace: Any) -> Seconds:
    """The least working time in which so much work is done (rules.working_time_for)."""
    worked: Seconds = cast(Any, rules).working_time_for(work, pace)
    return worked
