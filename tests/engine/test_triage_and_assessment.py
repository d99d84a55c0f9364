"""Triage by hand and by the system, and the unit's own assessment: stories reckoned by hand.

All hours of all days are hours of work; a judgement or a step takes a day unless it says otherwise. The capital judges.
"""

from typing import Any

import pytest

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.settings import Settings
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    ALL_SKILLS,
    ALL_WAYS,
    COAST,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    SEARCH,
    SERIOUS,
    TRIAGE,
    Happened,
    Member,
    Report,
    classes_told,
    ends,
    first_starts,
    hand_made,
    moment,
    starts,
    treatments_told,
    what_happens,
)
from tests.model.truth import truth_table

CLOSED = 0
IN_TRIAGE, IN_ASSESSMENT = -1, -2
SHORT = [(DOSSIER, 1.0)]


def assessed(changes: dict[str, Any] | None = None, **of: Any) -> Settings:
    """Units assess, with the skill of enriching and priority 2, between acute and serious."""
    return hand_made({"triage.assessment": {"enabled": True, **of}, **(changes or {})})


def course(events: list[Happened], report: int) -> list[tuple[float, Event, int, int]]:
    """When what happens to a report, at which step, with which detail."""
    of_members = (Event.JOINED,)
    return [(f.time_days, f.kind, f.step, f.detail) for f in events if f.report == report and f.kind not in of_members]


def kinds(events: list[Happened], report: int, *of: Event) -> list[tuple[float, Event, int]]:
    """When which of these events happen to a report, with their detail."""
    return [(f.time_days, f.kind, f.detail) for f in events if f.report == report and f.kind in of]


def judged(events: list[Happened]) -> dict[int, tuple[float, int]]:
    """When which class triage gives each report."""
    return {f.report: (f.time_days, f.detail) for f in events if f.kind == Event.TRIAGED}


# What the desk judges first


@truth_table(
    "changes, right",
    {
        "as they are read": ({}, [0, 4, 3, 1, 2]),
        "as they come": ({"triage.order": "arrival"}, [0, 1, 2, 3, 4]),
        "first come, first served knows no classes": ({"assignment.order": "first_come"}, [0, 1, 2, 3, 4]),
        "by deadline all are due alike": ({"assignment.order": "deadline"}, [0, 1, 2, 3, 4]),
        "by parts of the hours, as they are read": (
            {"assignment": {"order": "shares", "parts_of_hours": {"light": 1.0}}},
            [0, 4, 3, 1, 2],
        ),
        "where judging is the most urgent": ({"triage.priority": 1}, [0, 4, 3, 1, 2]),
    },
)
def test_the_desk_judges_first_what_the_system_reads_as_most_urgent(changes, right):
    """The first is in hand when the others come; whatever they truly are, they are read as light, no case and so on."""
    read_as = [CLOSED, LIGHT, CLOSED, SERIOUS, ACUTE]
    reports = [
        Report(0.1 * n, case_class=SERIOUS, by_hand=True, triage_hours=DAY, read_class=read)
        for n, read in enumerate(read_as)
    ]
    events = what_happens(hand_made(changes), reports, [Member(skills=[TRIAGE])])
    assert sorted(judged(events), key=judged(events).__getitem__) == right


@truth_table(
    "arrived, read_class, goes_first",
    {
        "read as urgent as that work: the earlier goes first": (0.2, SERIOUS, True),
        "read as urgent as that work: the later waits": (0.4, SERIOUS, False),
        "read as more urgent: first, though later": (0.4, ACUTE, True),
        "read as less urgent: waits, though earlier": (0.2, LIGHT, False),
        "read as no case: waits, though earlier": (0.2, CLOSED, False),
    },
)
def test_beside_work_as_urgent_as_judging_a_report_goes_by_its_class_too(arrived, read_class, goes_first):
    """Judging is as urgent as the serious case that arrives at 0.3; until day 1 the member is busy."""
    of = {"by_hand": True, "triage_hours": DAY, "read_class": read_class, "case_class": CLOSED}
    reports = sorted(
        [Report(0.0), Report(0.3, case_class=SERIOUS), Report(arrived, **of)], key=lambda r: r.arrived_days
    )
    events = what_happens(hand_made({"triage.priority": 3}), reports, [Member()])
    begun = first_starts(events)
    of_report = next(n for n, report in enumerate(reports) if report.by_hand)
    assert (begun[of_report] < begun[3 - of_report]) is goes_first


