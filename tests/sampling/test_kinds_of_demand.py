"""Demand by kind: parts of a stream, a mix that drifts, hours of the day, what comes without triage, large cases."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from tbkk_sim.model.names import names_of
from tbkk_sim.runs.controls import expected_cases
from tbkk_sim.sampling.chance import Chance, quantiles
from tbkk_sim.sampling.drawable import problems_of_drawing
from tbkk_sim.sampling.reports.demand import flows
from tbkk_sim.sampling.reports.volumes import class_volumes, reports_in
from tbkk_sim.sampling.world import BY_NOBODY, BY_UNIT, Reports
from tbkk_sim.settings.demand import CLOSED, WEEKDAYS
from tbkk_sim.settings.schema import Spread
from tests.builders import casework_of, demand_of, drawn_reports, small_settings
from tests.rows import every_row

IMAGE = "demand.streams.image"
PART: dict[str, Any] = {
    "label": "Grooming",
    "part_of": "image",
    "part_per_year": {2021: 0.1, 2022: 0.25},
    "reference_year": 2021,
    "mix": {"acute": {"share": 0.2}, "serious": {"share": 0.3}},
}
OWN: dict[str, Any] = {
    "label": "Own",
    "reports_per_year": {2021: 0, 2022: 60},
    "reference_year": 2021,
    "mix": {"serious": {"share": 1.0}},
    "triaged": False,
}


def with_part(**part: Any) -> dict[str, Any]:
    return {"demand.streams.grooming": {**PART, **part}}


def test_a_part_is_its_share_of_the_stream_and_is_taken_out_of_what_that_closes() -> None:
    whole, divided = small_settings().demand, small_settings(with_part()).demand
    for year, share in ((2021, 0.1), (2022, 0.25)):
        before, image, part = (
            class_volumes(whole, "image", year),
            class_volumes(divided, "image", year),
            class_volumes(divided, "grooming", year),
        )
        reports = sum(before.values())
        assert sum(part.values()) == pytest.approx(share * reports)
        assert part["acute"] == pytest.approx(0.2 * share * reports)
        assert sum(image.values()) + sum(part.values()) == pytest.approx(reports)
        assert {name: n for name, n in image.items() if name != CLOSED} == {
            name: n for name, n in before.items() if name != CLOSED
        }


def test_levers_of_the_stream_carry_over_to_its_parts() -> None:
    changes = {f"{IMAGE}.volume_factor": 3.0, f"{IMAGE}.growth_per_year": 0.5, **with_part(volume_factor=2.0)}
    demand = small_settings(changes).demand
    assert reports_in(demand, "grooming", 2022) == pytest.approx(2000 * 3 * 0.25 * 2)
    assert reports_in(demand, "grooming", 2024) == pytest.approx(2000 * 1.5**2 * 3 * 0.25 * 2)


@every_row("factor", [0.0, 0.5, 1.0, 6.0])
def test_the_lever_of_a_part_adds_reports_or_takes_some_away_and_leaves_the_rest_of_the_stream(factor: float) -> None:
    as_set, moved = (small_settings(with_part(volume_factor=each)).demand for each in (1.0, factor))
    for year, part in ((2021, 200), (2022, 500)):
        assert class_volumes(moved, "image", year) == class_volumes(as_set, "image", year)
        assert sum(class_volumes(moved, "grooming", year).values()) == pytest.approx(part * factor)
        came = sum(sum(class_volumes(moved, name, year).values()) for name in ("image", "grooming"))
        assert came == pytest.approx(2000 + part * (factor - 1))


def test_a_part_that_its_lever_makes_larger_than_what_is_of_no_class_is_not_refused() -> None:
    assert problems_of_drawing(small_settings(with_part(volume_factor=20.0))) == []


@every_row(("growth", "share"), [(0.2, 0.25 * 1.2**2), (1.5, 1.0), (-0.5, 0.25 * 0.25)])
def test_the_share_of_a_part_grows_after_its_last_year_up_to_all(growth: float, share: float) -> None:
    demand = small_settings({**with_part(growth_per_year=growth), f"{IMAGE}.mix": {}}).demand
    assert reports_in(demand, "grooming", 2024) == pytest.approx(2000 * share)


def test_a_batch_of_the_stream_has_its_part_too() -> None:
    burst = {"b": {"stream": "image", "date": "2022-03-01", "days": 10, "reports": 500}}
    run = {"run.start": "2022-01-01", "run.end": "2022-12-31"}

    def came(changes: dict[str, Any]) -> dict[tuple[int, int], float]:
        found = flows(demand_of(small_settings({**with_part(), **run, **changes})), Chance(7, 0))
        return {(flow.stream, flow.case_class): float(flow.expected[-1]) for flow in found}

    plain, with_batch = came({}), came({"demand.bursts": burst})
    extra = {key: number - plain[key] for key, number in with_batch.items()}
    assert sum(extra.values()) == pytest.approx(500)
    assert sum(n for (stream, _), n in extra.items() if stream == 1) == pytest.approx(500 * 0.25)
    assert sum(n for (_, case_class), n in extra.items() if case_class == 1) == pytest.approx(500 * (0.02 + 0.25 * 0.2))


def test_a_batch_in_a_year_without_reports_is_divided_as_the_shares_are_set() -> None:
    burst = {"b": {"stream": "image", "date": "2022-03-01", "days": 10, "reports": 500}}
    run = {"run.start": "2022-01-01", "run.end": "2022-12-31"}
    none = {f"{IMAGE}.reports_per_year": {2021: 2000, 2022: 0}, "demand.bursts": burst}
    found = list(flows(demand_of(small_settings({**with_part(), **run, **none})), Chance(7, 0)))
    of_stream = [sum(flow.expected[-1] for flow in found if flow.stream == stream) for stream in (0, 1)]
    assert of_stream == pytest.approx([450, 50])


def test_a_batch_in_a_year_without_reports_has_what_a_lever_adds_in_its_mix() -> None:
    """Of each 1,000 reports that are set 100 are of the part; with a lever of 3 there are 300 beside 900 others."""
    burst = {"b": {"stream": "image", "date": "2022-03-01", "days": 10, "reports": 600}}
    run = {"run.start": "2022-01-01", "run.end": "2022-12-31"}
    none = {f"{IMAGE}.reports_per_year": {2021: 2000, 2022: 0}, "demand.bursts": burst}
    settings = small_settings({**with_part(volume_factor=3.0), **run, **none})
    found = list(flows(demand_of(settings), Chance(7, 0)))
    of_stream = [sum(flow.expected[-1] for flow in found if flow.stream == stream) for stream in (0, 1)]
    assert of_stream == pytest.approx([450, 150])


def test_parts_may_not_take_more_than_the_share_that_is_of_no_class() -> None:
    """0.68 of the reports are closed, but for what rounding adds to shares."""
    assert problems_of_drawing(small_settings(with_part(part_per_year={2021: 0.684}))) == []
    two = {"demand.streams.other": {**PART, "part_per_year": {2021: 0.2}}, **with_part(part_per_year={2021: 0.5})}
    [problem] = problems_of_drawing(small_settings(two))
    assert problem.key == "demand.streams.grooming.part_per_year"
    assert problem.says.startswith("takes 0.5 of the reports of image in 2021, of which a share of 0.68 is of no class")


def test_a_part_comes_too_where_classes_that_hardly_grow_exceed_a_small_total() -> None:
    demand = small_settings(
        {**with_part(), f"{IMAGE}.volume_factor": 0.001, f"{IMAGE}.mix.acute.elasticity": 0.0}
    ).demand
    assert class_volumes(demand, "image", 2021)[CLOSED] == 0
    assert sum(class_volumes(demand, "grooming", 2021).values()) == pytest.approx(0.2)


def test_a_year_that_a_part_does_not_have_is_named_once() -> None:
    settings = small_settings(with_part(part_per_year={2022: 0.1}, reference_year=2022))
    [problem] = problems_of_drawing(settings)
    assert problem.key == "demand.streams.grooming.part_per_year"
    assert problem.says == "the year 2021 of the run is missing; known are 2022"


def test_a_class_drifts_from_the_reference_year_on_top_of_its_elasticity() -> None:
    volumes = {f"{IMAGE}.reports_per_year": {2020: 2000, 2021: 2000, 2023: 4000}}
    mix = {f"{IMAGE}.mix.serious.drift_per_year": 0.2, f"{IMAGE}.mix.serious.elasticity": 0.5}
    demand = small_settings({**volumes, **mix}).demand
    share = demand.streams["image"].mix["serious"].share
    for year, factor in ((2020, 1 / 1.2), (2021, 1.0), (2023, 2**0.5 * 1.2**2)):
        volume = class_volumes(demand, "image", year)
        assert volume["serious"] == pytest.approx(share * 2000 * factor)
        assert sum(volume.values()) == pytest.approx(reports_in(demand, "image", year))


HOURS = {"hour_factors": {**dict.fromkeys(range(6), 0.0), 20: 5.0}, "weekday_factors": {"sunday": 3.0, "monday": 0.0}}


def moments_of_reports(changes: dict[str, Any], end: str = "2022-12-31") -> np.ndarray:
    rhythm = {f"{IMAGE}.{key}": value for key, value in changes.items()}
    reports, _ = drawn_reports(small_settings({**rhythm, f"{IMAGE}.volume_factor": 10.0, "run.end": end}))
    return reports.arrived_days


def test_reports_come_by_the_hours_and_the_weekdays_that_are_set() -> None:
    """The first of January 2021 was a Friday."""
    days = moments_of_reports(HOURS)
    hour = np.bincount(np.floor(days % 1 * 24).astype(int), minlength=24)
    weekday = np.bincount((np.floor(days).astype(int) + 4) % 7, minlength=7)
    assert hour[:6].sum() < 5  # of some 40,000, by rounding to the next second
    by_hour = np.array([0.0] * 6 + [1.0] * 18)
    by_hour[20] = 5.0
    expected = len(days) * by_hour / by_hour.sum()
    assert (abs(hour - expected)[6:] < 5 * np.sqrt(expected)[6:]).all()
    assert weekday[WEEKDAYS.index("monday")] < 5
    by_weekday = np.array([0.0, 1, 1, 1, 1, 1, 3])
    expected = len(days) * by_weekday / by_weekday.sum()
    assert (abs(weekday - expected) < 5 * np.sqrt(expected) + len(days) * 0.002).all()


def test_the_rhythm_of_days_and_hours_leaves_the_total_of_each_year_and_the_reports_themselves() -> None:
    run = {"run.start": "2021-01-01", "run.end": "2024-12-31", "demand.month_factors": {4: 2.0}}
    of_year = {}
    for rhythm in ({}, {f"{IMAGE}.{key}": value for key, value in HOURS.items()}):
        expected = np.sum(
            [f.expected for f in flows(demand_of(small_settings({**run, **rhythm})), Chance(1, 0))], axis=0
        )
        ends = [(dt.date(year, 1, 1) - dt.date(2021, 1, 1)).days for year in range(2021, 2026)]
        of_year[bool(rhythm)] = np.diff(expected[ends])
    np.testing.assert_allclose(of_year[True], of_year[False])
    np.testing.assert_allclose(of_year[True], 2000)


def test_hours_that_are_all_alike_change_no_moment() -> None:
    even = moments_of_reports({"hour_factors": dict.fromkeys(range(24), 2.0)}, "2021-06-30")
    np.testing.assert_allclose(even, moments_of_reports({}, "2021-06-30"), atol=1.1 / 86_400)


def test_hours_move_reports_within_their_day_only() -> None:
    moved = moments_of_reports({"hour_factors": {20: 5.0}}, "2021-06-30")
    np.testing.assert_array_equal(np.floor(moved), np.floor(moments_of_reports({}, "2021-06-30")))
    assert (abs(moved - moments_of_reports({}, "2021-06-30")) > 0.05).mean() > 0.3


def test_what_is_not_triaged_is_a_case_of_its_class_on_arrival() -> None:
    """Its reference year may have no reports, as long as the classes grow along with them."""
    settings = small_settings({"demand.streams.own": OWN, "run.start": "2022-01-01", "run.end": "2022-12-31"})
    reports, _ = drawn_reports(settings)
    own = reports.stream == names_of(settings).streams.index("own")
    assert 30 < own.sum() < 100
    assert (reports.triaged_by[own] == BY_NOBODY).all()
    assert (reports.true_class[own] == names_of(settings).case_class("serious")).all()
    assert (reports.triaged_class[own] == reports.true_class[own]).all()
    assert (reports.triaged_by[~own & (reports.true_class > 0)] != BY_NOBODY).all()


TOLD: dict[str, Any] = {
    "label": "Told",
    "reports_per_year": {2021: 4_000},
    "reference_year": 2021,
    "mix": {"acute": {"share": 0.1}, "serious": {"share": 0.3}, "light": {"share": 0.0}},
    "hearing_hours_mean": 2.0,
}


def told(**triage: Any) -> Reports:
    """Reports whose reporter is heard, beside others, with an assessment that errs."""
    assessment = {"enabled": True, "sensitivity": 0.8, "untraceable_share": 0.2, "closed_by_mistake_share": 0.1}
    changes = {"demand.streams.told": TOLD, "demand.persons.further_reports_mean": 2.0, "triage.automatic_share": 0.5}
    by_system = {"triage.by_system": {"sensitivity": 0.5}, "triage.automatic_above_reports": 5}
    of_triage = {"triage.assessment": assessment, "triage.flagged_share": 1.0, **by_system, **triage}
    reports, _ = drawn_reports(small_settings({**changes, **of_triage}))
    assert ((reports.triaged_by == BY_UNIT) == (reports.stream == 1)).all()
    columns = {field.name: getattr(reports, field.name) for field in fields(reports)}
    return replace(reports, **{name: column[reports.stream == 1] for name, column in columns.items()})


def test_whoever_is_heard_tells_of_the_most_common_class_or_of_an_urgent_one_whatever_it_is() -> None:
    reports = told()
    closed, acute, serious = (reports.true_class == of_class for of_class in range(3))
    assert 2_300 < closed.sum() < 2_500
    assert set(reports.triaged_class[acute]) == {1}
    assert set(reports.triaged_class[closed | serious]) == {2}
    np.testing.assert_array_equal(reports.system_class, reports.triaged_class)
    assert not reports.triage_seconds.any()


def test_no_further_report_is_drawn_on_the_person_of_a_report_whose_reporter_is_heard() -> None:
    reports = told()
    assert len(np.unique(reports.person)) == len(reports.person)


def test_without_assessment_a_report_of_which_somebody_is_heard_is_what_it_is_on_arrival() -> None:
    reports = told(**{"triage.assessment": {"enabled": False}, "triage.automatic_above_reports": None})
    np.testing.assert_array_equal(reports.triaged_class, reports.true_class)
    np.testing.assert_array_equal(reports.assessed_class, reports.true_class)
    assert not reports.assessment_seconds.any()


def test_victims_of_a_large_case_are_found_and_not_heard_also_in_a_stream_in_which_others_are() -> None:
    large = {"x": {"case_class": "serious", "victims": 12, "days": 50, "stream": "told", "date": "2021-03-01"}}
    none = {**TOLD, "reports_per_year": {2021: 0}}
    reports, _ = drawn_reports(small_settings({"demand.streams.told": none, "demand.large_cases": large}))
    assert set(reports.triaged_by[reports.stream == 1]) == {BY_NOBODY}


def test_other_reports_are_the_same_beside_new_streams() -> None:
    alone, beside = drawn_reports(small_settings())[0], drawn_reports(small_settings(with_part()))[0]
    cases = np.isin(beside.key, alone.key[alone.true_class > 0])
    np.testing.assert_array_equal(beside.arrived_seconds[cases], alone.arrived_seconds[alone.true_class > 0])


LARGE: dict[str, Any] = {"case_class": "serious", "victims": 172, "days": 50, "stream": "image"}


def large_case(**changes: Any) -> dict[str, Any]:
    return {"demand.large_cases": {"x": {**LARGE, **changes}}}


def victims(changes: dict[str, Any], replication: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Moments and units of the victims: the reports that nobody triages."""
    reports, _ = drawn_reports(small_settings(changes), replication)
    rows = (reports.triaged_by == BY_NOBODY) & (reports.true_class == 2)
    assert (reports.n_steps[rows] > 0).all()
    return reports.arrived_days[rows], reports.unit[rows]


