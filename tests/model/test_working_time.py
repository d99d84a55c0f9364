"""Clock time against working time, in whole seconds, and the months of a run.

The office opens from 9 to 17, on weekdays; day 0 is Monday the fourth of January 2021.
"""

import datetime as dt
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tbkk_sim.model.calendar import (
    MOST_SECONDS,
    WorkingTime,
    moment_after,
    moment_of,
    moments_within,
    month_starts,
    seconds_between,
    seconds_open_until,
    working_time,
)
from tbkk_sim.model.seconds import MOST_WORK_SECONDS, NEVER_SECONDS
from tbkk_sim.settings.run import Calendar
from tests.model.truth import truth_table
from tests.rows import every_row

MONDAY, TUESDAY, WEDNESDAY, _, FRIDAY, SATURDAY, SUNDAY, NEXT_MONDAY = range(8)
START = dt.date(2021, 1, 4)
A_YEAR_BEYOND = 366
HOUR, DAY = 3_600, 86_400
OPEN = 8 * HOUR
"""Working time of an open day."""


def at(day: int, hour: float, seconds: int = 0) -> int:
    """So many seconds after (or before) this hour of a day."""
    return day * DAY + round(hour * HOUR) + seconds


@cache
def office(horizon_days: int = 14, start: dt.date = START, closed: tuple[str, ...] = ()) -> WorkingTime:
    calendar = Calendar(
        hours_per_day=8.0,
        opens_at_hour=9.0,
        holidays_country=None,
        closed_days=closed,
        round_the_clock_hours_per_day=12.0,
    )
    return working_time(calendar, start, horizon_days)


@cache
def plain(hours_per_day: float = 8.0) -> WorkingTime:
    calendar = Calendar(kind="plain", hours_per_day=hours_per_day, round_the_clock_hours_per_day=6.0)
    return working_time(calendar, START, 10)


# The days that are open


def test_an_office_is_open_on_weekdays_and_a_year_beyond_the_horizon():
    days = office(14)
    assert days.open_days[:11].tolist() == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14]
    assert days.open_before[:10].tolist() == [0, 1, 2, 3, 4, 5, 5, 5, 6, 7]
    assert len(days.open_before) == 14 + A_YEAR_BEYOND + 1
    assert (days.opens_seconds, days.closes_seconds, days.seconds_per_open_day) == (9 * HOUR, 17 * HOUR, OPEN)
    assert days.hours_per_day == 8.0
    assert days.round_the_clock_seconds_per_day == 12 * HOUR
    assert days.always_open is False


def test_a_run_may_start_at_the_weekend():
    assert office(5, dt.date(2021, 1, 2)).open_days[:6].tolist() == [2, 3, 4, 5, 6, 9]


def test_a_plain_calendar_is_open_all_day_every_day():
    days = plain()
    assert days.open_days.tolist() == list(range(10 + A_YEAR_BEYOND))
    assert days.open_before.tolist() == list(range(10 + A_YEAR_BEYOND + 1))
    assert (days.opens_seconds, days.closes_seconds, days.always_open) == (0, 24 * HOUR, True)
    assert (days.hours_per_day, days.round_the_clock_seconds_per_day) == (8.0, 6 * HOUR)


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


def test_hours_of_the_calendar_are_rounded_to_seconds():
    """7.2 hours are 25,920 seconds; a third of an hour past nine is 9:20."""
    calendar = Calendar(hours_per_day=7.2, opens_at_hour=9 + 1 / 3, holidays_country=None)
    days = working_time(calendar, START, 10)
    assert (days.opens_seconds, days.seconds_per_open_day) == (9 * HOUR + 1_200, 25_920)
    assert days.closes_seconds == days.opens_seconds + days.seconds_per_open_day


def test_an_office_closes_at_midnight_at_the_latest():
    days = working_time(Calendar(hours_per_day=7.2, opens_at_hour=16.8, holidays_country=None), START, 10)
    assert (days.closes_seconds, days.seconds_per_open_day) == (DAY, 25_920)
    assert moment_of(days, 25_920) == at(TUESDAY, 0)
    assert seconds_open_until(days, at(TUESDAY, 0)) == 25_920


