"""The backlog of a class against what comes in within its norm, on a year of seven cases."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from tbkk_sim.metrics.key_figures import key_figures
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, seconds_of_days
from tbkk_sim.sampling.world import AUTOMATIC, Reports, Steps, World
from tests.builders import LAB, small_settings
from tests.metrics.story import LogByHand, story
from tests.rows import every_row

CAPITAL, SERIOUS = 0, 2
WAITS = [(10, 40), (10, 40), (10, 40), (90, 110), (100, 100), (300, 330), (320, 340)]
"""From when to when each case waits: three until day 40; at day 100 one comes and is taken up at once."""


def of_year(end: str, waits: list[tuple[int, int]] = WAITS) -> dict[str, float]:
    settings = small_settings({"collaboration.pools": {"lab": LAB}, "run.end": end, "run.replications": 1})
    base = story()[1]
    n = len(waits)
    reports = Reports(*(np.repeat(getattr(base.reports, column.name)[7:8], n) for column in fields(Reports)))
    reports = replace(
        reports,
        key=np.arange(n),
        arrived_seconds=seconds_of_days([came for came, _ in waits]),
        triaged_by=np.full(n, AUTOMATIC, dtype=np.int8),
        found_seconds=np.full(n, NEVER_SECONDS),
        first_step=np.arange(n, dtype=np.int32),
    )
    steps = Steps(*(np.repeat(getattr(base.steps, column.name)[7:8], n) for column in fields(Steps)))
    log = LogByHand()
    told = [(came, 0, number) for number, (came, _) in enumerate(waits)]
    told += [(up, 1, number) for number, (_, up) in enumerate(waits) if up < settings.run.horizon_days]
    for moment, what, number in sorted(told):
        if what:
            log.tell(moment, Event.TAKEN_UP, number, 0, CAPITAL, 0, SERIOUS)
        else:
            log.tell(moment, Event.ARRIVED, number, team=CAPITAL, detail=SERIOUS)
            log.tell(moment, Event.TRIAGED, number, -1, CAPITAL, detail=SERIOUS)
    world = World(0, reports, steps, base.people, base.shifts, base.posts)
    table = key_figures(world, compile_parameters(settings), log.as_event_log())
    table = table[(table["team"] == "all") & (table["priority_class"] == "serious")]
    keys = zip(table["key_figure"], table["period"], strict=True)
    return dict(zip(keys, table["value"], strict=True))


def test_share_of_time_above_the_limit():
    """Above one case: days 10 to 40 and 320 to 330; not at day 100, when a second one waits for no time."""
    found = of_year("2021-12-31")
    assert found["backlog_above_norm_share", "all"] == pytest.approx(40 / 365)
    assert found["backlog_above_norm_share", "2021"] == pytest.approx(40 / 365)


def test_first_time_within_the_limit_for_half_a_year():
    """From day 40 it is within the limit until day 320; that it is above again later takes nothing away."""
    assert of_year("2021-12-31")["backlog_settled_days", "all"] == 40
    assert of_year("2022-06-30")["backlog_settled_days", "all"] == 40  # whenever the run ends


@every_row(("next_above", "settled"), [(221, False), (222, True)])
def test_half_a_year_is_182_days(next_above, settled):
    found = of_year("2021-12-31", [(10, 40), (10, 40), (next_above, 240), (next_above, 240)])
    assert found["backlog_settled_days", "all"] == pytest.approx(40 if settled else math.nan, nan_ok=True)


def test_a_run_of_half_a_year_tells():
    assert of_year("2021-07-01", [(10, 40)])["backlog_settled_days", "all"] == 0
    assert ("backlog_settled_days", "all") not in of_year("2021-06-30", [(10, 40)])  # 181 days do not


def test_no_such_time():
    above = [(10, 150), (10, 150), (200, 364), (200, 364)]
    assert math.isnan(of_year("2021-12-31", above)["backlog_settled_days", "all"])  # a row without a number


def test_limit_follows_what_comes_in():
    """Of 365 cases in the year 14 come within a norm of 14 days, so a backlog of 14 is within the limit and 15 not."""
    steady = [(day, day) for day in range(365 - 15)]
    assert (
        of_year("2021-12-31", sorted([*steady, *[(100, 120)] * 14, (340, 340)]))["backlog_above_norm_share", "all"] == 0
    )
    found = of_year("2021-12-31", sorted([*steady, *[(100, 120)] * 15]))
    assert found["backlog_above_norm_share", "all"] == pytest.approx(20 / 365)