@truth_table(
    "read_class, right",
    {"read as light": (LIGHT, 1.0), "read as no case": (CLOSED, 1.0), "read as acute": (ACUTE, 1.0)},
)
def test_what_is_read_changes_nothing_beside_work_that_is_more_or_less_urgent(read_class, right):
    """Judging goes before light work and after acute work, whatever is read."""
    read = Report(0.2, case_class=SERIOUS, by_hand=True, triage_hours=DAY, read_class=read_class)
    begun = first_starts(what_happens(hand_made(), [Report(0.0), Report(0.1), read], [Member()]))
    assert begun[2] == right
    acute = [Report(0.0, case_class=ACUTE), read, Report(0.3, case_class=ACUTE)]
    begun = first_starts(what_happens(hand_made(), acute, [Member()]))
    assert begun[1] == 2.0


# The system takes over


def by_hand(arrived_days: float, **more: Any) -> Report:
    """A serious report that the system sees as light."""
    of = {"case_class": SERIOUS, "by_hand": True, "triage_hours": 90 * DAY, "system_class": LIGHT}
    return Report(arrived_days, **{**of, **more})


@truth_table(
    "above, right",
    {
        "none may wait: the one in hand does not count": (0, [2, 3, 4]),
        "one may": (1, [3, 4]),
        "two may": (2, [4]),
        "three may, and no more than three wait": (3, []),
        "no limit": (None, []),
    },
)
def test_the_system_judges_what_arrives_when_more_wait_than_may(above, right):
    """Five reports, a day apart: the first is in hand from the start, and the others wait for ever if by hand."""
    events = what_happens(
        assessed({"triage.automatic_above_reports": above}), [by_hand(day) for day in range(5)], [Member()]
    )
    assert judged(events) == {report: (float(report), LIGHT) for report in right}


def test_only_reports_that_wait_to_be_judged_count():
    """Cases wait at the same unit, and reports that wait in assessment."""
    cases = [Report(0.0, [(SEARCH, DAY)], SERIOUS)] * 3
    in_assessment = [Report(0.0, case_class=SERIOUS, by_system=True, assessment_hours=DAY)] * 3
    settings = assessed({"triage.automatic_above_reports": 0})
    events = what_happens(
        settings, [*cases, *in_assessment, by_hand(1.0), by_hand(2.0)], [Member(there=((9.0, 10.0),))]
    )
    assert {report for report in judged(events) if report >= 6} == {7}


def test_what_waits_goes_on_waiting_for_a_person():
    reports = [by_hand(0.0, triage_hours=3 * DAY), by_hand(1.0, triage_hours=DAY), by_hand(2.0), by_hand(3.5)]
    events = what_happens(assessed({"triage.automatic_above_reports": 0}), reports, [Member()])
    assert judged(events) == {0: (3.0, SERIOUS), 1: (4.0, SERIOUS), 2: (2.0, LIGHT)}, "the last one waits for a person"


def test_the_system_may_close_what_it_takes_over():
    reports = [by_hand(0.0), by_hand(1.0), by_hand(2.0, system_class=CLOSED)]
    events = what_happens(assessed({"triage.automatic_above_reports": 0}), reports, [Member()])
    assert course(events, 2) == [
        (2.0, Event.ARRIVED, IN_TRIAGE, SERIOUS),
        (2.0, Event.TRIAGED, IN_TRIAGE, CLOSED),
        (2.0, Event.ENDED, IN_TRIAGE, End.CLOSED_IN_TRIAGE),
    ]


