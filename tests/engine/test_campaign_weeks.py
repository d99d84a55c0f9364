"""Campaign weeks: stories reckoned by hand.

All hours of all days are hours of work. A campaign visits light cases, on days 3 and 4 where nothing else is said; they
were to be investigated in full, which is a search of a day. A visit is six hours, and six more after five days of
waiting for somebody outside. A member without other work for the first days is busy with a serious case until then.
"""

from typing import Any

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.settings import Settings
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    ALL_WAYS,
    COAST,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    SEARCH,
    SERIOUS,
    Happened,
    Member,
    Report,
    ends,
    first_starts,
    hand_made,
    starts,
    treatments_told,
    what_happens,
)
from tests.model.truth import truth_table

FULL, SHORT, VISIT, _ = Treatment
QUARTER = DAY / 4
BOTH = {"visit": [(ENRICH, QUARTER), (DOSSIER, QUARTER)], "lighter_delay_days": [0.0, 5.0]}


def campaign(changes: dict[str, Any] | None = None, **of: Any) -> Settings:
    """Light cases are investigated in full, but for a campaign in which all members visit."""
    values = {"label": "Week", "date": "2021-01-04", "days": 2, "case_class": "light", "members_share": 1.0, **of}
    steering = {"treatments": {"light": {"full": 1.0}}, "campaigns": {"week": values}}
    return hand_made({**ALL_WAYS, "steering": steering, **(changes or {})})


def busy_until(day: float, **more: Any) -> Report:
    """A serious case that keeps a member busy from the start."""
    return Report(0.0, [(ENRICH, day * DAY)], SERIOUS, **more)


def light(day: float, **more: Any) -> Report:
    """A light case that may be visited."""
    return Report(day, **{"steps": [(SEARCH, DAY)], "case_class": LIGHT, **BOTH, **more})


def steps_begun(events: list[Happened], report: int) -> list[tuple[float, int, int]]:
    """When which step of a case is begun or gone on with, by whom."""
    work = (Event.STARTED, Event.RESUMED)
    return [(f.time_days, f.step, f.member) for f in events if f.kind in work and f.report == report]


# What is taken up, and how it is treated


def test_a_light_case_is_visited_at_once_instead_of_searched_some_day():
    """Without delay, and before the serious case that has waited longer."""
    reports = [busy_until(3.5), Report(1.0, case_class=SERIOUS), light(2.0)]
    events = what_happens(campaign(), reports, [Member()])
    assert treatments_told(events, 2) == [(2.0, FULL), (3.5, VISIT)]
    assert steps_begun(events, 2) == [(3.5, 0, 0), (3.75, 1, 0)]
    assert ends(events)[2] == (4.0, End.LETTER_OR_VISIT)
    assert first_starts(events)[1] == 4.0
    assert [f.step for f in events if f.kind == Event.QUEUED and f.report == 2] == [2, 0, 1]


def test_outside_a_campaign_the_serious_case_goes_first_and_the_light_one_is_searched():
    reports = [busy_until(3.5), Report(1.0, case_class=SERIOUS), light(2.0)]
    events = what_happens(campaign(date="2021-02-01"), reports, [Member()])
    assert first_starts(events) == {0: 0.0, 1: 3.5, 2: 4.5}
    assert treatments_told(events, 2) == [(2.0, FULL)]


@truth_table(
    "day, right",
    {
        "a second before its first day": (3.0 - A_SECOND, False),
        "at midnight": (3.0, True),
        "on its last day": (5.0 - A_SECOND, True),
        "when it is over": (5.0, False),
    },
)
def test_a_campaign_lasts_from_the_midnight_of_its_first_day_for_its_days(day, right):
    reports = [busy_until(day), Report(1.0, case_class=SERIOUS), light(2.0)]
    first = first_starts(what_happens(campaign(), reports, [Member()]))
    assert (first[2] < first[1]) == right


@truth_table(
    "units, team, right",
    {
        "all units, where none is named": ([], COAST, True),
        "a unit that takes part": (["coast"], COAST, True),
        "a unit that does not": (["capital"], COAST, False),
    },
)
def test_a_campaign_is_one_of_its_units(units, team, right):
    reports = [busy_until(3.0, unit=team), Report(1.0, case_class=SERIOUS, unit=team), light(2.0, unit=team)]
    first = first_starts(what_happens(campaign(units=units), reports, [Member(team)]))
    assert (first[2] < first[1]) == right


