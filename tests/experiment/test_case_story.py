"""The same case in two runs."""

import numpy as np
import pytest

from builders import small_settings
from tbkk_sim.experiment.case_story import live_through
from tbkk_sim.reporting.comparison_case import timeline
from tbkk_sim.reporting.comparison_tables import cases, story
from tbkk_sim.reporting.comparison_view import Namer
from tbkk_sim.reporting.style import to_svg

SHORT = {"run.end": "2021-06-30", "demand.streams.image.reports_per_year": {2021: 4000, 2022: 4000}}


@pytest.fixture(scope="module")
def pair():
    a = small_settings(SHORT | {"name": "today"})
    return live_through(a, small_settings(SHORT | {"staffing.units.coast.posts": 9}), 0, "simpy")


def test_more_people_in_a_unit_help_its_cases_and_no_other(pair):
    table = pair.cases()
    assert (table["gained_days"].to_numpy() == np.sort(table["gained_days"])[::-1]).all()
    assert table["gained_days"].iloc[0] > 0
    assert set(table[table["gained_days"] != 0]["unit"]) == {"coast"}
    assert table["key"].is_unique


def test_a_gain_is_the_difference_of_waits(pair):
    table = pair.cases()
    row = table[table["taken_up_a"] & table["taken_up_b"]].iloc[0]
    story_ = pair.story(int(row["key"]))
    first = {
        side: story_[(story_["run"] == side) & (story_["fact"] == "TAKEN_UP")]["time_days"].iloc[0] for side in "ab"
    }
    assert first["a"] - first["b"] == pytest.approx(row["gained_days"])


def test_a_case_never_taken_up_waits_to_the_end(pair):
    table = pair.cases()
    never = table[~table["taken_up_a"]]
    assert len(never)
    assert (never["arrived_days"] + never["waiting_days_a"]).to_numpy() == pytest.approx(181.0)


def test_a_story_has_the_hours_of_the_steps_of_its_case(pair):
    table = pair.cases()
    done = table[table["end_a"].isin(["file_to_om", "no_offence"])].iloc[0]
    facts = pair.story(int(done["key"]))
    reports, steps = pair.a.world.reports, pair.a.world.steps
    row = int(np.flatnonzero(reports.key == done["key"])[0])
    drawn = steps.hours[reports.first_step[row] :][: reports.n_steps[row]].sum()
    mine = facts[(facts["run"] == "a") & (facts["step"] != "triage")]
    assert mine["hours"].sum() == pytest.approx(drawn)
    assert facts[facts["run"] == "a"]["time_days"].is_monotonic_increasing


def test_a_case_that_is_not_there(pair):
    with pytest.raises(KeyError):
        pair.story(1)


def test_tables_and_timeline(pair):
    name, table = Namer(pair.a.settings), pair.cases()
    shown = cases(name, table, ("today", "more"), 2)
    assert list(shown.columns)[-3:] == ["Wait in today", "Wait in more", "Gained"]
    assert shown["Gained"].iloc[0].startswith("+")
    facts = pair.story(int(table["key"].iloc[0]))
    labels = {"a": "today", "b": "more"}
    assert {"today", "more"} == set(story(name, facts, labels)["Run"])
    figure = to_svg(timeline(name, pair, facts, labels))
    assert figure == to_svg(timeline(name, pair, facts, labels))
    assert "One case in today and in more" in figure
