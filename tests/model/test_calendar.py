"""Working time: the days on which the office is closed, and what of them is refused."""

import datetime as dt

import pytest

from tbkk_sim.model.calendar import check_calendar, closed_days
from tbkk_sim.settings.run import Calendar, RunSettings
from tests.builders import national_settings
from tests.rows import every_row

YEARS = {2021, 2022, 2023, 2024, 2025}


def test_the_police_is_off_on_5_may_and_works_on_good_friday():
    closed = closed_days(national_settings().calendar, YEARS)
    assert {dt.date(year, 5, 5) for year in YEARS} <= closed
    good_fridays = {dt.date(2021, 4, 2), dt.date(2022, 4, 15), dt.date(2023, 4, 7), dt.date(2024, 3, 29)}
    assert not good_fridays & closed
    assert {dt.date(2021, 4, 5), dt.date(2021, 4, 27), dt.date(2021, 5, 13), dt.date(2024, 12, 26)} <= closed


def test_without_settings_of_its_own_an_office_keeps_the_public_holidays():
    closed = closed_days(Calendar(), YEARS)
    assert {dt.date(2021, 4, 2), dt.date(2025, 5, 5)} <= closed
    assert dt.date(2021, 5, 5) not in closed


def test_a_public_holiday_that_is_worked_is_named_in_english_whatever_the_language_of_its_country():
    calendar = Calendar(holidays_country="NL", worked_holidays=("Easter Monday",))
    assert closed_days(Calendar(holidays_country="NL"), {2021}) - closed_days(calendar, {2021}) == {dt.date(2021, 4, 5)}


def test_days_that_are_closed_every_year():
    calendar = Calendar(holidays_country=None, closed_days=("01-29", "02-28", "02-29", "12-24"))
    every_year = {(1, 29), (2, 28), (12, 24)}
    assert closed_days(calendar, {2023}) == {dt.date(2023, *day) for day in every_year}
    assert closed_days(calendar, {2024}) == {dt.date(2024, *day) for day in every_year | {(2, 29)}}
    assert closed_days(calendar, {2023, 2024}) == closed_days(calendar, {2023}) | closed_days(calendar, {2024})


@every_row("none", [None, ""])
def test_no_country_is_no_public_holidays(none: str | None):
    calendar = Calendar(holidays_country=none, worked_holidays=("Good Friday",))
    assert check_calendar(calendar, YEARS) == []
    assert closed_days(calendar, YEARS) == set()


@every_row(
    ("changes", "said"),
    [
        ({"holidays_country": "XX"}, ["calendar.holidays_country: 'XX'", "NL", "empty"]),
        ({"holidays_country": "de"}, ["calendar.holidays_country: 'de'", "allowed: DE"]),
        (
            {"holidays_country": "NL", "worked_holidays": ["Goede Vrijdag"]},
            ["calendar.worked_holidays: 'Goede Vrijdag' is not", "Good Friday", "Liberation Day"],
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_holidays_that_are_not_known_are_named(changes: dict[str, object], said: list[str]):
    (message,) = check_calendar(Calendar.model_validate(changes), YEARS)
    assert all(part in f"{message.key}: {message.says}" for part in said), message


def test_an_office_closes_by_midnight():
    with pytest.raises(ValueError, match=r"opens_at_hour: 20, with hours_per_day 7.2, closes at 27.2; .* at most 24"):
        Calendar(opens_at_hour=20)
    Calendar(opens_at_hour=16.8)
    Calendar(kind="plain", opens_at_hour=20)


@every_row("day", ["5-5", "02-30", "13-01", "5 May"])
def test_a_closed_day_is_a_day_of_the_year(day: str):
    with pytest.raises(ValueError, match="closed_days"):
        Calendar(closed_days=(day,))


@every_row(
    ("start", "end", "years"),
    [
        ("2021-01-01", "2021-12-31", 1.0),
        ("2024-01-01", "2024-12-31", 1.0),
        ("2021-01-01", "2025-12-31", 5.0),
        ("2021-07-02", "2021-12-31", 183 / 365),
        ("2023-12-01", "2024-01-31", 31 / 365 + 31 / 366),
    ],
)
def test_years_are_counted_as_they_fall(start: str, end: str, years: float):
    assert RunSettings(
        start=dt.date.fromisoformat(start), end=dt.date.fromisoformat(end)
    ).length_years == pytest.approx(years)


@every_row(
    ("worked", "is_closed"),
    [
        ((), True),
        (("Ascension Day",), True),
        (("Liberation Day",), True),
        (("Ascension Day", "Liberation Day"), False),
    ],
)
def test_a_day_that_is_two_holidays_is_worked_only_if_both_are(worked: tuple[str, ...], is_closed: bool):
    """The fifth of May 2005 was both."""
    assert (dt.date(2005, 5, 5) in closed_days(Calendar(worked_holidays=worked), {2005})) is is_closed


@every_row("year", [2016, 2026])
def test_a_holiday_of_one_year_in_five_is_known_in_the_others(year: int):
    calendar = Calendar(worked_holidays=("Liberation Day",))
    assert check_calendar(calendar, {year}) == []


def test_only_a_holiday_that_is_not_known_is_named_among_those_that_are():
    calendar = Calendar(worked_holidays=("Good Friday", "Bad Friday"))
    (message,) = check_calendar(calendar, {2021})
    assert message.says.startswith("'Bad Friday' is not")


@every_row("country", ["NZ", "NL", "DE"])
def test_holidays_have_english_names_whatever_the_country_speaks(country: str):
    calendar = Calendar(holidays_country=country, worked_holidays=("New Year's Day",))
    assert check_calendar(calendar, {2021}) == []
    closed = closed_days(calendar, {2021})
    assert dt.date(2021, 1, 1) not in closed
    assert dt.date(2021, 12, 25) in closed
