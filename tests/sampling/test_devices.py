"""Devices that are examined before a step: how many, of which steps, and that nothing else changes."""

from typing import Any

import numpy as np
from scipy import stats

from tests.builders import drawn_reports, small_settings
from tests.laws import LEVEL, check_mean, sample
from tests.rows import every_row

BIG = {"demand.streams.image.volume_factor": sample(20)}
SEARCH = 2
LIGHTER = {
    "casework.classes.light.hours": {"enrich": 3, "search": 3},
    "casework.classes.light.lighter": {"short": {"hours": {"search": 1}, "outcomes": {"alternative": 1.0}}},
    "casework.classes.light.recurrence_share": 0.5,
    "casework.classes.light.recurrence_mean_days": 30,
}


def drawn(mean: float = 5.0, **changes: Any) -> tuple[Any, Any]:
    """Reports and steps with a laboratory before a search."""
    examination = {"enabled": True, "step": "search", "devices_mean": mean}
    return drawn_reports(small_settings({**BIG, "chain": {"examination": examination}, **changes}), 0)


@every_row(("mean", "volume"), [(1.5, 250), (5.0, 600)])
def test_the_devices_of_a_case_are_geometric_from_one_on(mean: float, volume: int):
    _, steps = drawn(mean, **{"demand.streams.image.volume_factor": sample(volume)})
    devices = steps.devices[steps.skill == SEARCH]
    check_mean(devices.astype(float), mean, cv=float(np.sqrt(1 - 1 / mean)))
    law, most = stats.geom(1 / mean), 8
    observed = np.bincount(np.minimum(devices, most), minlength=most + 1)[1:]
    expected = len(devices) * np.append(law.pmf(np.arange(1, most)), law.sf(most - 1))
    assert stats.chisquare(observed, expected).pvalue > LEVEL


def test_with_a_mean_of_one_each_case_has_one():
    _, steps = drawn(1.0)
    assert set(steps.devices[steps.skill == SEARCH]) == {1}


def test_only_that_step_has_devices_and_all_else_is_drawn_as_before():
    reports, steps = drawn(**LIGHTER)
    assert not steps.devices[steps.skill != SEARCH].any()
    reports_before, steps_before = drawn_reports(small_settings({**BIG, **LIGHTER}), 0)
    assert not steps_before.devices.any()
    for table, before in ((reports, reports_before), (steps, steps_before)):
        for column in set(table.__dataclass_fields__) - {"devices"}:
            np.testing.assert_array_equal(getattr(table, column), getattr(before, column), err_msg=column)


def test_a_case_has_as_many_devices_under_every_treatment():
    reports, steps = drawn(**LIGHTER)
    rows = np.flatnonzero((reports.full_from == 1) & (reports.true_class == reports.assessed_class))
    short, full = reports.first_step[rows], reports.first_step[rows] + 2
    searched = steps.skill[full] == SEARCH
    assert searched.sum() > sample(1_000)
    np.testing.assert_array_equal(steps.devices[short[searched]], steps.devices[full[searched]])


def test_the_devices_of_the_step_in_hand_at_the_start_are_examined():
    stock = {"demand.stock": {"serious": {"in_hand": 500, "oldest_days": 30}}}
    reports, steps = drawn(**stock)
    in_hand = np.flatnonzero(reports.taken_up)
    first = reports.first_step[in_hand]
    assert not steps.devices[first].any()
    later = first[reports.n_steps[in_hand] == 3] + 1
    assert len(later) > 20
    assert (steps.devices[later] > 0).all()
