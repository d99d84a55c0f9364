"""Seasons and years as they fall: each month of each year has the days that it has in that year."""

import datetime as dt
from collections import Counter

import numpy as np
import pytest

from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.demand import days_of, flows
from tests.builders import demand_of, small_settings
from tests.model.truth import truth_table
from tests.rows import every_row

FEBRUARY = {2: 3.0}
"""Thrice as many a day in February; the other months of a year have 337 days."""


def reports_by_month(start: str, end: str, factors: dict[int, float]) -> dict[tuple[int, int], float]:
    """Expected reports of each month of a run in which 2,000 are expected every year."""
    run = {"start": start, "end": end, "replications": 1}
    settings = small_settings({"run": run, "demand.month_factors": factors})
    per_day = np.sum([np.diff(flow.expected) for flow in flows(demand_of(settings), Chance(1, 0))], axis=0)
    found: Counter[tuple[int, int]] = Counter()
    for day, reports in enumerate(per_day.tolist()):
        date = dt.date.fromisoformat(start) + dt.timedelta(days=day)
        found[date.year, date.month] += reports
    return found


@truth_table(
    "start, end, month, right",
    {
        "February of a year that does not leap": ("2023-01-01", "2023-12-31", (2023, 2), 2000 * 84 / (84 + 337)),
        "February of a leap year": ("2024-01-01", "2024-12-31", (2024, 2), 2000 * 87 / (87 + 337)),
        "February of a leap year after one that is not": ("2023-01-01", "2024-12-31", (2024, 2), 2000 * 87 / 424),
        "February after a leap year": ("2024-01-01", "2025-12-31", (2025, 2), 2000 * 84 / 421),
        "February of the third year": ("2022-06-01", "2024-12-31", (2024, 2), 2000 * 87 / 424),
        "July of a leap year": ("2023-01-01", "2024-12-31", (2024, 7), 2000 * 31 / 424),
        "July of a year that does not leap": ("2024-01-01", "2025-12-31", (2025, 7), 2000 * 31 / 421),
        "July of a year of which the run has two months": ("2023-07-01", "2023-08-31", (2023, 7), 2000 * 31 / 421),
        "half of February": ("2024-02-01", "2024-02-14", (2024, 2), 2000 * 42 / 424),
        "the last February, of which the run has one day": ("2023-03-01", "2024-02-01", (2024, 2), 2000 * 3 / 424),
    },
)
def test_a_month_has_its_share_of_the_reports_of_its_own_year(start, end, month, right):
    assert reports_by_month(start, end, FEBRUARY)[month] == pytest.approx(right, rel=1e-9)


@every_row("factors", [{}, FEBRUARY, {1: 0.5, 2: 0.0, 12: 2.5}], ids=["none", "February", "winter"])
def test_every_whole_year_has_its_total_whether_it_leaps_or_not(factors: dict[int, float]):
    months = reports_by_month("2023-01-01", "2026-12-31", factors)
    for year in (2023, 2024, 2025, 2026):
        assert sum(reports for (y, _), reports in months.items() if y == year) == pytest.approx(2000)


def test_without_seasons_every_day_of_a_year_is_alike():
    months = reports_by_month("2023-01-01", "2024-12-31", {})
    assert months[2023, 3] == pytest.approx(2000 * 31 / 365)
    assert months[2024, 3] == pytest.approx(2000 * 31 / 366)
    assert months[2024, 2] == pytest.approx(2000 * 29 / 366)


def test_the_days_of_a_run_have_the_year_month_and_week_in_which_they_fall():
    """The third of January 2021 was a Sunday."""
    days = days_of(small_settings({"run": {"start": "2020-12-30", "end": "2021-01-05", "replications": 1}}))
    assert days.year.tolist() == [2020] * 2 + [2021] * 5
    assert days.month.tolist() == [12] * 2 + [1] * 5
    assert (days.week - days.week[0]).tolist() == [0, 0, 0, 0, 0, 1, 1]
    leap = days_of(small_settings({"run": {"start": "2024-02-28", "end": "2024-03-01", "replications": 1}}))
    assert leap.month.tolist() == [2, 2, 3]
