"""A further report raises the class of a case: from when its norm counts, and which score it has. Reckoned by hand.

All hours of all days are hours of work, and a step takes a day. The norm of acute cases is a day, of serious ones 14
days, and of light ones 90. Cases wait, since the only member is busy until day 9, or for who makes dossiers, who comes
on day 20.
"""

from typing import Any

import pytest

from tbkk_sim.model.event_records import End, Event
from tests.engine.hand_made import (
    ACUTE,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    SERIOUS,
    TRIAGE,
    Member,
    Report,
    classes_told,
    ends,
    first_starts,
    hand_made,
    starts,
    what_happens,
)
from tests.model.truth import truth_table

BUSY = Report(0.0, [(ENRICH, 9 * DAY)], ACUTE)
PERSON = 1
"""Whose first report comes after that of BUSY."""
BY_SCORE: dict[str, Any] = {"assignment.order": "agreements", "assignment.portfolio_by": "score"}


def on_person(arrived_days: float, case_class: int = LIGHT, **more: Any) -> Report:
    """A report on the person, which the system triages."""
    return Report(arrived_days, case_class=case_class, **{"person": PERSON, "by_system": True, **more})


# From when the norm counts


@truth_table(
    "order, raised_days, right",
    {
        "deadline: due on day 16, before the other": ("deadline", 2.0, [0, 1, 2]),
        "deadline: both due on day 17, and the report is the lower": ("deadline", 3.0, [0, 1, 2]),
        "deadline: due on day 18, and by its first report it was on day 15": ("deadline", 4.0, [0, 2, 1]),
        "by severity: it is serious since before the other": ("by_severity", 2.0, [0, 1, 2]),
        "by severity: it is serious since after the other": ("by_severity", 4.0, [0, 2, 1]),
        "agreements: since before the other": ("agreements", 2.0, [0, 1, 2]),
        "agreements: since after the other": ("agreements", 4.0, [0, 2, 1]),
        "shares: since after the other": ("shares", 4.0, [0, 2, 1]),
        "first come knows no classes: its first report counts": ("first_come", 4.0, [0, 1, 2]),
    },
)
def test_a_case_that_was_raised_has_its_place_by_the_report_that_raised_it(order, raised_days, right):
    """Its first report, of day 1, is light. A serious case came on day 3."""
    reports = sorted(
        [BUSY, on_person(1.0), Report(3.0, case_class=SERIOUS), on_person(raised_days, SERIOUS)],
        key=lambda report: report.arrived_days,
    )
    shares = {"assignment.parts_of_hours": {"light": 1.0}} if order == "shares" else {}
    events = what_happens(hand_made({"assignment.order": order, **shares}), reports, [Member()])
    other = reports.index(Report(3.0, case_class=SERIOUS))
    assert list(first_starts(events)) == [{2: other}.get(report, report) for report in right]
    assert classes_told(events, 1)[0] == (raised_days, SERIOUS), "whatever the order of the queue"


def test_the_report_that_raised_it_counts_from_its_arrival_and_not_from_its_triage():
    """It arrives on day 2 and is judged on day 5: due on day 16, before what came on day 3."""
    judged = {"by_system": False, "by_hand": True, "triage_hours": 3 * DAY}
    reports = [BUSY, on_person(1.0), on_person(2.0, SERIOUS, **judged), Report(3.0, case_class=SERIOUS)]
    members = [Member(skills=(ENRICH,)), Member(skills=(TRIAGE,))]
    events = what_happens(hand_made({"assignment.order": "deadline"}), reports, members)
    assert classes_told(events, 1)[0] == (5.0, SERIOUS)
    assert list(first_starts(events)) == [0, 2, 1, 3]


def test_a_report_that_raises_it_may_have_come_before_the_one_that_is_the_case():
    """The light one of day 2 is triaged first, and becomes the case; that of day 1 counts as soon as it is judged."""
    judged = {"by_system": False, "by_hand": True, "triage_hours": 4 * DAY}
    reports = [BUSY, on_person(1.0, SERIOUS, **judged), Report(1.5, case_class=SERIOUS), on_person(2.0)]
    members = [Member(skills=(ENRICH,)), Member(skills=(TRIAGE,))]
    events = what_happens(hand_made({"assignment.order": "deadline"}), reports, members)
    assert classes_told(events, 3)[0] == (5.0, SERIOUS)
    assert list(first_starts(events)) == [0, 1, 3, 2]


@pytest.mark.parametrize("again", [SERIOUS, LIGHT])
def test_a_further_report_that_raises_nothing_leaves_it_as_it_was(again):
    reports = [
        BUSY,
        on_person(1.0),
        on_person(2.0, SERIOUS),
        Report(3.0, case_class=SERIOUS),
        on_person(4.0, triaged_class=again),
    ]
    events = what_happens(hand_made({"assignment.order": "deadline"}), reports, [Member()])
    assert list(first_starts(events)) == [0, 1, 3]


def test_raised_once_more_it_counts_from_the_last_report_that_did():
    """Serious since day 2, acute since day 4: another acute case of day 3 goes first."""
    reports = [
        BUSY,
        on_person(1.0, ACUTE, triaged_class=LIGHT),
        on_person(2.0, ACUTE, triaged_class=SERIOUS),
        Report(3.0, case_class=ACUTE),
        on_person(4.0, ACUTE),
    ]
    events = what_happens(hand_made(), reports, [Member()])
    assert list(first_starts(events)) == [0, 3, 1]


