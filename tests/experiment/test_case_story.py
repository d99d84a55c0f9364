"""The same case in two runs."""

import numpy as np
import pytest

from builders import small_settings
from tbkk_sim.experiment.case_story import live_through

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
