import datetime as dt

import numpy as np
import pytest

from tbkk_sim.model.names import names_of
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.demand import days_of, flows, unit_shares
from tbkk_sim.sampling.reports.volumes import class_volumes, reports_in
from tbkk_sim.settings import Settings
from tests.builders import demand_of, small_settings
from tests.rows import every_row

ACUTE, SERIOUS, LIGHT = 1, 2, 3
IMAGE = "demand.streams.image"


def expected(settings: Settings, replication: int = 0) -> dict[str, np.ndarray]:
    """Expected reports until each midnight, by class."""
    classes = names_of(settings).classes
    found = flows(demand_of(settings), Chance(settings.seed, replication))
    return {classes[flow.case_class]: flow.expected for flow in found}


def total(settings: Settings, replication: int = 0) -> np.ndarray:
    return np.sum(list(expected(settings, replication).values()), axis=0)


def test_classes_grow_by_their_elasticity_and_closed_is_what_is_left() -> None:
    demand = small_settings({f"{IMAGE}.reports_per_year": {2021: 2000, 2022: 8000}}).demand
    volumes = class_volumes(demand, "image", 2022)
    assert volumes["acute"] == pytest.approx(40 * 4**0.3)
    assert volumes["serious"] == pytest.approx(800)
    assert sum(volumes.values()) == pytest.approx(8000)


def test_volume_factor_works_like_more_reports() -> None:
    twice = small_settings({f"{IMAGE}.volume_factor": 2.0}).demand
    four_thousand = small_settings({f"{IMAGE}.reports_per_year": {2021: 2000, 2022: 4000}}).demand
    assert class_volumes(twice, "image", 2022) == class_volumes(four_thousand, "image", 2022)


def test_nothing_is_closed_where_classes_exceed_the_total() -> None:
    mix = {"acute": {"share": 0.5, "elasticity": 0.0}, "light": {"share": 0.4}}
    demand = small_settings({f"{IMAGE}.mix": mix, f"{IMAGE}.volume_factor": 0.5}).demand
    volumes = class_volumes(demand, "image", 2021)
    assert volumes == pytest.approx({"closed": 0.0, "acute": 1000.0, "light": 400.0})


def test_no_reports_means_none_of_any_class() -> None:
    assert expected(small_settings({f"{IMAGE}.volume_factor": 0.0})) == {}


def test_years_after_the_last_follow_from_growth() -> None:
    demand = small_settings({f"{IMAGE}.growth_per_year": 0.1}).demand
    assert reports_in(demand, "image", 2024) == pytest.approx(2000 * 1.21)


@every_row("known", [{2022: 2000}, {2019: 900, 2022: 2000}], ids=["before the first", "between"])
def test_a_missing_year_is_refused_by_name(known: dict[int, float]) -> None:
    settings = small_settings({f"{IMAGE}.reports_per_year": known, f"{IMAGE}.reference_year": 2022})
    with pytest.raises(ValueError, match=r"demand\.streams\.image\.reports_per_year: the year 2021"):
        expected(settings)


def test_a_reference_year_without_reports_is_refused_by_name() -> None:
    settings = small_settings({f"{IMAGE}.reports_per_year": {2020: 0, 2021: 100}, f"{IMAGE}.reference_year": 2020})
    with pytest.raises(ValueError, match=r"demand\.streams\.image\.reference_year"):
        expected(settings)


def test_seasons_keep_the_total_of_the_year() -> None:
    settings = small_settings({"demand.month_factors": {4: 3.0, 8: 0.0}, "run.end": "2022-12-31"})
    reports = total(settings)
    april, august = reports[120] - reports[90], reports[243] - reports[212]
    assert reports[365] == pytest.approx(2000)
    assert reports[-1] == pytest.approx(4000)
    assert august == 0
    assert april / 30 == pytest.approx(3 * (reports[90] - reports[59]) / 31)


def test_a_run_of_part_of_a_year_has_that_part_of_its_reports() -> None:
    assert total(small_settings({"run.start": "2021-12-01"}))[-1] == pytest.approx(2000 * 31 / 365)


def test_twelve_months_without_reports_are_refused() -> None:
    with pytest.raises(ValueError, match=r"demand\.month_factors"):
        expected(small_settings({"demand.month_factors": dict.fromkeys(range(1, 13), 0.0)}))


def test_a_batch_adds_its_reports_in_the_mix_of_that_moment() -> None:
    burst = {"stream": "image", "date": "2021-03-01", "days": 10.5, "reports": 500}
    plain, with_batch = small_settings(), small_settings({"demand.bursts": {"batch": burst}})
    extra = total(with_batch) - total(plain)
    assert extra[59] == pytest.approx(0)
    assert extra[69] == pytest.approx(500 * 10 / 10.5)
    assert extra[-1] == pytest.approx(500)
    acute = expected(with_batch)["acute"][-1] - expected(plain)["acute"][-1]
    assert acute == pytest.approx(500 * 0.02)


def test_of_a_batch_only_what_falls_in_the_run_arrives() -> None:
    burst = {"stream": "image", "date": "2020-12-27", "days": 10, "reports": 500}
    extra = total(small_settings({"demand.bursts": {"batch": burst}})) - total(small_settings())
    assert extra[-1] == pytest.approx(250)


def test_another_start_meets_the_same_weeks() -> None:
    early = small_settings({"demand.week_cv": 0.3})
    late = small_settings({"demand.week_cv": 0.3, "run.start": "2021-02-10"})
    np.testing.assert_allclose(np.diff(total(early))[40:], np.diff(total(late)))
    assert days_of(late).week[0] == dt.date(2021, 2, 10).toordinal() // 7


def test_units_share_as_set_or_as_their_class() -> None:
    settings = small_settings({"demand.unit_share_by_class": {"acute": {"coast": 1.0}}})
    shares = unit_shares(demand_of(settings), Chance(1, 0))
    np.testing.assert_allclose(shares.of_class[LIGHT], [0.6, 0.4])
    np.testing.assert_allclose(shares.of_class[ACUTE], [0.0, 1.0])


def test_unit_factors_are_lognormal_and_leave_the_total() -> None:
    settings = small_settings({"demand.unit_spread_sigma": 0.4, "demand.unit_share": {"capital": 0.5, "coast": 0.5}})
    demand = demand_of(settings)
    paces = [unit_shares(demand, Chance(1, r)).pace(LIGHT) for r in range(2000)]
    shares = np.array([pace.of_unit * pace.kept for pace in paces])
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert all(0 < pace.kept <= 1 for pace in paces)
    ratio = np.log(shares[:, 0] / shares[:, 1])
    assert ratio.mean() == pytest.approx(0.0, abs=4 * 0.4 * np.sqrt(2 / 2000))
    assert ratio.std() == pytest.approx(0.4 * np.sqrt(2), rel=4 / np.sqrt(2 * 2000))


def test_no_unit_with_a_share_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"unit_share: there are none"):
        small_settings({"demand.unit_share": {}})
