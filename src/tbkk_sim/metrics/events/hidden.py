"""Severe cases that are hidden: seen as a class that is not severe, or closed, until something shows what they are."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Codes, Flags
from tbkk_sim.metrics.events.assessments import are_joined
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds
from tbkk_sim.sampling.world import BY_NOBODY, BY_UNIT, Reports, World


@dataclass(frozen=True, slots=True)
class Hidden:
    """One row per time in which a severe case was hidden, in order of report and time.

    A case may be hidden twice: when a further report on the person shows it, and the assessment hides it again.
    """

    report: Codes
    begin_seconds: Seconds
    end_seconds: Seconds
    """NEVER_SECONDS: hidden at the horizon."""
    found: Flags
    """It ended since the case got a severe class."""
    seen_seconds: Seconds
    """Moment at which somebody saw what the case is: it was found or, if it ended unseen, another report on the person
    got a severe class; NEVER_SECONDS: not within the run."""

    @property
    def closed(self) -> Flags:
        """It ended since the report or case did."""
        closed: Flags = (self.end_seconds != NEVER_SECONDS) & ~self.found
        return closed


def severe_cases(parameters: Parameters) -> Flags:
    """Per class: true if it is one of severe cases, not `closed` and not own work."""
    severe = parameters.classes.severe.copy()
    severe[[CLOSED_CLASS, parameters.names.own_work_class]] = False
    return severe


def are_assumed(reports: Reports) -> Flags:
    """Reports that count as of the usual class of their stream until a unit has heard who made them.

    Nobody has judged these yet, so that triage hides none of them.
    """
    assumed: Flags = (reports.triaged_by == BY_UNIT) & (reports.assessment_seconds > 0)
    return assumed


def read_hidden(world: World, parameters: Parameters, log: EventLog) -> Hidden:
    """Follow what each severe report is seen as, from the first class that it gets to its end.

    A report that is joined to the case of its person is no case that could be hidden.
    """
    reports, severe = world.reports, severe_cases(parameters)
    concerned = severe[reports.true_class] & ~are_joined(log, len(reports.key))
    parts = []
    for kind in (Event.ARRIVED, Event.TRIAGED, Event.ASSESSED, Event.RECLASSIFIED, Event.ENDED):
        of = log.reports_of(kind)
        chosen = concerned[of]
        if kind == Event.ARRIVED:
            chosen &= reports.triaged_by[of] == BY_NOBODY
        elif kind == Event.TRIAGED:
            chosen &= ~are_assumed(reports)[of]
        rows = log.rows_of(kind)[chosen]
        seen_as = reports.triaged_class[of[chosen]] if kind == Event.ARRIVED else log.detail[rows]
        is_hidden = np.zeros(len(rows), dtype=np.bool_) if kind == Event.ENDED else ~severe[seen_as]
        parts.append((of[chosen], rows, is_hidden))
    report, row, hidden = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((row, report))
    report, row, hidden = report[order], row[order], hidden[order]
    same = np.append(False, report[1:] == report[:-1])[: len(report)]
    before = np.append(False, hidden[:-1])[: len(report)] & same
    begins, ends = np.flatnonzero(hidden & ~before), np.flatnonzero(~hidden & before)
    end = np.append(ends, len(report))[np.searchsorted(ends, begins)]
    of_end = np.append(report, -1)[end] == report[begins]
    end_row = np.where(of_end, np.append(row, len(log))[end], len(log))
    found = of_end & (np.append(log.kind, Event.ENDED)[end_row] != Event.ENDED)
    seen_row = np.where(found, end_row, _row_of_next_severe(world, severe, log, report[begins], end_row))
    times = np.append(log.time_seconds, NEVER_SECONDS)
    return Hidden(report[begins], log.time_seconds[row[begins]], times[end_row], found, times[seen_row])


def _row_of_next_severe(world: World, severe: Flags, log: EventLog, report: Codes, row: Codes) -> Codes:
    """Return the first event behind some rows by which a report on the same person gets a severe class.

    Args:
        world: The drawn world.
        severe: Per class, true if it is one of severe cases.
        log: The events.
        report: Reports.
        row: Row of an event of each; `len(log)`: none.

    Returns:
        Row of that event; `len(log)`: there is none.
    """
    reports, arrived = world.reports, log.rows_of(Event.ARRIVED)
    untriaged = (reports.triaged_by == BY_NOBODY) & severe[reports.triaged_class]
    judged = log.rows_of(Event.TRIAGED, Event.ASSESSED, Event.RECLASSIFIED)
    judged = judged[(log.kind[judged] != Event.TRIAGED) | ~are_assumed(reports)[log.report[judged]]]
    rows = np.concatenate((arrived[untriaged[log.report[arrived]]], judged[severe[log.detail[judged]]]))
    span = np.int64(len(log) + 1)
    place = np.sort(reports.person[log.report[rows]] * span + rows)
    after = np.append(place, -1)[np.searchsorted(place, reports.person[report] * span + row, side="right")]
    same_person = after // span == reports.person[report]
    return np.where(same_person, after % span, len(log)).astype(np.intp)