def test_a_case_that_was_to_be_visited_is_taken_up_as_it_waits():
    settings = campaign()
    visits = settings.steering.model_copy(update={"treatments": {"light": {"letter_or_visit": 1.0}}})
    reports = [busy_until(3.0), Report(1.0, case_class=SERIOUS), light(2.0)]
    events = what_happens(settings.model_copy(update={"steering": visits}), reports, [Member()])
    assert treatments_told(events, 2) == [(2.0, VISIT), (3.0, VISIT)]
    assert steps_begun(events, 2) == [(3.0, 0, 0), (3.25, 1, 0)]
    assert [f.step for f in events if f.kind == Event.QUEUED and f.report == 2] == [0, 1]


@truth_table(
    "order, right",
    {
        "the freshest first, by the agreements": ("agreements", [7, 3, 1]),
        "the oldest first, by severity": ("by_severity", [1, 3, 7]),
    },
)
def test_cases_that_cannot_be_visited_are_passed_over(order, right):
    """Those of persons who are back, and of reports first taken for something worse, have no steps of a visit."""
    able = (1, 3, 7)
    lights = [light(1 + n / 10) if n in able else Report(1 + n / 10, [(SEARCH, DAY)]) for n in range(1, 9)]
    events = what_happens(campaign({"assignment.order": order}), [busy_until(3.0), *lights], [Member()])
    visited = [f.report for f in events if f.kind == Event.WEIGHED and f.member >= 0]
    assert visited == right


def test_a_case_that_has_turned_out_to_be_another_is_not_visited():
    """There was nothing to do on it as it was, so that this shows before anybody takes it up."""
    more = {"steps": [(SEARCH, 0.0)], "upgraded_hours": [DAY], "upgrade_class": LIGHT, "upgrade_after": 0}
    upgraded = light(2.0, visit=[(ENRICH, QUARTER)], lighter_delay_days=[0.0], **more)
    events = what_happens(campaign(), [busy_until(3.0), upgraded, light(2.5)], [Member()])
    assert treatments_told(events, 1) == [(2.0, FULL)]
    assert treatments_told(events, 2) == [(2.5, FULL), (3.0, VISIT)]
    assert first_starts(events)[1] == 3.5, "searched, when the other has been visited"


def test_abuse_that_a_visit_finds_is_investigated_as_ever():
    """After its outside delay of two days, the search is for whoever has been free longest."""
    report = light(
        2.0, steps=[(ENRICH, DAY), (SEARCH, DAY)], delay_days=[0.0, 2.0], visit=[(ENRICH, QUARTER)], found_by=[VISIT],
        lighter_delay_days=[0.0], upgrade_class=SERIOUS, upgrade_after=0, upgraded_hours=[DAY, DAY],
    )  # fmt: skip
    members = [Member(), Member(skills=(SEARCH,))]
    events = what_happens(campaign(), [busy_until(3.0), report, Report(3.1, case_class=SERIOUS)], members)
    assert treatments_told(events, 1) == [(2.0, FULL), (3.0, VISIT), (3.25, FULL)]
    assert steps_begun(events, 1) == [(3.0, 0, 0), (3.25, 1, 0), (6.25, 2, 1)]


# Who takes part


@truth_table(
    "members, share, right",
    {
        "one of one": (1, 0.01, 1),
        "half of three, rounded up": (3, 0.5, 2),
        "half of four": (4, 0.5, 2),
        "all": (3, 1.0, 3),
        "a little more than one of three": (3, 0.34, 2),
        "a third of three": (3, 1 / 3, 1),
    },
)
def test_the_share_of_the_members_who_visit_is_rounded_up(members, share, right):
    busy, serious = [busy_until(3.0)] * members, [Report(1.0, case_class=SERIOUS)] * members
    lights = [light(2.0)] * members
    events = what_happens(campaign(members_share=share), [*busy, *serious, *lights], [Member()] * members)
    assert sum(day == 3.0 and report >= 2 * members for day, report, _ in starts(events)) == right


