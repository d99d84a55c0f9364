"""Several reports on one person: which of them join a case, and what that does to it. Stories reckoned by hand.

All hours of all days are hours of work, and a step takes a day unless it says otherwise. The system triages at once
where nothing else is said. Most cases wait, since the only member is busy until day 9.
"""

from typing import Any

import pytest

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.settings import Settings
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    ALL_WAYS,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    RETURNS,
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
FULL, SHORT, VISIT, _ = Treatment
BUSY = Report(0.0, [(ENRICH, 9 * DAY)], ACUTE)
PERSON = 1
"""Whose first report comes after that of BUSY."""
FRESHEST_FIRST: dict[str, Any] = {"assignment.order": "agreements"}


def assessed(changes: dict[str, Any] | None = None) -> Settings:
    """Units assess, and light cases may be treated in all ways."""
    return hand_made({"triage.assessment": {"enabled": True}, **ALL_WAYS, **(changes or {})})


def on_person(arrived_days: float, case_class: int = LIGHT, **more: Any) -> Report:
    """A report on the person."""
    return Report(arrived_days, case_class=case_class, **{"person": PERSON, "by_system": True, **more})


def of_cases(events: list[Happened], *kinds: Event) -> list[tuple[float, Event, int, int]]:
    """When which of these events happen to which report, with their detail."""
    return [(f.time_days, f.kind, f.report, f.detail) for f in events if f.kind in kinds]


# A report joins an open case


def test_a_further_report_joins_the_open_case_and_is_no_case_itself():
    events = what_happens(hand_made(), [BUSY, on_person(1.0), on_person(2.0), on_person(3.0)], [Member()])
    assert [(f.time_days, f.kind) for f in events if f.report == 2 and f.step == -1 and f.kind != Event.JOINED] == [
        (2.0, Event.ARRIVED),
        (2.0, Event.TRIAGED),
        (2.0, Event.ENDED),
    ]
    assert ends(events) == {
        0: (9.0, End.NO_OFFENCE),
        1: (10.0, End.NO_OFFENCE),
        2: (2.0, End.JOINED),
        3: (3.0, End.JOINED),
    }


def test_a_report_on_another_person_is_a_case():
    events = what_happens(hand_made(), [BUSY, on_person(1.0), on_person(2.0, person=2)], [Member()])
    assert End.JOINED not in [how for _, how in ends(events).values()]


def test_a_report_joins_when_it_is_triaged_and_not_when_it_arrives():
    """The first report is triaged after the second, which so becomes the case."""
    judging = {"by_system": False, "by_hand": True}
    reports = [BUSY, on_person(1.0, triage_hours=3 * DAY, **judging), on_person(2.0)]
    events = what_happens(hand_made(), reports, [Member(skills=(ENRICH,)), Member(skills=(TRIAGE,))])
    assert ends(events)[1] == (4.0, End.JOINED)
    assert ends(events)[2] == (10.0, End.NO_OFFENCE)


def test_a_report_that_triage_closes_joins_nothing():
    events = what_happens(hand_made(), [BUSY, on_person(1.0), on_person(2.0, triaged_class=CLOSED)], [Member()])
    assert ends(events)[2] == (2.0, End.CLOSED_IN_TRIAGE)


@truth_table(
    "seen_as, further_seen_as, right",
    {
        "the report is more urgent: a hidden case is found": (LIGHT, SERIOUS, [(2.0, SERIOUS)]),
        "as urgent": (SERIOUS, SERIOUS, []),
        "the report is less urgent": (SERIOUS, LIGHT, []),
    },
)
def test_a_case_that_waits_gets_the_more_urgent_class(seen_as, further_seen_as, right):
    """First the report ends, then the case changes."""
    reports = [
        BUSY,
        on_person(1.0, SERIOUS, triaged_class=seen_as),
        on_person(2.0, SERIOUS, triaged_class=further_seen_as),
    ]
    events = what_happens(hand_made(), reports, [Member()])
    joining = [
        (time, report, kind)
        for time, kind, report, _ in of_cases(events, Event.ENDED, Event.RECLASSIFIED)
        if time == 2.0
    ]
    assert joining == [(2.0, 2, Event.ENDED), *[(2.0, 1, Event.RECLASSIFIED)] * len(right)]
    assert [change for change in classes_told(events, 1) if change[0] == 2.0] == right


