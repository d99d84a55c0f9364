"""Work in the background: what is wanted comes, what is there stays, what fails says why."""

import math
import time

import numpy as np

from tbkk_sim.runs.replication import simulate
from tbkk_sim.settings import Settings
from tbkk_sim.whatif.background_runner import BackgroundRun, BackgroundRunner
from tbkk_sim.whatif.outcome import PlanComparison, PlanOutcome, compare
from tests.builders import SMALL

BASE = Settings.model_validate(SMALL | {"engine": "simpy", "run": SMALL["run"] | {"end": "2021-02-28"}})
MORE = BASE.model_copy(update={"assignment": BASE.assignment.model_copy(update={"order": "first_come"})})


def _wait(*runs: BackgroundRun) -> None:
    deadline = time.monotonic() + 60
    while any(run.done < run.submitted and not run.error for run in runs):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_both_plans_meet_the_same_futures_and_the_plan_as_it_is_is_simulated_once(runner: BackgroundRunner):
    (alone,) = runner.submit("me", BASE)
    _wait(alone)
    now, changed = runner.submit("me", BASE, MORE)
    assert now is alone
    _wait(now, changed)
    for replication in range(2):
        expected = simulate(BASE, replication).values
        assert np.array_equal(now.values[replication], expected, equal_nan=True)
    assert now.weeks is not None
    outcomes = [PlanOutcome(run.settings, run.frame, run.table(2)) for run in (now, changed)]
    arrived = compare(outcomes[0], outcomes[1], "reports_in")
    assert arrived.same
    assert (arrived.mean, arrived.direction) == (0.0, 0)


def test_a_plan_that_fails_says_why_and_the_other_goes_on(runner: BackgroundRunner):
    broken = BASE.model_copy(update={"engine": "no such engine"})
    run, other = runner.submit("me", broken, BASE.model_copy(update={"seed": 11}))
    _wait(run, other)
    assert run.error
    assert not other.error


def test_an_outcome_finds_its_rows():
    replication = simulate(BASE)
    outcome = PlanOutcome(BASE, replication.frame, replication.values[None])
    table = replication.key_figures.set_index(["key_figure", "period", "team", "priority_class"])["value"]
    for key in (("backlog_end", "all", "coast", "light"), ("deployable_fte", "2021-02", "capital", "all")):
        name, period, team, priority_class = key
        assert outcome.read(name, period=period, team=team, priority_class=priority_class) == table[key]
    assert np.isnan(outcome.read("deployable_fte", priority_class="light")).all()
    assert outcome.steps_in_time == ["2021-01", "2021-02"]


def test_a_difference_is_clear_only_beyond_chance():
    now = np.arange(1.0, 13.0)
    assert PlanComparison(now, now + 1).direction == 1  # the same in every replication
    assert PlanComparison(now, now - 10 * np.linspace(0.9, 1.1, 12)).direction == -1
    unclear = PlanComparison(now, now + np.array([1.0, -1.0, 2.0, -1.5] * 3))
    assert (unclear.direction, unclear.agree) == (0, 6)
    rare = PlanComparison(now, now + np.eye(12)[3])
    assert (rare.direction, rare.differ, math.isnan(rare.interval[0])) == (0, 1, True)
    assert PlanComparison(now[:1], now[:1] + 1).direction == 0
