"""Invariants of selection: what comes in is accounted for, treatments are as decided, and persons return once."""

import numpy as np

from tbkk_sim.metrics.events.cases import in_triage_at_end
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.treatments import choose_treatments, choose_treatments_of_stock
from tbkk_sim.metrics.invariants.campaigns import campaigns_kept
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.model.event_records import UNDONE, End, Event
from tbkk_sim.model.seconds import NEVER_SECONDS, PER_MILLION, Seconds
from tbkk_sim.model.selection.treatment import FULL, LAST_OUTCOME, NOTHING, SHORT
from tbkk_sim.sampling.world import BY_NOBODY

BEFORE_WORK = (*UNDONE, End.CLOSED_IN_TRIAGE, End.JOINED, End.UNTRACEABLE)
"""Ends that come before any work on a case."""


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the invariants of selection that this replication violates."""
    return [*_nothing_vanishes(ledger), *_decided(ledger), *_ends(ledger), *_returns(ledger), *campaigns_kept(ledger)]


def _nothing_vanishes(ledger: Ledger) -> list[Violation]:
    """Per unit: reports in = taken up + ended before that + still waiting, as cases, or to be assessed or judged.

    Those that ended before were closed, joined, untraceable, closed by choice, turned away or let go. Counted in the
    events, not in the cases that are read from them. A case in which there is no work needs none.
    """
    log, reports, n_units = ledger.log, ledger.world.reports, len(ledger.parameters.names.teams)
    counts = ~reports.taken_up & ((reports.triaged_by != BY_NOBODY) | (reports.triaged_class > 0))

    def by_unit(report: np.ndarray) -> np.ndarray:
        return np.bincount(reports.unit[report[counts[report]]], minlength=n_units)

    begun = np.zeros(len(counts), dtype=np.bool_)
    begun[log.reports_of(Event.TAKEN_UP)] = True
    ended, how = log.reports_of(Event.ENDED), log.detail[log.rows_of(Event.ENDED)]
    unopened = ended[np.isin(how, BEFORE_WORK) | ~begun[ended]]
    waiting = ledger.states.backlog.month_ends[-1].sum(axis=1)
    unjudged = by_unit(in_triage_at_end(ledger.world, log, ledger.parameters.horizon_seconds))
    unjudged += by_unit(ledger.assessments.report[ledger.assessments.still_open])
    left = by_unit(log.reports_of(Event.TAKEN_UP)) + by_unit(unopened) + waiting + unjudged
    says = "per unit: reports in = taken up + closed, joined, lost or let go before + waiting or not judged"
    return violations_of(says, np.flatnonzero(by_unit(log.reports_of(Event.ARRIVED)) != left), "unit")


def _decided(ledger: Ledger) -> list[Violation]:
    """Each case of the portfolio is given the treatment that its number, the shares and the pressure give it.

    It is decided once, when the report becomes a case; and anew at most once, for a full investigation. What a campaign
    makes of it is decided apart from that. A case of a person who was warned before is investigated in full anyway.
    """
    log, reports, cases, treatments = ledger.log, ledger.world.reports, ledger.cases, ledger.treatments
    classes, weighed = ledger.parameters.classes, log.rows_of(Event.WEIGHED)
    weighed = weighed[log.member[weighed] < 0]
    expected = np.zeros(len(reports.key), dtype=np.int16)
    chosen = ~classes.severe[cases.first_class] & ~cases.in_hand_at_start
    chosen &= reports.stream[cases.report] != ledger.parameters.returns_stream
    chosen &= cases.expires_seconds > cases.entered_seconds
    chosen &= ~np.isin(cases.report, ledger.passed_on.in_full)
    expected[cases.report[chosen]] = 1
    report = log.report[weighed]
    times = np.bincount(report, minlength=len(expected))
    anew = (times == 2) & (treatments.begun != FULL) & (treatments.begun != NOTHING) & (treatments.last == FULL)
    says = "a treatment is chosen once for each case of the portfolio, and anew only for a full investigation"
    found = violations_of(says, np.flatnonzero((times != expected) & ~(anew & (expected == 1))), "report")
    if found:
        return found
    _, first_row = np.unique(report, return_index=True)
    case = np.flatnonzero(chosen)
    row = weighed[first_row]
    when = log.time_seconds[row] != cases.entered_seconds[case]
    says = "a treatment is chosen when a report becomes a case"
    found += violations_of(says, cases.report[case[when]], "report")
    steered = log.rows_of(Event.STEERED)
    pressures = np.append(0, log.work_seconds[steered])
    pressure = pressures[np.searchsorted(steered, row)][:, None]
    calm, pressed = classes.share_upto[:, cases.first_class[case]]
    upto = calm + (pressed - calm) * pressure // PER_MILLION
    draw = reports.treatment_draw[cases.report[case]]
    choice = np.where(
        cases.arrived_seconds[case] < 0, choose_treatments_of_stock(draw, upto), choose_treatments(draw, upto)
    )
    other = cases.report[case[choice != treatments.first[cases.report[case]]]]
    return found + violations_of("a treatment is chosen by the shares and the pressure", other, "report")


def _ends(ledger: Ledger) -> list[Violation]:
    """A case ends as its treatment does; without one at once, closed by choice, or turned away under pressure only."""
    reports, cases, classes = ledger.world.reports, ledger.cases, ledger.parameters.classes
    report, treatment = cases.report, cases.treatment
    lighter = np.where(treatment == SHORT, reports.short_outcome[report], reports.visit_outcome[report])
    outcome = np.where(treatment == FULL, reports.outcome[report], lighter)
    finished = cases.ended & ~cases.undone
    found = violations_of("a case ends as its treatment does", report[finished & (cases.end != outcome)], "report")
    untreated = treatment == NOTHING
    by_choice = reports.treatment_draw[report] >= classes.share_upto[0, cases.first_class, 2]
    end = np.where(by_choice, End.CLOSED_BY_CHOICE, End.DECLINED)
    wrong = untreated & ((cases.end != end) | (cases.ended_seconds != cases.entered_seconds))
    wrong |= ~untreated & ((cases.end == End.CLOSED_BY_CHOICE) | (cases.end == End.DECLINED))
    says = "a case without treatment ends at once: closed by choice, or turned away under pressure"
    return found + violations_of(says, report[wrong], "report")


def _returns(ledger: Ledger) -> list[Violation]:
    """A person returns once, so long after the end of the case as was drawn, if the treatment that it had says so."""
    log, reports, horizon = ledger.log, ledger.world.reports, ledger.parameters.horizon_seconds
    is_return = reports.stream == ledger.parameters.returns_stream
    expected: Seconds = np.full(len(reports.key), NEVER_SECONDS)
    ends = ended_and_returning(ledger)
    expected[reports.return_row[ends]] = _ended_seconds(ledger)[ends] + reports.return_delay_seconds[ends]
    expected[expected >= horizon] = NEVER_SECONDS
    times = np.bincount(log.reports_of(Event.ARRIVED), minlength=len(expected))
    wrong = is_return & ((ledger.arrived_seconds != expected) | (times != (expected < horizon)))
    says = "a person returns once, when that follows from how the case before ended"
    return violations_of(says, np.flatnonzero(wrong), "report")


def _ended_seconds(ledger: Ledger) -> Seconds:
    """Second at which the case of each report ended; NEVER_SECONDS: it did not, or it is no case."""
    ended: Seconds = np.full(len(ledger.world.reports.key), NEVER_SECONDS)
    ended[ledger.cases.report] = ledger.cases.ended_seconds
    return ended


def ended_and_returning(ledger: Ledger) -> np.ndarray:
    """Reports whose case has ended in such a way that the person returns (treatment.returns)."""
    reports, cases = ledger.world.reports, ledger.cases
    report = cases.report
    treatment = np.where(cases.undone, NOTHING, cases.treatment)
    upgraded = (cases.treatment == FULL) & (reports.upgrade_class[report] >= 0)  # at its last step, if not before
    may_return = cases.ended & (cases.undone | ((cases.end <= LAST_OUTCOME) & ~upgraded))
    may_return &= (reports.return_row[report] >= 0) & ((reports.returns_after[report] >> treatment) & 1 == 1)
    found: np.ndarray = report[may_return]
    return found
