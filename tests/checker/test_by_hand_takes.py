"""Checks of who takes what can fail: right logs by hand pass, and the breach that is written into each is found."""

from tests.checker.by_hand import (
    ACUTE,
    COAST,
    DOSSIER,
    ENRICH,
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
from tests.checker.stories import Story
from tests.rows import every_row

A_DAY = ((ENRICH, 8.0),)

INTERRUPTED = Story(
    {},
    [
        Report(-2.0, SERIOUS, A_DAY),
        Report(-1.0, LIGHT, A_DAY, outcome=2),
        Report(-0.5, LIGHT, A_DAY, outcome=2),
        Report(0.5, ACUTE, A_DAY),
    ],
    [Person(), Person()],
    """
    0.0 JOINED member=0 team=0 report=0
    0.0 JOINED member=1 team=0 report=1
    0.0 ARRIVED report=0 team=0 detail=2
    0.0 QUEUED report=0 step=0 team=0 detail=2
    0.0 TAKEN_UP report=0 step=0 member=0 team=0 detail=2
    0.0 STARTED report=0 step=0 member=0 team=0 detail=2
    0.0 ARRIVED report=1 team=0 detail=3
    0.0 WEIGHED report=1 team=0 detail=0
    0.0 QUEUED report=1 step=0 team=0 detail=3
    0.0 TAKEN_UP report=1 step=0 member=1 team=0 detail=3
    0.0 STARTED report=1 step=0 member=1 team=0 detail=3
    0.0 ARRIVED report=2 team=0 detail=3
    0.0 WEIGHED report=2 team=0 detail=0
    0.0 QUEUED report=2 step=0 team=0 detail=3
    0.5 ARRIVED report=3 team=0 detail=1
    0.5 QUEUED report=3 step=0 team=0 detail=1
    0.5 INTERRUPTED report=1 step=0 member=1 team=0 hours=4
    0.5 QUEUED report=1 step=0 team=0 detail=3
    0.5 TAKEN_UP report=3 step=0 member=1 team=0 detail=1
    0.5 STARTED report=3 step=0 member=1 team=0 detail=1
    1.0 FINISHED report=0 step=0 member=0 team=0 hours=8
    1.0 ENDED report=0 step=1 team=0 detail=0
    1.0 RESUMED report=1 step=0 member=0 team=0 detail=3
    1.5 FINISHED report=1 step=0 member=0 team=0 hours=4
    1.5 ENDED report=1 step=1 team=0 detail=2
    1.5 TAKEN_UP report=2 step=0 member=0 team=0 detail=3
    1.5 STARTED report=2 step=0 member=0 team=0 detail=3
    1.5 FINISHED report=3 step=0 member=1 team=0 hours=8
    1.5 ENDED report=3 step=1 team=0 detail=0
    2.5 FINISHED report=2 step=0 member=0 team=0 hours=8
    2.5 ENDED report=2 step=1 team=0 detail=2
    """,
)
"""The work that goes last is put down for acute work, and taken up again by who comes free."""

IN_TURN = Story(
    {},
    [Report(0.5, SERIOUS, A_DAY), Report(0.75, SERIOUS, A_DAY, unit=COAST)],
    [Person(), Person(), Person(team=COAST)],
    """
    0.0 JOINED member=0 team=0 report=0
    0.0 JOINED member=1 team=0 report=1
    0.0 JOINED member=2 team=1 report=2
    0.5 ARRIVED report=0 team=0 detail=2
    0.5 QUEUED report=0 step=0 team=0 detail=2
    0.5 TAKEN_UP report=0 step=0 member=0 team=0 detail=2
    0.5 STARTED report=0 step=0 member=0 team=0 detail=2
    0.75 ARRIVED report=1 team=1 detail=2
    0.75 QUEUED report=1 step=0 team=1 detail=2
    0.75 TAKEN_UP report=1 step=0 member=2 team=1 detail=2
    0.75 STARTED report=1 step=0 member=2 team=1 detail=2
    1.5 FINISHED report=0 step=0 member=0 team=0 hours=8
    1.5 ENDED report=0 step=1 team=0 detail=0
    1.75 FINISHED report=1 step=0 member=2 team=1 hours=8
    1.75 ENDED report=1 step=1 team=1 detail=0
    """,
)
"""Reports are offered to the longest free of their own team."""
BY_A_HELPER = (
    ("QUEUED report=1 step=0 team=1 detail=2\n0.75 TAKEN_UP report=1 step=0 member=2 team=1",
     "QUEUED report=1 step=0 team=1 detail=2\n0.75 TAKEN_UP report=1 step=0 member=1 team=0"),
)  # fmt: skip

AT_NIGHT = Story(
    {"calendar": OFFICE},
    [
        Report(0.5, SERIOUS, ((ENRICH, 5.0),)),
        Report(0.75, SERIOUS, ((ENRICH, 10.0),)),
        Report(0.875, ACUTE, ((ENRICH, 6.0),)),
        Report(1.375, LIGHT, ((ENRICH, 1.0),), outcome=2),
    ],
    [Person(), Person(away=(1.25, 1.375))],
    """
    0.0 JOINED member=0 team=0 report=0
    0.0 JOINED member=1 team=0 report=1
    0.5 ARRIVED report=0 team=0 detail=2
    0.5 QUEUED report=0 step=0 team=0 detail=2
    0.5 TAKEN_UP report=0 step=0 member=0 team=0 detail=2
    0.5 STARTED report=0 step=0 member=0 team=0 detail=2
    0.7083333333333333 FINISHED report=0 step=0 member=0 team=0 hours=5
    0.7083333333333333 ENDED report=0 step=1 team=0 detail=0
    0.75 ARRIVED report=1 team=0 detail=2
    0.75 QUEUED report=1 step=0 team=0 detail=2
    0.875 ARRIVED report=2 team=0 detail=1
    0.875 QUEUED report=2 step=0 team=0 detail=1
    0.875 TAKEN_UP report=2 step=0 member=1 team=0 detail=1
    0.875 STARTED report=2 step=0 member=1 team=0 detail=1
    1.25 ABSENT member=1 team=0 report=1
    1.25 INTERRUPTED report=2 step=0 member=1 team=0 hours=4.5
    1.25 QUEUED report=2 step=0 team=0 detail=1
    1.25 RESUMED report=2 step=0 member=0 team=0 detail=1
    1.375 FINISHED report=2 step=0 member=0 team=0 hours=1.5
    1.375 ENDED report=2 step=1 team=0 detail=0
    1.375 BACK member=1 team=0 report=2
    1.375 TAKEN_UP report=1 step=0 member=0 team=0 detail=2
    1.375 STARTED report=1 step=0 member=0 team=0 detail=2
    1.375 ARRIVED report=3 team=0 detail=3
    1.375 WEIGHED report=3 team=0 detail=0
    1.375 QUEUED report=3 step=0 team=0 detail=3
    1.375 TAKEN_UP report=3 step=0 member=1 team=0 detail=3
    1.375 STARTED report=3 step=0 member=1 team=0 detail=3
    1.4166666666666667 FINISHED report=3 step=0 member=1 team=0 hours=1
    1.4166666666666667 ENDED report=3 step=1 team=0 detail=2
    2.4583333333333335 FINISHED report=1 step=0 member=0 team=0 hours=10
    2.4583333333333335 ENDED report=1 step=1 team=0 detail=0
    """,
)
"""Ordinary work waits for the morning; what comes exactly at opening stands behind it."""

LENT = Story(
    {"collaboration.pools": {"lab": LAB_AS_SET}},
    [
        Report(0.0, OWN_WORK, ((OWN, 4.0),), unit=LAB, outcome=8),
        Report(0.25, SERIOUS, ((SEARCH, 8.0),)),
        Report(0.375, OWN_WORK, ((OWN, 4.0),), unit=LAB, outcome=8),
    ],
    [Person(skills=("enrich",)), Person(team=LAB, skills=("search", "own_work"))],
    """
    0.0 JOINED member=0 team=0 report=0
    0.0 JOINED member=1 team=2 report=1
    0.0 ARRIVED report=0 team=2 detail=4
    0.0 QUEUED report=0 step=0 team=2 detail=4
    0.0 TAKEN_UP report=0 step=0 member=1 team=2 detail=4
    0.0 STARTED report=0 step=0 member=1 team=2 detail=4
    0.25 ARRIVED report=1 team=0 detail=2
    0.25 QUEUED report=1 step=0 team=0 detail=2
    0.375 ARRIVED report=2 team=2 detail=4
    0.375 QUEUED report=2 step=0 team=2 detail=4
    0.5 FINISHED report=0 step=0 member=1 team=2 hours=4
    0.5 ENDED report=0 step=1 team=2 detail=8
    0.5 TAKEN_UP report=1 step=0 member=1 team=2 detail=2
    0.5 STARTED report=1 step=0 member=1 team=2 detail=2
    1.5 FINISHED report=1 step=0 member=1 team=2 hours=8
    1.5 ENDED report=1 step=1 team=0 detail=0
    1.5 TAKEN_UP report=2 step=0 member=1 team=2 detail=4
    1.5 STARTED report=2 step=0 member=1 team=2 detail=4
    2.0 FINISHED report=2 step=0 member=1 team=2 hours=4
    2.0 ENDED report=2 step=1 team=2 detail=8
    """,
)
"""A pool takes a unit's step before its own work."""

INVESTIGATED = Story(
    {},
    [
        Report(0.25, LIGHT, ((SEARCH, 4.0), (DOSSIER, 4.0)), outcome=2, delay_days=0.25),
        Report(0.5, LIGHT, ((SEARCH, 16.0),), outcome=2),
        Report(0.75, LIGHT, ((SEARCH, 2.0),), outcome=2),
    ],
    [Person(), Person()],
    """
    0.0 JOINED member=0 team=0 report=0
    0.0 JOINED member=1 team=0 report=1
    0.25 ARRIVED report=0 team=0 detail=3
    0.25 WEIGHED report=0 team=0 detail=0
    0.25 QUEUED report=0 step=0 team=0 detail=3
    0.25 TAKEN_UP report=0 step=0 member=0 team=0 detail=3
    0.25 STARTED report=0 step=0 member=0 team=0 detail=3
    0.5 ARRIVED report=1 team=0 detail=3
    0.5 WEIGHED report=1 team=0 detail=0
    0.5 QUEUED report=1 step=0 team=0 detail=3
    0.5 TAKEN_UP report=1 step=0 member=1 team=0 detail=3
    0.5 STARTED report=1 step=0 member=1 team=0 detail=3
    0.75 FINISHED report=0 step=0 member=0 team=0 hours=4
    0.75 ARRIVED report=2 team=0 detail=3
    0.75 WEIGHED report=2 team=0 detail=0
    0.75 QUEUED report=2 step=0 team=0 detail=3
    0.75 TAKEN_UP report=2 step=0 member=0 team=0 detail=3
    0.75 STARTED report=2 step=0 member=0 team=0 detail=3
    1.0 FINISHED report=2 step=0 member=0 team=0 hours=2
    1.0 ENDED report=2 step=1 team=0 detail=2
    1.0 QUEUED report=0 step=1 team=0 detail=3
    1.0 STARTED report=0 step=1 member=0 team=0 detail=3
    1.5 FINISHED report=0 step=1 member=0 team=0 hours=4
    1.5 ENDED report=0 step=2 team=0 detail=2
    2.5 FINISHED report=1 step=0 member=1 team=0 hours=16
    2.5 ENDED report=1 step=1 team=0 detail=2
    """,
)
"""A case with an outside delay in between, in which its investigator takes up another."""

STORIES = {"interrupted": INTERRUPTED, "in turn": IN_TURN, "at night": AT_NIGHT, "lent": LENT, "kept": INVESTIGATED}

REWRITTEN = [
    (INTERRUPTED, "interruption: interrupts other work than what goes last", (
        ("0.5 INTERRUPTED report=1 step=0 member=1", "0.5 INTERRUPTED report=0 step=0 member=0"),
        ("0.5 QUEUED report=1 step=0 team=0 detail=3", "0.5 QUEUED report=0 step=0 team=0 detail=2"),
        ("0.5 TAKEN_UP report=3 step=0 member=1", "0.5 TAKEN_UP report=3 step=0 member=0"),
    )),
    (INTERRUPTED, "urgent work waits beside less urgent work", (
        ("""0.5 INTERRUPTED report=1 step=0 member=1 team=0 hours=4
            0.5 QUEUED report=1 step=0 team=0 detail=3
            0.5 TAKEN_UP report=3 step=0 member=1 team=0 detail=1
            0.5 STARTED report=3 step=0 member=1 team=0 detail=1""", ""),
    )),
    (INTERRUPTED, "interruption: interrupts without being urgent", (
        ("0.5 ARRIVED", """0.25 INTERRUPTED report=1 step=0 member=1 team=0 hours=2
                           0.25 QUEUED report=1 step=0 team=0 detail=3
                           0.25 TAKEN_UP report=2 step=0 member=1 team=0 detail=3
                           0.5 ARRIVED"""),
    )),
    (INTERRUPTED, "work: is put down for no reason", (
        ("0.5 ARRIVED", """0.25 INTERRUPTED report=1 step=0 member=1 team=0 hours=2
                           0.25 QUEUED report=1 step=0 team=0 detail=3
                           0.5 ARRIVED"""),
    )),
    (INTERRUPTED, "order: in the own queue, a step is passed over", (
        ("1.0 RESUMED report=1 step=0 member=0", "1.0 TAKEN_UP report=2 step=0 member=0"),
    )),
    (INTERRUPTED, "idle beside a step of the own queue", (("1.0 RESUMED report=1 step=0 member=0 team=0 detail=3",
     ""),)),
    (INTERRUPTED, "takes a step that does not wait", (("1.0 RESUMED report=1", "1.0 RESUMED report=0"),)),
    (INTERRUPTED, "takes a step without being free", (
        ("0.0 TAKEN_UP report=1 step=0 member=1", "0.0 TAKEN_UP report=1 step=0 member=0"),
    )),
    (IN_TURN, "turn: not the longest free of the team", (
        ("0.5 TAKEN_UP report=0 step=0 member=0", "0.5 TAKEN_UP report=0 step=0 member=1"),
    )),
    (IN_TURN, "helps without a permission", BY_A_HELPER),
    (AT_NIGHT, "may not take: the office is closed", (
        ("0.75 QUEUED report=1 step=0 team=0 detail=2",
         "0.75 QUEUED report=1 step=0 team=0 detail=2\n0.75 TAKEN_UP report=1 step=0 member=0 team=0 detail=2"),
    )),
    (AT_NIGHT, "idle beside a step of the own queue", (
        ("""1.375 TAKEN_UP report=1 step=0 member=0 team=0 detail=2
            1.375 STARTED report=1 step=0 member=0 team=0 detail=2""", ""),
        ("""1.375 TAKEN_UP report=3 step=0 member=1 team=0 detail=3
            1.375 STARTED report=3 step=0 member=1 team=0 detail=3""", ""),
    )),
    (AT_NIGHT, "order: in the own queue, a step is passed over", (
        ("""1.375 TAKEN_UP report=1 step=0 member=0 team=0 detail=2
            1.375 STARTED report=1 step=0 member=0 team=0 detail=2""", ""),
        ("1.375 TAKEN_UP report=3 step=0 member=1", "1.375 TAKEN_UP report=3 step=0 member=0"),
    )),
    (AT_NIGHT, "work: ends after a closed time in which nothing was left to do", (
        ("0.7083333333333333 FINISHED report=0 step=0 member=0 team=0 hours=5", ""),
        ("0.7083333333333333 ENDED report=0 step=1 team=0 detail=0", ""),
        ("1.25 RESUMED report=2 step=0 member=0 team=0 detail=1", ""),
        ("1.375 FINISHED report=2 step=0 member=0 team=0 hours=1.5",
         "1.375 FINISHED report=0 step=0 member=0 team=0 hours=5"),
        ("1.375 ENDED report=2 step=1", "1.375 ENDED report=0 step=1"),
    )),
    (AT_NIGHT, "order of kinds at one moment", (
        ("1.375 BACK member=1 team=0 report=2", ""),
        ("1.375 ARRIVED report=3 team=0 detail=3",
         "1.375 ARRIVED report=3 team=0 detail=3\n1.375 BACK member=1 team=0 report=2"),
    )),
    (LENT, "order: own work is taken though another team's goes first", (
        ("0.5 TAKEN_UP report=1 step=0 member=1 team=2 detail=2",
         "0.5 TAKEN_UP report=2 step=0 member=1 team=2 detail=4"),
    )),
    (LENT, "may not take: is not able to do it", (
        ("0.25 QUEUED report=1 step=0 team=0 detail=2",
         "0.25 QUEUED report=1 step=0 team=0 detail=2\n0.25 TAKEN_UP report=1 step=0 member=0 team=0 detail=2"),
    )),
]  # fmt: skip

OTHERWISE_SET = [
    (IN_TURN, "turn: offered past its own team", BY_A_HELPER, {"collaboration.one_queue": True}),
    (IN_TURN, "turn: offered past its own team", BY_A_HELPER,
     {"collaboration.neighbours": {"max_share": 1.0}}),
    (IN_TURN, "may not take: does not help now: its share is lent out, or too little waits there", BY_A_HELPER,
     {"collaboration.neighbours": {"max_share": 1.0, "above_waiting_per_member": 2.0}}),
    (LENT, "may not take: does not help now: its share is lent out, or too little waits there", (),
     {"collaboration.pools.lab.max_share": 0.0}),
    (LENT, "may not take: helps only with more urgent work", (), {"collaboration.pools.lab.up_to_priority": 1}),
    (LENT, "order: another team's step is taken though own work goes first", (),
     {"collaboration.pools.lab.lends": "when_idle"}),
    (LENT, "work: hours do not fit the time", (), {"collaboration.pools.lab.efficiency": 0.5}),
    (INVESTIGATED, "may not take: the reserve of the team would not stay free", (),
     {"assignment.reserve_members": {"capital": 1}}),
    (INVESTIGATED, "may not take: its unit has no room for one case more in hand", (),
     {"assignment.in_hand_limit_per_investigator": 1.0}),
    (INVESTIGATED, "may not take: it is at the limit of open cases", (), {"assignment.caseload_limit": 1}),
    (INVESTIGATED, "may not take: it waits for its investigator",
     (("""2.5 FINISHED report=1 step=0 member=1 team=0 hours=16
          2.5 ENDED report=1 step=1 team=0 detail=2""", ""),
      ("0.5 STARTED report=1 step=0 member=1 team=0 detail=3", ""),
       ("0.5 TAKEN_UP report=1 step=0 member=1 team=0 detail=3", ""),
      ("1.0 STARTED report=0 step=1 member=0", "1.0 STARTED report=0 step=1 member=1")),
     {"assignment.stays_with_investigator": True}),
]  # fmt: skip


@every_row("name", STORIES)
def test_a_right_log_passes(name):
    assert not STORIES[name].breaches(), STORIES[name].breaches()


@every_row(("story", "kind", "rewritings"), REWRITTEN, ids=[kind for _, kind, _ in REWRITTEN])
def test_a_breach_is_found(story, kind, rewritings):
    breaches = story.breaches(rewritings)
    assert kind in breaches.counts, breaches


@every_row(("story", "kind", "rewritings", "changes"), OTHERWISE_SET, ids=[kind for _, kind, *_ in OTHERWISE_SET])
def test_what_is_right_under_other_settings_is_a_breach(story, kind, rewritings, changes):
    breaches = story.breaches(rewritings, changes)
    assert kind in {breach.kind for breach in breaches.first} | {b for b in breaches.counts if "idle" not in b}, (
        breaches
    )
