"""The same case in two runs."""

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.comparison.report.case import cases, story
from tbkk_sim.comparison.report.view import Namer
from tbkk_sim.runs.case_story import simulate_pair
from tests.builders import SOONEST, small_settings

SHORT = {"run.end": "2021-06-30", "demand.streams.image.reports_per_year": {2021: 4000, 2022: 4000}}


@pytest.fixture(scope="module")
def pair():
    a = small_settings(SHORT | {"name": "today"})
    return simulate_pair(a, small_settings(SHORT | {"staffing.units.coast.posts": 9}), 0, SOONEST)


def test_more_people_in_a_unit_help_its_cases_and_no_other(pair):
    table = pair.cases()
    assert (table["gained_days"].to_numpy() == np.sort(table["gained_days"])[::-1]).all()
    assert table["gained_days"].iloc[0] > 0
    assert set(table[table["gained_days"] != 0]["unit"]) == {"coast"}
    assert table["key"].is_unique


def test_a_story_has_the_hours_of_the_steps_of_its_case(pair):
    table = pair.cases()
    done = table[table["end_a"].isin(["file_to_om", "no_offence"])].iloc[0]
    events = pair.story(int(done["key"]))
    reports, steps = pair.a.world.reports, pair.a.world.steps
    row = int(np.flatnonzero(reports.key == done["key"])[0])
    drawn = steps.hours[reports.first_step[row] :][: reports.n_steps[row]].sum()
    mine = events[(events["run"] == "a") & (events["step"] != "triage")]
    assert mine["hours"].sum() == pytest.approx(drawn)
    assert events[events["run"] == "a"]["time_days"].is_monotonic_increasing


def test_a_case_that_is_not_there(pair):
    with pytest.raises(KeyError):
        pair.story(1)


TOLD = pd.DataFrame(
    {
        "key": [11, 12, 13, 14, 15],
        "unit": ["coast", "capital", "coast", "capital", "coast"],
        "priority_class": ["serious", "light", "light", "serious", "acute"],
        "arrived_days": [0.0, 31.5, 2.0, 3.0, 59.0],
        "waiting_days_a": [40.0, 30.0, 7.0, 4.0, 10.0],
        "waiting_days_b": [10.0, 25.0, 7.0, 9.0, 60.0],
        "taken_up_a": [True, True, True, True, True],
        "taken_up_b": [True, True, True, True, False],
        "end_a": ["file_to_om"] * 5,
        "end_b": [*["no_offence"] * 4, "expired"],
        "gained_days": [30.0, 5.0, 0.0, -5.0, -50.0],
    }
)


def test_of_cases_that_gain_and_lose_each_column_says_what_it_is_of():
    shown = cases(Namer(small_settings()), TOLD, ("today", "more"), 5)
    assert shown.replace("\N{NO-BREAK SPACE}", " ", regex=True).to_dict("list") == {
        "Case": ["11", "12", "14", "15"],  # not the one that is begun at the same moment in both
        "Of": ["serious", "light", "serious", "acute"],
        "Unit": ["Coast", "Capital", "Capital", "Coast"],
        "Arrived": ["2021-01-01", "2021-02-01", "2021-01-04", "2021-03-01"],
        "Wait in today": ["40 d", "30 d", "4 d", "10 d"],
        "Wait in more": ["10 d", "25 d", "9 d", "never (let go)"],
        "Gained": ["+30 d", "+5 d", "\N{MINUS SIGN}5 d", "\N{MINUS SIGN}50 d"],
    }
    assert cases(Namer(small_settings()), TOLD, ("today", "more"), 1)["Case"].tolist() == ["11", "15"]


def test_a_story_says_of_each_run_when_and_where_what_was_done_for_how_many_hours():
    events = pd.DataFrame(
        {
            "time_days": [0.5, 2.0, 3.25],
            "event": ["ARRIVED", "FINISHED", "ENDED"],
            "step": ["", "enrich", ""],
            "team": ["", "coast", ""],
            "hours": [np.nan, 3.14, np.nan],
            "what": ["serious", "", "file_to_om"],
            "run": ["a", "b", "b"],
        }
    )
    shown = story(Namer(small_settings()), events, {"a": "today", "b": "more"})
    assert shown["Run"].tolist() == ["today", "more", "more"]
    assert shown["When"].tolist() == ["2021-01-01 12:00", "2021-01-03 00:00", "2021-01-04 06:00"]
    assert shown["Team"].tolist() == ["", "Coast", ""]
    assert shown["Hours"].tolist() == ["", "3.1", ""]
    assert "enrich" in shown.iloc[1, 2]
