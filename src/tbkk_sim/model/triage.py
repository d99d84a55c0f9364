"""Triage and assessment of reports, and what becomes of a further report on a person.

As with the rules, the SimPy engine calls these functions as they stand and the compiled engine compiles them.
"""

from tbkk_sim.model.event_records import End

NEW_CASE, NEW_CASE_IN_FULL, JOINS = 0, 1, 2
"""A report that triage passes on becomes a case, a case that is investigated in full whatever its class, or no case,
since it belongs to one that there is or was."""
SECONDS_A_PRIORITY = 1 << 40
"""More than any run has, so that a priority counts for more than any moment."""
NO_CASE = -1
"""No case of the person has ended."""
LAST_INVESTIGATED = int(End.NO_OFFENCE)
LETTER_OR_VISIT = int(End.LETTER_OR_VISIT)


def is_judged_by_system(by_hand: bool, reports_waiting: int, above: int) -> bool:
    """True if the system judges a report that arrives: as it was to be, or since too many wait to be judged.

    Args:
        by_hand: A person was to judge it.
        reports_waiting: Reports that wait to be judged when it arrives.
        above: So many may wait.
    """
    return not by_hand or reports_waiting > above


def place_as_read(place: int, priority: int, triage_urgency: int, as_read: bool) -> int:
    """Place in line of a report that a person is to judge, by what the system reads in it.

    Read as of the priority of judging, it keeps its place among other work that is as urgent. What is read as more
    urgent goes before all of that, what is read as less urgent or as no case comes after it.

    Args:
        place: Place without a reading (rules.place_in_line).
        priority: Of the class that the system reads; of `closed` the last of all.
        triage_urgency: Urgency of judging; it is the priority of that, where reports go as they are read.
        as_read: Reports go as they are read.
    """
    return place + (priority - triage_urgency) * SECONDS_A_PRIORITY if as_read else place


def what_report_becomes(has_open_case: bool, last_end: int) -> int:
    """Return what becomes of a report that triage passes on, by the cases of its person: JOINS or NEW_CASE....

    Who was only warned gets a case, and it is investigated in full. Who was investigated is known for it. Whoever was
    left alone, by choice or for want of hands or traces, gets a case like anybody else.

    Args:
        has_open_case: A report on the person was passed on before, and has not ended.
        last_end: How the last one ended (End); NO_CASE: there was none.
    """
    if has_open_case:
        return JOINS
    if last_end == LETTER_OR_VISIT:
        return NEW_CASE_IN_FULL
    return JOINS if NO_CASE < last_end <= LAST_INVESTIGATED else NEW_CASE


def more_urgent_class(case_class: int, other_class: int, priority: int, other_priority: int) -> int:
    """Return the class of a case after a further report on its person: that of the report only if it is more urgent.

    By the priority of the classes, whatever the order of the queue: what a case is seen as does not depend on that.
    """
    return other_class if other_priority < priority else case_class


def score_with_report(score: int, other_score: int, priority: int, other_priority: int) -> int:
    """Return the score of a case after a further report on its person, which counts among cases of one priority only.

    A report that raises the class brings its score with it, of one that is less urgent the score says nothing of the
    case, and of two alike the higher counts.
    """
    if other_priority == priority:
        return max(score, other_score)
    return other_score if other_priority < priority else score


def is_traced(begun: int, trace_until: int) -> bool:
    """True if enrichment leads to the person: it was begun before the data behind the report were gone."""
    return begun < trace_until


def urgency_of_assessment(class_urgency: int, assessment_urgency: int) -> int:
    """Urgency of the assessment of a report: that of its class, if that is more urgent than assessment is."""
    return min(class_urgency, assessment_urgency)
