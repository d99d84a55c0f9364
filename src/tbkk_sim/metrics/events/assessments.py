"""Reports before they are cases: those that are joined to another, and those that their unit assesses."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Integers
from tbkk_sim.model.event_records import IN_TRIAGE, End, Event, EventLog
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds
from tbkk_sim.sampling.world import BY_HAND, World


@dataclass(frozen=True, slots=True)
class Assessments:
    """One row per report that was passed on to be assessed by its unit, in order of report."""

    report: Codes
    entered_seconds: Seconds
    """Second at which triage passed it on."""
    ended_seconds: Seconds
    """Second at which it was assessed, or found to lead to nobody; NEVER_SECONDS: still in assessment at the
    horizon."""
    last_class: Integers
    """Class that it was seen as when the assessment ended, or at the horizon."""
    counts_from_seconds: Seconds
    """Second from which the norm of that class counts: its arrival, or that of a further report that raised it."""

    @property
    def still_open(self) -> Codes:
        """Rows of those that are still in assessment at the horizon."""
        return np.flatnonzero(self.ended_seconds == NEVER_SECONDS)


def read_assessments(world: World, log: EventLog) -> Assessments:
    """Read from the events which reports were passed on to be assessed, from when, until when, and as what."""
    n, assessed = len(world.reports.key), world.reports.assessment_seconds > 0
    triaged = log.rows_of(Event.TRIAGED)
    to_assess = np.flatnonzero(log.detail[triaged] != CLOSED_CLASS)
    to_assess = to_assess[assessed[log.reports_of(Event.TRIAGED)[to_assess]]]
    to_assess = to_assess[~are_joined(log, n)[log.reports_of(Event.TRIAGED)[to_assess]]]
    report, row = log.reports_of(Event.TRIAGED)[to_assess], triaged[to_assess]
    order = np.argsort(report, kind="stable")
    report, row = report[order], row[order]
    row_of: Codes = np.full(n, -1)
    row_of[report] = np.arange(len(report))

    end_row: Codes = np.full(n, len(log))
    untraceable = log.rows_of_end(End.UNTRACEABLE)
    end_row[log.report[untraceable]] = untraceable
    end_row[log.reports_of(Event.ASSESSED)] = log.rows_of(Event.ASSESSED)
    times = np.append(log.time_seconds, NEVER_SECONDS)

    last_class = log.detail[row].astype(np.int8)
    changed, of = log.rows_of(Event.RECLASSIFIED), log.reports_of(Event.RECLASSIFIED)
    within = np.flatnonzero((row_of[of] >= 0) & (changed < end_row[of]))
    changed, changed_row = changed[within], row_of[of[within]]
    last_class[changed_row] = log.detail[changed]  # of several changes the last one counts
    counts_from = world.reports.arrived_seconds[report]
    raised_by = log.report[changed - 1]  # until it is assessed, only a report that has just been joined does so
    counts_from[changed_row] = world.reports.arrived_seconds[raised_by]
    return Assessments(report, log.time_seconds[row], times[end_row[report]], last_class, counts_from)


def are_joined(log: EventLog, n_reports: int) -> Flags:
    """True for each report that was joined to another on the same person."""
    joined = np.zeros(n_reports, dtype=np.bool_)
    joined[log.report[log.rows_of_end(End.JOINED)]] = True
    return joined


def are_taken_over(world: World, log: EventLog) -> Flags:
    """True for each report that a person was to judge, and the system judged since too many waited.

    It never waited to be judged.
    """
    taken_over = np.zeros(len(world.reports.key), dtype=np.bool_)
    taken_over[log.reports_of(Event.TRIAGED)] = True
    taken_over &= world.reports.triaged_by == BY_HAND
    if taken_over.any():
        queued = log.rows_of(Event.QUEUED)
        taken_over[log.report[queued[np.flatnonzero(log.step[queued] == IN_TRIAGE)]]] = False
    return taken_over
