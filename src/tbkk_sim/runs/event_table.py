"""The events of one replication as a table for people: dates and names instead of seconds and codes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Codes, Integers
from tbkk_sim.model.event_records import IN_ASSESSMENT, End, Event, EventLog
from tbkk_sim.model.seconds import PER_MILLION
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.sampling.workforce.people import CameBy, Cause
from tbkk_sim.sampling.world import People, World
from tbkk_sim.settings.settings import ASSESSMENT

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "time", "event", "report", "priority_class", "step", "team", "member", "role", "hours", "treatment",
    "outcome", "pressure", "reason",
)  # fmt: skip
WITH_STEP = (
    Event.QUEUED,
    Event.TAKEN_UP,
    Event.STARTED,
    Event.INTERRUPTED,
    Event.RESUMED,
    Event.FINISHED,
    Event.HANDED_OVER,
    Event.HELD,
    Event.ASSISTED,
    Event.RELEASED,
    Event.SENT_TO_EXAMINATION,
    Event.EXAMINED,
)
"""Events about a step of a report."""
WITH_HOURS = (Event.INTERRUPTED, Event.FINISHED, Event.RELEASED)
"""Events that say how much work was done."""
NAMES_CLASS = (
    Event.ARRIVED,
    Event.TRIAGED,
    Event.ASSESSED,
    Event.QUEUED,
    Event.TAKEN_UP,
    Event.STARTED,
    Event.RESUMED,
    Event.RECLASSIFIED,
    Event.ASSISTED,
    Event.SENT_TO_EXAMINATION,
    Event.EXAMINED,
)
"""Events whose detail is a class."""
OF_NO_REPORT = (Event.JOINED, Event.LEFT, Event.ABSENT, Event.BACK, Event.PACED, Event.STEERED)
"""Events about a member or the steering group, whose `report` is the row of something else."""
REASONS = tuple(dict.fromkeys(reason.name.lower() for reason in (*CameBy, *Cause)))
"""Ways in which people come, and causes for which they leave; who is retrained leaves as such, and joins as such."""


def event_table(simulation: Simulation, world: World, log: EventLog) -> "pd.DataFrame":
    """Lay out the events of a replication in the order in which they happened.

    Args:
        simulation: The settings and parameters of the run.
        world: The replication, as drawn for the run.
        log: Its events.

    Returns:
        COLUMNS, with no value where an event has none; `api.Run.events` says what each holds.
    """
    import pandas as pd

    names, kind = simulation.parameters.names, log.kind
    of_report, at_step = ~np.isin(kind, OF_NO_REPORT), np.isin(kind, WITH_STEP)
    report = np.where(of_report, log.report, -1)
    skill = np.zeros(len(log), dtype=np.intp)  # in triage it is skill 0
    skill[log.step == IN_ASSESSMENT] = len(names.skills)
    rows = np.flatnonzero(at_step & (log.step >= 0))
    skill[rows] = world.steps.skill[world.reports.first_step[log.report[rows]] + log.step[rows]]
    role = np.where(log.member >= 0, world.people.role[log.member], -1)
    classes = _last_named(report, np.where(np.isin(kind, NAMES_CLASS), log.detail, -1))
    start = np.datetime64(simulation.settings.run.start, "s")

    def detail_of(event: Event) -> Integers:
        return np.where(kind == event, log.detail, -1)

    return pd.DataFrame(
        {
            "time": start + log.time_seconds.astype("timedelta64[s]"),
            "event": _named(kind, [event.name.lower() for event in Event]),
            "report": _numbers(report),
            "priority_class": _named(classes, names.classes),
            "step": _named(np.where(at_step, skill, -1), [*names.skills, ASSESSMENT]),
            "team": _named(log.team, names.teams),
            "member": _numbers(log.member),
            "role": _named(role, names.roles),
            "hours": np.where(np.isin(kind, WITH_HOURS), log.hours, np.nan),
            "treatment": _named(detail_of(Event.WEIGHED), [treatment.name.lower() for treatment in Treatment]),
            "outcome": _named(detail_of(Event.ENDED), [end.name.lower() for end in End]),
            "pressure": np.where(kind == Event.STEERED, log.work_seconds / PER_MILLION, np.nan),
            "reason": _named(_reasons(world.people, log), REASONS),
        },
        columns=COLUMNS,
    )


def _reasons(people: People, log: EventLog) -> Integers:
    """Reasons for which members join and leave, as positions in REASONS; -1 of all other events."""
    ways, causes = (np.array([REASONS.index(of.name.lower()) for of in every]) for every in (CameBy, Cause))
    cause = people.left_cause[log.member]
    joins, leaves = log.kind == Event.JOINED, (log.kind == Event.LEFT) & (cause >= 0)
    return np.select([joins, leaves], [ways[people.came_by[log.member]], causes[cause]], -1)


def _last_named(report: Integers, named: Integers) -> Codes:
    """The class that each event names, or else the one that was named last of the same report."""
    order = np.argsort(report, kind="stable")
    in_order, is_first = named[order], np.ones(len(order), dtype=np.bool_)
    is_first[1:] = report[order][1:] != report[order][:-1]
    at = np.maximum.accumulate(np.where((in_order >= 0) | is_first, np.arange(len(order)), 0))
    found = np.full(len(order), -1, dtype=np.intp)
    found[order] = np.where(report[order] < 0, in_order, in_order[at])
    return found


def _named(codes: Integers, names: Sequence[str]) -> "pd.Categorical[str]":
    import pandas as pd

    return pd.Categorical.from_codes(codes, pd.Index(list(names)))


def _numbers(values: NDArray[np.signedinteger]) -> "pd.Series[int]":
    import pandas as pd

    return pd.Series(values).astype("Int32").mask(values < 0)
