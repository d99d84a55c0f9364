"""By whom a report is judged, what becomes of a further one on a person, and whether its assessment leads anywhere."""

from tbkk_sim.model import triage
from tbkk_sim.model.event_records import End
from tbkk_sim.model.rules import NO_LIMIT
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.model.triage import JOINS, NEW_CASE, NEW_CASE_IN_FULL, NO_CASE
from tests.model.truth import truth_table


@truth_table(
    "by_hand, reports_waiting, above, right",
    {
        "as many wait as may: a person judges": (True, 5, 5, False),
        "one more waits: the system does": (True, 6, 5, True),
        "none may wait, and none does": (True, 0, 0, False),
        "none may wait, and one does": (True, 1, 0, True),
        "without a limit a person judges, however many wait": (True, 1_000_000, NO_LIMIT, False),
        "for the system from the start, though none waits": (False, 0, NO_LIMIT, True),
    },
)
def test_the_system_judges_what_it_was_to_judge_and_what_arrives_when_too_many_wait(
    by_hand, reports_waiting, above, right
):
    assert triage.is_judged_by_system(by_hand, reports_waiting, above) is right


@truth_table(
    "priority, as_read, right",
    {
        "read as of the priority of judging: by arrival": (2, True, 500),
        "read as one more urgent: before all that arrive in a run": (1, True, 500 - 2**40),
        "read as one less urgent: after all that arrive in a run": (3, True, 500 + 2**40),
        "read as no case: after every class": (99, True, 500 + 97 * 2**40),
        "more urgent, by arrival": (1, False, 500),
        "less urgent, by arrival": (99, False, 500),
    },
)
def test_a_report_waits_by_what_the_system_reads_in_it(priority, as_read, right):
    """It arrived on second 500, and judging has priority 2."""
    assert triage.place_as_read(500, priority, 2, as_read) == right


def test_a_priority_counts_for_more_than_any_moment_and_none_reaches_beyond_never():
    century = 36_525 * SECONDS_PER_DAY
    assert triage.place_as_read(century, 1, 2, True) < triage.place_as_read(0, 2, 2, True)
    assert triage.place_as_read(century, 99, 1, True) < NEVER_SECONDS


@truth_table(
    "last_end, right",
    {
        "the first case of the person": (NO_CASE, NEW_CASE),
        "known: a file": (End.FILE_TO_OM, JOINS),
        "known: a conditional dismissal": (End.ALTERNATIVE, JOINS),
        "known: the case went to others": (End.TRANSFERRED, JOINS),
        "known: there was no offence": (End.NO_OFFENCE, JOINS),
        "only warned": (End.LETTER_OR_VISIT, NEW_CASE_IN_FULL),
        "closed by the unit's assessment": (End.CLOSED_IN_TRIAGE, NEW_CASE),
        "not taken up in time": (End.EXPIRED, NEW_CASE),
        "turned away": (End.DECLINED, NEW_CASE),
        "closed by choice": (End.CLOSED_BY_CHOICE, NEW_CASE),
        "not found": (End.UNTRACEABLE, NEW_CASE),
    },
)
def test_a_further_report_joins_what_there_is_or_was_unless_the_person_was_left_alone(last_end, right):
    assert triage.what_report_becomes(False, last_end) == right
    assert triage.what_report_becomes(True, last_end) == JOINS, "there is an open case"


@truth_table(
    "priority, other_priority, right",
    {"the report is more urgent": (3, 2, 7), "as urgent": (3, 3, 4), "the report is less urgent": (3, 4, 4)},
)
def test_a_case_gets_the_class_of_a_further_report_only_if_that_is_more_urgent(priority, other_priority, right):
    assert triage.more_urgent_class(4, 7, priority, other_priority) == right


@truth_table(
    "score, other_score, priority, other_priority, right",
    {
        "as urgent, and the report has more": (400, 600, 3, 3, 600),
        "as urgent, and the report has less": (600, 400, 3, 3, 600),
        "the report raises the class, low in that: it counts there": (600, 400, 3, 2, 400),
        "the report raises the class, high in that": (400, 600, 3, 2, 600),
        "the report is less urgent: its score says nothing here": (400, 600, 3, 4, 400),
        "the report is less urgent, with a lower score": (600, 400, 3, 4, 600),
    },
)
def test_a_score_counts_among_cases_that_are_as_urgent(score, other_score, priority, other_priority, right):
    assert triage.score_with_report(score, other_score, priority, other_priority) == right


@truth_table(
    "begun, trace_until, right",
    {"a second before": (9, 10, True), "at that moment": (10, 10, False), "never, from the start on": (0, 0, False)},
)
def test_a_report_leads_to_a_person_if_it_is_enriched_before_the_data_are_gone(begun, trace_until, right):
    assert triage.is_traced(begun, trace_until) is right


@truth_table(
    "class_urgency, assessment_urgency, right",
    {"its class is more urgent": (1, 2, 1), "assessment is": (5, 2, 2), "alike": (3, 3, 3)},
)
def test_a_report_is_assessed_as_urgently_as_its_class_or_as_assessment_is(class_urgency, assessment_urgency, right):
    assert triage.urgency_of_assessment(class_urgency, assessment_urgency) == right
