"""Path laws: what must hold exactly on every path, whatever the settings. Checked on every replication."""

from collections.abc import Callable

import numpy as np

from tbkk_sim.domain.calendar import WorkingTime
from tbkk_sim.domain.facts import End, Fact
from tbkk_sim.experiment import class_laws, step_laws
from tbkk_sim.experiment.grid import Floats, Numbers
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.experiment.spells import hours_that_fit
from tbkk_sim.experiment.violation import PathLawError, Violation, says

TOLERANCE_DAYS = 1e-6
TOLERANCE_HOURS = 1e-6

__all__ = ["PathLawError", "Violation", "check", "violated"]


def violated(ledger: Ledger) -> list[Violation]:
    """The laws that this path breaks, each with how often and an example; empty when all hold."""
    laws: tuple[Callable[[Ledger], list[Violation]], ...] = (
        _in_order,
        _reports_conserved,
        _cases_conserved,
        _little,
        _work_within_presence,
        _hours_from_time,
        step_laws.violated,
        class_laws.violated,
    )
    return [violation for law in laws for violation in law(ledger)]


def check(ledger: Ledger) -> None:
    """Check all laws.

    Raises:
        PathLawError: a law is broken, which is a fault of the program, not of the settings.
    """
    found = violated(ledger)
    if found:
        raise PathLawError(ledger.world.replication, tuple(found))


def _in_order(ledger: Ledger) -> list[Violation]:
    times, horizon = ledger.log.time_days, ledger.rulebook.horizon_days
    found = says("facts are in order of time", np.flatnonzero(~(times[1:] >= times[:-1])), "fact")
    if found or (len(times) and not (times[0] >= 0.0 and times[-1] <= horizon)):
        outside = np.flatnonzero(~((times >= 0.0) & (times <= horizon)))  # what is not a number is outside too
        found += says("facts fall within the run", outside, "fact")
    return found


def _reports_conserved(ledger: Ledger) -> list[Violation]:
    """Each report arrives once, is judged and ends at most once."""
    log, reports = ledger.log, ledger.world.reports
    due = reports.arrived_days < ledger.rulebook.horizon_days

    def times(kind: Fact) -> Numbers:
        return step_laws.times(log.reports_of(kind), len(due))

    arrived, judged = times(Fact.ARRIVED), times(Fact.TRIAGED)
    found = says("each report arrives exactly once", np.flatnonzero(arrived != due), "report")
    for happened, law in (
        (judged, "a report is judged at most once"),
        (times(Fact.TAKEN_UP), "a case is taken up at most once"),
        (times(Fact.ENDED), "a report ends at most once"),
    ):
        found += says(law, np.flatnonzero(happened > arrived), "report")
    ended = log.rows_of(Fact.ENDED)
    closed = log.report[ended[np.flatnonzero(log.detail[ended] == End.CLOSED_IN_TRIAGE)]]
    unjudged = closed[judged[closed] == 0]
    return found + says("a report is closed when it has been judged", unjudged, "report")


def _cases_conserved(ledger: Ledger) -> list[Violation]:
    """Per unit and class: came in + became it = ended + became another + open."""
    cases, changes = ledger.cases, ledger.cases.changes
    n_classes = len(ledger.rulebook.names.classes)
    cells = len(ledger.rulebook.names.teams) * n_classes

    def count(unit: Numbers, of_class: Numbers) -> Numbers:
        return np.bincount(unit * n_classes + of_class, minlength=cells)

    changed_unit, ended, still_open = cases.unit[changes.case], cases.ended, ~cases.ended
    came = count(cases.unit, cases.first_class) + count(changed_unit, changes.new_class)
    went = count(cases.unit[ended], cases.last_class[ended]) + count(changed_unit, changes.old_class)
    left = count(cases.unit[still_open], cases.last_class[still_open])
    law = "per unit and class: cases in + reclassified in = ended + reclassified out + open"
    found = says(law, np.flatnonzero(came != went + left), "unit x class")
    early = (cases.taken_up_days < cases.entered_days) | (cases.ended_days < cases.taken_up_days)
    early |= cases.ended_days < cases.entered_days
    found += says("a case is not ended or taken up before it is one", cases.report[early], "report")
    class_then = cases.first_class.copy()
    class_then[changes.case[~changes.in_hand]] = changes.new_class[~changes.in_hand]
    other = cases.taken_up & (cases.taken_up_class != class_then)
    return found + says("a case is taken up in the class that it has", cases.report[other], "report")


