"""Key figures of a story whose every number is reckoned by hand."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.metrics.catalogue import key_figure_list
from tbkk_sim.metrics.key_figures import key_figures
from tbkk_sim.model.names import names_of
from tbkk_sim.runs.replication import simulate
from tbkk_sim.sampling.world import Service
from tests.builders import LAB, SOONEST, small_settings
from tests.metrics.story import DAYS, story
from tests.rows import every_row

JAN, FEB = 31, 28


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return key_figures(*story()[1:]).astype(dict.fromkeys(("period", "team", "priority_class", "key_figure"), str))


@pytest.fixture(scope="module")
def value(table):
    indexed = table.set_index(["key_figure", "period", "team", "priority_class"])["value"]

    def at(key_figure, team="all", priority_class="all", period="all"):
        return indexed.get((key_figure, period, team, priority_class), math.nan)

    return at


@every_row(
    ("key_figure", "where", "expected"),
    [
        # Flows. Stock is no report that came in; own work of a pool counts for the pool only.
        ("reports_in", {}, 5),
        ("reports_in", {"priority_class": "acute"}, 1),
        ("reports_in", {"priority_class": "closed"}, 1),
        ("reports_in", {"team": "coast"}, 1),
        ("cases_in", {}, 4),
        ("cases_in", {"priority_class": "light"}, 1),
        ("cases_in", {"priority_class": "acute"}, 1),  # triaged light, but found to be acute before it was taken up
        ("cases_in", {"team": "lab"}, 1),
        ("closed_in_triage", {}, 1),
        ("taken_up", {}, 2),
        ("taken_up", {"priority_class": "acute"}, 1),
        ("taken_up", {"team": "lab", "priority_class": "own_work"}, 1),
        ("taken_up_and_running", {}, 3),
        ("taken_up_and_running", {"priority_class": "serious", "team": "coast"}, 1),
        ("finished", {}, 2),
        ("ended_file_to_om", {"team": "capital"}, 1),
        ("ended_no_offence", {"team": "coast"}, 1),
        ("ended_own_work_done", {"team": "lab"}, 1),
        ("cases_full", {}, 2),
        ("cases_full", {"team": "lab"}, 0),
        ("let_go", {"priority_class": "light"}, 1),
        ("let_go", {"priority_class": "serious"}, 1),
        ("turned_away", {}, 0),
        # One of the four that came in by judging or without was taken up; of the stock one waited, and was.
        ("waiting_growth", {}, 0),
        ("waiting_growth", {"period": "2021-01"}, 0),
        ("waiting_growth", {"priority_class": "serious", "period": "2021-01"}, -1),
        ("left_undone", {}, 4 - 2),
        ("left_undone", {"period": "2021-02"}, 2),
        ("left_undone", {"period": "2021-01"}, 0),
        ("left_undone", {"priority_class": "light", "period": "2021-01"}, 1),
        ("left_undone", {"priority_class": "acute"}, 0),
        # Backlog: 1 waits 5 days, 2 from 2.75 to 40, 5 from 10 to 20 as light and to 22 as acute, 7 from 50.
        ("backlog_end", {}, 1),
        ("backlog_end", {"period": "2021-01"}, 1),
        ("backlog_mean", {}, (5 + 37.25 + 12 + 9) / DAYS),
        ("backlog_mean", {"priority_class": "acute"}, 2 / DAYS),
        ("backlog_mean", {"priority_class": "light"}, (37.25 + 10) / DAYS),
        ("backlog_mean", {"team": "lab"}, 2 / DAYS),
        ("backlog_age_days_mean", {}, DAYS - 50),
        ("backlog_age_days_mean", {"period": "2021-01"}, JAN - 2),
        ("in_hand_end", {}, 1),
        ("in_hand_end", {"priority_class": "acute"}, 1),
        ("in_hand_mean", {}, (1 + 1 + DAYS - 22) / DAYS),
        ("open_end", {}, 2),
        ("triage_backlog_end", {}, 0),
        # Waiting.
        # Norms 1, 14, 90 days run out: 1 on day 4 (begun on 5), 5 on day 11 (as acute), 6 on day 47; 7 after the end.
        # So the waits are 15 and 12 days, and for ever (6 was let go).
        ("waiting_days_mean", {}, math.nan),
        ("waiting_days_mean", {"priority_class": "acute"}, 12),
        ("waiting_days_mean", {"team": "lab"}, 2),
        ("waiting_days_median", {}, 15),
        ("waiting_days_median", {"priority_class": "serious"}, 15),
        ("waiting_days_p90", {}, math.nan),
        ("waiting_days_p90", {"priority_class": "acute"}, 12),
        ("share_begun", {}, 2 / 3),
        ("share_begun", {"priority_class": "serious"}, 1 / 2),
        ("share_within_norm", {"priority_class": "serious"}, 0),
        ("share_within_norm", {"priority_class": "acute"}, 0),
        ("share_within_norm", {"priority_class": "light"}, math.nan),
        ("lead_days_mean", {}, (21 + 16) / 2),
        ("lead_days_p90", {}, 21),
        ("triage_waiting_days_mean", {"priority_class": "light"}, 0.25),
        # Hours: by team of the member.
        ("hours_worked", {}, 24 + 24 + 12 + 24),
        ("hours_worked", {"team": "capital"}, 24 + 12 + 24),
        ("hours_worked", {"team": "capital", "priority_class": "light"}, 12),
        ("hours_worked", {"team": "capital", "period": "2021-01"}, 24 + 12 + 6 + 6),
        ("hours_worked", {"team": "capital", "period": "2021-02"}, 12),
        ("hours_worked", {"team": "lab"}, 48),
        ("hours_triage", {}, 12),
        ("hours_enrich", {}, 72),
        ("hours_digital_share", {}, 0),
        ("hours_demanded", {"team": "capital"}, 12 + 24 + 60 + 10 + 10),
        ("hours_demanded", {"team": "coast"}, 2),
        ("hours_demanded", {"team": "lab"}, 48),
        ("hours_available", {"team": "capital"}, 24 * DAYS),
        ("hours_available", {"team": "coast"}, 24 * (45 + 7)),
        ("hours_demanded_triage", {"team": "capital"}, 12),
        ("hours_demanded_search", {}, 60),
        ("hours_available_detective", {"team": "coast"}, 24 * (45 + 7)),
        ("load_all", {"team": "capital"}, 116 / (24 * DAYS)),
        ("load_severe", {"team": "capital"}, 116 / (24 * DAYS)),
        ("load_severe", {"team": "coast"}, 0),
        ("load_agreed", {"team": "coast"}, 0),
        ("load_all", {"team": "coast"}, 2 / (24 * 52)),
        ("utilisation", {"team": "capital"}, (1 + 0.5 + 0.25 + 0.75) / DAYS),
        ("utilisation", {"team": "lab", "period": "2021-01"}, 2 / JAN),
        ("utilisation_detective", {"team": "coast"}, 1 / (45 + 7)),
        ("outside_office_hours", {}, 0),
        # Staff: a second post in the coast from 1 February, vacant; leave does not take deployable fte away.
        ("establishment_fte", {}, (2 * JAN + 3 * FEB) / DAYS),
        ("occupancy_fte", {}, 2),
        ("vacancy_fte", {"period": "2021"}, FEB / DAYS),
        ("vacancy_share", {"period": "2021-02"}, 1 / 3),
        ("deployable_fte", {"team": "coast"}, 1),
        ("hires", {}, 0),
        ("leavers", {}, 0),
        ("open_cases_per_investigator", {"team": "capital"}, (1 + DAYS - 22) / DAYS),
        ("backlog_above_norm_share", {"priority_class": "serious"}, 0),
        ("backlog_settled_days", {"priority_class": "serious"}, math.nan),
    ],
)
def test_story(value, key_figure, where, expected):
    assert value(key_figure, **where) == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True)


def test_rows_follow_from_settings_alone(table):
    """No class of cases for a pool, no own work for a unit, and a row without a number only for what is for ever."""
    flows = table[table["key_figure"] == "backlog_end"]
    assert set(flows[flows["team"] == "lab"]["priority_class"]) == {"all", "own_work"}
    assert "own_work" not in set(flows[flows["team"] != "lab"]["priority_class"])
    without = table[table["value"].isna()]
    assert set(without["key_figure"]) <= {f.name for f in key_figure_list(names_of(story()[0])) if f.no_number}
    assert "waiting_days_p90" in set(without["key_figure"])
    assert not table.duplicated(["period", "team", "priority_class", "key_figure"]).any()


def test_one_row_per_month_and_class_or_team(table):
    months = table[table["period"] == "2021-02"]
    assert ((months["team"] == "all") | (months["priority_class"] == "all")).all()


def test_lent_and_borrowed_hours_are_the_same_hours():
    lab = {**LAB, "efficiency": 0.8, "own_work": {"load": 0.3, "mean_hours": 20}}
    settings = small_settings({"collaboration.pools": {"lab": lab}, "staffing.units.coast.posts": 1})
    table = simulate(settings, engine=SOONEST).key_figures
    total = table[(table["period"] == "all") & (table["priority_class"] == "all")].set_index(["key_figure", "team"])
    lent, borrowed = total.loc[("hours_lent", "lab"), "value"], total.loc[("hours_borrowed", "all"), "value"]
    assert lent > 0
    assert lent == pytest.approx(borrowed)


def test_open_cases_are_divided_over_those_who_lead_cases():
    """Four of eight posts in the capital have a role that starts the step which makes an investigator of its member."""
    roles = {
        "detective": {"label": "Detective", "skills": ["triage", "enrich", "search"]},
        "clerk": {"label": "Clerk", "skills": ["triage", "enrich", "dossier"]},
    }
    changes = {"staffing.roles": roles, "staffing.role_share": {"detective": 0.5, "clerk": 0.5}}
    happened = simulate(small_settings({**changes, "run.end": "2021-06-30"}), engine=SOONEST)
    table = happened.key_figures
    cell = table[(table["period"] == "all") & (table["team"] == "capital") & (table["priority_class"] == "all")]
    found = cell.set_index("key_figure")["value"]
    assert found["deployable_fte"] == 8
    assert found["open_cases_per_investigator"] == pytest.approx(found["in_hand_mean"] / 4)
    nobody_leads = simulate(
        small_settings({"casework.steps.search.owns_case": False, "run.end": "2021-06-30"}), engine=SOONEST
    )
    assert "open_cases_per_investigator" not in set(nobody_leads.key_figures["key_figure"])


def test_no_cases_are_divided_over_an_investigator_whom_rounding_left_behind():
    """In the capital 0.1, 0.2 and 0.3 fte are there in January and gone in February: that adds up to 1e-17."""
    _settings, world, parameters, log = story()
    service = Service(
        member=np.zeros(3, dtype=np.int32),
        begin_days=np.array([0.0, 1.0, 2.0]),
        end_days=np.array([20.0, 25.0, 31.0]),
        fte=np.array([0.1, 0.2, 0.3]),
        mentoring_fte=np.zeros(3),
    )
    world = replace(world, shifts=replace(world.shifts, service=service))
    table = key_figures(world, parameters, log)
    of = table[(table["key_figure"] == "open_cases_per_investigator") & (table["team"] == "capital")]
    assert set(of["period"]) == {"all", "2021", "2021-01"}
    found = table[(table["key_figure"] == "deployable_fte") & (table["team"] == "capital")]
    assert found.set_index("period")["value"]["2021-02"] == 0.0


def test_hours_on_steps_of_other_units_are_lent_within_one_queue():
    changes = {"collaboration.one_queue": True, "staffing.units.coast.posts": 2, "run.end": "2021-06-30"}
    table = simulate(small_settings(changes), engine=SOONEST).key_figures
    whole = table[(table["period"] == "all") & (table["priority_class"] == "all")].set_index(["key_figure", "team"])
    value = whole["value"]
    assert value["hours_lent", "capital"] == pytest.approx(value["hours_borrowed", "coast"])
    assert value["hours_lent", "capital"] > 100
    assert value["hours_lent", "all"] == pytest.approx(value["hours_borrowed", "all"])
