"""Invariants of triage and assessment: who judges, what becomes of a further report, and which cases are hidden."""

import numpy as np

from tbkk_sim.arrays import Codes, Numbers
from tbkk_sim.metrics.events.assessments import are_joined
from tbkk_sim.metrics.events.hidden import are_assumed, severe_cases
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.of_steps import times
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.model.event_records import IN_ASSESSMENT, IN_TRIAGE, End, Event
from tbkk_sim.model.rules import NO_LIMIT
from tbkk_sim.model.seconds import NEVER_SECONDS
from tbkk_sim.model.triage import JOINS, is_traced
from tbkk_sim.sampling.world import BY_HAND, BY_NOBODY


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the invariants of triage, assessment and persons that this replication violates."""
    return [*_triaged(ledger), *_persons(ledger), *_assessed(ledger), *_expired(ledger), *_hidden(ledger)]


def _triaged(ledger: Ledger) -> list[Violation]:
    """Reports get the class that was drawn for whoever judges them: the system, when too many wait for a person."""
    log, reports, above = ledger.log, ledger.world.reports, ledger.parameters.automatic_above_reports
    taken_over = ledger.taken_over
    report, row = log.reports_of(Event.TRIAGED), log.rows_of(Event.TRIAGED)
    drawn = np.where(taken_over, reports.system_class, reports.triaged_class)[report]
    found = violations_of("a report gets the class of who judges it", report[log.detail[row] != drawn], "report")
    arrived = log.rows_of(Event.ARRIVED)
    arrived = arrived[reports.triaged_by[log.reports_of(Event.ARRIVED)] == BY_HAND]
    by_system = taken_over[log.report[arrived]]
    expected = by_system & False if above == NO_LIMIT else _waiting_to_be_judged(ledger, arrived) > above
    other = log.report[arrived[by_system != expected]]
    return found + violations_of("the system judges what arrives while too many wait for a person", other, "report")


def _waiting_to_be_judged(ledger: Ledger, rows: Codes) -> Numbers:
    """Number of reports that wait to be judged before each of these events; all wait at one desk."""
    log = ledger.log
    joins, leaves = log.rows_of(Event.QUEUED), log.rows_of(Event.STARTED, Event.RESUMED)
    joins, leaves = (of[np.flatnonzero(log.step[of] == IN_TRIAGE)] for of in (joins, leaves))
    return np.searchsorted(joins, rows) - np.searchsorted(leaves, rows)


def _persons(ledger: Ledger) -> list[Violation]:
    """A further report joins the case of its person or is a case, as the last case of that person says."""
    log, reports, passed_on = ledger.log, ledger.world.reports, ledger.passed_on
    n, person = len(reports.key), reports.person
    stranger = (person[person] != person) | (person > np.arange(n))
    found = violations_of("reports know their person by the first report on it", np.flatnonzero(stranger), "report")
    joined = log.rows_of_end(End.JOINED)
    in_time = np.isin(log.report[joined], passed_on.report)
    found += violations_of("a report is joined when triage passed it on", log.report[joined[~in_time]], "report")
    other = (passed_on.becomes == JOINS) != are_joined(log, n)[passed_on.report]
    says = "a further report is a case or joins one, as the case before it of that person says"
    return found + violations_of(says, passed_on.report[other], "report")


def _assessed(ledger: Ledger) -> list[Violation]:
    """A unit assesses just the reports that triage passed on for it, from then on, and each leads to its end or on.

    Those begun too late lead to nobody; the others get the class of the assessment.
    """
    log, reports, assessments = ledger.log, ledger.world.reports, ledger.assessments
    n = len(reports.key)
    begun, first_row = _first_rows(log.rows_of(Event.QUEUED), ledger)
    passed_on = np.full(n, NEVER_SECONDS)
    passed_on[assessments.report] = assessments.entered_seconds
    waited = np.full(n, NEVER_SECONDS)
    waited[begun] = log.time_seconds[first_row]
    says = "a report waits to be assessed from when triage passed it on"
    found = violations_of(says, np.flatnonzero(passed_on != waited), "report")

    finished = log.rows_of(Event.FINISHED)
    finished = finished[np.flatnonzero(log.step[finished] == IN_ASSESSMENT)]
    lost, assessed = log.rows_of_end(End.UNTRACEABLE), log.rows_of(Event.ASSESSED)
    done = np.full(n, NEVER_SECONDS)
    done[log.report[finished]] = log.time_seconds[finished]
    settled = np.full(n, NEVER_SECONDS)
    settled[log.report[lost]], settled[log.report[assessed]] = log.time_seconds[lost], log.time_seconds[assessed]
    number = times(log.report[lost], n) + times(log.report[assessed], n)
    wrong = (done != settled) | (number > 1)
    says = "a report that was assessed leads to nobody, or gets its class, there and then"
    found += violations_of(says, np.flatnonzero(wrong), "report")

    started, first_row = _first_rows(log.rows_of(Event.STARTED), ledger)
    is_lost = np.zeros(n, dtype=np.bool_)
    is_lost[log.report[lost]] = True
    begun_at, trace_until = log.time_seconds[first_row].tolist(), reports.trace_until_seconds[started].tolist()
    traced = np.array([is_traced(*of) for of in zip(begun_at, trace_until, strict=True)], dtype=np.bool_)
    wrong = (is_lost[started] == traced) & (done[started] != NEVER_SECONDS)
    says = "enrichment leads to nobody if it is begun when the data are gone, and only then"
    found += violations_of(says, started[wrong], "report")
    other = log.report[assessed[log.detail[assessed] != reports.assessed_class[log.report[assessed]]]]
    return found + violations_of("a report gets the class of its assessment", other, "report")


def _first_rows(rows: Codes, ledger: Ledger) -> tuple[Codes, Codes]:
    """Reports with an event of assessment among these, and the first such event of each."""
    rows = rows[np.flatnonzero(ledger.log.step[rows] == IN_ASSESSMENT)]
    report, first = np.unique(ledger.log.report[rows], return_index=True)
    return report.astype(np.intp), rows[first]


def _expired(ledger: Ledger) -> list[Violation]:
    """A case that is let go is so when it expires, as far as reports that joined it put that off."""
    cases = ledger.cases
    expires = np.maximum(cases.expires_seconds, cases.entered_seconds)
    wrong = (cases.end == End.EXPIRED) & (cases.ended_seconds != expires)
    wrong |= ~cases.ended & ~cases.taken_up & (expires < ledger.parameters.horizon_seconds)
    return violations_of("a case is let go when it expires, and not before", cases.report[wrong], "report")


def _hidden(ledger: Ledger) -> list[Violation]:
    """Per unit and class: hidden cases = found + closed + waiting; who waits and was closed is read from the cases."""
    found = _all_hidden(ledger)
    log, reports, hidden, cases = ledger.log, ledger.world.reports, ledger.hidden, ledger.cases
    severe, assessments = severe_cases(ledger.parameters), ledger.assessments
    in_assessment = assessments.still_open
    in_assessment = assessments.report[in_assessment[~severe[assessments.last_class[in_assessment]]]]
    is_hidden = ~severe[cases.last_class]
    waiting_hidden: Codes = np.concatenate((cases.report[is_hidden & ~cases.ended], in_assessment))
    lost = np.isin(assessments.report, log.report[log.rows_of_end(End.UNTRACEABLE)])
    lost &= ~severe[assessments.last_class]
    by_mistake = log.report[log.rows_of_end(End.CLOSED_IN_TRIAGE)]
    closed_hidden: Codes = np.concatenate((cases.report[is_hidden & cases.ended], assessments.report[lost], by_mistake))
    n_classes = len(ledger.parameters.names.classes)
    cells = len(ledger.parameters.names.teams) * n_classes

    def count(report: Numbers) -> Numbers:
        report = report[severe[reports.true_class[report]]]
        return np.bincount(reports.unit[report] * n_classes + reports.true_class[report], minlength=cells)

    left = count(hidden.report[hidden.found]) + count(closed_hidden) + count(waiting_hidden)
    says = "per unit and class: severe cases that were hidden = found + closed + waiting"
    return found + violations_of(says, np.flatnonzero(count(hidden.report) != left), "unit x class")


def _all_hidden(ledger: Ledger) -> list[Violation]:
    """Those severe cases are hidden for a time that get a class which is not severe, or are closed."""
    log, reports, severe = ledger.log, ledger.world.reports, severe_cases(ledger.parameters)
    less = ~severe[reports.triaged_class] & (reports.triaged_by == BY_NOBODY)
    less &= ledger.arrived_seconds < ledger.parameters.horizon_seconds
    for kind in (Event.TRIAGED, Event.ASSESSED, Event.RECLASSIFIED):
        as_less = log.reports_of(kind)[~severe[log.detail[log.rows_of(kind)]]]
        less[as_less[~are_assumed(reports)[as_less]] if kind == Event.TRIAGED else as_less] = True
    less &= severe[reports.true_class] & ~are_joined(log, len(less))
    hidden = np.zeros(len(less), dtype=np.bool_)
    hidden[ledger.hidden.report] = True
    return violations_of("a severe case is hidden when it is seen as less", np.flatnonzero(hidden != less), "report")