# Working time until a moment


@truth_table(
    "moment, right",
    {
        "the first midnight": (at(MONDAY, 0), 0),
        "a second before opening": (at(MONDAY, 9, -1), 0),
        "at opening": (at(MONDAY, 9), 0),
        "a second after opening": (at(MONDAY, 9, 1), 1),
        "half an hour after opening": (at(MONDAY, 9.5), HOUR // 2),
        "a second before closing": (at(MONDAY, 17, -1), OPEN - 1),
        "at closing": (at(MONDAY, 17), OPEN),
        "a second after closing": (at(MONDAY, 17, 1), OPEN),
        "a second before midnight": (at(TUESDAY, 0, -1), OPEN),
        "midnight between open days": (at(TUESDAY, 0), OPEN),
        "the second morning": (at(TUESDAY, 10), OPEN + HOUR),
        "Friday at closing": (at(FRIDAY, 17), 5 * OPEN),
        "Saturday, the first second": (at(SATURDAY, 0), 5 * OPEN),
        "Saturday at noon": (at(SATURDAY, 12), 5 * OPEN),
        "Sunday, the last second": (at(NEXT_MONDAY, 0, -1), 5 * OPEN),
        "Monday at opening": (at(NEXT_MONDAY, 9), 5 * OPEN),
        "Monday, a second later": (at(NEXT_MONDAY, 9, 1), 5 * OPEN + 1),
    },
)
def test_working_time_until_a_moment(moment, right):
    assert seconds_open_until(office(), moment) == right


@truth_table(
    "seconds_open, right",
    {
        "none: when the office first opens": (0, at(MONDAY, 9)),
        "a second": (1, at(MONDAY, 9, 1)),
        "half an hour": (HOUR // 2, at(MONDAY, 9.5)),
        "a second less than a day": (OPEN - 1, at(MONDAY, 17, -1)),
        "a day ends at closing time, not at the next opening": (OPEN, at(MONDAY, 17)),
        "a day and a second": (OPEN + 1, at(TUESDAY, 9, 1)),
        "a week ends on Friday": (5 * OPEN, at(FRIDAY, 17)),
        "a week and a second": (5 * OPEN + 1, at(NEXT_MONDAY, 9, 1)),
    },
)
def test_the_moment_of_so_much_working_time(seconds_open, right):
    assert moment_of(office(), seconds_open) == right


def test_the_next_second_of_working_time_is_never_one_at_which_the_office_closes():
    days = office()
    last, all_seconds = int(days.open_days[-1]), len(days.open_days) * OPEN
    rows = {
        0: at(MONDAY, 9),
        1: at(MONDAY, 9, 1),
        OPEN - 1: at(MONDAY, 17, -1),
        OPEN: at(TUESDAY, 9),
        5 * OPEN + HOUR: at(NEXT_MONDAY, 10),
        all_seconds - 1: at(last, 17, -1),
        all_seconds: NEVER_SECONDS,
        all_seconds + 1: NEVER_SECONDS,
    }
    assert moments_within(days, np.array(list(rows))).tolist() == list(rows.values())


@truth_table(
    "moment, right",
    {
        "the day before, at closing": (at(TUESDAY, 17), 2 * OPEN),
        "the holiday, when it would open": (at(WEDNESDAY, 9), 2 * OPEN),
        "the holiday at noon": (at(WEDNESDAY, 12), 2 * OPEN),
        "the day after, at opening": (at(WEDNESDAY + 1, 9), 2 * OPEN),
        "the day after, a second later": (at(WEDNESDAY + 1, 9, 1), 2 * OPEN + 1),
    },
)
def test_a_holiday_has_no_working_time(moment, right):
    assert seconds_open_until(office(closed=("01-06",)), moment) == right


def test_work_is_done_past_a_holiday():
    days = office(closed=("01-06",))
    assert moment_of(days, 2 * OPEN) == at(TUESDAY, 17)
    assert moment_of(days, 2 * OPEN + 1) == at(WEDNESDAY + 1, 9, 1)
    assert moment_after(days, at(WEDNESDAY, 12), 1, False) == at(WEDNESDAY + 1, 9, 1)
    assert moment_after(days, at(TUESDAY, 16), HOUR, True) == at(TUESDAY, 18)  # round the clock, 12 hours a day


def test_a_moment_beyond_the_calendar_is_never():
    days = office()
    all_seconds = len(days.open_days) * OPEN
    assert moment_of(days, all_seconds) == at(int(days.open_days[-1]), 17)
    assert moment_of(days, all_seconds + 1) == NEVER_SECONDS
    assert moment_after(days, at(FRIDAY, 9), all_seconds - 4 * OPEN, False) == at(int(days.open_days[-1]), 17)
    assert moment_after(days, at(FRIDAY, 9), all_seconds - 4 * OPEN + 1, False) == NEVER_SECONDS


@every_row("round_the_clock", [False, True])
@every_row("days", [office(), plain()], ids=["office", "plain"])
def test_more_work_than_a_run_has_ends_never(days, round_the_clock):
    assert moment_after(days, 0, MOST_SECONDS + 1, round_the_clock) == NEVER_SECONDS
    assert moment_after(days, 0, MOST_WORK_SECONDS * 1_000_000, round_the_clock) == NEVER_SECONDS
    assert moment_after(days, at(13, 12), MOST_SECONDS, round_the_clock) > 100 * 366 * DAY  # and no overflow


# A plain calendar: every day, all day long, but less working time than time


@truth_table(
    "moment, seconds",
    {
        "the start": (0, 0),
        "a second: a third of one has passed": (1, 0),
        "two seconds": (2, 0),
        "three seconds: the first has passed": (3, 1),
        "four": (4, 1),
        "a second before midnight": (DAY - 1, OPEN - 1),
        "midnight": (DAY, OPEN),
        "two days and a half": (5 * DAY // 2, 5 * OPEN // 2),
        "Saturday": (at(SATURDAY, 6), 42 * HOUR),
        "beyond the calendar": (10_000 * DAY, 10_000 * OPEN),
    },
)
def test_working_time_of_a_plain_calendar_is_whole_seconds_of_a_third(moment, seconds):
    assert seconds_open_until(plain(), moment) == seconds


@truth_table(
    "seconds_open, right",
    {
        "none": (0, 0),
        "a second: not before three have passed": (1, 3),
        "two": (2, 6),
        "a second less than a day": (OPEN - 1, DAY - 3),
        "a day": (OPEN, DAY),
        "a day and a second": (OPEN + 1, DAY + 3),
    },
)
def test_the_first_moment_by_which_a_plain_calendar_has_had_so_much(seconds_open, right):
    assert moment_of(plain(), seconds_open) == right


def test_where_all_hours_are_hours_of_work_time_is_working_time():
    days = plain(24.0)
    for moment in (0, 1, DAY - 1, DAY, 12_345_678):
        assert seconds_open_until(days, moment) == moment_of(days, moment) == moment


# Work between moments


@truth_table(
    "begin, end, round_the_clock, right",
    {
        "within a day": (at(MONDAY, 10), at(MONDAY, 12), False, 2 * HOUR),
        "a second": (at(MONDAY, 10), at(MONDAY, 10, 1), False, 1),
        "over a night": (at(MONDAY, 12), at(TUESDAY, 10), False, 6 * HOUR),
        "over a weekend": (at(FRIDAY, 16), at(NEXT_MONDAY, 10), False, 2 * HOUR),
        "at night": (at(MONDAY, 17), at(TUESDAY, 9), False, 0),
        "at night, and a second": (at(MONDAY, 17, -1), at(TUESDAY, 9), False, 1),
        "no time": (at(MONDAY, 10), at(MONDAY, 10), False, 0),
        "round the clock, 12 hours a day": (at(MONDAY, 0), at(TUESDAY, 12), True, 18 * HOUR),
        "round the clock, at night": (at(MONDAY, 18), at(MONDAY, 20), True, HOUR),
        "round the clock, at the weekend": (at(FRIDAY, 12), at(SUNDAY, 12), True, 24 * HOUR),
        "round the clock, the first second: not yet": (0, 1, True, 0),
        "round the clock, the second one": (1, 2, True, 1),
    },
)
def test_working_time_between_two_moments(begin, end, round_the_clock, right):
    assert seconds_between(office(), begin, end, round_the_clock) == right


@truth_table(
    "begin, seconds, round_the_clock, right",
    {
        "within a day": (at(MONDAY, 10), 2 * HOUR, False, at(MONDAY, 12)),
        "until closing time": (at(MONDAY, 10), 7 * HOUR, False, at(MONDAY, 17)),
        "a second more": (at(MONDAY, 10), 7 * HOUR + 1, False, at(TUESDAY, 9, 1)),
        "over a night": (at(MONDAY, 16), 2 * HOUR, False, at(TUESDAY, 10)),
        "over a weekend": (at(FRIDAY, 16), 2 * HOUR, False, at(NEXT_MONDAY, 10)),
        "begun at the weekend": (at(SATURDAY, 12), HOUR, False, at(NEXT_MONDAY, 10)),
        "begun before opening": (at(MONDAY, 0), HOUR, False, at(MONDAY, 10)),
        "begun at closing time": (at(MONDAY, 17), 1, False, at(TUESDAY, 9, 1)),
        "no work, at night: not before it begins": (at(SATURDAY, 12), 0, False, at(SATURDAY, 12)),
        "no work, by day": (at(MONDAY, 12), 0, False, at(MONDAY, 12)),
        "round the clock, 12 hours a day": (at(SATURDAY, 12), 6 * HOUR, True, at(SUNDAY, 0)),
        "round the clock, one hour at night": (at(MONDAY, 18), HOUR, True, at(MONDAY, 20)),
        "round the clock, a second takes two": (at(MONDAY, 18), 1, True, at(MONDAY, 18, 2)),
        "round the clock, a second that had begun takes one": (at(MONDAY, 18, 1), 1, True, at(MONDAY, 18, 2)),
    },
)
def test_when_work_is_done_that_begins_at_a_moment(begin, seconds, round_the_clock, right):
    assert moment_after(office(), begin, seconds, round_the_clock) == right


def test_work_on_a_plain_calendar_is_spread_over_every_day():
    assert moment_after(plain(), 2 * DAY, 12 * HOUR, False) == 2 * DAY + 36 * HOUR
    assert moment_after(plain(), 2 * DAY, 12 * HOUR, True) == 4 * DAY
    assert seconds_between(plain(), 2 * DAY, 2 * DAY + 36 * HOUR, False) == 12 * HOUR
    assert seconds_between(plain(), 2 * DAY, 4 * DAY, True) == 12 * HOUR


CALENDARS = st.sampled_from([office(), office(closed=("01-06",)), plain(), plain(7.3), plain(24.0)])
MOMENTS = st.integers(0, 14 * DAY)
"""Seconds of a fortnight."""
exactly = settings(derandomize=True, max_examples=80)


@exactly
@given(days=CALENDARS, begin=MOMENTS, seconds=st.integers(1, 160 * HOUR), round_the_clock=st.booleans())
def test_work_is_done_at_the_first_moment_by_which_its_time_has_passed(days, begin, seconds, round_the_clock):
    done = moment_after(days, begin, seconds, round_the_clock)
    assert seconds_between(days, begin, done, round_the_clock) == seconds
    assert seconds_between(days, begin, done - 1, round_the_clock) == seconds - 1


@exactly
@given(days=CALENDARS, moments=st.lists(MOMENTS, min_size=3, max_size=3), round_the_clock=st.booleans())
def test_working_time_adds_up_exactly(days, moments, round_the_clock):
    begin, middle, end = sorted(moments)
    parts = [seconds_between(days, *part, round_the_clock) for part in ((begin, middle), (middle, end), (begin, end))]
    assert parts[0] + parts[1] == parts[2]
    assert min(parts) >= 0


@exactly
@given(days=CALENDARS, moment=MOMENTS)
def test_the_office_is_no_sooner_than_the_clock(days, moment):
    before, after = seconds_open_until(days, moment), seconds_open_until(days, moment + 1)
    assert before <= after <= before + 1


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
