"""Where runs first fall short of people in other years, that is said with how sure it is, future by future."""

import re
from copy import copy
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tbkk_sim.comparison.report.break_years import after_people_left, break_years
from tbkk_sim.stats.paired import difference
from tests.read_back import invented, short_by_hand, three_runs
from tests.read_back.shown import plain
from tests.read_back.tidy import Tidy

LEVEL = 1 - 0.05 / 2
FIRST = {"base": "2022", "tools": "2023"}
"""First years in which people are short, once there are four times as many in 2022 with the tools."""


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    return three_runs.view(tmp_path_factory.mktemp("three"), "en")


@pytest.fixture
def view(three):
    """One that a test may change."""
    view = copy(three)
    view.__dict__["comparison"] = copy(three.comparison)
    return view


def with_more_people(rows):
    more = (rows["period"] == "2022") & rows["key_figure"].str.startswith("hours_available")
    return rows.assign(value=rows["value"].where(~more, 4 * rows["value"]))


def with_tools(view, rows):
    """The comparison, with these key figures of the run with tools."""
    view.__dict__["viewed"] = view.viewed | {"tools": replace(view.viewed["tools"], key_figures=rows)}
    return view


def short_in_each_future(rows, year="2022"):
    rows = rows[rows["period"] == year]
    of = [short_by_hand.short(Tidy(rows[rows["replication"] == k]), year).fte() for k in range(invented.REPLICATIONS)]
    return np.array(of)[:, None]


def test_the_years_the_difference_and_its_interval_are_those_of_the_futures(view):
    base, tools = three_runs.rows()["base"], with_more_people(three_runs.rows()["tools"])
    for label, rows in {"base": base, "tools": tools}.items():
        by_year = {year: short_by_hand.short(Tidy(rows), year).fte() for year in invented.YEARS}
        assert next(year for year, fte in by_year.items() if fte >= 0.5) == FIRST[label]
    apart = difference(short_in_each_future(base), short_in_each_future(tools), LEVEL, paired=True, lowest=0.0)
    by, least, most = (f"{abs(float(of[0])):.1f}" for of in (apart.mean, apart.interval_high, apart.interval_low))
    assert int(apart.direction[0]) == -1
    (said,) = break_years(with_tools(view, tools))
    assert plain(said) == (
        "First short of people for severe work and judging: base in 2022, tools in 2023; in 2022 tools lacks "
        f"{by} fte less ({least} to {most}), and {int(apart.agree[0])} of 9 futures agree."
    )


def test_where_there_are_too_few_futures_it_is_said_that_it_is_not_clear(view):
    with_tools(view, with_more_people(three_runs.rows()["tools"]))
    pairing = view.comparison.pairing
    view.comparison.__dict__["pairing"] = replace(pairing, replications=pairing.replications[:3])
    (said,) = break_years(view)
    assert "base in 2022, tools in 2023; that is not clear: futures compared, 3" in said


def test_a_difference_that_may_be_chance_is_not_called_clear(view):
    """In some futures there are far fewer people than in the base, so that the mean alone is higher."""
    rows = with_more_people(three_runs.rows()["tools"])
    few = (rows["replication"] < 3) & (rows["period"] == "2022") & rows["key_figure"].str.startswith("hours_available")
    rows = rows.assign(value=rows["value"].where(~few, rows["value"] / 16))
    assert short_by_hand.short(Tidy(rows), "2022").fte() < 0.5
    (said,) = break_years(with_tools(view, rows))
    assert "the difference in 2022 is not clear: " in said
    assert "6 of 9 futures agree" in said or "3 of 9 futures agree" in said


@pytest.mark.slow
def test_nothing_is_said_of_runs_that_fall_short_in_the_same_year(view):
    assert break_years(view) == []


@pytest.mark.parametrize(
    ("apart", "leave", "is_said"),
    [
        pytest.param({"2022": 20, "2023": -7}, 12, True, id="behind after they have left"),
        pytest.param({"2022": 20, "2023": 7}, 12, False, id="ahead all the time"),
        pytest.param({"2022": -7, "2023": 7}, 12, False, id="behind only while they are there"),
        pytest.param({"2022": 20, "2023": -7}, None, False, id="they stay"),
    ],
)
def test_a_run_that_falls_behind_after_people_have_left_is_told_year_by_year(view, apart, leave, is_said):
    base, _, tools = view.comparison.runs
    values = tools.values.copy()
    for year, by in apart.items():
        column = tools.rows.get_loc(("taken_up", "all", year, "all"))
        values[:, column] = base.values[:, column] + by + np.arange(9) % 3 - 1
    stay = {"unit": "coast", "role": "detective", "people": 2, "date": "2022-01-01", "months": leave}
    settings = invented.settings_of(name="tools", **{"capacity.temporary": {"some": stay}})
    changed = replace(tools, values=values, run=SimpleNamespace(settings=settings))
    comparison = replace(view.comparison, runs=(base, changed))
    comparison.__dict__["pairing"] = view.comparison.pairing
    said = after_people_left(replace(view, comparison=comparison))
    assert bool(said) is is_said
    if is_said:
        assert "tools takes up fewer cases than base for a while" in said[0]
        assert re.search(r": \+20 \(.*\) in 2022 and \N{MINUS SIGN}7 \(.*\) in 2023\. ", said[0])
