"""What goes first, when work begins and ends, and what a case turns out to be: stories reckoned by hand."""

from typing import Any

import pytest

from tbkk_sim.engine import ENGINES, simulate
from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.world import NEVER
from tests.builders import LAB, small_settings
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    COAST,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    OWN,
    OWN_WORK,
    POOL,
    SEARCH,
    SERIOUS,
    TRIAGE,
    Member,
    Report,
    classes_told,
    ends,
    first_starts,
    hand_made,
    moment,
    starts,
    what_happens,
)
from tests.engine.small_worlds import BUSY, MISJUDGED, UPGRADES
from tests.model.truth import truth_table

OFFICE: dict[str, Any] = {
    "calendar": {"kind": "office", "hours_per_day": 8.0, "opens_at_hour": 9.0, "holidays_country": None}
}
MONDAY, OPENS, CLOSES = 3.0, 9 / 24, 17 / 24
"""The third of January 2021 is a Sunday; day 3 is the Monday."""
DEADLINE = {"assignment.order": "deadline"}


# What a case turns out to be


def test_a_misjudged_case_shows_its_class_at_the_end_of_the_first_step_that_is_worked_on():
    case = Report(0.0, [(ENRICH, 0.0), (SEARCH, DAY), (DOSSIER, DAY)], SERIOUS, LIGHT)
    assert classes_told(what_happens(hand_made(), [case], [Member()]), 0) == [(1.0, SERIOUS)]


@pytest.mark.parametrize(
    ("hours", "upgraded_hours", "told", "ended"),
    [
        ([DAY, 0.0, DAY], [DAY, DAY, DAY], [(2.0, ACUTE)], 2.0),  # at the end of the first that is worked on after it
        ([DAY, 0.0, 0.0], [DAY, DAY, DAY], [(1.0, ACUTE)], 3.0),  # no other is left: at the end of the last one
        ([DAY, 0.0, 0.0], [DAY, 0.0, 0.0], [(1.0, ACUTE)], 1.0),
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [(0.0, ACUTE)], 0.0),  # nothing is worked on at all
    ],
)
def test_an_upgrade_whose_step_has_no_hours_is_discovered_all_the_same(hours, upgraded_hours, told, ended):
    case = Report(
        0.0,
        list(zip((ENRICH, SEARCH, DOSSIER), hours, strict=True)),
        SERIOUS,
        upgraded_hours=upgraded_hours,
        upgrade_class=ACUTE,
        upgrade_after=1,
    )
    events = what_happens(hand_made(), [case], [Member()])
    assert classes_told(events, 0) == told
    assert ends(events)[0][0] == ended


@pytest.mark.parametrize(
    ("case", "told_days"),
    [
        pytest.param(Report(2.0, [(SEARCH, DAY)], SERIOUS, LIGHT, found_days=3.0), [3.0], id="at its moment"),
        pytest.param(
            Report(2.0, [(SEARCH, DAY)], SERIOUS, LIGHT, by_hand=True, triage_hours=3 * DAY, found_days=3.0),
            [5.0],
            id="when it has been judged, if that is later",
        ),
        pytest.param(Report(2.0, [(SEARCH, DAY)], SERIOUS, LIGHT), [], id="never, without any work"),
    ],
)
def test_a_misjudged_case_is_found_by_others_than_those_who_work_on_it(case, told_days):
    events = what_happens(hand_made(), [case], [Member(skills=(TRIAGE,))])
    assert classes_told(events, 0) == [(day, SERIOUS) for day in told_days]


def test_a_waiting_case_that_is_found_to_be_acute_is_offered_at_once():
    reports = [
        Report(0.0, [(ENRICH, 9 * DAY)], SERIOUS),
        Report(1.0, [(ENRICH, DAY)], ACUTE, LIGHT, found_days=3.0),
    ]
    assert starts(what_happens(hand_made(), reports, [Member()]))[1] == (3.0, 1, 0)


