import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.seconds import days_of, hours_of
from tbkk_sim.sampling.world import BY_NOBODY, NEVER, Reports, Steps
from tbkk_sim.settings import Settings
from tests.builders import drawn_reports, small_settings

ACUTE, SERIOUS, LIGHT = 1, 2, 3
SEARCH, DOSSIER = 2, 3


def drawn_stock(settings: Settings) -> tuple[Reports, Steps, np.ndarray]:
    """Reports, steps, and the rows that are there at the start."""
    reports, steps = drawn_reports(settings, 0)
    return reports, steps, np.flatnonzero(reports.arrived_days < 0)


def with_stock(case_class: str, changes: dict[str, object] | None = None, **stock: object) -> Settings:
    return small_settings({"demand.stock": {case_class: stock}, **(changes or {})})


def test_stock_is_there_triaged_and_by_unit() -> None:
    reports, _, rows = drawn_stock(with_stock("serious", waiting=3000, in_hand=1000, oldest_days=200))
    assert len(rows) == 4000
    assert reports.taken_up[rows].sum() == 1000
    assert set(reports.true_class[rows]) == set(reports.triaged_class[rows]) == {SERIOUS}
    assert set(reports.triaged_by[rows]) == {BY_NOBODY}
    assert set(reports.stream[rows]) == {0}
    assert stats.kstest(-reports.arrived_days[rows] / 200, "uniform").pvalue > 0.001
    assert reports.unit[rows].mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / 4000))
    assert not reports.taken_up[reports.arrived_days >= 0].any()


def test_stock_of_a_class_that_no_stream_brings_is_of_the_chosen() -> None:
    mix = {"acute": {"share": 0.1}}
    reports, _, rows = drawn_stock(with_stock("serious", {"demand.streams.image.mix": mix}, waiting=5))
    assert set(reports.stream[rows]) == {1}


def test_waiting_stock_is_still_alive_at_the_start() -> None:
    reports, _, rows = drawn_stock(with_stock("light", waiting=2000, oldest_days=365))
    assert days_of(reports.expires_seconds)[rows].min() > 0
    assert stats.kstest(-reports.arrived_days[rows] / 180, "uniform").pvalue > 0.001
    np.testing.assert_allclose(days_of(reports.expires_seconds)[rows], reports.arrived_days[rows] + 180)


def test_work_in_hand_does_not_expire() -> None:
    reports, _, rows = drawn_stock(with_stock("light", in_hand=50, oldest_days=365))
    assert (days_of(reports.expires_seconds)[rows] == NEVER).all()
    assert reports.arrived_days[rows].min() < -180


def test_an_exponential_expiry_of_stock_counts_from_the_start() -> None:
    expires = {"casework.classes.light.expires": {"mean_days": 90, "family": "exponential"}}
    reports, _, rows = drawn_stock(with_stock("light", expires, waiting=2000, oldest_days=365))
    assert stats.kstest(days_of(reports.expires_seconds)[rows] / 90, "expon").pvalue > 0.001
    hour = {"casework.classes.light.expires": {"mean_days": 1 / 24, "family": "exponential"}}
    reports, _, rows = drawn_stock(with_stock("light", hour, waiting=2000, oldest_days=365))
    assert days_of(reports.expires_seconds)[rows].min() >= 0


def test_work_in_hand_is_partly_done() -> None:
    """Of whole cases an even share is left; with fixed hours 3, 16, 8 that is uniform on (0, 27)."""
    fixed = {"casework.classes.serious.spread": {"family": "fixed"}}
    reports, steps, rows = drawn_stock(with_stock("serious", fixed, in_hand=2000))
    left = np.bincount(np.repeat(np.arange(len(reports.key)), reports.n_steps), weights=steps.hours)[rows]
    assert stats.kstest(left / 27, "uniform").pvalue > 0.001
    assert (steps.hours > 0).all()
    assert (days_of(reports.expires_seconds)[rows] == NEVER).all()
    # 8 of 27 hours are the dossier, 16 the search before it: so many cases have one step left, or two
    assert (reports.n_steps[rows] == 1).mean() == pytest.approx(8 / 27, abs=0.05)
    assert (reports.n_steps[rows] == 2).mean() == pytest.approx(16 / 27, abs=0.05)


def test_work_in_hand_is_at_the_steps_that_are_set() -> None:
    """Half of the cases wait to be enriched, half for the file, if there is one; nobody has begun."""
    at_step = {"demand.in_hand_at_step": {"enrich": 0.5, "dossier": 0.5}}
    fixed = {"casework.classes.serious.spread": {"family": "fixed"}}
    reports, steps, rows = drawn_stock(with_stock("serious", {**fixed, **at_step}, in_hand=2000))
    first = reports.first_step[rows]
    at_file = reports.n_steps[rows] == 1
    assert at_file.mean() == pytest.approx(0.5, abs=0.05)
    assert set(steps.hours[first[at_file]]) == {8.0}
    assert set(reports.n_steps[rows[~at_file]]) == {3}
    assert set(steps.hours[first[~at_file]]) == {3.0}
    without_file = {"casework.classes.serious.hours": {"enrich": 3, "search": 16}}
    reports, steps, rows = drawn_stock(with_stock("serious", {**fixed, **at_step, **without_file}, in_hand=200))
    assert set(reports.n_steps[rows]) == {2}


def test_the_step_in_hand_has_had_its_delay() -> None:
    delay = {"casework.steps.search.delay": {"mean_days": 20, "family": "fixed"}}
    reports, steps, rows = drawn_stock(with_stock("serious", delay, in_hand=500))
    first = reports.first_step[rows]
    assert (steps.delay_days[first] == 0).all()
    before_search = first[reports.n_steps[rows] == 3] + 1
    assert (steps.delay_days[before_search] == 20).all()


def test_what_is_past_its_discovery_discovers_nothing() -> None:
    upgrade = {"probability": 1.0, "after": "enrich", "to": {"serious": 1.0}}
    changes = {"casework.classes.light.upgrade": upgrade, "casework.classes.light.hours": {"enrich": 3, "search": 3}}
    reports, steps, rows = drawn_stock(with_stock("light", changes, in_hand=1000, waiting=100))
    in_hand = rows[reports.taken_up[rows]]
    open_ones = in_hand[reports.upgrade_class[in_hand] != -1]
    past = np.setdiff1d(in_hand, open_ones)
    assert min(len(open_ones), len(past)) > 400
    assert set(reports.n_steps[open_ones]) == {3}
    assert set(reports.n_steps[past]) == {1}
    np.testing.assert_array_equal(reports.upgrade_after[open_ones], 0)
    assert (reports.upgrade_after[past] == -1).all()
    first = reports.first_step[past]
    np.testing.assert_array_equal(steps.hours[first], hours_of(steps.upgraded_work_seconds)[first])
    assert (steps.skill[first] == SEARCH).all()
    assert (steps.skill[reports.first_step[open_ones] + 2] == DOSSIER).all()
    assert (steps.hours[reports.first_step[open_ones] + 2] == 0).all()
