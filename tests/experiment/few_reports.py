"""Stories of a few reports of one class, told by hand."""

from dataclasses import fields, replace
from typing import Any

import numpy as np

from tbkk_sim.domain.facts import End, Fact
from tbkk_sim.domain.rulebook import make_rulebook
from tbkk_sim.domain.seconds import NEVER_SECONDS, seconds_of_days
from tbkk_sim.world.world import AUTOMATIC, BY_HAND, Reports, World
from tests.builders import LAB, small_settings
from tests.experiment.edge_worlds import Told
from tests.experiment.story import SERIOUS, LogByHand, story


def reports_like(of: World, row: int, n: int, **columns: Any) -> Reports:
    """So many reports like one of the story, but for some columns."""
    alike = Reports(*(np.repeat(getattr(of.reports, column.name)[row : row + 1], n) for column in fields(Reports)))
    dtypes = {name: getattr(of.reports, name).dtype for name in columns}
    return replace(alike, key=np.arange(n), **{name: np.array(of, dtypes[name]) for name, of in columns.items()})


def told_of(arrived: list[float], events: list[tuple], changes: dict[str, Any] | None = None, **columns: Any) -> Told:
    """A year of serious cases of the capital, with the norm of 14 days, and what happens to them.

    An event is (moment, fact, report, detail); triage is done at once where nothing else is said.
    """
    settings = small_settings({"collaboration.pools": {"lab": LAB}, "run.replications": 1, **(changes or {})})
    base, n = story()[1], len(arrived)
    columns = {"judged_by": [AUTOMATIC] * n, "found_seconds": [NEVER_SECONDS] * n, "first_step": [7] * n, **columns}
    reports = reports_like(base, 7, n, arrived_seconds=seconds_of_days(arrived), **columns)
    log = LogByHand()
    by_hand = reports.judged_by == BY_HAND
    told = [(max(moment, 0.0), Fact.ARRIVED, report, SERIOUS) for report, moment in enumerate(arrived)]
    told += [(of[0], Fact.TRIAGED, of[2], SERIOUS) for of in told if reports.judged_by[of[2]] == AUTOMATIC]
    for moment, fact, report, detail in sorted([*told, *events], key=lambda of: of[:2]):
        position = -1 if by_hand[report] and fact is Fact.STARTED else 0
        log.tell(moment, fact, report, position, int(reports.unit[report]), 0, detail)
    world = World(0, reports, base.steps, base.people, base.stints, base.posts)
    return Told(settings, world, make_rulebook(settings), log.as_event_log())


def begun(moment: float, report: int) -> list[tuple]:
    return [(moment, Fact.TAKEN_UP, report, SERIOUS)]


def ended(moment: float, report: int, how: End) -> list[tuple]:
    return [(moment, Fact.ENDED, report, how)]
