"""Clock time against hours that the office has been open, and the months of a run.

The office opens from 9 to 17, on weekdays; day 0 is Monday the fourth of January 2021.
"""

import datetime as dt
import math
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.truth import truth_table
from tbkk_sim.domain.calendar import (
    WorkingTime,
    hours_between,
    is_open_until,
    moment_after,
    moment_of,
    month_starts,
    office_hours_until,
    working_time,
)
from tbkk_sim.settings.run import Calendar

MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY, NEXT_MONDAY = 0, 1, 4, 5, 6, 7
START = dt.date(2021, 1, 4)
A_YEAR_BEYOND = 366


def at(day: float, hour: float) -> float:
    return day + hour / 24


@cache
def office(horizon_days: int = 14, start: dt.date = START) -> WorkingTime:
    calendar = Calendar(hours_per_day=8.0, opens_at_hour=9.0, holidays_country=None, round_the_clock_hours_per_day=12.0)
    return working_time(calendar, start, horizon_days)


@cache
def plain() -> WorkingTime:
    return working_time(Calendar(kind="plain", hours_per_day=8.0, round_the_clock_hours_per_day=6.0), START, 10)


# The days that are open


def test_an_office_is_open_on_weekdays_and_a_year_beyond_the_horizon():
    days = office(14)
    assert days.open_days[:11].tolist() == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14]
    assert days.open_before[:10].tolist() == [0, 1, 2, 3, 4, 5, 5, 5, 6, 7]
    assert len(days.open_before) == 14 + A_YEAR_BEYOND + 1
    assert (days.opens, days.closes, days.hours_per_day) == (9 / 24, pytest.approx(17 / 24), 8.0)
    assert days.round_the_clock_hours_per_day == 12.0
    assert days.always_open is False


def test_a_run_may_start_at_the_weekend():
    assert office(5, dt.date(2021, 1, 2)).open_days[:6].tolist() == [2, 3, 4, 5, 6, 9]


def test_a_plain_calendar_is_open_all_day_every_day():
    days = plain()
    assert days.open_days.tolist() == list(range(10 + A_YEAR_BEYOND))
    assert days.open_before.tolist() == list(range(10 + A_YEAR_BEYOND + 1))
    assert (days.opens, days.closes, days.always_open) == (0.0, 1.0, True)
    assert (days.hours_per_day, days.round_the_clock_hours_per_day) == (8.0, 6.0)


def test_holidays_of_every_year_that_is_laid_out_are_closed():
    """Christmas 2021 in the run, 1 January 2022 and Christmas 2022 beyond it; 25 December 2021 is a Saturday."""
    start = dt.date(2021, 12, 1)
    calendar = Calendar(holidays_country="NL", closed_days=("12-24",))
    closed = {dt.date(2021, 12, 24), dt.date(2022, 4, 18), dt.date(2022, 5, 26), dt.date(2022, 6, 6)}
    days = working_time(calendar, start, 31)
    open_dates = {start + dt.timedelta(days=int(day)) for day in days.open_days}
    laid_out = [start + dt.timedelta(days=day) for day in range(31 + A_YEAR_BEYOND)]
    assert laid_out[-1] == dt.date(2023, 1, 1)
    weekdays_closed = {day for day in laid_out if day.weekday() < 5 and day not in open_dates}
    public = {dt.date(2022, 4, 15), dt.date(2022, 4, 27), dt.date(2022, 12, 26)}
    assert weekdays_closed == closed | public


# Hours that the office has been open


@truth_table(
    "moment_days, right",
    {
        "the first midnight": (at(MONDAY, 0), 0.0),
        "a minute before opening": (at(MONDAY, 8.98), 0.0),
        "at opening": (at(MONDAY, 9), 0.0),
        "half an hour after opening": (at(MONDAY, 9.5), 0.5),
        "an hour before closing": (at(MONDAY, 16), 7.0),
        "at closing": (at(MONDAY, 17), 8.0),
        "an hour after closing": (at(MONDAY, 18), 8.0),
        "midnight between open days": (at(TUESDAY, 0), 8.0),
        "the second morning": (at(TUESDAY, 10), 9.0),
        "Friday at closing": (at(FRIDAY, 17), 40.0),
        "Saturday at noon": (at(SATURDAY, 12), 40.0),
        "Sunday at noon": (at(SUNDAY, 12), 40.0),
        "Monday at opening": (at(NEXT_MONDAY, 9), 40.0),
        "Monday, an hour later": (at(NEXT_MONDAY, 10), 41.0),
    },
)
def test_office_hours_until_a_moment(moment_days, right):
    assert office_hours_until(office(), moment_days) == pytest.approx(right, abs=1e-9)