# The course of an assessment


def test_a_report_is_triaged_then_assessed_then_a_case():
    report = Report(case_class=SERIOUS, by_hand=True, triage_hours=DAY, assessment_hours=2 * DAY)
    assert course(what_happens(assessed(), [report], [Member()]), 0) == [
        (0.0, Event.ARRIVED, IN_TRIAGE, SERIOUS),
        (0.0, Event.QUEUED, IN_TRIAGE, SERIOUS),
        (0.0, Event.STARTED, IN_TRIAGE, SERIOUS),
        (1.0, Event.FINISHED, IN_TRIAGE, -1),
        (1.0, Event.TRIAGED, IN_TRIAGE, SERIOUS),
        (1.0, Event.QUEUED, IN_ASSESSMENT, SERIOUS),
        (1.0, Event.STARTED, IN_ASSESSMENT, SERIOUS),
        (3.0, Event.FINISHED, IN_ASSESSMENT, -1),
        (3.0, Event.ASSESSED, IN_ASSESSMENT, SERIOUS),
        (3.0, Event.QUEUED, 0, SERIOUS),
        (3.0, Event.TAKEN_UP, 0, SERIOUS),
        (3.0, Event.STARTED, 0, SERIOUS),
        (4.0, Event.FINISHED, 0, -1),
        (4.0, Event.ENDED, 1, End.NO_OFFENCE),
    ]


@pytest.mark.parametrize("to_triage", [{"by_hand": True, "triage_hours": 1.0}, {"by_system": True}, {}])
def test_a_report_without_work_of_assessment_is_not_assessed(to_triage):
    events = what_happens(assessed(), [Report(case_class=SERIOUS, assessed_class=LIGHT, **to_triage)], [Member()])
    assert kinds(events, 0, Event.ASSESSED, Event.TAKEN_UP)[0][1:] == (Event.TAKEN_UP, SERIOUS)


def test_what_triage_closes_is_not_assessed():
    report = Report(case_class=SERIOUS, triaged_class=CLOSED, by_system=True, assessment_hours=DAY)
    assert ends(what_happens(assessed(), [report], [Member()])) == {0: (0.0, End.CLOSED_IN_TRIAGE)}


@truth_table(
    "case_class, assessed_class, told_classes, treated",
    {
        "as triage said": (SERIOUS, SERIOUS, [], []),
        "a severe case is hidden, and the first work shows it": (
            SERIOUS,
            LIGHT,
            [(2.0, SERIOUS)],
            [(1.0, Treatment.LETTER_OR_VISIT), (2.0, Treatment.FULL)],
        ),
        "a light case is investigated in full, and goes on so": (LIGHT, SERIOUS, [(2.0, LIGHT)], []),
    },
)
def test_a_case_has_the_class_of_the_assessment_until_work_shows_the_true_one(
    case_class, assessed_class, told_classes, treated
):
    """Light cases are visited."""
    settings = assessed({**ALL_WAYS, "steering": {"treatments": {"light": {"letter_or_visit": 1.0}}}})
    visit = [(ENRICH, DAY)] if assessed_class == LIGHT else []
    steps = [(SEARCH, DAY), (DOSSIER, DAY)]
    report = Report(0.0, steps, case_class, SERIOUS, by_system=True, assessed_class=assessed_class, visit=visit,
                    assessment_hours=DAY)  # fmt: skip
    events = what_happens(settings, [report], [Member()])
    assert kinds(events, 0, Event.ASSESSED, Event.TAKEN_UP) == [
        (1.0, Event.ASSESSED, assessed_class),
        (1.0, Event.TAKEN_UP, assessed_class),
    ]
    assert classes_told(events, 0) == told_classes
    assert treatments_told(events, 0) == treated
    assert ends(events)[0] == (3.0 + len(visit), End.NO_OFFENCE), "all steps of the full investigation"


