"""Arrivals of reports: as they were drawn, and of a new report on the same person, when it was made."""

import numpy as np

from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds
from tbkk_sim.sampling.world import World


def arrivals_of(world: World, log: EventLog) -> Seconds:
    """Return the second at which each report arrives.

    A new report on a person whose case has ended is drawn without a moment: it arrives, if it does, some time after
    that end, so that only its event tells when.

    Returns:
        Seconds from the start, one for each report; negative: in stock; NEVER_SECONDS: not within the run.
    """
    drawn = world.reports.arrived_seconds
    if len(drawn) == 0 or drawn[-1] != NEVER_SECONDS:  # in order of arrival
        return drawn
    report = log.reports_of(Event.ARRIVED)
    came = np.flatnonzero(drawn[report] == NEVER_SECONDS)
    arrived = drawn.copy()
    arrived[report[came]] = log.time_seconds[log.rows_of(Event.ARRIVED)[came]]
    return arrived