def test_every_victim_of_a_large_case_comes_to_light_within_its_days() -> None:
    days, units = victims(large_case(date="2021-03-01"))
    assert len(days) == 172
    assert 59 <= days.min() < 62
    assert 106 < days.max() < 109
    assert abs(np.median(days) - 84) < 10
    assert set(units) == {0, 1}


def test_only_units_of_the_project_team_get_victims() -> None:
    assert set(victims(large_case(date="2021-03-01", units=["coast"]))[1]) == {1}


@every_row(("date", "within"), [("2020-12-07", 0.5), ("2021-12-22", 0.2), ("2020-11-01", 0.0)])
def test_of_a_large_case_only_the_victims_within_the_run_come(date: str, within: float) -> None:
    settings = small_settings(large_case(date=date))
    assert expected_cases(settings)["serious"] - expected_cases(small_settings())["serious"] == pytest.approx(
        172 * within
    )
    assert (
        abs(len(victims(large_case(date=date))[0]) - 172 * within)
        < 5 * np.sqrt(172) * np.sqrt(within * (1 - within)) + 1
    )


@pytest.mark.slow
def test_large_cases_at_random_bring_as_many_victims_as_are_expected_also_at_the_start() -> None:
    changes = large_case(date=None, per_year=4.0, victims=20)
    settings = small_settings(changes)
    mean = expected_cases(settings)["serious"] - expected_cases(small_settings())["serious"]
    assert mean == pytest.approx(20 * 4 * 365 / 365.25)
    drawn = [victims(changes, replication)[0] for replication in range(150)]
    numbers = np.array([len(days) for days in drawn])
    error = numbers.std(ddof=1) / np.sqrt(len(numbers))
    assert abs(numbers.mean() - mean) < 4 * error
    assert error < 0.1 * mean
    first_half = np.mean(np.concatenate(drawn) < 182.5)
    assert abs(first_half - 0.5) < 0.06
    assert numbers.std() > 3 * np.sqrt(mean)  # they come by the twenty


