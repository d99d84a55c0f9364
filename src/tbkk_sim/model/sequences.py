"""Sequences of the model, as pure functions over plain numbers and arrays: the next step, the decisions of a meeting.

As with the rules, the SimPy engine calls them as they stand and the compiled engine compiles them. Arrays may be of
numpy or of the compiled engine: they are read and written by place, and have a length.
"""

from typing import Any

from tbkk_sim.model import rules

NO_STEP = -1


def work_of_step(row: int, upgraded: bool, work_seconds: Any, upgraded_work_seconds: Any) -> int:
    """Seconds of work of a step, by the present class of its case."""
    return int(upgraded_work_seconds[row] if upgraded else work_seconds[row])


def next_step(
    position: int, n_steps: int, first_row: int, upgraded: bool, work_seconds: Any, upgraded_work_seconds: Any
) -> int:
    """Find the next step of a case that has work.

    Args:
        position: Step of the case; -1: before its first step.
        n_steps: Number of its steps.
        first_row: Row of its first step.
        upgraded: True if the case has turned out to be something worse.
        work_seconds: Work of all steps.
        upgraded_work_seconds: Work of all steps of cases that were upgraded.

    Returns:
        The position, or NO_STEP.
    """
    for after in range(position + 1, n_steps):
        if work_of_step(first_row + after, upgraded, work_seconds, upgraded_work_seconds) > 0:
            return after
    return NO_STEP


def is_seen_as_class(position: int, flagged: bool) -> bool:
    """True if a report is treated as of its class: in triage only if flagged, since nobody knows its class yet."""
    return position >= 0 or flagged


def line_of_step(
    position: int,
    flagged: bool,
    preempts: bool,
    round_the_clock: bool,
    taken_up: bool,
    may_be_parked: bool,
    opens_case: bool,
) -> int:
    """The line that the step at hand stands in.

    Args:
        position: Step of the case; -1: in triage.
        flagged: True if it was recognised as urgent on arrival.
        preempts: Its class preempts.
        round_the_clock: Its class is worked on round the clock.
        taken_up: The case was taken up.
        may_be_parked: Its class may be parked.
        opens_case: The member who takes this step becomes the investigator of the case.
    """
    as_class = is_seen_as_class(position, flagged)
    return rules.line_of(
        position < 0, as_class and preempts, as_class and round_the_clock, taken_up, may_be_parked, opens_case
    )


def protect_classes(
    target_classes: Any, target_per_year: Any, taken_up_this_year: Any, part_of_year: float, is_protected: Any
) -> None:
    """Note for each class whether a target that protects it is behind schedule.

    Args:
        target_classes: [target, class]: which classes count.
        target_per_year: Cases to take up in a year, by target.
        taken_up_this_year: Cases taken up, by class.
        part_of_year: Part of the year that has passed.
        is_protected: Written: by class.
    """
    n_classes = len(taken_up_this_year)
    for case_class in range(n_classes):
        is_protected[case_class] = False
    for target in range(len(target_per_year)):
        taken_up = 0
        for case_class in range(n_classes):
            if target_classes[target, case_class]:
                taken_up += taken_up_this_year[case_class]
        if rules.behind_schedule(taken_up, target_per_year[target], part_of_year):
            for case_class in range(n_classes):
                if target_classes[target, case_class]:
                    is_protected[case_class] = True


def hours_waiting(not_taken_up: Any, mean_hours: Any, urgency: Any, least_urgency: int, n_classes: int) -> float:
    """Hours of work that waits in the cases of all classes up to an urgency; class 0 has no cases."""
    hours = 0.0
    for case_class in range(1, n_classes):
        if urgency[case_class] <= least_urgency:
            hours += not_taken_up[case_class] * mean_hours[case_class]
    return hours


def decide_on_class(
    case_class: int,
    n_classes: int,
    not_taken_up: Any,
    mean_hours: Any,
    urgency: Any,
    may_be_parked: Any,
    is_protected: Any,
    hours_per_week: float,
    park_above_weeks: float,
    decline_above_weeks: float,
) -> int:
    """Compare the waiting work of more urgent classes, and of those as urgent too, with the hours available.

    Args:
        case_class: The class that is decided on.
        n_classes: Classes that the meeting decides on, from 1; own work of pools is none of them.
        not_taken_up: Open cases that nobody has taken up, by class.
        mean_hours: Mean hours of a case, by class.
        urgency: By class.
        may_be_parked: By class.
        is_protected: By class: a target is behind schedule.
        hours_per_week: Hours of case work a week of all who are present.
        park_above_weeks: Weeks of more urgent work above which a class is parked.
        decline_above_weeks: Weeks of work at least as urgent above which it is declined.

    Returns:
        The Decision.
    """
    own = urgency[case_class]
    return rules.decide(
        may_be_parked[case_class],
        is_protected[case_class],
        rules.weeks_of_work(hours_waiting(not_taken_up, mean_hours, urgency, own - 1, n_classes), hours_per_week),
        rules.weeks_of_work(hours_waiting(not_taken_up, mean_hours, urgency, own, n_classes), hours_per_week),
        park_above_weeks,
        decline_above_weeks,
    )
