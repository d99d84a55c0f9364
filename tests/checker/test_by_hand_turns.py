"""Checks of turns, orders and interruptions can fail: for each a right log of one day by hand, and a wrong one."""

from tests.checker.by_hand import (
    ACUTE,
    COAST,
    DOSSIER,
    LAB,
    LAB_AS_SET,
    LIGHT,
    OFFICE,
    OWN,
    OWN_WORK,
    SEARCH,
    SERIOUS,
    Person,
    Report,
)
from tests.checker.stories import Story, arrival, joined, put_down, take
from tests.rows import every_row

ONE_DAY = {"run.end": "2021-01-04"}
WITH_LAB = {"collaboration.pools": {"lab": LAB_AS_SET}}
FOUR_HOURS, TWO_DAYS = ((SEARCH, 4.0),), ((SEARCH, 16.0),)
LAB_MEMBER = Person(team=LAB, skills=("search", "own_work"))

OWN_CASE_GOES_ON = (
    joined(0) + arrival(0.125, 0, LIGHT) + take(0.125, 0, LIGHT, 0)
    + "0.375 FINISHED report=0 step=0 member=0 team=0 hours=2\n" + arrival(0.375, 1, LIGHT) + take(0.375, 1, LIGHT, 0)
    + "0.5 QUEUED report=0 step=1 team=0 detail=3\n" + arrival(0.5625, 2, LIGHT)
    + "0.625 FINISHED report=1 step=0 member=0 team=0 hours=2\n0.625 ENDED report=1 step=1 team=0 detail=2\n"
)  # fmt: skip
ACUTE_IS_DONE = (
    joined(0) + arrival(0.0, 0, ACUTE) + take(0.0, 0, ACUTE, 0) + arrival(0.125, 1, LIGHT) + arrival(0.25, 2, ACUTE)
    + "0.5 FINISHED report=0 step=0 member=0 team=0 hours=4\n0.5 ENDED report=0 step=1 team=0 detail=0\n"
)  # fmt: skip
OWN_WORK_IS_DONE = (
    joined(0, LAB) + arrival(0.0, 0, OWN_WORK, LAB) + take(0.0, 0, OWN_WORK, 1, LAB) + arrival(0.25, 1, SERIOUS)
    + arrival(0.375, 2, SERIOUS)
    + "0.5 FINISHED report=0 step=0 member=1 team=2 hours=4\n0.5 ENDED report=0 step=1 team=2 detail=8\n"
)  # fmt: skip
BOTH_AT_WORK = (
    joined(0, 0) + arrival(0.0, 0, LIGHT) + take(0.0, 0, LIGHT, 0) + arrival(0.0, 1, LIGHT) + take(0.0, 1, LIGHT, 1)
)  # fmt: skip
ONE_AT_WORK = joined(0, 0) + arrival(0.25, 0, SERIOUS) + take(0.25, 0, SERIOUS, 0)
ONE_AT_WORK_ELSEWHERE = joined(0, COAST) + arrival(0.25, 0, SERIOUS) + take(0.25, 0, SERIOUS, 0)
TWO_SPECIALISTS = joined(0, LAB, LAB) + arrival(0.5, 0, SERIOUS) + take(0.5, 0, SERIOUS, 0)
TWO_ACUTE = [
    Report(0.0, LIGHT, TWO_DAYS, outcome=2),
    Report(0.0, LIGHT, TWO_DAYS, outcome=2),
    Report(0.5, ACUTE, TWO_DAYS),
    Report(0.5, ACUTE, TWO_DAYS),
]
BOTH_INTERRUPTED = (
    BOTH_AT_WORK + arrival(0.5, 2, ACUTE) + put_down(0.5, 1, LIGHT, 1, 4) + take(0.5, 2, ACUTE, 1)
    + arrival(0.5, 3, ACUTE) + put_down(0.5, 0, LIGHT, 0, 4) + take(0.5, 3, ACUTE, 0)
)  # fmt: skip

