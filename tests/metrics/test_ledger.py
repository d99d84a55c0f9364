"""Events sorted out: rows by kind, months from rows, values in order, quantiles over a grid."""

import numpy as np

from tbkk_sim.engine import simulate as run_world
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.grid import grid_of, in_order
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, PER_MILLION, SECONDS_PER_DAY
from tbkk_sim.runs.replication import simulate
from tbkk_sim.sampling.world import NEVER
from tests.builders import LAB, SMALL, SOONEST, small_settings
from tests.engine.hand_made import A_SECOND, ENRICH, Member, Report, hand_made, made_world
from tests.rows import every_row


def ledger() -> Ledger:
    return simulate(
        small_settings({"collaboration.pools": {"lab": LAB}, "run.end": "2021-06-30"}), engine=SOONEST
    ).ledger


def test_rows_of_events_are_in_order():
    log = ledger().log
    for kinds in ([Event.ENDED], [Event.STARTED, Event.RESUMED], [Event.HELD], list(Event)):
        assert np.array_equal(log.rows_of(*kinds), np.flatnonzero(np.isin(log.kind, kinds)))
    assert np.array_equal(log.reports_of(Event.ENDED), log.report[log.kind == Event.ENDED])


def test_the_month_of_a_event_is_that_of_its_time():
    of = ledger()
    rows = of.log.rows_of(Event.ENDED)
    assert np.array_equal(of.month_of(rows), of.grid.month(of.log.time_seconds[rows]))
    assert len(np.unique(of.month_of(rows))) == 6
    assert len(of.month_of(rows[:0])) == 0


def test_values_in_order_keep_the_order_of_equal_ones():
    random = np.random.default_rng(3)
    values = np.concatenate((random.normal(size=500), random.integers(0, 9, 500), [np.inf, -np.inf, 1e-300, 0.0]))
    assert np.array_equal(in_order(values), np.argsort(values, kind="stable"))
    assert len(in_order(values[:0])) == 0


@every_row("low", [0, -(2**40)])
@every_row("high", [9, 2**16, 2**33, NEVER_SECONDS])
def test_whole_numbers_in_order_keep_the_order_of_equal_ones(low, high):
    values = np.random.default_rng(6).integers(low, high, 500, endpoint=True)
    values[:3] = high, low, high
    assert np.array_equal(in_order(values), np.argsort(values, kind="stable"))


def test_quantiles_over_the_grid_are_those_of_numpy():
    of, random = ledger(), np.random.default_rng(4)
    grid, n = grid_of(of.parameters), 3000
    month, team, case_class = (random.integers(0, size, n) for size in grid.shape)
    values = random.exponential(size=n)
    found = grid.quantiles(values, month, team, case_class, at=(0.5, 0.9), monthly=True)
    n_units = len(grid.names.units)
    one = values[(team == 1) & (case_class == 2)]
    assert np.allclose(found[:, 0, 2, 3], np.quantile(one, (0.5, 0.9), method="inverted_cdf"))
    assert np.allclose(found[:, 0, 0, 0], np.quantile(values[team < n_units], (0.5, 0.9), method="inverted_cdf"))
    of_month = values[(team == 1) & (month == month.max())]
    assert np.allclose(found[:, -1, 2, 0], np.quantile(of_month, (0.5, 0.9), method="inverted_cdf"))


def test_quantiles_of_more_cells_than_16_bits_count_stand_in_their_own_cells():
    units = {f"unit_{number}": {"label": "U", "posts": 1} for number in range(900)}
    settings = small_settings({"staffing.units": {**SMALL["staffing"]["units"], **units}})
    grid = grid_of(compile_parameters(settings))
    month, team, case_class = (np.array([0, size - 1]) for size in grid.shape)
    found = grid.quantiles(np.array([1.0, 2.0]), month, team, case_class, at=(0.5,), monthly=True)[0]
    assert found.size > 2**16
    of_first = {(period, 1, 1): 1.0 for period in (0, 1)} | {(2, 1, 0): 1.0, (2, 0, 1): 1.0}
    assert {cell: found[cell] for cell in of_first} == of_first
    of_last = {(period, -1, -1): 2.0 for period in (0, 1)} | {(-1, -1, 0): 2.0, (-1, 0, -1): 2.0}
    assert {cell: found[cell] for cell in of_last} == of_last
    assert np.isfinite(found).sum() == 20


def test_a_service_interval_belongs_to_the_shift_in_which_it_begins():
    """The second member goes on at half the rate from day 5 on; one report comes a second before, one then."""
    settings = hand_made()
    members = [Member(skills=()), Member(there=((0.0, 5.0), (5.0, NEVER)), rates=(1.0, 0.5))]
    reports = [Report(5.0 - A_SECOND, [(ENRICH, 2 / 3600)]), Report(9.0, [(ENRICH, 1.0)])]
    world, parameters = made_world(reports, members), compile_parameters(settings)
    intervals = Ledger(world, parameters, run_world(world, parameters, "simpy")).service_intervals
    begins = (intervals.begin_seconds / SECONDS_PER_DAY).tolist()
    assert list(zip(begins, intervals.pace.tolist(), strict=True)) == [
        (5.0 - A_SECOND, PER_MILLION),
        (5.0, PER_MILLION // 2),
        (9.0, PER_MILLION // 2),
    ]
