"""Sequences of the model, as pure functions over plain numbers and arrays: the next step, the work that waits.

As with the rules, the SimPy engine calls them as they stand and the compiled engine compiles them. Arrays may be of
numpy or of the compiled engine: they are read and written by place, and have a length.
"""

from typing import Any

from tbkk_sim.model import rules
from tbkk_sim.model.event_records import IN_TRIAGE
from tbkk_sim.model.seconds import PER_MILLION

NO_STEP = -1


def work_of_step(row: int, upgraded: bool, work_seconds: Any, upgraded_work_seconds: Any) -> int:
    """Seconds of work of a step, by the present class of its case."""
    return int(upgraded_work_seconds[row] if upgraded else work_seconds[row])


def next_step(
    position: int, end: int, first_row: int, upgraded: bool, work_seconds: Any, upgraded_work_seconds: Any
) -> int:
    """Find the next step of a case that has work.

    Args:
        position: Step of the case; -1: before its first step.
        end: Position after the last step of its treatment.
        first_row: Row of its first step.
        upgraded: True if the case has turned out to be something worse.
        work_seconds: Work of all steps.
        upgraded_work_seconds: Work of all steps of cases that were upgraded.

    Returns:
        The position, or NO_STEP.
    """
    for after in range(position + 1, end):
        if work_of_step(first_row + after, upgraded, work_seconds, upgraded_work_seconds) > 0:
            return after
    return NO_STEP


def is_seen_as_class(position: int, flagged: bool) -> bool:
    """True if a report is treated as of its class: in triage only if flagged, since nobody knows its class yet.

    In assessment it has the class that triage gave it.
    """
    return position != IN_TRIAGE or flagged


def outside_delay(delay_seconds: int, share_per_million: int) -> int:
    """Seconds of waiting for others before a step, of those drawn, by the part that a class waits; whole seconds."""
    return delay_seconds * share_per_million // PER_MILLION


def line_of_step(
    position: int,
    flagged: bool,
    preempts: bool,
    round_the_clock: bool,
    skill: int,
    urgent_upto: int,
    taken_up: bool,
    severe: bool,
    opens_case: bool,
    case_class: int,
) -> int:
    """The line that the step at hand stands in.

    Args:
        position: Step of the case; IN_TRIAGE or IN_ASSESSMENT before the first.
        flagged: True if it was recognised as urgent on arrival.
        preempts: Its class preempts.
        round_the_clock: Its class is worked on round the clock.
        skill: Kind of the step.
        urgent_upto: Last kind of step for which the two hold: after it the child is safe.
        taken_up: The case was taken up.
        severe: Its class is severe.
        opens_case: The member who takes this step becomes the investigator of the case.
        case_class: Its class.
    """
    as_class = is_seen_as_class(position, flagged) and skill <= urgent_upto
    return rules.line_of(
        position < 0, as_class and preempts, as_class and round_the_clock, taken_up, severe, opens_case, case_class
    )


def work_of_treatment(
    first: int,
    end: int,
    first_row: int,
    upgraded: bool,
    work_seconds: Any,
    upgraded_work_seconds: Any,
    skill: Any,
    members_needed: Any,
) -> int:
    """Seconds of work of all steps of a case from one position to another, of all members who work on them.

    Args:
        first: The first position.
        end: The position after the last one.
        first_row: Row of the first step of the case.
        upgraded: True if the case has turned out to be something worse.
        work_seconds: Work of all steps.
        upgraded_work_seconds: Work of all steps of cases that were upgraded.
        skill: Skill of all steps.
        members_needed: Members who work on a step at once, by skill.
    """
    work = 0
    for position in range(first, end):
        row = first_row + position
        work += work_of_step(row, upgraded, work_seconds, upgraded_work_seconds) * members_needed[skill[row]]
    return work


def hours_waiting(not_taken_up: Any, mean_hours: Any, n_classes: int) -> float:
    """Hours of work that waits in the cases that nobody has taken up; class 0 has no cases.

    Args:
        not_taken_up: Open cases that nobody has taken up, by class.
        mean_hours: Mean hours of a case, by class.
        n_classes: Classes that count, from 1; own work of pools is none of them.
    """
    hours = 0.0
    for case_class in range(1, n_classes):
        hours += not_taken_up[case_class] * mean_hours[case_class]
    return hours