def test_who_is_away_does_not_count_for_the_share():
    """A quarter of the four who are there is one; of five it would be two."""
    reports = [*[busy_until(3.0)] * 4, *[Report(1.0, case_class=SERIOUS)] * 4, *[light(2.0)] * 4]
    members = [*[Member()] * 4, Member(skills=(), there=((0.0, 2.5),))]
    events = what_happens(campaign(members_share=0.25), reports, members)
    assert sum(day == 3.0 and report >= 8 for day, report, _ in starts(events)) == 1


@truth_table(
    "skills, right",
    {
        "able to take the first step": ((ENRICH,), [(3.0, 0, 0), (3.25, 1, 1)]),
        "able to take all": ((ENRICH, DOSSIER), [(3.0, 0, 0), (3.25, 1, 0)]),
        "not able to take the first": ((DOSSIER, SEARCH), [(3.0, 2, 0)]),
    },
)
def test_who_can_take_the_first_step_visits_and_keeps_what_they_are_able_to_do(skills, right):
    """Somebody else, busy until day 3.25 where they have the skill too, has the rest."""
    first_skill = skills[0]
    reports = [Report(0.0, [(first_skill, 3 * DAY)], SERIOUS), light(2.0)]
    members = [Member(skills=skills), Member(skills=(DOSSIER,) if ENRICH in skills else ())]
    assert steps_begun(what_happens(campaign(), reports, members), 1) == right


# Limits


@truth_table(
    "limit, right",
    {
        "no limit": (None, (3.0, VISIT)),
        "with one open case, of two": (2, (3.0, VISIT)),
        "with one open case, of one: when that has ended": (1, (14.0, FULL)),
    },
)
def test_who_visits_has_one_open_case_more(limit, right):
    busy = Report(0.0, [(SEARCH, 3 * DAY), (DOSSIER, DAY)], SERIOUS, delay_days=[0.0, 10.0])
    events = what_happens(campaign({"assignment.caseload_limit": limit}), [busy, light(2.0)], [Member()])
    day, way = right
    assert first_starts(events)[1] == day
    assert treatments_told(events, 1)[-1][1] == way


@truth_table("limit, right", {"at the limit": (1, False), "below it": (2, True)})
def test_whoever_visits_is_the_investigator_of_the_case_though_no_step_of_a_visit_makes_one(limit, right):
    """Nobody is there for its second step, so that it stays open; the search of a serious case opens another."""
    reports = [busy_until(3.0), light(2.0), Report(3.1, [(SEARCH, DAY)], SERIOUS)]
    members = [Member(skills=(ENRICH, SEARCH))]
    settings = campaign({"assignment.caseload_limit": limit, "assignment.order": "by_severity"})
    assert (2 in first_starts(what_happens(settings, reports, members))) == right


def test_the_limit_of_cases_in_hand_does_not_bind_a_campaign():
    """One case in hand, which waits for somebody outside, is the limit of the only member."""
    busy = Report(0.0, [(ENRICH, 3 * DAY), (DOSSIER, DAY)], SERIOUS, delay_days=[0.0, 10.0])
    limit = {"assignment.in_hand_limit_per_investigator": 1}
    assert first_starts(what_happens(campaign(limit), [busy, light(2.0)], [Member()]))[1] == 3.0
    later = campaign(limit, date="2021-02-01")
    assert first_starts(what_happens(later, [busy, light(2.0)], [Member()]))[1] == 14.0


def test_a_reserve_stays_free():
    reserve = {"assignment.reserve_members": {"capital": 1}}
    events = what_happens(campaign(reserve), [busy_until(3.0), light(2.0), light(2.1)], [Member(), Member()])
    assert starts(events) == [(0.0, 0, 0), (3.0, 1, 0), (3.25, 1, 0), (3.5, 2, 0), (3.75, 2, 0)]


# What goes before it, and after it


@truth_table(
    "priority, right",
    {
        "more urgent than the serious case": (2, [2, 1]),
        "as urgent": (3, [2, 1]),
        "less urgent": (4, [1, 2]),
    },
)
def test_what_is_more_urgent_than_a_campaign_goes_before_it(priority, right):
    settings = campaign()
    steering = settings.steering.model_copy(update={"campaigns_priority": priority})
    reports = [busy_until(3.0), Report(1.0, case_class=SERIOUS), light(2.0)]
    events = what_happens(settings.model_copy(update={"steering": steering}), reports, [Member()])
    first = first_starts(events)
    assert sorted((1, 2), key=lambda report: first[report]) == right