RIGHT_AND_WRONG = {
    "order: a step that waits for its investigator is passed over by that person": (
        {"assignment.stays_with_investigator": True},
        [
            Report(0.125, LIGHT, ((SEARCH, 2.0), (DOSSIER, 8.0)), outcome=2, delay_days=0.125),
            Report(0.375, LIGHT, ((SEARCH, 2.0),), outcome=2),
            Report(0.5625, LIGHT, TWO_DAYS, outcome=2),
        ],
        [Person()],
        OWN_CASE_GOES_ON + "0.625 STARTED report=0 step=1 member=0 team=0 detail=3\n",
        OWN_CASE_GOES_ON + take(0.625, 2, LIGHT, 0),
    ),
    "order: urgent own work is passed over": (
        {},
        [
            Report(0.0, ACUTE, FOUR_HOURS),
            Report(0.125, LIGHT, TWO_DAYS, outcome=2),
            Report(0.25, ACUTE, TWO_DAYS),
        ],
        [Person()],
        ACUTE_IS_DONE + take(0.5, 2, ACUTE, 0),
        ACUTE_IS_DONE + take(0.5, 1, LIGHT, 0),
    ),
    "order: among other teams' steps, one is passed over": (
        WITH_LAB,
        [
            Report(0.0, OWN_WORK, ((OWN, 4.0),), unit=LAB, outcome=8),
            Report(0.25, SERIOUS, TWO_DAYS),
            Report(0.375, SERIOUS, TWO_DAYS),
        ],
        [Person(skills=("enrich",)), LAB_MEMBER],
        OWN_WORK_IS_DONE + take(0.5, 1, SERIOUS, 1, LAB),
        OWN_WORK_IS_DONE + take(0.5, 2, SERIOUS, 1, LAB),
    ),
    "turn: offered to a helper past those who draw from the queue": (
        {**WITH_LAB, "collaboration.one_queue": True},
        [Report(0.5, SERIOUS, TWO_DAYS, unit=COAST)],
        [Person(), LAB_MEMBER],
        joined(0, LAB) + arrival(0.5, 0, SERIOUS, COAST) + take(0.5, 0, SERIOUS, 0),
        joined(0, LAB) + arrival(0.5, 0, SERIOUS, COAST) + take(0.5, 0, SERIOUS, 1, LAB),
    ),
    "interruption: interrupts before more urgent work that may interrupt too": (
        {},
        TWO_ACUTE,
        [Person(), Person()],
        BOTH_INTERRUPTED,
        BOTH_AT_WORK + arrival(0.5, 2, ACUTE) + arrival(0.5, 3, ACUTE) + put_down(0.5, 1, LIGHT, 1, 4)
        + take(0.5, 3, ACUTE, 1),
    ),
    "interruption: interrupts though somebody is free for it": (
        {},
        [Report(0.25, SERIOUS, TWO_DAYS), Report(0.75, ACUTE, TWO_DAYS)],
        [Person(), Person()],
        ONE_AT_WORK + arrival(0.75, 1, ACUTE) + take(0.75, 1, ACUTE, 1),
        ONE_AT_WORK + arrival(0.75, 1, ACUTE) + put_down(0.75, 0, SERIOUS, 0, 4) + take(0.75, 1, ACUTE, 0),
    ),
    "interruption: interrupts work of a team that does not draw from its queue": (
        {},
        [Report(0.25, SERIOUS, TWO_DAYS), Report(0.75, ACUTE, TWO_DAYS, unit=COAST)],
        [Person(), Person(team=COAST)],
        ONE_AT_WORK_ELSEWHERE + arrival(0.75, 1, ACUTE, COAST) + take(0.75, 1, ACUTE, 1, COAST),
        ONE_AT_WORK_ELSEWHERE + arrival(0.75, 1, ACUTE, COAST) + put_down(0.75, 0, SERIOUS, 0, 4)
        + take(0.75, 1, ACUTE, 0),
    ),
    "specialist: is not the longest free": (
        {**WITH_LAB, "casework.steps.search.together_with": "lab"},
        [Report(0.5, SERIOUS, TWO_DAYS)],
        [Person(), Person(team=LAB, skills=("own_work",)), Person(team=LAB, skills=("own_work",))],
        TWO_SPECIALISTS + "0.5 ASSISTED report=0 step=0 member=1 team=2",
        TWO_SPECIALISTS + "0.5 ASSISTED report=0 step=0 member=2 team=2",
    ),
}  # fmt: skip

OTHERWISE_SET = {
    "interruption: interrupts though it may not be taken: the office is closed": {
        "calendar": {**OFFICE, "opens_at_hour": 13.0},
        "casework.classes.acute.round_the_clock": False,
    },
    "interruption: interrupts work that is not less urgent": {"assignment.order": "first_come"},
}


@every_row("kind", RIGHT_AND_WRONG)
def test_the_wrong_log_breaks_this_rule_and_the_right_one_none(kind):
    settings, reports, people, right, wrong = RIGHT_AND_WRONG[kind]
    found = Story({**ONE_DAY, **settings}, reports, people, right).breaches()
    assert not found, found
    breaches = Story({**ONE_DAY, **settings}, reports, people, wrong).breaches()
    assert kind in {breach.kind for breach in breaches.first}, breaches


@every_row("kind", OTHERWISE_SET)
def test_an_interruption_that_is_right_under_other_settings_is_a_breach(kind):
    breaches = Story({**ONE_DAY, **OTHERWISE_SET[kind]}, TWO_ACUTE, [Person(), Person()], BOTH_INTERRUPTED).breaches()
    assert kind in breaches.counts, breaches