def test_a_case_that_has_ended_without_work_does_not_expire_any_more():
    events = what_happens(hand_made(), [Report(0.0, [(ENRICH, 0.0)], LIGHT, expires_days=5.0)], [Member()])
    assert [(event.time_days, event.detail) for event in events if event.kind == Event.ENDED] == [(0.0, End.NO_OFFENCE)]


def test_a_misjudged_case_without_any_hours_ends_as_what_it_is():
    case = Report(0.0, [(ENRICH, 0.0)], SERIOUS, LIGHT)
    events = what_happens(hand_made(), [case], [Member()])
    assert [event.kind for event in events if event.report == 0][-2:] == [Event.RECLASSIFIED, Event.ENDED]


def test_a_case_ends_as_its_class_can():
    """Outcomes tell classes apart; a third of the cases need the first step, and many are misjudged or upgraded."""
    light = {"casework.classes.light.hours.enrich": {"mean_hours": 1, "needed_share": 0.3}}
    serious = {"casework.classes.serious.hours.enrich": {"mean_hours": 3, "needed_share": 0.3}}
    apart = {
        "casework.classes.acute.outcomes": {"file_to_om": 1.0},
        "casework.classes.serious.outcomes": {"no_offence": 1.0},
        "casework.classes.light.outcomes": {"letter_or_visit": 1.0},
    }
    settings = small_settings({**BUSY, **MISJUDGED, **UPGRADES, **light, **serious, **apart, "run.end": "2021-03-31"})
    expected = {ACUTE: End.FILE_TO_OM, SERIOUS: End.NO_OFFENCE, LIGHT: End.LETTER_OR_VISIT}
    for replication in (0, 1):
        log = simulate(draw_world(settings, replication), compile_parameters(settings), ENGINES[-1])
        case_class: dict[int, int] = {}
        ended = 0
        for event in log.select(Event.TRIAGED, Event.RECLASSIFIED, Event.ENDED).tolist():
            report, detail, kind = event[2], event[5], event[7]
            if kind != Event.ENDED:
                case_class[report] = detail
            elif detail <= End.NO_OFFENCE:
                assert detail == expected[case_class[report]], f"report {report}"
                ended += 1
        assert ended > 200


@pytest.mark.parametrize(
    ("true_class", "triaged_class", "is_interrupted"),
    [
        pytest.param(LIGHT, LIGHT, True, id="light work is put down"),
        pytest.param(ACUTE, LIGHT, False, id="judged light and found to be acute, it is not put down"),
        pytest.param(LIGHT, ACUTE, True, id="judged acute and found to be light, it is put down"),
        pytest.param(ACUTE, ACUTE, False, id="acute work is not put down"),
    ],
)
def test_work_in_hand_is_put_down_by_what_it_was_found_to_be(true_class, triaged_class, is_interrupted):
    reports = [
        Report(0.0, [(ENRICH, 5 * DAY)], true_class, triaged_class, found_days=1.0),
        Report(2.0, [(ENRICH, DAY)], ACUTE),
    ]
    events = what_happens(hand_made(), reports, [Member()])
    assert classes_told(events, 0) == ([] if true_class == triaged_class else [(1.0, true_class)])
    assert starts(events)[1] == ((2.0, 1, 0) if is_interrupted else (5.0, 1, 0))


@pytest.mark.parametrize(
    ("true_class", "found"), [(SERIOUS, True), (SERIOUS, False), (ACUTE, True)], ids=["serious", "not found", "acute"]
)
def test_urgent_work_interrupts_as_soon_as_what_is_in_hand_is_found_to_be_less_urgent(true_class, found):
    reports = [
        Report(0.0, [(ENRICH, 5 * DAY)], true_class, ACUTE, found_days=2.0 if found else NEVER),
        Report(1.0, [(ENRICH, DAY)], ACUTE),
    ]
    events = what_happens(hand_made(), reports, [Member()])
    gives_way = found and true_class == SERIOUS
    assert starts(events)[1] == (2.0 if gives_way else 5.0, 1, 0)


# Whose work is put down for urgent work


