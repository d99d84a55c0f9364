"""Path laws: what must hold exactly on every path, whatever the settings. Checked on every replication."""

from collections.abc import Callable

import numpy as np

from tbkk_sim.domain.calendar import WorkingTime
from tbkk_sim.domain.facts import Fact
from tbkk_sim.experiment import step_laws
from tbkk_sim.experiment.cases import Cases
from tbkk_sim.experiment.grid import Codes, Floats
from tbkk_sim.experiment.key_figures.flows import Moves, backlog_moves, in_hand_moves
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.experiment.spells import hours_that_fit, office_hours_until, stint_at
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
    times = ledger.facts.time_days
    back = np.flatnonzero(times[1:] < times[:-1])
    outside = np.flatnonzero((times < 0.0) | (times > ledger.rulebook.horizon_days))
    return says("facts are in order of time", back, "fact") + says("facts fall within the run", outside, "fact")


def _reports_conserved(ledger: Ledger) -> list[Violation]:
    """Each report arrives once, is judged and ends at most once."""
    facts, reports = ledger.facts, ledger.world.reports
    n = len(reports.key)
    due = reports.arrived_days < ledger.rulebook.horizon_days
    arrived = np.bincount(facts.report[facts.rows_of(Fact.ARRIVED)], minlength=n)
    found = says("each report arrives exactly once", np.flatnonzero(arrived != due), "report")
    for kind, law in (
        (Fact.TRIAGED, "a report is judged at most once"),
        (Fact.TAKEN_UP, "a case is taken up at most once"),
        (Fact.ENDED, "a report ends at most once"),
    ):
        times = np.bincount(facts.report[facts.rows_of(kind)], minlength=n)
        found += says(law, np.flatnonzero(times > arrived), "report")
    return found


def _cases_conserved(ledger: Ledger) -> list[Violation]:
    """Per unit and class: came in + became it = ended + became another + open."""
    cases, changes = ledger.cases, ledger.cases.changes
    n_classes = len(ledger.rulebook.names.classes)
    cells = len(ledger.rulebook.names.teams) * n_classes

    def count(rows: np.ndarray, of_class: np.ndarray) -> np.ndarray:
        return np.bincount(cases.unit[rows] * n_classes + of_class, minlength=cells)

    everything = np.arange(len(cases.report))
    ended, still_open = np.flatnonzero(cases.ended), np.flatnonzero(~cases.ended)
    came = count(everything, cases.first_class) + count(changes.case, changes.new_class)
    went = count(ended, cases.last_class[ended]) + count(changes.case, changes.old_class)
    left = count(still_open, cases.last_class[still_open])
    law = "per unit and class: cases in + reclassified in = ended + reclassified out + open"
    found = says(law, np.flatnonzero(came != went + left), "unit x class")
    return found + says(
        "a case is not ended or taken up before it is one",
        cases.report[
            (cases.taken_up_days < cases.entered_days)
            | (cases.ended_days < cases.taken_up_days)
            | (cases.ended_days < cases.entered_days)
        ],
        "report",
    )


def _little(ledger: Ledger) -> list[Violation]:
    """Per unit and class: the integral of the number in a state is the sum of the times spent in it."""
    cases, horizon = ledger.cases, ledger.rulebook.horizon_days
    until = np.where(cases.ended, cases.ended_days, horizon)
    left_backlog = np.where(cases.taken_up, cases.taken_up_days, until)
    found = []
    for what, moves, in_hand, since, to, of_class in (
        ("backlog", backlog_moves(ledger), False, cases.entered_days, left_backlog, _class_when_waiting_ended(cases)),
        ("work in hand", in_hand_moves(ledger), True, left_backlog, until, cases.last_class),
    ):
        spent = _time_spent(ledger, in_hand, since, to, of_class)
        lowest, integral = _walk(ledger, moves)
        off = np.abs(integral - spent) > TOLERANCE_DAYS * np.maximum(1.0, spent)
        found += says(f"Little's law of the {what}", np.flatnonzero(off), "unit x class")
        found += says(f"the {what} is never negative", np.flatnonzero(lowest < 0), "move")
    return found


def _class_when_waiting_ended(cases: Cases) -> Codes:
    return np.where(cases.taken_up, cases.taken_up_class, cases.last_class)