@truth_table(
    "changes, right",
    {
        "no more urgent than the serious case": ({}, (4.0, FULL)),
        "as its class is": ({"casework.classes.light.priority": 2}, (3.0, VISIT)),
        "as what is owed is": (
            {
                "agreements.light": {"label": "Light", "classes": {"light": 1.0}, "per_year": {2021: 400}},
                "assignment.order": "agreements",
                "assignment.agreements_priority": 2,
            },
            (3.0, VISIT),
        ),
    },
)
def test_a_case_of_a_campaign_of_low_priority_keeps_the_urgency_that_it_has_without(changes, right):
    """It goes before the serious case, and is visited; the campaign is over when the serious case is done."""
    settings = campaign(changes, days=1)
    steering = settings.steering.model_copy(update={"campaigns_priority": 4})
    reports = [busy_until(3.0), Report(1.0, case_class=SERIOUS), light(2.0)]
    events = what_happens(settings.model_copy(update={"steering": steering}), reports, [Member()])
    day, way = right
    assert first_starts(events)[2] == day
    assert treatments_told(events, 2)[-1][1] == way


def test_who_may_help_looks_for_no_case_of_a_campaign_when_a_step_begins_to_wait_that_they_cannot_do():
    """Another unit may help there too, if enough waits."""
    units = {name: {"label": name, "posts": 1} for name in ("capital", "coast", "east")}
    helping = {
        "staffing.units": units,
        "demand.unit_share": dict.fromkeys(units, 1 / 3),
        "collaboration.neighbours": {"max_share": 1.0, "lends": "when_idle", "above_waiting_per_member": 2.0},
        "collaboration.national_helps": {"max_share": 1.0, "lends": "when_idle"},
    }
    reports = [light(2.0), Report(3.125, [(DOSSIER, DAY)], SERIOUS, unit=COAST)]
    events = what_happens(campaign(helping), reports, [Member(skills=(ENRICH,)), Member(COAST, ())])
    assert not [f for f in events if f.time_days == 3.125 and f.member >= 0]


def test_urgent_work_interrupts_a_visit_which_waits_for_its_member():
    """A colleague who is free from day 3.5 does not go on with it."""
    reports = [busy_until(3.0), busy_until(3.5), light(2.0), Report(3.125, [(DOSSIER, DAY)], ACUTE)]
    events = what_happens(campaign(), reports, [Member(), Member(skills=(ENRICH,))])
    assert steps_begun(events, 3) == [(3.125, 0, 0)]
    assert steps_begun(events, 2) == [(3.0, 0, 0), (4.125, 0, 0), (4.25, 1, 0)]


def test_what_was_begun_in_a_campaign_goes_first_when_it_is_over_and_nothing_new_is_taken_up():
    reports = [busy_until(4.875), Report(1.0, case_class=SERIOUS), light(2.0), light(2.1)]
    events = what_happens(campaign(), reports, [Member()])
    assert steps_begun(events, 2) == [(4.875, 0, 0), (5.125, 1, 0)]
    assert first_starts(events)[1] == 5.375
    assert treatments_told(events, 3) == [(2.1, FULL)]


def test_what_was_begun_goes_before_the_next_case_of_the_campaign():
    reports = [busy_until(3.0), light(2.0), light(2.1)]
    events = what_happens(campaign(), reports, [Member()])
    assert steps_begun(events, 1) == [(3.0, 0, 0), (3.25, 1, 0)]
    assert steps_begun(events, 2) == [(3.5, 0, 0), (3.75, 1, 0)]


def test_when_the_member_is_away_anybody_goes_on_with_the_visit_before_other_work():
    reports = [busy_until(3.0), busy_until(3.5), light(2.5), Report(2.6, case_class=SERIOUS)]
    members = [Member(there=((0.0, 3.125), (20.0, 60.0))), Member()]
    events = what_happens(campaign(), reports, members)
    assert steps_begun(events, 2) == [(3.0, 0, 0), (3.5, 0, 1), (3.625, 1, 1)]
    assert first_starts(events)[3] == 3.875
