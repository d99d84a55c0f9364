"""Odds over replications by hand, and what is found in the tidy table by period, team and class."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.runs.tables.odds import (
    CountOdds,
    Reached,
    course_of_agreements,
    odds_of_agreements,
    odds_of_balance,
    odds_of_left_undone,
    odds_of_settling,
)
from tbkk_sim.runs.tables.rows import TidyRows
from tests.builders import small_settings

START = dt.date(2021, 1, 1)
NAN = np.nan


COLUMNS = ["replication", "period", "team", "priority_class", "key_figure", "value"]
Tidy = list[tuple[int, str, str, str, str, float]]


def run_of(rows: Tidy) -> SimpleNamespace:
    """A run of ten replications with a row of something else in each, and these."""
    every = [(replication, "all", "all", "all", "reports_in", 1.0) for replication in range(10)]
    table = pd.DataFrame(every + rows, columns=COLUMNS)
    return SimpleNamespace(settings=small_settings({"run.end": "2022-12-31"}), rows=TidyRows(table))


def days(values: list[float], team: str = "all") -> Tidy:
    return [(replication, "all", team, "all", "balance_days", day) for replication, day in enumerate(values)]


def test_dates_by_which_1_5_and_9_of_10_replications_have_it():
    run = run_of(days([90.5, 10.0, 80.0, 20.0, 70.0, 30.0, 60.0, 40.0, 50.0, NAN]))
    of = odds_of_balance(run)["all"]
    assert (of.early, of.middle, of.late) == tuple(START + dt.timedelta(days=n) for n in (10, 50, 90))
    assert of.share == pytest.approx(0.9)
    assert of.at_start == 0


def test_what_8_of_10_replications_have_has_no_late_date():
    run = run_of(days([0.0, 0.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, NAN, NAN]))
    of = odds_of_balance(run)["all"]
    assert of.late is None
    assert of.early == START
    assert (of.share, of.at_start) == (pytest.approx(0.8), pytest.approx(0.2))


def test_balance_is_of_all_units_together_and_of_each():
    run = run_of([*days([5.0] * 10), *days([7.0] * 10, "coast")])
    of = odds_of_balance(run)
    assert list(of) == ["all", "capital", "coast"]
    assert of["all"].middle == START + dt.timedelta(days=5)
    assert of["coast"].middle == START + dt.timedelta(days=7)
    assert of["capital"].middle is None
    assert of["capital"].share == 0


def test_classes_without_a_norm_do_not_settle_and_the_most_urgent_comes_first():
    run = run_of([(replication, "all", "all", "light", "backlog_settled_days", 9.0) for replication in range(10)])
    assert list(odds_of_settling(run)) == run.settings.casework.by_urgency == ["acute", "serious", "light"]
    assert odds_of_settling(run)["light"].share == 1
    classes = run.settings.casework.classes
    classes["serious"] = classes["serious"].model_copy(update={"norm_days": None})
    assert list(odds_of_settling(run)) == ["acute", "light"]


def test_what_is_left_undone_is_counted_by_year_and_class():
    def lost(replication: int, period: str, number: float, team: str = "all") -> Tidy:
        return [(replication, period, team, "light", "left_undone", number)]

    of_2021 = [row for replication in range(10) for row in lost(replication, "2021", replication)]
    of_2022 = lost(3, "2022", 4.0)
    elsewhere = [*lost(3, "2021", 99.0, "coast"), *lost(3, "all", 99.0)]
    of = odds_of_left_undone(run_of([*elsewhere, *of_2021, *of_2022]))
    assert list(of) == ["all", "acute", "serious", "light"]
    assert list(of["light"]) == ["2021", "2022"]
    low, high = pytest.approx(0.9), pytest.approx(8.1)
    assert of["light"]["2021"] == CountOdds(share=0.9, mean=4.5, low=low, middle=4.5, high=high)
    assert of["light"]["2022"] == CountOdds(share=0.1, mean=0.4, low=0, middle=0, high=pytest.approx(0.4))
    assert of["acute"]["2021"] == CountOdds(0, 0, 0, 0, 0)


def test_without_replications_nothing_is_likely():
    run = run_of([])
    run.rows.wide = lambda _name, _along, keep, **_where: np.empty((0, len(keep)))
    assert odds_of_left_undone(run)["all"]["2021"] == CountOdds(0, 0, 0, 0, 0)
    assert odds_of_balance(run)["all"].share == 0
    assert odds_of_balance(run)["all"].early is None


def test_what_was_agreed_stands_beside_what_was_taken_up_by_year():
    """The run ends on 1 July 2022, day 182 of 365: of what was agreed for that year 182 / 365 are asked for."""

    def taken_up(name: str, period: str, numbers: list[float], team: str = "all") -> Tidy:
        return [(replication, period, team, name, "taken_up", number) for replication, number in enumerate(numbers)]

    of_light = taken_up("light", "2021", [30.0] * 5 + [40.0] * 5)
    of_serious = taken_up("serious", "2021", [10.0] * 7 + [11.0] * 3)
    later = taken_up("light", "2022", [24.0] * 9 + [23.0])
    elsewhere = [*taken_up("acute", "2021", [99.0] * 10), *taken_up("light", "2021", [99.0] * 10, "coast")]
    run = run_of([*of_light, *of_serious, *later, *elsewhere])
    both = {"label": "Both", "classes": {"light": 0.8, "serious": 0.2}, "per_year": {2021: 50, 2022: 50}}
    late = {"label": "Late", "classes": {"acute": 1.0}, "per_year": {2022: 10}}
    run.settings = small_settings({"run.end": "2022-07-01", "agreements": {"both": both, "late": late}})
    of = odds_of_agreements(run)
    assert {name: list(years) for name, years in of.items()} == {"both": ["2021", "2022"], "late": ["2022"]}
    assert (of["both"]["2021"].agreed, of["both"]["2021"].reached) == (50, 0.5)
    assert of["both"]["2021"].realised.mean == pytest.approx(35 + 10.3)
    assert (of["both"]["2022"].agreed, of["both"]["2022"].reached) == (24, 0.9)
    assert (of["late"]["2022"].agreed, of["late"]["2022"].reached, of["late"]["2022"].realised.mean) == (4, 0.0, 0.0)


def test_what_was_taken_up_so_far_is_counted_anew_in_each_year():
    """Of 365 cases a year one a day is due; the run begins on 1 December 2021 and ends on 28 February 2022."""
    numbers = {"2021-12": [31, 30], "2022-01": [30, 31], "2022-02": [29, 27]}
    rows = [
        (replication, month, "all", "light", "taken_up", float(of[replication]))
        for month, of in numbers.items()
        for replication in range(2)
    ]
    few = {"label": "Few", "classes": {"light": 0.5, "serious": 0.5}, "per_year": {2021: 365, 2022: 365}}
    settings = small_settings({"run.start": "2021-12-01", "run.end": "2022-02-28", "agreements": {"few": few}})
    run = SimpleNamespace(settings=settings, rows=TidyRows(pd.DataFrame(rows, columns=COLUMNS)))
    course = course_of_agreements(run)["few"]
    assert {month: (of.due, of.on_track, of.realised.mean) for month, of in course.items()} == {
        "2021-12": (31, 0.5, 30.5),
        "2022-01": (31, 0.5, 30.5),
        "2022-02": (59, 0.5, 58.5),
    }
    assert {month: (of.if_on_track, of.if_behind) for month, of in course.items()} == {
        "2021-12": (Reached(1, 1), Reached(1, 0)),
        "2022-01": (Reached(1, 0), Reached(1, 1)),  # who was behind in January is not in February
        "2022-02": (Reached(1, 1), Reached(1, 0)),
    }


def test_of_a_run_without_months_there_is_no_course():
    run = run_of([])
    few = {"label": "Few", "classes": {"light": 1.0}, "per_year": {2021: 365}}
    run.settings = small_settings({"agreements": {"few": few}})
    assert course_of_agreements(run) == {"few": {}}


def test_without_agreements_there_is_nothing_to_reach():
    assert odds_of_agreements(run_of([])) == {}


# Rows


def table() -> TidyRows:
    rows = [
        (7, "2022", "coast", "light", "load", 0.5),
        (2, "2021", "coast", "light", "load", 0.7),
        (7, "2021", "coast", "light", "load", NAN),
        (2, "2021", "capital", "light", "load", 0.1),
        (2, "2021", "coast", "acute", "load", 0.2),
        (2, "2021", "coast", "light", "hires", 3.0),
        (4, "all", "all", "all", "hires", 8.0),
    ]
    return TidyRows(pd.DataFrame(rows, columns=COLUMNS))


def test_values_are_found_by_replication_and_name_whatever_the_order_of_rows():
    of = table()
    assert of.replications == [2, 4, 7]
    assert of.key_figures == ["hires", "load"]
    assert set(of.periods) == {"all", "2021", "2022"}
    found = of.wide("load", "period", ["2022", "2021"], period="all", team="coast", priority_class="light")
    np.testing.assert_array_equal(found, [[NAN, 0.7], [NAN, NAN], [0.5, np.inf]])
    found = of.wide("load", "team", ["coast", "capital"], period="2021", team="all", priority_class="light")
    np.testing.assert_array_equal(found, [[0.7, 0.1], [NAN, NAN], [np.inf, NAN]])
    found = of.wide("load", "priority_class", ["acute"], period="2021", team="coast", priority_class="light")
    np.testing.assert_array_equal(found, [[0.2], [NAN], [NAN]])


def test_names_that_no_row_has_are_nothing():
    of = table()
    for name, keep, team in (("lead", ["2021"], "coast"), ("load", ["1999"], "coast"), ("load", ["2021"], "nowhere")):
        assert np.isnan(of.wide(name, "period", keep, period="all", team=team, priority_class="light")).all()


def test_of_thirty_replications_three_are_a_tenth_and_only_the_first_day_is_the_start():
    values = [float(day) for day in range(30)]
    of = odds_of_balance(run_of(days(values)))["all"]
    assert (of.early, of.middle, of.late) == tuple(START + dt.timedelta(days=n) for n in (2, 14, 26))
    assert of.at_start == pytest.approx(1 / 30)
