from typing import Any

import numpy as np
import pytest

from tbkk_sim.sampling.world import BY_NOBODY
from tests.builders import drawn_reports, small_settings

PLAIN = {"calendar.kind": "plain"}
OFFICE = {
    "calendar": {"kind": "office", "opens_at_hour": 9.0, "hours_per_day": 8.0, "holidays_country": None},
}
DUTCH = {"calendar": {**OFFICE["calendar"], "hours_per_day": 7.2, "holidays_country": "NL", "closed_days": ["05-05"]}}


def moments(
    per_year: float, start: str = "2021-01-01", end: str = "2021-12-31", calendar: dict[str, Any] | None = None
) -> np.ndarray:
    chosen = {"casework.proactive.serious.per_year": per_year, "run.start": start, "run.end": end}
    chosen |= calendar or PLAIN
    reports, _ = drawn_reports(small_settings(chosen), 0)
    rows = reports.stream == 1
    assert set(reports.triaged_by[rows]) <= {BY_NOBODY}
    assert set(reports.true_class[rows]) <= {2}
    return reports.arrived_days[rows]


def test_chosen_cases_stand_in_the_middle_of_equal_parts_of_the_year() -> None:
    np.testing.assert_allclose(moments(4), 365 * np.array([1, 3, 5, 7]) / 8)


def test_they_are_chosen_in_the_middle_of_equal_parts_of_the_hours_in_which_the_office_is_open() -> None:
    """2021 has 261 weekdays, 2088 hours: after 261, 783, 1305 and 1827 of them, so 32 days and 5 hours, and so on."""
    days = [46 + 14 / 24, 137 + 16 / 24, 229 + 10 / 24, 320 + 12 / 24]
    np.testing.assert_allclose(moments(4, calendar=OFFICE), days, atol=1e-9)


def test_at_closing_nobody_chooses_any_more() -> None:
    """After 8 hours, on Friday 1 January, the office closes: chosen on Monday at opening; or a second before."""
    assert moments(130.5, calendar=OFFICE)[:2] == pytest.approx([3 + 9 / 24, 5 + 9 / 24], abs=1e-9)
    friday = 17 / 24 - 1 / 86400
    assert moments(130.5 * 28800 / 28799, calendar=OFFICE)[0] == pytest.approx(friday, abs=1e-9)


def test_nobody_chooses_at_night_at_a_weekend_or_on_a_holiday() -> None:
    days = moments(5000, end="2022-12-31", calendar=DUTCH)
    hours = days % 1 * 24
    assert 9 <= hours.min() < 9.01
    assert 16.19 < hours.max() < 16.2
    weekday = (days.astype(int) + 4) % 7  # 1 January 2021 is a Friday
    assert set(weekday) == set(range(5))
    closed = {124, 365 + 359, 365 + 116}  # 5 May 2021; 26 December, a Monday, and 27 April 2022
    assert not set(days.astype(int)) & closed
    assert {123, 125, 365 + 360, 365 + 115, 365 + 117} <= set(days.astype(int))


@pytest.mark.parametrize("calendar", [PLAIN, DUTCH], ids=["plain", "office"])
def test_each_calendar_year_has_its_number(calendar) -> None:
    days = moments(15, end="2024-12-31", calendar=calendar)
    assert np.histogram(days, bins=[0, 365, 730, 1095, 1461])[0].tolist() == [15, 15, 15, 15]


def test_a_run_of_half_a_year_has_half_of_them() -> None:
    assert len(moments(10, start="2021-07-02")) == 5


def test_a_broken_number_comes_out_right_over_the_years() -> None:
    assert len(moments(2.5, end="2024-12-31")) == 10
    assert len(moments(0.25, end="2024-12-31")) == 1
    assert len(moments(0)) == 0


@pytest.mark.parametrize("per_year", [9.9, 0.3, 14.7, 15.0])
def test_they_go_on_over_new_year_without_a_break(per_year: float) -> None:
    days = moments(per_year, end="2030-12-31")
    assert len(days) == round(10 * per_year)
    gaps = np.diff(days)
    assert (gaps > 0).all()
    np.testing.assert_allclose(gaps, 365.25 / per_year, rtol=0.003)


def test_with_more_a_year_the_same_case_begins_earlier() -> None:
    def begins(per_year: float) -> dict[int, float]:
        chosen = {"casework.proactive.serious.per_year": per_year, "run.end": "2024-12-31"}
        reports, _ = drawn_reports(small_settings(chosen), 0)
        rows = reports.stream == 1
        return dict(zip(reports.key[rows].tolist(), reports.arrived_days[rows].tolist(), strict=True))

    few, more = begins(10.0), begins(10.5)
    assert (len(few), len(more)) == (40, 42)
    assert few.keys() < more.keys()
    assert all(more[key] < few[key] for key in few)


@pytest.mark.parametrize("calendar", [PLAIN, DUTCH], ids=["plain", "office"])
def test_another_start_within_the_year_meets_the_same_cases(calendar) -> None:
    whole, half = moments(9.9, calendar=calendar), moments(9.9, start="2021-07-01", calendar=calendar)
    np.testing.assert_allclose(half, whole[whole >= 181] - 181)


def test_chosen_cases_go_where_their_class_goes() -> None:
    changes = {
        "casework.proactive.serious.per_year": 2000,
        "demand.unit_share_by_class": {"serious": {"capital": 0.25, "coast": 0.75}},
    }
    reports, _ = drawn_reports(small_settings(changes), 0)
    in_coast = reports.unit[reports.stream == 1] == 1
    assert in_coast.mean() == pytest.approx(0.75, abs=4 * np.sqrt(0.1875 / 2000))