@pytest.mark.parametrize(
    ("in_hand", "put_down"),
    [
        pytest.param([(0.1, SERIOUS), (0.2, LIGHT), (0.3, SERIOUS)], 1, id="the least urgent"),
        pytest.param([(0.1, LIGHT), (0.2, SERIOUS), (0.3, SERIOUS)], 0, id="the least urgent, though it came first"),
        pytest.param([(0.1, LIGHT), (0.2, LIGHT), (0.3, SERIOUS)], 1, id="of equally urgent work, what came last"),
        pytest.param([(0.1, SERIOUS), (0.2, SERIOUS), (0.3, SERIOUS)], 2, id="of all alike, what came last"),
        pytest.param([(0.1, ACUTE), (0.2, ACUTE), (0.3, SERIOUS)], 2, id="the only work that is less urgent"),
        pytest.param([(0.1, ACUTE), (0.2, ACUTE), (0.3, ACUTE)], None, id="none that is as urgent"),
    ],
)
def test_acute_work_takes_the_member_with_the_least_urgent_work(in_hand, put_down):
    """Reports 0 to 2 are in hand of members 0 to 2; the acute case of day 1 is the fourth."""
    reports = [Report(arrived_days, [(ENRICH, 9 * DAY)], case_class) for arrived_days, case_class in in_hand]
    events = what_happens(hand_made(), [*reports, Report(1.0, [(ENRICH, DAY)], ACUTE)], [Member()] * 3)
    assert [report for _, report, _ in starts(events)[:3]] == [0, 1, 2]
    interrupted = [event.report for event in events if event.kind == Event.INTERRUPTED]
    assert interrupted == ([] if put_down is None else [put_down])
    if put_down is not None:
        assert starts(events)[3] == (1.0, 3, starts(events)[put_down][2])


@pytest.mark.parametrize(
    ("skills_of_least_urgent", "put_down"), [((ENRICH, SEARCH), 1), ((ENRICH,), 0)], ids=["able", "not able"]
)
def test_acute_work_takes_only_a_member_who_is_able_to_do_it(skills_of_least_urgent, put_down):
    reports = [
        Report(0.1, [(DOSSIER, 9 * DAY)], SERIOUS),
        Report(0.2, [(ENRICH, 9 * DAY)], LIGHT),
        Report(1.0, [(SEARCH, DAY)], ACUTE),
    ]
    members = [Member(skills=(SEARCH, DOSSIER)), Member(skills=skills_of_least_urgent)]
    events = what_happens(hand_made(), reports, members)
    assert [event.report for event in events if event.kind == Event.INTERRUPTED] == [put_down]


# Urgent until the child is safe

UNTIL_SEARCHED = {"casework.steps.search.milestone": "searched", "casework.classes.acute.urgent_until": "searched"}


@truth_table(
    "step, changes, begins",
    {
        "before the milestone: at night": (ENRICH, UNTIL_SEARCHED, 0.75),
        "the step with the milestone: at night": (SEARCH, UNTIL_SEARCHED, 0.75),
        "after it: when the office opens": (DOSSIER, UNTIL_SEARCHED, MONDAY + OPENS),
        "after it, urgent to the end: at night": (DOSSIER, {}, 0.75),
    },
)
def test_an_acute_case_is_worked_on_at_night_until_its_milestone(step, changes, begins):
    case = Report(0.75, [(step, 1.0)], ACUTE)
    assert starts(what_happens(hand_made({**OFFICE, **changes}), [case], [Member()])) == [(begins, 0, 0)]


@truth_table(
    "step, interrupts",
    {"before the milestone": (ENRICH, True), "with the milestone": (SEARCH, True), "after it": (DOSSIER, False)},
)
def test_an_acute_case_interrupts_other_work_until_its_milestone(step, interrupts):
    """After it the case goes first when somebody is free."""
    reports = [
        Report(0.0, [(ENRICH, 5 * DAY)], SERIOUS),
        Report(1.0, [(step, DAY)], ACUTE),
        Report(0.5, [(ENRICH, DAY)]),
    ]
    reports.sort(key=lambda report: report.arrived_days)
    events = what_happens(hand_made(UNTIL_SEARCHED), reports, [Member()])
    assert bool([event for event in events if event.kind == Event.INTERRUPTED]) is interrupts
    assert starts(events)[1] == (1.0 if interrupts else 5.0, 2, 0)


