"""Persons: the case that there was, or is, when a further report on a person is passed on, and what follows from it."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Bytes, Codes, Flags
from tbkk_sim.metrics.events.assessments import are_joined
from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.triage import JOINS, NEW_CASE_IN_FULL, NO_CASE, what_report_becomes
from tbkk_sim.sampling.world import BY_NOBODY, World

NOBODYS = -1


@dataclass(frozen=True, slots=True)
class PassedOn:
    """One row per report that triage passed on, in order of time."""

    report: Codes
    row: Codes
    """Row of the event by which it was triaged."""
    case_before: Codes
    """Report that was the case of its person until then: the last one that was passed on, or that needed no triage;
    -1: none."""
    is_open: Flags
    """True if that case has not ended."""
    becomes: Bytes
    """Fate of the report (triage.JOINS ...), as the case before says."""

    @property
    def joins_open_case(self) -> Codes:
        """Rows of the reports that join a case that is open."""
        return np.flatnonzero((self.becomes == JOINS) & self.is_open)

    @property
    def in_full(self) -> Codes:
        """Reports that are investigated in full whatever their class, since the person was warned before."""
        in_full: Codes = self.report[self.becomes == NEW_CASE_IN_FULL]
        return in_full


def read_passed_on(world: World, log: EventLog) -> PassedOn:
    """Follow which report is the case of each person, in the order of the events."""
    reports, n = world.reports, len(world.reports.key)
    triaged = log.rows_of(Event.TRIAGED)
    triaged = triaged[np.flatnonzero(log.detail[triaged] != CLOSED_CLASS)]
    report = log.report[triaged].astype(np.intp)
    arrived = log.rows_of(Event.ARRIVED)
    untriaged = (reports.triaged_by == BY_NOBODY) & (reports.triaged_class != CLOSED_CLASS)
    begins = np.concatenate((arrived[untriaged[log.reports_of(Event.ARRIVED)]], triaged[~are_joined(log, n)[report]]))
    span = np.int64(len(log) + 1)
    place = reports.person[log.report[begins]] * span + begins
    order = np.argsort(place)
    begins, place = begins[order], place[order]
    before = np.searchsorted(place, reports.person[report] * span + triaged) - 1
    case_row = np.append(begins, 0)[before]
    same_person = (before >= 0) & (reports.person[log.report[case_row]] == reports.person[report])
    case_before = np.where(same_person, log.report[case_row], NOBODYS).astype(np.intp)

    end_row: Codes = np.full(n + 1, len(log))
    end_row[log.reports_of(Event.ENDED)] = log.rows_of(Event.ENDED)
    is_open = same_person & (end_row[case_before] > triaged)
    last_end = np.where(same_person & ~is_open, np.append(log.detail, NO_CASE)[end_row[case_before]], NO_CASE)
    after_end = np.array([what_report_becomes(False, end) for end in (NO_CASE, *End)], dtype=np.int8)
    becomes = np.where(is_open, np.int8(what_report_becomes(True, NO_CASE)), after_end[last_end - NO_CASE])
    return PassedOn(report, triaged, case_before, is_open, becomes)