def _time_spent(ledger: Ledger, in_hand: bool, since: Floats, to: Floats, of_class: Codes) -> Floats:
    """Days that single cases spent in a state, added up per unit and class."""
    cases, changes = ledger.cases, ledger.cases.changes
    n_classes = len(ledger.rulebook.names.classes)
    cells = len(ledger.rulebook.names.teams) * n_classes
    spent = np.bincount(cases.unit * n_classes + of_class, to - since, minlength=cells).astype(np.float64)
    rows = np.flatnonzero(changes.in_hand == in_hand)
    case, at = changes.case[rows], changes.time_days[rows]
    again = np.concatenate(([False], case[1:] == case[:-1])) if len(rows) else np.zeros(0, dtype=np.bool_)
    before = at - np.where(again, np.roll(at, 1), since[case])
    unit = cases.unit[case] * n_classes
    spent += np.bincount(unit + changes.old_class[rows], before, minlength=cells)
    spent -= np.bincount(unit + of_class[case], before, minlength=cells)
    return spent


def _walk(ledger: Ledger, moves: Moves) -> tuple[Floats, Floats]:
    """Walk along the moves of each unit and class: the level after each move, and the integral of the levels."""
    n_classes, horizon = len(ledger.rulebook.names.classes), ledger.rulebook.horizon_days
    cells = len(ledger.rulebook.names.teams) * n_classes
    cell = moves.unit * n_classes + moves.of_class
    # Within one moment those who come in go first, so that who comes and goes at once is never counted below zero.
    in_time = np.lexsort((-moves.sign, moves.time_days))
    order = in_time[np.argsort(cell[in_time].astype(np.uint16 if cells < 2**16 else np.intp), kind="stable")]
    cell, time, sign = cell[order], moves.time_days[order], moves.sign[order]
    n = np.bincount(cell, minlength=cells)
    first = (np.cumsum(n) - n)[n > 0]
    running = np.cumsum(sign)
    level = running - np.repeat(running[first] - sign[first], n[n > 0])
    after = np.append(time[1:], horizon)
    after[first[1:] - 1] = horizon
    return level, np.bincount(cell, level * (after - time), minlength=cells).astype(np.float64)


def _work_within_presence(ledger: Ledger) -> list[Violation]:
    """Members work on one step at a time, within one stint, and on what they are able to do."""
    spells, world = ledger.spells, ledger.world
    paired = len(ledger.facts.rows_of_any(Fact.FINISHED, Fact.INTERRUPTED, Fact.RELEASED))
    found = []
    if paired != int((~spells.in_hand).sum()):
        found += says("every end of work has a beginning", np.array([paired]), "number of ends")
    if len(spells.member) == 0:
        return found
    same = spells.member[1:] == spells.member[:-1]
    overlap = same & (spells.begin_days[1:] < spells.end_days[:-1] - TOLERANCE_DAYS)
    found += says("a member does one step at a time", spells.member[1:][overlap], "member")
    found += says("work ends after it begins", spells.member[spells.end_days < spells.begin_days], "member")
    stint = stint_at(world, spells.member, spells.begin_days)
    absent = (
        (world.stints.member[stint] != spells.member)
        | (spells.begin_days < world.stints.begin_days[stint] - TOLERANCE_DAYS)
        | (spells.end_days > world.stints.end_days[stint] + TOLERANCE_DAYS)
    )
    found += says("nobody works while absent: busy time is available time", spells.member[absent], "member")
    skilled = (world.people.skills[spells.member] >> spells.skill) & 1 == 1
    return found + says("members do what they are able to", spells.member[~skilled & ~spells.assists], "member")


def _hours_from_time(ledger: Ledger) -> list[Violation]:
    """Hours of work follow from the working time of the spell, the rate of the stint and the efficiency."""
    spells, world, book = ledger.spells, ledger.world, ledger.rulebook
    alone = np.flatnonzero((book.together_with[spells.skill] < 0) & ~spells.assists & ~spells.in_hand)
    if len(alone) == 0:
        return []
    begin, end = spells.begin_days[alone], spells.end_days[alone]
    any_hour = spells.round_the_clock[alone]
    office = office_hours_until(book.working, end) - office_hours_until(book.working, begin)
    rate = world.stints.rate[stint_at(world, spells.member[alone], begin)]
    hours = hours_that_fit(book.working, office, end - begin, any_hour) * rate * spells.efficiency[alone]
    off = np.abs(hours - spells.hours[alone]) > TOLERANCE_HOURS + _clock_noise_hours(book.working)
    return says("hours of work follow from working time and rate", spells.report[alone][off], "report")


def _clock_noise_hours(working: WorkingTime) -> float:
    """Hours that rounding of moments in days may shift, since work may end at the very closing of the office."""
    return 1e-9 * working.hours_per_day / (working.closes - working.opens)