@truth_table(
    "case_class, right",
    {"the class with a tenth": (ACUTE, 1.0), "another class": (SERIOUS, 10.0)},
)
def test_a_class_may_wait_a_part_of_the_outside_delay(case_class, right):
    """Ten days before the only step: of the acute class one of them."""
    case = Report(0.0, [(ENRICH, 0.0), (SEARCH, DAY)], case_class, delay_days=(0.0, 10.0))
    settings = hand_made({"casework.classes.acute.outside_delay_share": 0.1})
    assert starts(what_happens(settings, [case], [Member()]))[0][0] == right


# Opening and closing


def test_an_investigator_looks_for_what_waits_in_person_though_a_colleague_looked_in_vain():
    """The dossier of the first case comes at night. When the office opens, the colleague, longer free, looks first."""
    case = Report(OPENS, [(SEARCH, 2.0), (DOSSIER, 1.0)], SERIOUS, delay_days=(0.0, 0.5))
    settings = hand_made({**OFFICE, "assignment.stays_with_investigator": True})
    assert starts(what_happens(settings, [case], [Member()] * 2)) == [(OPENS, 0, 0), (MONDAY + OPENS, 0, 0)]


def test_urgent_work_of_office_hours_interrupts_when_the_office_opens():
    acute = {"casework.classes.acute.round_the_clock": False}
    reports = [
        Report(MONDAY + OPENS, [(ENRICH, 12.0)], SERIOUS),
        Report(MONDAY + OPENS, [(ENRICH, 12.0)], SERIOUS),
        Report(MONDAY + 0.9, [(ENRICH, 1.0)], ACUTE),
        Report(MONDAY + 0.8, [(ENRICH, 1.0)], ACUTE),
    ]
    reports.sort(key=lambda report: report.arrived_days)
    events = what_happens(hand_made({**OFFICE, **acute}), reports, [Member(), Member()])
    tuesday = [start for start in starts(events) if start[0] > MONDAY + 1]
    assert tuesday[:2] == [(MONDAY + 1 + OPENS, 2, 1), (MONDAY + 1 + OPENS, 3, 0)]


def test_cases_that_expire_behind_others_in_line_are_gone_from_it():
    """All wait in one line, the light ones last; the first of these and the one before it expire, in either order."""
    for first, second in ((5.0, 6.0), (6.0, 5.0)):
        light, serious = Report(0.0, case_class=LIGHT, expires_days=first), Report(1.0, case_class=SERIOUS)
        reports = [light, serious, Report(2.0, case_class=SERIOUS, expires_days=second), Report(9.0, case_class=LIGHT)]
        settings = hand_made({"casework.classes.light.severe": True})
        events = what_happens(settings, reports, [Member(there=((10.0, 50.0),))])
        assert starts(events) == [(10.0, 1, 0), (11.0, 3, 0)]
        assert {ended: when for ended, (when, _) in ends(events).items()} == {0: first, 2: second, 1: 11.0, 3: 12.0}


def test_the_first_of_what_is_urgent_interrupts_first_when_the_office_opens():
    """The enrichment is first and takes the only one who enriches; the search, offered first, would take her too."""
    reports = [
        Report(0.0, [(ENRICH, 1.0)], ACUTE, delay_days=(0.8,)),
        Report(0.0, [(SEARCH, 1.0)], ACUTE, delay_days=(0.8,)),
        Report(0.0, [(ENRICH, 20.0)], LIGHT),
        Report(0.5, [(SEARCH, 20.0)], SERIOUS),
    ]
    settings = hand_made({**OFFICE, "casework.classes.acute.round_the_clock": False})
    events = what_happens(settings, reports, [Member(skills=(ENRICH, SEARCH)), Member(skills=(SEARCH,))])
    assert starts(events)[2:4] == [(MONDAY + OPENS, 0, 0), (MONDAY + OPENS, 1, 1)]