@pytest.mark.parametrize("further_seen_as", [SERIOUS, LIGHT])
def test_a_case_that_got_another_class_goes_before_others(further_seen_as):
    reports = [
        BUSY,
        on_person(1.0),
        Report(2.0),
        on_person(3.0, triaged_class=further_seen_as),
        Report(4.0, case_class=SERIOUS),
    ]
    events = what_happens(hand_made(), reports, [Member()])
    assert list(first_starts(events)) == ([0, 1, 4, 2] if further_seen_as == SERIOUS else [0, 4, 1, 2])


@truth_table(
    "order, further, right",
    {
        "the freshest first: that is the other": ("agreements", [], [0, 2, 1]),
        "the case is the freshest by its further report": ("agreements", [on_person(3.0)], [0, 1, 2]),
        "by arrival, the further report counts for nothing": ("first_come", [on_person(3.0)], [0, 1, 2]),
    },
)
def test_a_report_makes_a_case_fresh(order, further, right):
    events = what_happens(
        hand_made({"assignment.order": order}), [BUSY, on_person(1.0), Report(2.0), *further], [Member()]
    )
    assert list(first_starts(events)) == right


def test_the_norm_of_a_case_counts_from_its_first_report():
    """A light case is due within 90 days: what came on day 2 is due after what came on day 1, whatever joins it."""
    reports = [BUSY, on_person(1.0), Report(2.0), on_person(3.0)]
    events = what_happens(hand_made({"assignment.order": "deadline"}), reports, [Member()])
    assert list(first_starts(events)) == [0, 1, 2]


@truth_table(
    "scores, right",
    {
        "the further report has the highest": ((400, 500, 600), [0, 1, 2]),
        "the same as the other case, which is less fresh now": ((400, 500, 500), [0, 1, 2]),
        "a little less than the other case": ((400, 500, 499), [0, 2, 1]),
        "less than the case has: it keeps its own": ((600, 500, 400), [0, 1, 2]),
    },
)
def test_a_further_report_raises_the_score_of_a_case(scores, right):
    first, other, further = scores
    settings = hand_made({**FRESHEST_FIRST, "assignment.portfolio_by": "score"})
    reports = [BUSY, on_person(1.0, score=first), Report(2.0, score=other), on_person(3.0, score=further)]
    assert list(first_starts(what_happens(settings, reports, [Member()]))) == right


@truth_table(
    "first, further, right",
    {
        "the report gives it time": (4.0, 6.0, 6.0),
        "it keeps what it has": (6.0, 4.0, 6.0),
        "a second more": (4.0, 4.0 + A_SECOND, moment(4.0 + A_SECOND)),
        "the report never expires": (4.0, 1e9, 10.0),
    },
)
def test_a_case_expires_with_the_last_of_its_reports(first, further, right):
    events = what_happens(
        hand_made(), [BUSY, on_person(1.0, expires_days=first), on_person(2.0, expires_days=further)], [Member()]
    )
    assert ends(events)[1] == (right, End.NO_OFFENCE if right == 10.0 else End.EXPIRED)


@pytest.mark.parametrize(("arrives", "right"), [(4.0, End.JOINED), (4.0 + A_SECOND, End.EXPIRED)])
def test_a_report_joins_a_case_until_it_has_expired(arrives, right):
    """A report comes before a case expires at the same moment; a second later it is a case itself, which expires."""
    reports = [BUSY, on_person(1.0, expires_days=4.0), on_person(arrives, expires_days=6.0)]
    assert ends(what_happens(hand_made(), reports, [Member()]))[2][1] == right


@pytest.mark.parametrize(("further_days", "right"), [(9.0 - A_SECOND, [SERIOUS]), (9.0, []), (9.5, [])])
def test_a_report_changes_nothing_once_the_case_is_taken_up(further_days, right):
    reports = [BUSY, on_person(1.0), on_person(further_days, triaged_class=SERIOUS)]
    events = what_happens(hand_made(), reports, [Member()])
    assert ends(events)[2] == (moment(further_days), End.JOINED)
    assert [new_class for day, new_class in classes_told(events, 1) if day < 10.0] == right