@truth_table(
    "office_hours, right",
    {
        "no hours: when the office first opens": (0.0, at(MONDAY, 9)),
        "half an hour": (0.5, at(MONDAY, 9.5)),
        "one hour less than a day": (7.0, at(MONDAY, 16)),
        "a day ends at closing time, not at the next opening": (8.0, at(MONDAY, 17)),
        "a day and what rounding adds": (8.0 + 4e-9, at(MONDAY, 17)),
        "a day and two hundredths of a second": (8.0 + 1.6e-8, at(TUESDAY, 9)),
        "a day and an hour": (9.0, at(TUESDAY, 10)),
        "a week ends on Friday": (40.0, at(FRIDAY, 17)),
        "a week and an hour": (41.0, at(NEXT_MONDAY, 10)),
    },
)
def test_the_moment_of_so_many_office_hours(office_hours, right):
    assert moment_of(office(), office_hours) == pytest.approx(right, abs=1e-8)


def test_what_rounding_adds_to_a_full_day_adds_nothing_to_its_end():
    assert moment_of(office(), 8.0 + 4e-9) == moment_of(office(), 8.0)


def test_a_moment_beyond_the_calendar_is_never():
    days = office()
    all_hours = len(days.open_days) * 8.0
    assert moment_of(days, all_hours) == pytest.approx(at(days.open_days[-1], 17))
    assert moment_of(days, all_hours + 0.01) == math.inf
    assert moment_of(days, 10 * all_hours) == math.inf


@truth_table(
    "moment_days, hours",
    {"the start": (0.0, 0.0), "two days and a half": (2.5, 20.0), "Saturday": (5.25, 42.0), "beyond": (1e4, 8e4)},
)
def test_hours_of_a_plain_calendar_are_part_of_every_day(moment_days, hours):
    assert office_hours_until(plain(), moment_days) == hours
    assert moment_of(plain(), hours) == moment_days


# Work between moments


@truth_table(
    "begin_days, end_days, round_the_clock, right",
    {
        "within a day": (at(MONDAY, 10), at(MONDAY, 12), False, 2.0),
        "over a night": (at(MONDAY, 12), at(TUESDAY, 10), False, 6.0),
        "over a weekend": (at(FRIDAY, 16), at(NEXT_MONDAY, 10), False, 2.0),
        "at night": (at(MONDAY, 18), at(TUESDAY, 8), False, 0.0),
        "no time": (at(MONDAY, 10), at(MONDAY, 10), False, 0.0),
        "round the clock, 12 hours a day": (at(MONDAY, 0), at(TUESDAY, 12), True, 18.0),
        "round the clock, at night": (at(MONDAY, 18), at(MONDAY, 20), True, 1.0),
        "round the clock, at the weekend": (at(FRIDAY, 12), at(SUNDAY, 12), True, 24.0),
    },
)
def test_hours_of_work_between_two_moments(begin_days, end_days, round_the_clock, right):
    assert hours_between(office(), begin_days, end_days, round_the_clock) == pytest.approx(right, abs=1e-9)