def test_what_waited_overnight_goes_before_what_arrives_at_opening():
    reports = [
        Report(MONDAY + OPENS, [(ENRICH, 7.0)], SERIOUS),
        Report(MONDAY + 0.9, [(ENRICH, 1.0)], SERIOUS),
        Report(MONDAY + 1 + OPENS, [(ENRICH, 1.0)], SERIOUS),
    ]
    events = what_happens(hand_made(OFFICE), reports, [Member()])
    assert first_starts(events)[1] == MONDAY + 1 + OPENS


def test_work_that_ends_at_closing_time_ends_then():
    """Two steps of 3.6 hours fill a day of 7.2: one ends in the middle of the day, one when the office closes."""
    calendar = {**OFFICE["calendar"], "hours_per_day": 7.2}
    settings = hand_made({"calendar": calendar, "run": {"start": "2021-01-01", "end": "2025-12-31"}})
    n = 1200
    events = what_happens(settings, [Report(0.0, [(ENRICH, 3.6)])] * n, [Member()])
    end = [
        round(event.time_days * SECONDS_PER_DAY) % SECONDS_PER_DAY for event in events if event.kind == Event.FINISHED
    ]
    middle, closes = 9 * 3600 + 12_960, 9 * 3600 + 25_920
    assert end == [middle, closes] * (n // 2)


def test_who_goes_as_the_work_is_done_has_done_it():
    """At that moment the work ends first; the next step is begun, and put down again before any of it is done."""
    hours, begins = 1.1, 1 / 3
    goes = moment(begins + hours / 24)
    reports = [Report(begins, [(ENRICH, hours), (SEARCH, DAY)], SERIOUS)]
    events = what_happens(hand_made(), reports, [Member(there=((0.0, goes), (30.0, 60.0)))])
    assert [(f.kind, f.step) for f in events if f.time_days == goes and f.report == 0 and f.kind != Event.ABSENT] == [
        (Event.FINISHED, 0),
        (Event.QUEUED, 1),
        (Event.STARTED, 1),
        (Event.INTERRUPTED, 1),
        (Event.QUEUED, 1),
    ]
    assert starts(events)[2:] == [(30.0, 0, 0)]
    assert ends(events)[0][0] == 31.0


def test_who_goes_a_second_before_the_work_is_done_has_a_second_left():
    hours, begins = 1.1, 1 / 3
    goes = moment(begins + hours / 24 - A_SECOND)
    reports = [Report(begins, [(ENRICH, hours), (SEARCH, DAY)], SERIOUS)]
    events = what_happens(hand_made(), reports, [Member(there=((0.0, goes), (30.0, 60.0)))])
    assert starts(events)[1:] == [(30.0, 0, 0), (moment(30.0 + A_SECOND), 0, 0)]
    assert ends(events)[0][0] == moment(31.0 + A_SECOND)


def test_work_that_is_done_when_it_would_be_interrupted_goes_on_first():
    """An acute report arrives as work is done that turns out to be acute too, and to have waited longer."""
    hours, begins = 1.1, 1 / 3
    done = moment(begins + hours / 24)
    upgraded = Report(begins, [(ENRICH, hours), (SEARCH, DAY)], SERIOUS, upgrade_class=ACUTE, upgrade_after=0)
    events = what_happens(hand_made(), [upgraded, Report(done, [(ENRICH, DAY)], ACUTE)], [Member()])
    assert Event.INTERRUPTED not in {event.kind for event in events}
    assert starts(events)[1:] == [(done, 0, 0), (moment(done + 1), 1, 0)]


# The order


def test_what_is_put_down_goes_to_others_in_its_turn():
    """The serious step that its investigator had in hand goes before the light one that waited for them."""
    settings = hand_made({"assignment.stays_with_investigator": True})
    goes = Member(there=((0.0, 5.0),), skills=(SEARCH, DOSSIER))
    reports = [
        Report(0.0, [(SEARCH, DAY), (DOSSIER, DAY)], LIGHT, delay_days=(0.0, 3.0)),
        Report(2.0, [(SEARCH, 9 * DAY)], SERIOUS),
    ]
    events = what_happens(settings, reports, [goes, Member(skills=(SEARCH, DOSSIER), there=((1.5, 60.0),))])
    assert [start for start in starts(events) if start[0] >= 4.0][:1] == [(5.0, 1, 1)]


def test_work_round_the_clock_does_not_wait_for_its_investigator_though_it_interrupts_nothing():
    """The investigator of the acute case has other work in hand when its next step is ready; a colleague takes it."""
    at_any_hour = {"casework.classes.acute.preempts": False, "casework.classes.acute.round_the_clock": True}
    settings = hand_made({"assignment.stays_with_investigator": True, **at_any_hour})
    reports = [
        Report(0.0, [(SEARCH, DAY), (DOSSIER, DAY)], ACUTE, delay_days=(0.0, 2.0)),
        Report(0.5, [(SEARCH, 9 * DAY)], SERIOUS),
    ]
    investigator = Member(skills=(SEARCH, DOSSIER))
    colleague = Member(skills=(DOSSIER,), there=((1.0, 60.0),))
    events = what_happens(settings, reports, [investigator, colleague])
    assert starts(events) == [(0.0, 0, 0), (1.0, 1, 0), (3.0, 0, 1)]


@pytest.mark.parametrize("norm_days", [{"serious": 90, "light": 10}, {"serious": 10, "light": 90}])
def test_nobody_knows_by_when_a_report_is_due_that_nobody_has_triaged(norm_days):
    norms = {f"casework.classes.{name}.norm_days": days for name, days in norm_days.items()}
    by_hand = {"by_hand": True, "triage_hours": DAY}
    reports = [
        Report(0.0, case_class=SERIOUS, **by_hand),
        Report(0.1, case_class=LIGHT, **by_hand),
        Report(0.2, case_class=SERIOUS, **by_hand),
        Report(0.3, case_class=LIGHT, **by_hand),
    ]
    events = what_happens(hand_made({**DEADLINE, **norms}), reports, [Member(skills=(TRIAGE,))])
    assert [report for _, report, _ in starts(events)] == [0, 1, 2, 3]


def test_what_has_no_deadline_comes_after_all_that_has_one():
    settings = hand_made({**DEADLINE, "casework.classes.light.norm_days": None})
    reports = [
        Report(0.0, [(ENRICH, DAY)], SERIOUS),
        *[Report(0.1, [(ENRICH, DAY)], LIGHT)] * 2,
        Report(0.5, [(ENRICH, DAY)], SERIOUS),
    ]
    assert [report for _, report, _ in starts(what_happens(settings, reports, [Member()]))] == [0, 3, 1, 2]


@pytest.mark.parametrize(("norm_days", "order"), [(2, [0, 2, 1]), (None, [0, 1, 2])])
def test_own_work_is_due_by_the_norm_of_its_pool(norm_days, order):
    own_work = {"load": 0.8, "mean_hours": 20, "norm_days": norm_days}
    lab = {**LAB, "lends": "by_urgency", "max_share": 1.0, "own_work": own_work}
    reports = [
        Report(0.0, [(OWN, 5 * DAY)], OWN_WORK, unit=POOL, stream=2),
        Report(1.0, [(SEARCH, DAY)], SERIOUS, unit=COAST),  # due within a fortnight
        Report(4.0, [(OWN, DAY)], OWN_WORK, unit=POOL, stream=2),
    ]
    events = what_happens(
        hand_made({**DEADLINE, "collaboration.pools": {"lab": lab}}), reports, [Member(POOL, (SEARCH, OWN))]
    )
    assert [report for _, report, _ in starts(events)] == order


def test_a_case_that_expires_while_nobody_has_triaged_it_is_not_taken_up():
    report = Report(0.0, by_hand=True, triage_hours=5 * DAY, expires_days=3.0)
    events = what_happens(hand_made(), [report], [Member()])
    assert ends(events) == {0: (5.0, End.EXPIRED)}