def test_an_assessment_may_close_a_case():
    report = Report(case_class=SERIOUS, by_system=True, assessment_hours=DAY, assessed_class=CLOSED)
    events = what_happens(assessed(), [report], [Member()])
    assert kinds(events, 0, Event.FINISHED, Event.ASSESSED, Event.TAKEN_UP, Event.ENDED) == [
        (1.0, Event.FINISHED, -1),
        (1.0, Event.ASSESSED, CLOSED),
        (1.0, Event.ENDED, End.CLOSED_IN_TRIAGE),
    ]


HEARD = {"is_heard": True, "assessment_hours": DAY, "unit": COAST}


def test_whoever_is_heard_is_so_by_the_unit_at_once_and_what_is_no_case_is_closed_then():
    """Nobody at the capital is asked, and no case is taken up for the second."""
    reports = [
        Report(1.0, [(SEARCH, DAY)], SERIOUS, **HEARD),
        Report(1.5, [], CLOSED, triaged_class=SERIOUS, assessed_class=CLOSED, **HEARD),
    ]
    events = what_happens(assessed(), reports, [Member(), Member(COAST)])
    assert starts(events) == [(1.0, 0, 1), (2.0, 1, 1), (3.0, 0, 1)]
    of_report = (Event.TRIAGED, Event.ASSESSED, Event.TAKEN_UP, Event.ENDED)
    assert kinds(events, 1, *of_report) == [
        (1.5, Event.TRIAGED, SERIOUS),
        (3.0, Event.ASSESSED, CLOSED),
        (3.0, Event.ENDED, End.CLOSED_IN_TRIAGE),
    ]
    assert [event for _, event, _ in kinds(events, 0, *of_report)] == [*of_report]


@pytest.mark.parametrize(("told", "right"), [(ACUTE, 1.0), (SERIOUS, 9.0)])
def test_whoever_says_that_it_is_acute_is_heard_before_other_work_is_done(told, right):
    reports = [Report(0.0, [(ENRICH, 9 * DAY)], SERIOUS, unit=COAST), Report(1.0, case_class=told, **HEARD)]
    assert first_starts(what_happens(assessed(), reports, [Member(COAST)]))[1] == right


def test_the_system_takes_over_no_report_of_which_somebody_is_heard():
    """One waits for the desk, and none may, so that the system judges the next one that is for the desk."""
    reports = [by_hand(0.0), by_hand(0.5), Report(0.75, case_class=SERIOUS, system_class=LIGHT, **HEARD)]
    events = what_happens(assessed({"triage.automatic_above_reports": 0}), reports, [Member(COAST)])
    assert kinds(events, 2, Event.TRIAGED) == [(0.75, Event.TRIAGED, SERIOUS)]


# Who assesses, and when


@truth_table(
    "priority, right",
    {
        "more urgent than a serious case": (2, [2, 1]),
        "as urgent: what came first": (3, [1, 2]),
        "less urgent": (4, [1, 2]),
    },
)
def test_the_assessment_of_a_light_report_has_the_priority_that_is_set(priority, right):
    """A serious case came a day before it."""
    reports = [
        Report(0.0, [(ENRICH, 3 * DAY)], SERIOUS),
        Report(1.0, case_class=SERIOUS),
        Report(2.0, case_class=LIGHT, by_system=True, assessment_hours=DAY),
    ]
    events = what_happens(assessed(priority=priority), reports, [Member()])
    assert list(first_starts(events))[1:] == right


def test_a_report_of_a_class_more_urgent_than_assessment_is_assessed_as_that():
    """Assessment has priority 4: a serious report, 3, goes before a light one that came first."""
    reports = [
        Report(0.0, [(ENRICH, 3 * DAY)], SERIOUS),
        Report(1.0, case_class=LIGHT, by_system=True, assessment_hours=DAY),
        Report(2.0, case_class=SERIOUS, by_system=True, assessment_hours=DAY),
    ]
    events = what_happens(assessed(priority=4), reports, [Member()])
    assert [report for _, report, _ in starts(events)][:2] == [0, 2]


