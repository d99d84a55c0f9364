"""The period of a run, in days and in calendar years."""

import pytest

from tests.builders import small_settings


def test_years_are_calendar_years_as_they_fall():
    run = small_settings({"run.start": "2023-07-01", "run.end": "2025-01-31"}).run
    assert [run.share_of_year(year) for year in (2022, 2023, 2024, 2025)] == [0, 184 / 365, 1, 31 / 365]
    assert run.length_years == pytest.approx(184 / 365 + 1 + 31 / 365)


def test_the_first_and_the_last_day_are_of_the_run():
    assert small_settings({"run.start": "2021-03-01", "run.end": "2021-03-01"}).run.horizon_days == 1