def test_a_case_that_waits_for_others_changes_too():
    """Nothing is in line during the outside delay; after it the case goes first."""
    reports = [
        BUSY,
        on_person(1.0, delay_days=(5.0,)),
        on_person(2.0, triaged_class=SERIOUS),
        Report(3.0, case_class=SERIOUS),
    ]
    events = what_happens(hand_made(), reports, [Member()])
    assert classes_told(events, 1)[0] == (2.0, SERIOUS)
    assert list(first_starts(events)) == [0, 1, 3]


# Who takes up what has become urgent


def test_a_case_that_becomes_urgent_interrupts_at_once():
    reports = [
        Report(0.0, [(ENRICH, 9 * DAY)], SERIOUS),
        on_person(1.0, ACUTE, triaged_class=LIGHT),
        on_person(2.0, ACUTE),
    ]
    assert first_starts(what_happens(hand_made(), reports, [Member()]))[1] == 2.0


def test_who_triaged_the_report_looks_for_work_before_the_case_is_offered_to_others():
    """The one who judged takes the case; else the other, who is busy with a serious one, would be interrupted."""
    reports = [
        Report(0.0, [(ENRICH, 9 * DAY)], SERIOUS),
        on_person(0.0, ACUTE, by_system=False, by_hand=True, triage_hours=DAY),
        on_person(0.5, ACUTE, triaged_class=LIGHT),
    ]
    events = what_happens(hand_made(), reports, [Member(skills=(ENRICH,)), Member()])
    assert starts(events) == [(0.0, 0, 0), (0.0, 1, 1), (1.0, 2, 1)]


def test_an_open_case_is_offered_to_who_is_free_and_may_take_it_now():
    """One member is kept for urgent work."""
    settings = hand_made({"assignment.reserve_members": {"capital": 1}})
    reports = [on_person(1.0, ACUTE, triaged_class=LIGHT, person=0), on_person(2.0, ACUTE, person=0)]
    assert starts(what_happens(settings, reports, [Member()])) == [(2.0, 0, 0)]


# A report joins a case in assessment


def test_in_assessment_the_class_of_a_report_counts_for_the_order_and_not_afterwards():
    """Light reports are assessed after serious cases, serious ones among them by arrival."""
    settings = assessed({"triage.assessment": {"enabled": True, "priority": 4}})
    reports = [
        BUSY,
        on_person(1.0, assessment_hours=DAY),
        on_person(2.0, triaged_class=SERIOUS),
        Report(3.0, case_class=SERIOUS),
    ]
    events = what_happens(settings, reports, [Member()])
    assert classes_told(events, 1) == [(2.0, SERIOUS)]
    assert list(first_starts(events)) == [0, 1, 3]
    assert of_cases(events, Event.ASSESSED) == [(10.0, Event.ASSESSED, 1, LIGHT)]
    without = [report for report in reports if report is not reports[2]]
    assert list(first_starts(what_happens(settings, without, [Member()]))) == [0, 2, 1]


def test_a_report_may_make_an_assessment_urgent():
    reports = [
        Report(0.0, [(ENRICH, 9 * DAY)], SERIOUS),
        on_person(1.0, ACUTE, triaged_class=LIGHT, assessment_hours=DAY),
        on_person(2.0, ACUTE),
    ]
    assert first_starts(what_happens(assessed(), reports, [Member()]))[1] == 2.0


def test_an_assessment_in_hand_goes_on_as_it_was_begun():
    reports = [on_person(1.0, person=0, assessment_hours=2 * DAY), on_person(2.0, person=0, triaged_class=SERIOUS)]
    events = what_happens(assessed(), reports, [Member()])
    assert of_cases(events, Event.RECLASSIFIED, Event.FINISHED, Event.ASSESSED, Event.TAKEN_UP) == [
        (2.0, Event.RECLASSIFIED, 0, SERIOUS),
        (3.0, Event.FINISHED, 0, -1),
        (3.0, Event.ASSESSED, 0, LIGHT),
        (3.0, Event.TAKEN_UP, 0, LIGHT),
        (4.0, Event.FINISHED, 0, -1),
    ]


