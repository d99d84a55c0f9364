"""What comes after a case changes nothing at the teams: to the last bit, whatever its capacity."""

import numpy as np
import pytest

from tbkk_sim.runs.replication import Simulation
from tests.builders import SOONEST, small_settings
from tests.metrics.edge_worlds import with_chain

CLASSES = ["acute", "serious", "light"]
OF_THE_CHAIN = ("chain_", "file_within_norm_share")


def run(**changes):
    chain = with_chain(["enrich", "search", "dossier"], CLASSES, 1)
    simulation = Simulation(small_settings({**chain, **changes}))
    return simulation.simulate(0, SOONEST)


def of_teams(run):
    table = run.key_figures.astype({"key_figure": str, "period": str, "team": str, "priority_class": str})
    own = table[~table["key_figure"].str.startswith(OF_THE_CHAIN)]
    return own.set_index(["key_figure", "period", "team", "priority_class"])["value"]


def figure(run, name, period="all"):
    table = run.key_figures
    rows = table[(table["key_figure"] == name) & (table["team"] == "all") & (table["priority_class"] == "all")]
    return float(rows[rows["period"] == period]["value"].iloc[0])


@pytest.fixture(scope="module")
def before():
    return run()


CAPACITY = "chain.links.decision.per_year"


@pytest.mark.parametrize(
    "changes",
    [
        {CAPACITY: {"2021": 75, "2024": 125}},
        pytest.param(
            {"chain.links.decision.delay": {"mean_days": 100}, "chain.links.hearing.share": 0.1},
            marks=pytest.mark.slow,
        ),
        pytest.param({"chain": {}}, marks=pytest.mark.slow),
    ],
)
def test_the_figures_of_the_teams_are_equal_to_the_last_bit(before, changes):
    after = run(**changes)
    assert all(
        np.array_equal(getattr(before.log, name), getattr(after.log, name))
        for name in ("kind", "time_seconds", "report")
    )
    own, others = of_teams(before), of_teams(after)
    assert list(own.index) == list(others.index)
    np.testing.assert_array_equal(own.to_numpy(), others.to_numpy())


def test_half_the_capacity_moves_the_stock(before):
    after = run(**{CAPACITY: {"2021": 75, "2024": 125}})
    assert figure(after, "chain_in_decision") == figure(before, "chain_in_decision")
    assert figure(after, "chain_waiting_end_decision") > figure(before, "chain_waiting_end_decision") + 50
    assert figure(after, "chain_done_decision") == pytest.approx(figure(before, "chain_done_decision") / 2, abs=5)
    assert figure(after, "chain_in_hearing") < figure(before, "chain_in_hearing")
    assert figure(after, "chain_in_time_hearing") < figure(before, "chain_in_time_hearing")
    assert figure(after, "chain_due_hearing") == figure(before, "chain_due_hearing")  # whoever waits where
    waited = "chain_waiting_days_mean_decision"
    assert figure(after, waited) > figure(before, waited) + 50


@pytest.mark.slow
def test_without_a_chain_its_figures_are_absent():
    names = set(run(chain={}).key_figures["key_figure"])
    assert not [name for name in names if name.startswith(OF_THE_CHAIN)]
    assert {"identified_cases", "searched_days_median", "file_days_p90"} <= names
    no_milestones = {f"casework.steps.{step}.milestone": None for step in ("enrich", "dossier")}
    names = set(run(chain={}, **no_milestones).key_figures["key_figure"])
    assert not [name for name in names if name.startswith(("identified_", "searched_", "file_"))]


def test_more_than_before_is_seen_at_the_link_and_not_at_the_teams(before):
    """Little's law of what is there: what came is done or there, in every unit."""
    table = before.key_figures
    units = table[(table["period"] == "all") & (table["priority_class"] == "all")]
    of = units.pivot_table(index="team", columns="key_figure", values="value", observed=True)
    at_start = len(before.parameters.chain.links[0].stock) * 2
    came, done, there = (of[f"chain_{name}_decision"] for name in ("in", "done", "stock_end"))
    assert (came["all"] + at_start) == done["all"] + there["all"]
    assert came["capital"] + came["coast"] == came["all"]