@truth_table(
    "begin_days, hours, round_the_clock, right",
    {
        "within a day": (at(MONDAY, 10), 2.0, False, at(MONDAY, 12)),
        "until closing time": (at(MONDAY, 10), 7.0, False, at(MONDAY, 17)),
        "over a night": (at(MONDAY, 16), 2.0, False, at(TUESDAY, 10)),
        "over a weekend": (at(FRIDAY, 16), 2.0, False, at(NEXT_MONDAY, 10)),
        "begun at the weekend": (at(SATURDAY, 12), 1.0, False, at(NEXT_MONDAY, 10)),
        "begun before opening": (at(MONDAY, 0), 1.0, False, at(MONDAY, 10)),
        "no hours, at night: not before they begin": (at(SATURDAY, 12), 0.0, False, at(SATURDAY, 12)),
        "no hours, by day": (at(MONDAY, 12), 0.0, False, at(MONDAY, 12)),
        "round the clock, 12 hours a day": (at(SATURDAY, 12), 6.0, True, at(SUNDAY, 0)),
        "round the clock, one hour at night": (at(MONDAY, 18), 1.0, True, at(MONDAY, 20)),
    },
)
def test_when_work_is_done_that_begins_at_a_moment(begin_days, hours, round_the_clock, right):
    assert moment_after(office(), begin_days, hours, round_the_clock) == pytest.approx(right, abs=1e-9)


def test_work_on_a_plain_calendar_is_spread_over_every_day():
    assert moment_after(plain(), 2.0, 12.0, False) == 3.5
    assert moment_after(plain(), 2.0, 12.0, True) == 4.0
    assert hours_between(plain(), 2.0, 3.5, False) == 12.0
    assert hours_between(plain(), 2.0, 4.0, True) == 12.0


QUARTERS = st.integers(0, 14 * 96).map(lambda quarter: quarter / 96)
"""Quarters of an hour of a fortnight."""


@settings(derandomize=True, max_examples=60)
@given(begin_days=QUARTERS, end_days=QUARTERS, hours=st.integers(1, 160).map(lambda quarter: quarter / 4))
def test_work_takes_the_hours_that_are_between_its_begin_and_its_end(begin_days, end_days, hours):
    for days in (office(), plain()):
        for clock in (False, True):
            done = moment_after(days, begin_days, hours, clock)
            assert hours_between(days, begin_days, done, clock) == pytest.approx(hours, abs=1e-7)
            middle = (begin_days + end_days) / 2
            parts = hours_between(days, begin_days, middle, clock) + hours_between(days, middle, end_days, clock)
            assert hours_between(days, begin_days, end_days, clock) == pytest.approx(parts, abs=1e-9)


@truth_table(
    "time_days, closes_days, right",
    {
        "an hour before closing": (at(MONDAY, 16), at(MONDAY, 17), True),
        "a tenth of a second before closing": (at(MONDAY, 17) - 1e-6, at(MONDAY, 17), True),
        "two billionths of a day before closing": (at(MONDAY, 17) - 2e-9, at(MONDAY, 17), True),
        "closing time but for rounding": (at(MONDAY, 17) - 5e-10, at(MONDAY, 17), False),
        "at closing time": (at(MONDAY, 17), at(MONDAY, 17), False),
        "after closing": (at(MONDAY, 18), at(MONDAY, 17), False),
        "an office that never closes": (1e6, math.inf, True),
        "an office that has not opened yet": (0.0, -math.inf, False),
    },
)
def test_whether_the_office_is_still_open(time_days, closes_days, right):
    assert is_open_until(time_days, closes_days) is right


# Months


@truth_table(
    "start, horizon_days, right",
    {
        "one day": (dt.date(2021, 1, 1), 1, [0, 1]),
        "a month": (dt.date(2021, 1, 1), 31, [0, 31]),
        "a month and a day": (dt.date(2021, 1, 1), 32, [0, 31, 32]),
        "begun within a month": (dt.date(2021, 1, 15), 31, [0, 17, 31]),
        "within one month": (dt.date(2021, 1, 15), 10, [0, 10]),
        "over New Year": (dt.date(2020, 12, 31), 2, [0, 1, 2]),
        "from the first of December": (dt.date(2021, 12, 1), 32, [0, 31, 32]),
        "February that does not leap": (dt.date(2023, 2, 1), 60, [0, 28, 59, 60]),
        "February that leaps, in the second year": (dt.date(2023, 12, 1), 122, [0, 31, 62, 91, 122]),
        "a year": (dt.date(2021, 1, 1), 365, [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]),
        "a leap year": (dt.date(2024, 1, 1), 366, [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366]),
    },
)
def test_months_begin_as_they_fall(start, horizon_days, right):
    assert month_starts(start, horizon_days).tolist() == right