@pytest.mark.parametrize(("case_class", "right"), [(ACUTE, 1.0), (SERIOUS, 9.0)])
def test_only_the_assessment_of_a_class_that_preempts_interrupts(case_class, right):
    reports = [Report(0.0, [(ENRICH, 9 * DAY)], SERIOUS)]
    reports += [Report(1.0, case_class=case_class, by_system=True, assessment_hours=DAY)]
    assert first_starts(what_happens(assessed(), reports, [Member()]))[1] == right


def test_an_assessment_is_done_by_who_has_the_skill_at_the_team_that_does_that_step_for_the_unit():
    """The capital enriches for the coast. What follows is not handed over: it is the first step of the case."""
    settings = assessed({"casework.steps.enrich.national_team": "capital"})
    report = Report(0.0, [(SEARCH, DAY)], SERIOUS, by_system=True, assessment_hours=DAY, unit=COAST)
    events = what_happens(
        settings, [report], [Member(COAST), Member(skills=(TRIAGE, SEARCH)), Member(skills=(ENRICH,))]
    )
    assert starts(events) == [(0.0, 0, 2), (1.0, 0, 0)]
    assert Event.HANDED_OVER not in {event.kind for event in events}


def test_an_assessment_takes_up_nothing():
    """It may be done by the skill that makes an investigator, above a caseload of one and without room for a case.

    The light cases themselves are taken up when the one in hand has ended.
    """
    settings = assessed(
        {"assignment.caseload_limit": 1, "assignment.in_hand_limit_per_investigator": 1.0}, step="search"
    )
    one_in_hand = Report(0.0, [(SEARCH, 1.0), (DOSSIER, DAY)], SERIOUS, delay_days=(0.0, 50.0))
    light = [Report(1.0, [(SEARCH, DAY)], by_system=True, assessment_hours=DAY)] * 2
    events = what_happens(settings, [one_in_hand, *light], [Member()])
    assert [day for day, report, _ in starts(events) if report > 0][:3] == [1.0, 2.0, moment(51 + 1 / 24)]
    assert [f.report for f in events if f.kind == Event.TAKEN_UP] == [0, 1, 2]


# Traces


@truth_table(
    "trace_until_days, right",
    {
        "begun a second before the data are gone": (2.0 + A_SECOND, End.NO_OFFENCE),
        "begun at that moment": (2.0, End.UNTRACEABLE),
        "begun later": (1.0, End.UNTRACEABLE),
        "it leads to nobody, however soon": (0.0, End.UNTRACEABLE),
    },
)
def test_a_report_leads_to_a_person_if_its_assessment_begins_in_time(trace_until_days, right):
    """The only member is busy for two days. The work is done whatever it leads to."""
    report = Report(0.0, case_class=SERIOUS, by_system=True, assessment_hours=DAY, trace_until_days=trace_until_days)
    events = what_happens(assessed(), [Report(0.0, [(ENRICH, 2 * DAY)], ACUTE), report], [Member()])
    assert ends(events)[1] == (3.0 if right == End.UNTRACEABLE else 4.0, right)
    assert len(kinds(events, 1, Event.ASSESSED)) == (right != End.UNTRACEABLE)
    assert sum(f.work_seconds for f in events if f.report == 1 and f.step == IN_ASSESSMENT) == DAY * 3600


def test_an_assessment_that_was_begun_in_time_may_be_interrupted():
    reports = [
        Report(0.0, case_class=SERIOUS, by_system=True, assessment_hours=2 * DAY, trace_until_days=1.0),
        Report(0.5, [(ENRICH, 3 * DAY)], ACUTE),
    ]
    events = what_happens(assessed(), reports, [Member()])
    assert [day for day, report, _ in starts(events) if report == 0][:2] == [0.0, 3.5], "gone on with too late"
    assert kinds(events, 0, Event.ASSESSED) == [(5.0, Event.ASSESSED, SERIOUS)]


