"""Queues at a desk in which a mean reassures and the truth does not: what is then measured, and what is said of it."""

import math

import numpy as np
import pandas as pd
import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.report.run import findings
from tbkk_sim.report.run.tables import selection, work
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.replication import Simulation

REPLICATIONS = 4
DESK = ["+scenario=textbook", "run.end=2021-12-31", "engine=simpy", f"run.replications={REPLICATIONS}"]
PRIORITY = ["+scenario=textbook_priority", *DESK[1:]]
CROWD = ["+casework.classes.urgent.preempts=true", "+casework.classes.customer.expires={mean_days: 30}"]
EXPERT = (
    "{label: Expert, members: 1, rate: 1.0, skills: [serve], max_share: 1.0, own_work: {load: 0.0, mean_hours: 10}}"
)
TANDEM = ["+casework.steps.serve.together_with=expert", f"+collaboration.pools.expert={EXPERT}"]
HOURS = "{mean_hours: 1.0, spread: {family: exponential}}"
TWO_DESKS = [
    "+casework.steps.look={label: Look}", f"+casework.classes.customer.hours.look={HOURS}",
    "+staffing.roles.looker={label: Looker, skills: [look]}", "staffing.role_share={server: 0.8}",
    "+staffing.role_share.looker=0.2", "staffing.units.desk.posts=5",
    "demand.streams.door.reports_per_year.2021=547",
]  # fmt: skip
"""One looker and four servers; 1.5 customers a day need both for a day on average."""


def run_of(*overrides: str) -> RunView:
    settings = load_settings(list(overrides))
    plan = Simulation(settings)
    return RunView(settings, pd.concat([plan.simulate(r).key_figures for r in range(REPLICATIONS)]))


def values(run: RunView, key_figure: str, priority_class: str = "all") -> np.ndarray:
    return run.wide(key_figure, "team", ["all"], priority_class=priority_class).ravel()


@pytest.fixture(scope="module")
def crowd() -> tuple[RunView, RunView]:
    quiet, busy = (run_of(*PRIORITY, *CROWD, f"demand.streams.door.reports_per_year.2021={n}") for n in (1080, 3600))
    return quiet, busy


@pytest.mark.slow
def test_a_wait_is_over_all_that_came(crowd):
    """Nearly all customers of the crowd expire: no replication has a time within which nine in ten were begun."""
    quiet, busy = crowd
    waits = values(quiet, "waiting_days_p90", "customer")
    assert ((waits > 5) & (waits < 30) | np.isinf(waits)).all()
    assert np.isfinite(waits).sum() == 3  # of one replication 11 % of the customers expire
    assert np.isinf(values(busy, "waiting_days_p90", "customer")).all()
    assert np.isinf(values(busy, "waiting_days_mean", "customer")).all()
    assert (values(busy, "share_begun", "customer") < 0.005).all()
    table = work.by_class(busy).set_index("Class")
    assert table.loc["Customer", "Nine in ten start within"] == "never"
    assert "so many of the cases ended without any work" in " ".join(findings.never_begun(busy))


@pytest.mark.slow
def test_a_specialist_asked_twice_is_no_load_below_one():
    run = run_of(*DESK, *TANDEM)
    assert run.mean("load_all") == pytest.approx(0.8, abs=0.05)
    (expert,) = run.asked_of(kind="all").along
    assert expert.load == pytest.approx(2.4, abs=0.15)
    assert run.mean("share_begun") < 0.6
    said = findings.load(run)
    assert "The bottleneck is the specialists who work along, Expert: severe work asks for 2." in said
    assert "nobody is short" not in said


@pytest.mark.slow
def test_a_skill_that_only_one_has_is_no_load_below_one():
    run = run_of(*DESK, *TWO_DESKS)
    assert run.mean("load_all") == pytest.approx(0.6, abs=0.05)
    assert run.asked_of(kind="all").load(role="looker") == pytest.approx(1.5, abs=0.15)
    said = findings.load(run)
    assert "0.4 fte in 2021" in said  # less than the half from which people are said to be short
    assert "nobody is short" not in said


def test_nobody_in_post_is_said_first():
    run = run_of(*DESK, "staffing.vacancy_share_at_start=1", "+staffing.hiring.national_limit_per_month=0")
    assert math.isinf(run.mean("load_all"))
    assert findings.warnings(run)[0].startswith("Nobody is there to do the work")


@pytest.mark.slow
def test_as_many_reports_as_were_set_are_said_to_come_in_a_year():
    run = run_of(*DESK, "demand.streams.door.reports_per_year.2021=8760")
    assert run.length_years == 1
    a_year = run.mean("reports_in", period="2021")
    assert run.mean("reports_in") == a_year
    shown = selection.each_year_columns(run, bands=False)
    assert shown["2021"][shown["Year"].index("Reports") + 1] == run.say.count(a_year)
    assert (
        work.class_columns(run, bands=False)["Cases that came in"][-1]
        == work.work(run)["Cases that came in"][0].split()[0]
    )
