import numpy as np
import pytest

from tbkk_sim.sampling.world import BY_NOBODY
from tests.builders import drawn_reports, small_settings


def moments(per_year: float, start: str = "2021-01-01", end: str = "2021-12-31") -> np.ndarray:
    chosen = {"casework.proactive.serious.per_year": per_year, "run.start": start, "run.end": end}
    reports, _ = drawn_reports(small_settings(chosen), 0)
    rows = reports.stream == 1
    assert set(reports.triaged_by[rows]) <= {BY_NOBODY}
    assert set(reports.true_class[rows]) <= {2}
    return reports.arrived_days[rows]


def test_chosen_cases_stand_in_the_middle_of_equal_parts_of_the_year() -> None:
    np.testing.assert_allclose(moments(4), 365 * np.array([1, 3, 5, 7]) / 8)


def test_each_calendar_year_has_its_number() -> None:
    days = moments(15, end="2024-12-31")
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


def test_another_start_within_the_year_meets_the_same_cases() -> None:
    whole, half = moments(9.9), moments(9.9, start="2021-07-01")
    np.testing.assert_allclose(half, whole[whole >= 181] - 181)


def test_chosen_cases_go_where_their_class_goes() -> None:
    changes = {
        "casework.proactive.serious.per_year": 2000,
        "demand.unit_share_by_class": {"serious": {"capital": 0.25, "coast": 0.75}},
    }
    reports, _ = drawn_reports(small_settings(changes), 0)
    in_coast = reports.unit[reports.stream == 1] == 1
    assert in_coast.mean() == pytest.approx(0.75, abs=4 * np.sqrt(0.1875 / 2000))
