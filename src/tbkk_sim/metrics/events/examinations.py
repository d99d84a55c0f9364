"""Examinations: which cases sent devices to the laboratory, when, and when they were examined."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Integers, Numbers
from tbkk_sim.metrics.events.tasks import Tasks
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds
from tbkk_sim.sampling.world import World


@dataclass(frozen=True)
class Examinations:
    """One row per step whose devices came to the laboratory, in the order in which they did."""

    event: Codes
    """Row of the log."""
    task: Codes
    """Row of Tasks."""
    report: Codes
    unit: Integers
    case_class: Integers
    """Class that the case had when its devices came."""
    devices: Numbers
    came_seconds: Seconds
    examined_seconds: Seconds
    """NEVER_SECONDS: not within the run."""

    @property
    def is_done(self) -> Flags:
        """Examined within the run."""
        done: Flags = self.examined_seconds != NEVER_SECONDS
        return done


def read_examinations(world: World, tasks: Tasks, log: EventLog) -> Examinations:
    """Follow the devices through the events."""
    came, examined = log.rows_of(Event.SENT_TO_EXAMINATION), log.rows_of(Event.EXAMINED)
    task = tasks.rows_of(log, came)
    when = np.full(len(world.steps.devices), NEVER_SECONDS)
    when[tasks.rows_of(log, examined)] = log.time_seconds[examined]
    return Examinations(
        event=came,
        task=task,
        report=log.reports_of(Event.SENT_TO_EXAMINATION),
        unit=log.team[came],
        case_class=log.detail[came],
        devices=world.steps.devices[task],
        came_seconds=log.time_seconds[came],
        examined_seconds=when[task],
    )