def _little(ledger: Ledger) -> list[Violation]:
    """Per unit and class: the integral of the number in a state is the sum of the times spent in it.

    The number is never negative, since each case leaves a state after it entered, in the class that it has then.
    """
    cases, states, horizon = ledger.cases, ledger.states, ledger.rulebook.horizon_days
    until = np.where(cases.ended, cases.ended_days, horizon)
    left_backlog = np.where(cases.taken_up, cases.taken_up_days, until)
    found = []
    for what, state, in_hand, since, to, of_class in (
        ("backlog", states.backlog, False, cases.entered_days, left_backlog, cases.class_when_waiting_ended),
        ("work in hand", states.in_hand, True, left_backlog, until, cases.last_class),
    ):
        spent = _time_spent(ledger, in_hand, since, to, of_class)
        integral = state.case_days.sum(axis=0).ravel()
        off = np.abs(integral - spent) > TOLERANCE_DAYS * np.maximum(1.0, spent)
        found += says(f"Little's law of the {what}", np.flatnonzero(off), "unit x class")
        below = np.flatnonzero((state.month_ends < 0).any(axis=0))
        found += says(f"the {what} is never negative", below, "unit x class")
    return found


def _time_spent(ledger: Ledger, in_hand: bool, since: Floats, to: Floats, of_class: Numbers) -> Floats:
    """Days that single cases spent in a state, added up per unit and class."""
    cases, changes = ledger.cases, ledger.cases.changes
    n_classes = len(ledger.rulebook.names.classes)
    cells = len(ledger.rulebook.names.teams) * n_classes
    first_cell = cases.unit * n_classes
    spent = np.bincount(first_cell + of_class, to - since, minlength=cells).astype(np.float64, copy=False)
    rows = np.flatnonzero(changes.in_hand == in_hand)
    case, at = changes.case[rows], changes.time_days[rows]
    again = np.concatenate(([False], case[1:] == case[:-1])) if len(rows) else np.zeros(0, dtype=np.bool_)
    before = at - np.where(again, np.roll(at, 1), since[case])
    spent += np.bincount(first_cell[case] + changes.old_class[rows], before, minlength=cells)
    spent -= np.bincount(first_cell[case] + of_class[case], before, minlength=cells)
    return spent


def _work_within_presence(ledger: Ledger) -> list[Violation]:
    """Members work on one step at a time, within one stint, and on what they are able to do."""
    spells, stints, people = ledger.spells, ledger.world.stints, ledger.world.people
    ends = len(ledger.ends.task)
    found = []
    if ends != len(spells.in_hand) - int(spells.in_hand.sum()):
        found += says("every end of work has a beginning", np.array([ends]), "number of ends")
    if len(spells.member) == 0:
        return found
    member, begin, end = (column[spells.by_member] for column in (spells.member, spells.begin_days, spells.end_days))
    overlap = (member[1:] == member[:-1]) & (begin[1:] < end[:-1] - TOLERANCE_DAYS)
    found += says("a member does one step at a time", member[1:][overlap], "member")
    found += says("work ends after it begins", spells.member[spells.end_days < spells.begin_days], "member")
    absent = stints.member[spells.stint] != spells.member
    absent |= spells.begin_days < (stints.begin_days - TOLERANCE_DAYS)[spells.stint]
    absent |= spells.end_days > (stints.end_days + TOLERANCE_DAYS)[spells.stint]
    found += says("nobody works while absent: busy time is available time", spells.member[absent], "member")
    unable = ((people.skills[spells.member] >> spells.skill) & 1 == 0) & ~spells.assists
    return found + says("members do what they are able to", spells.member[unable], "member")


def _hours_from_time(ledger: Ledger) -> list[Violation]:
    """Hours of work follow from the working time of the spell, the rate of the stint and the efficiency of help."""
    spells, working = ledger.spells, ledger.rulebook.working
    office_hours = spells.end_office_hours - spells.work_begin_office_hours
    days = spells.end_days - spells.work_begin_days
    hours = hours_that_fit(working, office_hours, days, spells.round_the_clock)
    hours *= spells.rate
    hours -= spells.hours
    off = ~(np.abs(hours, out=hours) <= TOLERANCE_HOURS + _clock_noise_hours(working))
    off &= ~spells.assists & ~spells.in_hand
    return says("hours of work follow from working time and rate", spells.report[off], "report")


def _clock_noise_hours(working: WorkingTime) -> float:
    """Hours that rounding of moments in days may shift, since work may end at the very closing of the office."""
    return 1e-9 * working.hours_per_day / (working.closes - working.opens)
