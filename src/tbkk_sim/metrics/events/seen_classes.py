"""Classes that reports are seen as at a moment: by triage, the assessment, or what came to light by then."""

import numpy as np

from tbkk_sim.arrays import Codes, Integers
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.seconds import Seconds
from tbkk_sim.sampling.world import BY_NOBODY, World

NOT_JUDGED = -1
"""Stands for the class of a report that nobody has judged."""


def classes_at(world: World, log: EventLog, report: Codes, moment_seconds: Seconds) -> Integers:
    """Return the class that each of these reports is seen as at its moment; NOT_JUDGED if nobody has judged it.

    A report that nobody triages is a case of its class from its arrival on.

    Args:
        world: The drawn world.
        log: Its events.
        report: Rows of reports.
        moment_seconds: A moment for each of them; what happens then counts.
    """
    reports = world.reports
    arrived = log.rows_of(Event.ARRIVED)
    arrived = arrived[np.flatnonzero(reports.triaged_by[log.report[arrived]] == BY_NOBODY)]
    later = [log.rows_of(kind) for kind in (Event.TRIAGED, Event.ASSESSED, Event.RECLASSIFIED)]
    row = np.concatenate((arrived, *later))
    seen_as = np.concatenate((reports.triaged_class[log.report[arrived]], *(log.detail[rows] for rows in later)))
    of = log.report[row].astype(np.int64)
    order = np.lexsort((row, of))
    of, seen_as, row = of[order], seen_as[order], row[order]
    beyond = int(max(log.time_seconds.max(initial=0), moment_seconds.max(initial=0))) + 1
    last = np.searchsorted(of * beyond + log.time_seconds[row], report * beyond + moment_seconds, side="right") - 1
    is_judged = (last >= 0) & (np.append(of, -1)[last] == report)
    return np.where(is_judged, np.append(seen_as, NOT_JUDGED)[last], NOT_JUDGED)