# Recognised in another way, it counts from its first report


@pytest.mark.parametrize(("assessed_class", "right"), [(SERIOUS, [1, 2]), (LIGHT, [2, 1])])
def test_what_its_unit_makes_of_it_counts_from_its_first_report(assessed_class, right):
    """Raised on day 4, before its assessment on day 9: serious all along, it is due before that of day 3."""
    settings = hand_made({"assignment.order": "deadline", "triage.assessment": {"enabled": True}})
    dossier = [(DOSSIER, DAY)]
    reports = [
        BUSY,
        on_person(1.0, steps=dossier, assessment_hours=DAY, assessed_class=assessed_class),
        Report(3.0, dossier, SERIOUS),
        on_person(4.0, SERIOUS),
    ]
    members = [Member(skills=(ENRICH,)), Member(skills=(DOSSIER,), there=((20.0, 30.0),))]
    events = what_happens(settings, reports, members)
    assert [report for day, report, _ in starts(events) if day >= 20.0] == right


def test_in_assessment_it_has_its_place_by_the_report_that_raised_it():
    """Due on day 18 as a serious report; the other, of day 3, is assessed before it."""
    settings = hand_made({"assignment.order": "deadline", "triage.assessment": {"enabled": True}})
    reports = [
        BUSY,
        on_person(1.0, assessment_hours=DAY),
        Report(3.0, case_class=SERIOUS, by_system=True, assessment_hours=DAY),
        on_person(4.0, SERIOUS),
    ]
    events = what_happens(settings, reports, [Member()])
    assert [f.report for f in events if f.kind == Event.ASSESSED] == [2, 1]


def test_found_by_itself_it_counts_from_its_first_report():
    """Raised to serious on day 4 and found to be acute on day 5, it is acute since day 1; the other one since day 2."""
    reports = [
        BUSY,
        on_person(1.0, ACUTE, triaged_class=LIGHT, found_days=5.0),
        Report(2.0, case_class=ACUTE),
        on_person(4.0, ACUTE, triaged_class=SERIOUS),
    ]
    events = what_happens(hand_made(), reports, [Member()])
    assert classes_told(events, 1) == [(4.0, SERIOUS), (5.0, ACUTE)]
    assert list(first_starts(events)) == [0, 1, 2]


def test_what_the_work_shows_counts_from_its_first_report():
    """Raised on day 4 and begun on day 9, it is light after all: due on day 91, before the light one of day 2."""
    steps = [(ENRICH, DAY), (ENRICH, DAY)]
    reports = [BUSY, on_person(1.0, steps=steps), Report(2.0), on_person(4.0, triaged_class=SERIOUS)]
    events = what_happens(hand_made({"assignment.order": "deadline"}), reports, [Member()])
    assert classes_told(events, 1) == [(4.0, SERIOUS), (10.0, LIGHT)]
    assert [report for _, report, _ in starts(events)] == [0, 1, 1, 2]


# The score


@truth_table(
    "first, further, right",
    {
        "raised, and high among serious ones": ((LIGHT, 100), (SERIOUS, 600), [0, 1, 2]),
        "raised, and low among serious ones: how bad it was for a light one says nothing": (
            (LIGHT, 900), (SERIOUS, 400), [0, 2, 1],
        ),
        "the report is light: however bad for a light one": ((SERIOUS, 400), (LIGHT, 900), [0, 2, 1]),
        "both serious: the higher counts": ((SERIOUS, 400), (SERIOUS, 600), [0, 1, 2]),
        "both serious: it keeps its own": ((SERIOUS, 600), (SERIOUS, 400), [0, 1, 2]),
    },
)  # fmt: skip
def test_a_score_counts_among_cases_of_one_class(first, further, right):
    """Serious cases are of the portfolio here; another one has a score of 500."""
    settings = hand_made({**BY_SCORE, "casework.classes.serious.severe": False})
    reports = [
        BUSY,
        on_person(1.0, SERIOUS, triaged_class=first[0], score=first[1]),
        Report(2.0, case_class=SERIOUS, score=500),
        on_person(3.0, SERIOUS, triaged_class=further[0], score=further[1]),
    ]
    assert list(first_starts(what_happens(settings, reports, [Member()]))) == right


@pytest.mark.parametrize(("score", "system_score", "right"), [(400, 600, [0, 1]), (600, 400, [1, 0])])
def test_what_the_system_takes_over_joins_with_the_score_that_the_system_gives(score, system_score, right):
    """Two light cases have the scores 450 and 500; a further report on the first is judged by the system."""
    settings = hand_made({**BY_SCORE, "triage.automatic_above_reports": 0, "triage.assessment": {"enabled": True}})
    by_hand = {"by_hand": True, "triage_hours": 90 * DAY}
    seen = {"steps": [(DOSSIER, DAY)], "by_system": True, "assessment_hours": 1.0}
    reports = [
        Report(0.0, **seen, assessed_score=450),
        Report(1.0, **seen, assessed_score=500),
        Report(2.0, **by_hand),
        Report(3.0, **by_hand),
        Report(4.0, **by_hand, person=0, score=score, system_score=system_score),
    ]
    members = [Member(skills=(TRIAGE,)), Member(skills=(ENRICH,)), Member(skills=(DOSSIER,), there=((20.0, 40.0),))]
    events = what_happens(settings, reports, members)
    assert ends(events)[4] == (4.0, End.JOINED)
    assert [report for day, report, _ in starts(events) if day >= 20.0] == right
