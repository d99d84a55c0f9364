"""Why B differs from A: parts that add up, in runs that are truly mixed."""

from itertools import permutations

import numpy as np
import pytest

from tbkk_sim.comparison.explanation import Explanation, explain, shapley, subsets
from tbkk_sim.comparison.settings_groups import GROUPS, MixError, group_of, groups_that_differ, mixed
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.runs.replication import simulate
from tbkk_sim.stats.paired import difference
from tests.builders import LAB, small_settings
from tests.rows import every_row

CELLS = (Cell("finished"), Cell("left_undone"))
BASE = {"run.end": "2021-03-31", "demand.streams.image.reports_per_year": {2021: 4000, 2022: 4000}}
MORE_REPORTS = {"demand.streams.image.reports_per_year": {2021: 6000, 2022: 6000}}
MORE_PEOPLE = {"staffing.units.coast.posts": 9}
TOOLS = {"casework.tools": {"search": 0.5}, "triage.hours_factor": 0.5}


def simulated(mix, settings):
    """Values of two replications."""
    rows = []
    for replication in range(2):
        table = simulate(settings, replication).key_figures
        whole = table[(table.period == "all") & (table.team == "all") & (table.priority_class == "all")]
        rows.append([whole.set_index("key_figure")["value"].get(cell.key_figure, 0.0) for cell in CELLS])
    return np.array(rows)


@pytest.mark.slow
def test_the_parts_add_up_to_the_difference_of_each_replication():
    a, b = small_settings(BASE), small_settings(BASE | MORE_REPORTS | MORE_PEOPLE | TOOLS)
    explanation = explain(a, b, CELLS, simulated)
    assert explanation.groups == ("demand", "staff", "tools")
    apart = simulated(None, b) - simulated(None, a)
    assert np.abs(explanation.parts.sum(axis=0) - apart).max() < 1e-9
    assert np.abs(explanation.total - apart).max() == 0
    assert explanation.part("staff").mean[0] > 0
    assert explanation.part("demand").differ[0] == 2
    assert np.isnan(explanation.part("demand").interval_low).all()  # two replications are too few


def test_the_whole_difference_has_the_interval_of_the_comparison():
    rng = np.random.default_rng(1)
    base, parts = rng.normal(100, 5, (20, 1)), rng.normal(2, 1, (2, 20, 1))
    explanation = Explanation(CELLS[:1], ("demand", "staff"), parts, base, parts.sum(axis=0), 0.95, 0.99)
    shown = difference(base, base + parts.sum(axis=0), 0.99)
    assert (explanation.whole.interval_low, explanation.whole.interval_high) == (
        shown.interval_low,
        shown.interval_high,
    )
    of_part = difference(base, base + parts[0], 0.975)  # two parts at once
    assert explanation.part("demand").interval_low == of_part.interval_low


def read(mix, settings):
    """Numbers of the settings themselves, in place of what a simulation makes of them."""
    reports = settings.demand.streams["image"].reports_per_year[2021]
    return np.array([[reports, settings.staffing.units["coast"].posts], [settings.triage.hours_factor, 0.0]])


@every_row(("change", "group"), [(MORE_REPORTS, "demand"), (MORE_PEOPLE, "staff"), (TOOLS, "tools")])
def test_the_only_group_that_differs_explains_everything(change, group):
    explanation = explain(small_settings(BASE), small_settings(BASE | change), CELLS, read)
    assert explanation.groups == (group,)
    assert (explanation.parts[0] == explanation.total).all()
    assert explanation.total.any()


def test_a_part_is_the_mean_over_all_orders():
    groups = ("demand", "staff", "tools")
    rng = np.random.default_rng(5)
    values = {mix: rng.normal(size=(3, 2)) for mix in subsets(groups)}
    for group in groups:
        steps = []
        for order in permutations(groups):
            before = frozenset(order[: order.index(group)])
            steps.append(values[before | {group}] - values[before])
        assert shapley(group, groups, values) == pytest.approx(np.mean(steps, axis=0))


def test_a_replication_without_a_value_in_some_mixture_is_left_out():
    def value(mix, settings):
        return np.array([[1.0 + len(mix)], [np.nan if mix == {"demand"} else 1.0]])

    explanation = explain(small_settings(BASE), small_settings(BASE | MORE_REPORTS | TOOLS), CELLS[:1], value)
    assert explanation.whole.n[0] == 1
    assert explanation.whole.mean[0] == explanation.parts[:, 0, 0].sum() == 2


def test_runs_that_are_alike_have_nothing_to_explain():
    explanation = explain(small_settings(BASE), small_settings(BASE | {"name": "twin"}), CELLS, read)
    assert explanation.groups == ()
    assert not explanation.total.any()


def test_what_cannot_be_mixed_is_said_before_anything_runs():
    a = small_settings(BASE)
    b = small_settings(
        BASE
        | MORE_REPORTS
        | {
            "staffing.units": {"capital": {"label": "Capital", "posts": 8}, "isles": {"label": "Isles", "posts": 6}},
            "demand.unit_share": {"capital": 0.6, "isles": 0.4},
        }
    )
    ran = []
    with pytest.raises(MixError, match=r"demand of small cannot go with the rest of small: .*'isles' is not known"):
        explain(a, b, CELLS, lambda mix, settings: ran.append(mix))
    assert ran == []


def test_every_setting_has_a_group_or_belongs_to_the_run():
    tree = small_settings({"collaboration.pools": {"lab": LAB}}).model_dump()
    without = {key for key in tree if group_of(key) is None}
    assert without == {"name", "question", "language", "engine", "seed", "run"}
    assert {group_of(key) for key in tree} - {None} | {"tools"} == set(GROUPS)
    assert group_of("casework.tools.image") == group_of("triage.hours_factor") == "tools"


def test_all_groups_of_b_make_b():
    a = small_settings(BASE)
    b = small_settings(BASE | MORE_REPORTS | MORE_PEOPLE | TOOLS | {"assignment.order": "first_come"})
    assert groups_that_differ(a, b) == ["demand", "staff", "steering", "tools"]
    assert mixed(a, b, frozenset(GROUPS)) == b
    assert mixed(a, b, frozenset()) == a
