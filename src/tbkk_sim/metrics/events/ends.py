"""Ends of work: steps that are finished or interrupted, and those released who worked along."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Codes, Numbers
from tbkk_sim.metrics.events.tasks import Tasks
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.seconds import Seconds


@dataclass(frozen=True, slots=True)
class Ends:
    """One row per end of work, in order of time."""

    member: Numbers
    event: Numbers
    """FINISHED, INTERRUPTED or RELEASED."""
    task: Codes
    """Row of Tasks."""
    time_seconds: Seconds
    work_seconds: Seconds
    """Work done since it began."""


def read_ends(tasks: Tasks, log: EventLog) -> Ends:
    """Read the ends of work from the events."""
    rows = log.rows_of(Event.FINISHED, Event.INTERRUPTED, Event.RELEASED)
    task = tasks.rows(log.report[rows].astype(np.intp), log.step[rows])
    return Ends(log.member[rows], log.kind[rows], task, log.time_seconds[rows], log.work_seconds[rows])