@truth_table(
    "by, first, further, right",
    {
        "no further report: the other case is the freshest": ("freshest", {}, None, [1, 0]),
        "fresh again": ("freshest", {}, {}, [0, 1]),
        "it expires in line": ("freshest", {"expires_days": 5.0}, None, [1]),
        "time until after it is taken up": ("freshest", {"expires_days": 5.0}, {"expires_days": 50.0}, [0, 1]),
        "time, but not enough": ("freshest", {"expires_days": 5.0}, {"expires_days": 6.0}, [1]),
        "no less time than it had": ("freshest", {"expires_days": 50.0}, {"expires_days": 1.0}, [0, 1]),
        "no score: the assessment gives it": ("score", {"score": 400}, {"score": 600}, [1, 0]),
    },
)
def test_in_assessment_a_report_gives_freshness_and_time_but_no_score(by, first, further, right):
    """Who makes dossiers comes on day 20; the other case came on day 0.2, a further report on day 0.5."""
    settings = assessed({**FRESHEST_FIRST, "assignment.portfolio_by": by})
    of = {"steps": [(DOSSIER, DAY)], "person": 0}
    reports = [on_person(0.0, **of, **first, assessment_hours=DAY), Report(0.2, [(DOSSIER, DAY)], score=500)]
    if further is not None:
        reports.append(on_person(0.5, **of, **further))
    members = [Member(skills=(ENRICH,)), Member(skills=(DOSSIER,), there=((20.0, 30.0),))]
    assert [report for day, report, _ in starts(what_happens(settings, reports, members)) if day >= 20.0] == right


# The case of the person has ended


def case_that_ends(how: End) -> dict[str, Any]:
    """A first report whose case ends so within three days."""
    if how <= End.NO_OFFENCE and how != End.LETTER_OR_VISIT:
        return {"outcome": how}
    return {
        End.LETTER_OR_VISIT: {"draw": 500_000, "visit": [(ENRICH, DAY)]},
        End.CLOSED_BY_CHOICE: {"draw": 999_999},
        End.EXPIRED: {"steps": [(SEARCH, DAY)], "expires_days": 2.0},
        End.UNTRACEABLE: {"assessment_hours": DAY, "trace_until_days": 0.0},
        End.CLOSED_IN_TRIAGE: {"assessment_hours": DAY, "assessed_class": CLOSED},
    }[how]


@truth_table(
    "how, right",
    {
        "a file": (End.FILE_TO_OM, (5.0, End.JOINED)),
        "a conditional dismissal": (End.ALTERNATIVE, (5.0, End.JOINED)),
        "it went to others": (End.TRANSFERRED, (5.0, End.JOINED)),
        "no offence": (End.NO_OFFENCE, (5.0, End.JOINED)),
        "only warned: now in full, whatever its class": (End.LETTER_OR_VISIT, (7.0, End.NO_OFFENCE)),
        "closed by choice": (End.CLOSED_BY_CHOICE, (6.0, End.LETTER_OR_VISIT)),
        "expired": (End.EXPIRED, (6.0, End.LETTER_OR_VISIT)),
        "untraceable": (End.UNTRACEABLE, (6.0, End.LETTER_OR_VISIT)),
        "closed by the assessment": (End.CLOSED_IN_TRIAGE, (6.0, End.LETTER_OR_VISIT)),
    },
)
def test_what_becomes_of_a_report_after_the_case_of_its_person_has_ended(how, right):
    """Light cases are treated by their draw. The report of day 5 is to be visited, for a day; in full takes two."""
    steering = {"treatments": {"light": {"full": 0.4, "letter_or_visit": 0.4, "nothing": 0.2}}}
    further = on_person(5.0, steps=[(ENRICH, DAY), (DOSSIER, DAY)], visit=[(ENRICH, DAY)], draw=500_000, person=0)
    events = what_happens(
        assessed({"steering": steering}),
        [on_person(0.0, person=0, **case_that_ends(how)), further],
        [Member(skills=(ENRICH, DOSSIER))],
    )
    assert ends(events)[0][1] == how
    assert ends(events)[1] == right
    chosen = [(5.0, VISIT)] if right[1] == End.LETTER_OR_VISIT else []
    assert treatments_told(events, 1) == chosen, "who was warned is investigated in full without a choice"