def test_victims_fit_into_their_numbers() -> None:
    settings = small_settings(
        large_case(date=None, per_year=100, victims=10_000, days=3_660) | {"run.end": "2031-12-31"}
    )
    [problem] = problems_of_drawing(settings)
    assert problem.key == "demand.large_cases.x.victims"


def test_correlation_of_the_hours_of_a_case_leaves_their_distribution() -> None:
    """Of lognormal hours the correlation of the logarithms is the one that is set."""
    lognormal, gamma, keys = Spread(family="lognormal", sigma=0.8), Spread(family="gamma", shape=2.0), np.arange(40_000)
    chance = Chance(3, 0)
    one, other = (chance.correlated_amounts(lognormal, f"hours/{step}", keys, "hours", 0.6) for step in "ab")
    assert np.corrcoef(np.log(one), np.log(other))[0, 1] == pytest.approx(0.6, abs=0.02)
    for amounts, spread in ((one, lognormal), (chance.correlated_amounts(gamma, "c", keys, "hours", 0.6), gamma)):
        at = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
        np.testing.assert_allclose(np.quantile(amounts, at), quantiles(spread, at), rtol=0.04)
    assert one.mean() == pytest.approx(1.0, abs=0.03)


def test_without_correlation_hours_are_as_they_were() -> None:
    lognormal, keys = Spread(family="lognormal", sigma=0.8), np.arange(1000)
    chance = Chance(3, 0)
    alone = chance.amounts(lognormal, "hours/a", keys)
    np.testing.assert_array_equal(chance.correlated_amounts(lognormal, "hours/a", keys, "hours", 0.0), alone)


def test_a_case_with_much_work_in_one_step_has_much_in_the_others() -> None:
    def correlation(set_to: float) -> float:
        settings = small_settings({"casework.hours_correlation": set_to, f"{IMAGE}.volume_factor": 5.0})
        assert casework_of(settings).hours_correlation == set_to
        reports, steps = drawn_reports(settings)
        rows = reports.first_step[reports.true_class == 2]  # enrich, search and dossier
        hours = np.log([steps.hours[rows], steps.hours[rows + 1]])
        return float(np.corrcoef(hours)[0, 1])

    assert abs(correlation(0.0)) < 0.1
    assert correlation(0.7) == pytest.approx(0.7, abs=0.06)


def test_settings_name_what_is_given_in_two_ways() -> None:
    with pytest.raises(ValueError, match=r"reports_per_year: is .* beside part_of"):
        small_settings(with_part(reports_per_year={2021: 5}))
    with pytest.raises(ValueError, match=r"date: is missing, and so is per_year"):
        small_settings(large_case())