# What waits for the end of an assessment


@truth_table(
    "expires_days, right",
    {
        "while it waits": (1.0, (3.0, End.EXPIRED)),
        "at that moment": (3.0, (3.0, End.EXPIRED)),
        "a second later: it is a case for a second": (3.0 + A_SECOND, (moment(3.0 + A_SECOND), End.EXPIRED)),
    },
)
def test_a_report_expires_when_it_has_been_assessed_and_not_before(expires_days, right):
    """Nobody is able to take it up."""
    report = Report(0.0, [(DOSSIER, DAY)], by_system=True, assessment_hours=3 * DAY, expires_days=expires_days)
    events = what_happens(assessed(), [report], [Member(skills=(ENRICH,))])
    assert ends(events) == {0: right}
    assert len(kinds(events, 0, Event.QUEUED)) == (1 if right[0] == 3.0 else 2)


@pytest.mark.parametrize(("found_days", "right"), [(1.0, 3.0), (4.0, 4.0)])
def test_a_hidden_case_is_found_when_it_has_been_assessed_and_not_before(found_days, right):
    of = {"by_system": True, "assessment_hours": 3 * DAY, "found_days": found_days}
    report = Report(0.0, [(DOSSIER, DAY)], SERIOUS, LIGHT, **of)
    events = what_happens(assessed(), [report], [Member(skills=(ENRICH,))])
    assert classes_told(events, 0) == [(right, SERIOUS)]


def test_the_treatment_is_chosen_when_the_report_has_been_assessed():
    settings = assessed({**ALL_WAYS, "steering": {"treatments": {"light": {"short": 1.0}}}})
    as_light = Report(0.0, [(SEARCH, DAY)], by_system=True, assessment_hours=DAY, short=SHORT)
    to_light = Report(0.0, [(SEARCH, DAY)], triaged_class=SERIOUS, by_system=True, assessment_hours=DAY, short=SHORT,
                      assessed_class=LIGHT)  # fmt: skip
    to_serious = Report(0.0, [(SEARCH, DAY)], by_system=True, assessment_hours=DAY, assessed_class=SERIOUS)
    events = what_happens(settings, [as_light, to_light, to_serious], [Member(skills=ALL_SKILLS)] * 3)
    assert [treatments_told(events, report) for report in range(3)] == [[(1.0, Treatment.SHORT)]] * 2 + [[]]


# Which case of a class goes first


@pytest.mark.parametrize(
    ("by", "right"), [("freshest", [3, 2, 1]), ("score", [1, 3, 2])], ids=["the freshest", "the highest score"]
)
@pytest.mark.parametrize("order", ["agreements", "shares"])
def test_of_a_class_goes_first_the_freshest_or_the_highest_score_and_of_equal_ones_the_freshest(order, by, right):
    settings = hand_made({"assignment.order": order, "assignment.parts_of_hours": {"light": 1},
                          "assignment.portfolio_by": by})  # fmt: skip
    busy = Report(0.0, [(ENRICH, 5 * DAY)], ACUTE)
    cases = [Report(1.0, score=700), Report(2.0, score=600), Report(3.0, score=600)]
    assert list(first_starts(what_happens(settings, [busy, *cases], [Member()]))) == [0, *right]


def test_the_score_is_that_of_the_assessment():
    settings = assessed({"assignment.order": "agreements", "assignment.portfolio_by": "score"})
    of = {"by_system": True, "assessment_hours": 1.0}
    cases = [Report(1.0, [(DOSSIER, DAY)], score=700, assessed_score=100, **of),
             Report(1.0, [(DOSSIER, DAY)], score=200, assessed_score=300, **of)]  # fmt: skip
    events = what_happens(settings, cases, [Member(skills=(ENRICH,)), Member(skills=(DOSSIER,), there=((5.0, 9.0),))])
    assert [report for day, report, _ in starts(events) if day >= 5.0] == [1, 0]
