"""The tables that a comparison stores, number by number, of three runs of twelve replications that are written down.

Differences lie evenly about their mean, so that each interval is Student's.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from tbkk_sim.comparison.comparison import Comparison
from tbkk_sim.comparison.explanation import Explanation
from tbkk_sim.comparison.folder import best_table, margins_table, parts_table, shown_table
from tbkk_sim.comparison.pairing import Pairing
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.stats.paired import Verdict
from tests.builders import small_settings
from tests.rows import every_row

FINISHED, WAIT = Cell("finished"), Cell("waiting_days_p90", "serious")
N = 12
EVEN = np.arange(N) - 5.5
BASE, BASE_WAIT = np.full(N, 1000.0), np.full(N, 20.0)


def values(label: str, finished: np.ndarray, wait: np.ndarray) -> RunValues:
    rows = pd.MultiIndex.from_tuples([WAIT, FINISHED], names=Cell._fields)
    run = SimpleNamespace(settings=small_settings(), manifest={}, path=label)
    return RunValues(label, run, np.arange(N), rows, np.column_stack([wait, finished]))


RUNS = (
    values("base", BASE, BASE_WAIT),
    values("more", BASE + 4.5 + EVEN, BASE_WAIT - 5 + EVEN / 10),
    values("tools", BASE - 20 + 2 * EVEN, BASE_WAIT - 2 - EVEN / 10),
)
"""More finishes -1, 0, 1 ... 10 cases more, tools 9 ... 31 fewer; waits are 5 and 2 days shorter."""


def compared(runs=RUNS, **given) -> Comparison:
    comparison = Comparison(runs, (FINISHED, WAIT), **given)
    vars(comparison)["pairing"] = Pairing(np.arange(N), ())
    return comparison


def reach(spread: float, level: float) -> float:
    """How far an interval goes on either side of the mean of values that lie so far apart."""
    return t.ppf((1 + level) / 2, N - 1) * spread * EVEN.std(ddof=1) / np.sqrt(N)


@every_row("stored", [Comparison.table, shown_table], ids=["all differences", "those that are shown"])
def test_each_difference_is_stored_with_its_means_its_interval_and_its_replications(stored):
    table = stored(compared()).set_index(["run", "key_figure"])
    assert len(table) == 4
    of = table.loc[("more", "finished")]
    assert (of["base_mean"], of["mean"], of["difference"]) == pytest.approx((BASE.mean(), BASE.mean() + 4.5, 4.5))
    both = 1 - 0.05 / 2  # the intervals of both runs hold at once
    assert of["interval_low"] == pytest.approx(4.5 - reach(1, both))
    assert of["interval_high"] == pytest.approx(4.5 + reach(1, both))
    assert (of["differ"], of["agree"], of["n"]) == (11, 10, 12)
    of = table.loc[("tools", "waiting_days_p90")]
    assert (of["priority_class"], of["period"], of["team"]) == ("serious", "all", "all")
    assert (of["difference"], of["interval_low"]) == pytest.approx((-2, -2 - reach(0.1, both)))
    assert (of["differ"], of["agree"]) == (12, 12)


def test_what_two_runs_have_in_common_is_all_that_is_compared():
    """In two of twelve replications one of them has no value; of the wait it has none at all."""
    uneven = 1000 + EVEN**2
    runs = values("base", uneven, BASE_WAIT), values("more", np.where(EVEN > 4, np.nan, uneven + 3), BASE * np.nan)
    table = compared(runs).table().set_index("key_figure")
    assert list(table.index) == ["finished"]
    of = table.loc["finished"]
    assert (of["n"], of["difference"], of["base_mean"]) == pytest.approx((10, 3, uneven[EVEN <= 4].mean()))


def test_each_run_is_stored_against_the_best_of_the_others():
    """Shorter waits are better: more waits 3 days less than tools, which waits 2 days less than the base."""
    table = best_table(compared()).set_index(["run", "key_figure"])
    of = {run: table.loc[(run, "waiting_days_p90")] for run in ("base", "more", "tools")}
    assert [of[run]["less_best_other"] for run in of] == pytest.approx([-5, 3, -3])
    assert [bool(of[run]["may_be_best"]) for run in of] == [False, True, False]
    one_sided = 2 * (1 - 0.05 / 2) - 1  # both differences of the best hold at once, each on one side
    assert (of["more"]["low"], of["more"]["high"]) == pytest.approx((0, 3 + reach(0.2, one_sided)))
    assert (of["tools"]["low"], of["tools"]["high"]) == pytest.approx((-3 - reach(0.2, one_sided), 0))
    assert (of["base"]["low"], of["base"]["high"]) == pytest.approx((-5 - reach(0.1, one_sided), 0))
    assert [table.loc[(run, "finished")]["less_best_other"] for run in of] == pytest.approx([-4.5, 4.5, -24.5])
    assert len(best_table(compared(RUNS[:2]))) == 0


@every_row(("share", "verdict"), [(0.99, Verdict.OPEN), (1.01, Verdict.EQUIVALENT)])
def test_a_margin_is_triaged_at_a_level_at_which_all_runs_hold_at_once(share, verdict):
    """Of two runs each is triaged at 97.5 %; a margin of that size would suffice for one of them at 95 %."""
    spread = 9.0
    runs = RUNS[0], values("more", BASE + spread * EVEN, BASE_WAIT), values("tools", BASE + 100 + EVEN, BASE_WAIT)
    farthest = reach(spread, 2 * (1 - 0.05 / 2) - 1)
    assert 0.99 * farthest > reach(spread, 2 * 0.95 - 1)
    table = margins_table(compared(runs, margins={FINISHED: share * farthest})).set_index("run")
    assert table.loc["more", "verdict"] == verdict.value
    assert table.loc["tools", "verdict"] == Verdict.NOT_WORSE.value
    assert table.loc["tools", "difference"] == pytest.approx(100)
    assert table.loc["tools", "margin"] == pytest.approx(share * farthest)


def test_parts_of_a_difference_are_stored_by_group_and_key_figure():
    staff = np.column_stack([2 + EVEN, 10 + 2 * EVEN])
    demand = np.column_stack([-3 + EVEN, 30 + EVEN])
    before = np.column_stack([BASE, BASE])
    found = Explanation(
        (FINISHED, WAIT), ("staff", "demand"), np.array([staff, demand]), before, staff + demand, 0.95, 0.9
    )
    table = parts_table([("more", found)]).set_index(["group", "key_figure"])
    right = {
        ("staff", "finished"): (2, reach(1, 1 - 0.05 / 2)),
        ("staff", "waiting_days_p90"): (10, reach(2, 1 - 0.05 / 2)),
        ("demand", "finished"): (-3, reach(1, 1 - 0.05 / 2)),
        ("demand", "waiting_days_p90"): (30, reach(1, 1 - 0.05 / 2)),
        ("whole", "finished"): (-1, reach(2, 0.9)),
        ("whole", "waiting_days_p90"): (40, reach(3, 0.9)),
    }
    assert list(table.index) == list(right)
    for row, (mean, apart) in right.items():
        of = table.loc[row]
        assert (of["part"], of["interval_low"], of["interval_high"]) == pytest.approx(
            (mean, mean - apart, mean + apart), abs=1e-4
        ), row
        assert (of["run"], of["n"]) == ("more", N)
