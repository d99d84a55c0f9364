"""A drawn world counts whole seconds: each moment and all work is rounded once, and nothing is without length."""

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from tbkk_sim.engine import simulate
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import MOST_WORK_SECONDS, NEVER_SECONDS, SECONDS_PER_DAY, days_of
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.world import World
from tests.builders import LAB, drawn_reports, small_settings
from tests.engine.small_worlds import small_world
from tests.rows import every_row


@cache
def drawn(replication: int) -> World:
    """Something of everything: stock, upgrades, delays, absence, turnover, a ramp, mentors, a pool."""
    return draw_world(small_world("everything"), replication)


@every_row("table", ["reports", "steps", "shifts"])
def test_moments_and_work_are_whole_seconds(table):
    columns = getattr(drawn(0), table)
    counted = [name for field in fields(columns) if (name := field.name).endswith(("_seconds", "_per_million"))]
    assert len(counted) == {"reports": 7, "steps": 3, "shifts": 4}[table]
    for name in counted:
        values = getattr(columns, name)
        assert values.dtype == np.int64, name
        assert (np.abs(values) <= NEVER_SECONDS).all(), name


@pytest.mark.parametrize("replication", range(3))
def test_no_shift_is_without_length_and_none_begins_before_the_one_before_has_ended(replication):
    shifts = drawn(replication).shifts
    assert (shifts.begin_seconds < shifts.end_seconds).all()
    same = shifts.member[1:] == shifts.member[:-1]
    assert (shifts.begin_seconds[1:][same] >= shifts.end_seconds[:-1][same]).all()
    assert (shifts.rate_per_million > 0).all()
    assert len(shifts.member) > 100


@every_row("replication", range(3))
def test_members_come_and_go_at_midnight(replication):
    shifts = drawn(replication).shifts
    assert not (shifts.begin_seconds % SECONDS_PER_DAY).any()
    assert not (shifts.end_seconds[shifts.end_seconds < NEVER_SECONDS] % SECONDS_PER_DAY).any()


def test_reports_come_in_order_of_arrival_and_those_of_one_second_in_order_of_key():
    reports = drawn_reports(small_settings({"demand.streams.image.volume_factor": 100.0}), 0)[0]
    pairs = list(zip(reports.arrived_seconds.tolist(), reports.key.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert (np.diff(reports.arrived_seconds) == 0).sum() > 100


def test_no_work_is_negative_or_more_than_can_be_counted():
    for replication in range(3):
        steps = drawn(replication).steps
        for work in (steps.work_seconds, steps.upgraded_work_seconds, steps.delay_seconds):
            assert (work >= 0).all()
            assert (work <= MOST_WORK_SECONDS).all()


@pytest.mark.parametrize("hours", [1e-13, 0.499 / 3_600])
def test_less_than_half_a_second_of_work_is_no_step(hours):
    """In the world it has no work, and nobody does it; a second of it is done."""
    of_search = "casework.classes.serious.hours.search"
    fixed = {"casework.classes.serious.spread": {"family": "fixed"}, "run.end": "2021-03-31"}
    for mean_hours, is_done in ((hours, False), (1 / 3_600, True)):
        settings = small_settings({**fixed, of_search: mean_hours})
        world = draw_world(settings, 0)
        serious = np.flatnonzero(world.reports.true_class == 2)
        search = world.reports.first_step[serious] + 1
        assert set(world.steps.work_seconds[search].tolist()) == {int(is_done)}
        log = simulate(world, compile_parameters(settings))
        steps_done = log.step[np.isin(log.report, serious) & (log.kind == 7)]
        assert (1 in steps_done) is is_done
        assert 2 in steps_done


def test_a_case_in_hand_has_work_left_however_little_it_has():
    """Of a second of work, a random part is done: that is none of it."""
    fixed = {"casework.classes.serious.spread": {"family": "fixed"}, "demand.stock": {"serious": {"in_hand": 500}}}
    hours = {f"casework.classes.serious.hours.{step}": 0.0 for step in ("enrich", "search")}
    settings = small_settings({**fixed, **hours, "casework.classes.serious.hours.dossier": 1 / 3_600})
    reports, steps = drawn_reports(settings, 0)
    in_hand = np.flatnonzero(reports.taken_up)
    assert len(in_hand) == 500
    rows = [range(first, first + n) for first, n in zip(reports.first_step, reports.n_steps, strict=True)]
    assert {steps.work_seconds[rows[report]].sum() for report in in_hand} == {1}


def test_own_work_of_a_pool_is_rounded_too():
    settings = small_settings({"collaboration.pools": {"lab": LAB}})
    reports, steps = drawn_reports(settings, 0)
    own = steps.work_seconds[reports.first_step[reports.true_class == 4]]
    assert len(own) > 100
    assert len(set(own.tolist())) > 50


def test_days_and_hours_are_those_of_the_seconds():
    reports, steps, shifts = drawn(0).reports, drawn(0).steps, drawn(0).shifts
    known = reports.arrived_seconds < NEVER_SECONDS
    arrived = (reports.arrived_days[known] * SECONDS_PER_DAY).round().astype(int)
    assert arrived.tolist() == reports.arrived_seconds[known].tolist()
    assert np.isinf(reports.arrived_days).tolist() == (~known).tolist()
    assert (steps.hours * 3_600).round().astype(int).tolist() == steps.work_seconds.tolist()
    assert np.isinf(days_of(reports.expires_seconds)).tolist() == (reports.expires_seconds == NEVER_SECONDS).tolist()
    moved = replace(shifts, end_seconds=shifts.end_seconds // 2)
    assert (moved.end_days[shifts.end_seconds == NEVER_SECONDS] < np.inf).all()
