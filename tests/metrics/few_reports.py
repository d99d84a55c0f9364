"""Stories of a few reports of one class, told by hand."""

from dataclasses import fields, replace
from typing import Any

import numpy as np

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, seconds_of_days
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND, Reports, Steps, World
from tests.builders import LAB, small_settings, triaged_once
from tests.metrics.edge_worlds import Told
from tests.metrics.story import SERIOUS, LogByHand, story


def reports_like(of: World, row: int, n: int, **columns: Any) -> Reports:
    """So many reports like one of the story, but for some columns."""
    alike = Reports(*(np.repeat(getattr(of.reports, column.name)[row : row + 1], n) for column in fields(Reports)))
    dtypes = {name: getattr(of.reports, name).dtype for name in columns}
    given = {name: np.array(list(of), dtypes[name]) for name, of in columns.items()}
    seen_as = given.get("triaged_class", alike.triaged_class)
    return replace(alike, **{"key": np.arange(n), **triaged_once(seen_as), **given})


def told_of(arrived: list[float], events: list[tuple], changes: dict[str, Any] | None = None, **columns: Any) -> Told:
    """A year of serious cases of the capital, with the norm of 14 days, and what happens to them.

    An event is (moment, event, report, detail); triage is done at once where nothing else is said.
    """
    settings = small_settings({"collaboration.pools": {"lab": LAB}, "run.replications": 1, **(changes or {})})
    base, n = story()[1], len(arrived)
    columns = {"triaged_by": [AUTOMATIC] * n, "found_seconds": [NEVER_SECONDS] * n, "first_step": range(n), **columns}
    reports = reports_like(base, 7, n, arrived_seconds=seconds_of_days(arrived), **columns)
    log = LogByHand()
    by_hand = reports.triaged_by == BY_HAND
    told = [(max(moment, 0.0), Event.ARRIVED, report, SERIOUS) for report, moment in enumerate(arrived)]
    told += [(of[0], Event.TRIAGED, of[2], SERIOUS) for of in told if reports.triaged_by[of[2]] == AUTOMATIC]
    for moment, event, report, detail in sorted([*told, *events], key=lambda of: of[:2]):
        position = -1 if by_hand[report] and event is Event.STARTED else 0
        log.tell(moment, event, report, position, int(reports.unit[report]), 0, detail)
    steps = Steps(*(np.repeat(getattr(base.steps, column.name)[7:8], n) for column in fields(Steps)))
    world = World(0, reports, steps, base.people, base.shifts, base.posts)
    return Told(settings, world, compile_parameters(settings), log.as_event_log())


def begun(moment: float, report: int) -> list[tuple]:
    return [(moment, Event.TAKEN_UP, report, SERIOUS)]


def ended(moment: float, report: int, how: End) -> list[tuple]:
    return [(moment, Event.ENDED, report, how)]