@pytest.mark.parametrize(("arrives", "right"), [(1.0 - A_SECOND, End.JOINED), (1.0, End.NO_OFFENCE)])
def test_a_report_joins_until_the_case_has_ended(arrives, right):
    """The case ends, with a warning, before a report arrives at the same moment."""
    settings = assessed({"steering": {"treatments": {"light": {"letter_or_visit": 1.0}}}})
    visited = {"visit": [(ENRICH, DAY)], "person": 0}
    events = what_happens(settings, [on_person(0.0, **visited), on_person(arrives, **visited)], [Member()])
    assert ends(events)[0] == (1.0, End.LETTER_OR_VISIT)
    assert ends(events)[1][1] == right


def test_the_last_case_of_a_person_counts():
    """Visited, then investigated in full for a day, then known."""
    settings = assessed({"steering": {"treatments": {"light": {"letter_or_visit": 1.0}}}})
    visited = {"visit": [(ENRICH, DAY)], "person": 0}
    events = what_happens(settings, [on_person(day, **visited) for day in (0.0, 2.0, 4.0)], [Member()])
    assert list(ends(events).values()) == [(1.0, End.LETTER_OR_VISIT), (3.0, End.NO_OFFENCE), (4.0, End.JOINED)]


def test_what_was_closed_at_the_desk_and_what_was_joined_leave_a_person_as_known_as_before():
    classes = (LIGHT, CLOSED, LIGHT, LIGHT)
    reports = [on_person(2.0 * n, person=0, triaged_class=seen_as) for n, seen_as in enumerate(classes)]
    events = what_happens(hand_made(), reports, [Member()])
    assert [how for _, how in ends(events).values()] == [End.NO_OFFENCE, End.CLOSED_IN_TRIAGE, End.JOINED, End.JOINED]


# Reports that were not triaged


def test_what_needs_no_triage_joins_nothing_and_is_joined():
    """Known from the start: two pieces of work in stock on one person, then a report."""
    stock = {"by_system": False, "person": 0}
    reports = [
        on_person(-2.0, SERIOUS, taken_up=True, **stock),
        on_person(-1.0, SERIOUS, **stock),
        on_person(0.5, person=0),
    ]
    events = what_happens(hand_made(), reports, [Member()])
    assert {report: how for report, (_, how) in ends(events).items()} == {
        0: End.NO_OFFENCE,
        1: End.NO_OFFENCE,
        2: End.JOINED,
    }


@pytest.mark.parametrize(("arrives", "right"), [(2.5, End.NO_OFFENCE), (3.5, End.JOINED)])
def test_a_report_joins_a_case_of_a_person_who_was_reported_again(arrives, right):
    """Visited on day 0, reported again on day 3, two days after the end of the visit; a member for each."""
    settings = assessed({"steering": {"treatments": {"light": {"letter_or_visit": 1.0}}}})
    visited = on_person(0.0, person=0, visit=[(ENRICH, DAY)], returns_as=2, returns_after=(VISIT,), returns_in_days=2.0)
    again = Report(1e9, [(ENRICH, 9 * DAY)], stream=RETURNS, person=0)
    events = what_happens(settings, [visited, on_person(arrives, person=0), again], [Member()] * 2)
    assert ends(events)[1][1] == right
    assert ends(events)[2] == (12.0, End.NO_OFFENCE), "who returns joins nothing"


def test_who_was_warned_is_not_visited_in_a_campaign_either():
    campaign = {"label": "Week", "date": "2021-01-11", "days": 2, "case_class": "light", "treatment": "letter_or_visit",
                "members_share": 1.0}  # fmt: skip
    settings = assessed(
        {"steering": {"treatments": {"light": {"letter_or_visit": 1.0}}, "campaigns": {"week": campaign}}}
    )
    of = {"steps": [(DOSSIER, DAY)], "visit": [(ENRICH, DAY)]}
    keeps_busy = Report(1.5, [(ENRICH, 9 * DAY)], ACUTE)
    reports = [on_person(0.0, person=0, **of), keeps_busy, on_person(2.0, person=0, **of), Report(2.0, **of)]
    events = what_happens(settings, reports, [Member()])
    on_campaign = [f.report for f in events if f.kind == Event.WEIGHED and f.member >= 0]
    assert on_campaign == [3]
    assert ends(events)[2][1] == End.NO_OFFENCE
