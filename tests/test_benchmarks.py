"""The benchmarks: their models obey the workloads, and the page shows what was measured."""

import importlib
import shutil
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
BY_HAND = ["heapq_loop", "cpp_loop"] if shutil.which("g++") else ["heapq_loop"]


@pytest.fixture
def benchmark(monkeypatch):
    """A module of benchmarks/, by name."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module


def test_the_tables_of_the_page_are_those_of_what_was_measured(benchmark):
    page = (ROOT / "benchmarks" / "results" / "performance.md").read_text(encoding="utf-8")
    assert benchmark("measured").with_tables(page) == page, "python benchmarks/engines.py --figure"


def test_the_formula_of_one_queue_without_priorities_is_that_of_erlang(benchmark, monkeypatch):
    workloads = benchmark("workloads")
    monkeypatch.setattr(workloads, "INVESTIGATORS", (2,))
    monkeypatch.setattr(workloads, "CLASS_SHARES", (1.0,))
    monkeypatch.setattr(workloads, "OFFERED_DAYS", 1.0)
    monkeypatch.setattr(workloads, "REPORTS_PER_DAY", 1.0)
    found = workloads.expected_in_w1()
    # Two servers, one unit of work: a wait has chance 1/3 (Erlang C), and then lasts one day on average.
    assert found["wait_0_days"] == pytest.approx(1 / 3)
    assert found["waiting"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("by_arrival", [False, True])
@pytest.mark.parametrize("workload", ["W1", "W2"])
def test_simpy_as_usual_and_the_loop_tell_the_same_from_the_same_draws(benchmark, workload, by_arrival):
    others, size = benchmark("others"), benchmark("workloads").Size(1 / 100)
    visits = [tool(workload, 3, size, by_arrival=by_arrival) for tool in (others.simpy_as_usual, others.heapq_loop)]
    columns = [np.column_stack([v.joined_days, v.started_days, v.ended_days, v.case_class]) for v in visits]
    assert len(columns[0]) > 1_000
    np.testing.assert_array_equal(*(rows[np.lexsort(rows.T)] for rows in columns))


@pytest.mark.parametrize("tool", BY_HAND)
@pytest.mark.parametrize("workload", ["W1", "W2"])
def test_loops_by_hand_keep_to_the_workload(benchmark, tool, workload):
    workloads = benchmark("workloads")
    visits = benchmark("engines").runner(tool)(workload, 3, workloads.Size(1 / 20))
    beside = np.isfinite(visits.with_specialist_days)
    assert np.all(visits.started_days >= visits.joined_days)
    assert np.all(visits.with_specialist_days[beside] >= visits.started_days[beside])
    assert most_at_once(visits.started_days, visits.ended_days) == sum(workloads.INVESTIGATORS)
    assert beside.any() == (workload == "W2")
    assert most_at_once(visits.with_specialist_days[beside], visits.ended_days[beside]) <= workloads.SPECIALISTS
    counts = np.bincount(visits.case_class[visits.joined_days < 10], minlength=4)
    assert np.all(np.diff(counts) > 0)


def most_at_once(since, until) -> int:
    """The most intervals that hold at one time; who leaves makes room for who comes."""
    moments, steps = np.concatenate((until, since)), np.repeat([-1, 1], len(since))
    return int(np.cumsum(steps[np.argsort(moments, kind="stable")]).max(initial=0))


def test_a_country_of_the_world_is_the_national_model_many_times(benchmark):
    of_world = benchmark("world_scale")
    one, ten = of_world.country(1), of_world.country(10)
    for path in of_world.SCALED:
        before, after = (list(amounts(settings.model_dump(), path.split("."))) for settings in (one, ten))
        assert before, path
        assert after == [10 * amount for amount in before]
    world = of_world.World(of_world.Simulation(of_world.country(1)), "simpy")
    frame = world.plan.frame
    values = np.arange(frame.n_rows, dtype=np.float64)
    reports = of_world.by_class(frame, "reports_in", values)
    assert len(reports) == len(frame.grid.classes)
    assert reports[0] == values[(frame.period == 0) & (frame.team == 0) & (frame.priority_class == 0)][0]


def test_a_country_in_which_somebody_waits_for_ever_leaves_no_mean_wait(benchmark):
    of_world = benchmark("world_scale")
    world = of_world.World(of_world.Simulation(of_world.country(1)), "simpy")
    classes = list(world.plan.frame.grid.classes)
    world.countries = 2
    world.sums["taken_up"][:] = 5.0
    world.sums[of_world.WAIT][classes.index("producer")] = 3.0
    world.sums[of_world.WAIT][classes.index("light")] = np.inf
    waits = {
        label: row[-1] for label, *row in world.rows({"producer": "producer", "light": "light", "closed": "closed"})
    }
    assert waits == {"producer": "1.5", "light": "no mean", "closed": "-"}
    frame = world.plan.frame
    assert of_world.by_class(frame, of_world.WAIT, np.full(frame.n_rows, np.inf))[0] == np.inf


def amounts(given, path):
    """The numbers in settings that a path with stars leads to."""
    first, *rest = path
    for key in list(given) if first == "*" else [first]:
        yield from amounts(given[key], rest) if rest else [given[key]]
