"""Checks of work, presence and specialists can fail: right logs pass, and breaches written into them are found."""

from tests.checker.by_hand import ENRICH, LAB, LAB_AS_SET, SEARCH, SERIOUS, Person, Report
from tests.checker.stories import Story
from tests.rows import every_row

A_SECOND_IN_HOURS, A_SECOND_IN_DAYS = 1 / 3_600, 1 / 86_400

SLOWER = Story(
    {},
    [Report(0.5, SERIOUS, ((ENRICH, 12.0),))],
    [Person(slower_from=1.0)],
    """
    0.0 JOINED member=0 team=0 report=0
    0.5 ARRIVED report=0 team=0 detail=2
    0.5 QUEUED report=0 step=0 team=0 detail=2
    0.5 TAKEN_UP report=0 step=0 member=0 team=0 detail=2
    0.5 STARTED report=0 step=0 member=0 team=0 detail=2
    1.0 INTERRUPTED report=0 step=0 member=0 team=0 hours=4
    1.0 QUEUED report=0 step=0 team=0 detail=2
    1.0 PACED member=0 team=0 report=1
    1.0 RESUMED report=0 step=0 member=0 team=0 detail=2
    3.0 FINISHED report=0 step=0 member=0 team=0 hours=8
    3.0 ENDED report=0 step=1 team=0 detail=0
    """,
)
"""A member goes on at half the rate: what is left takes twice as long."""

ASSISTED = Story(
    {"collaboration.pools": {"lab": LAB_AS_SET}, "casework.steps.search.together_with": "lab"},
    [
        Report(0.25, SERIOUS, ((SEARCH, 4.0),)),
        Report(0.5, SERIOUS, ((SEARCH, 4.0),)),
        Report(0.625, SERIOUS, ((SEARCH, 4.0),)),
    ],
    [Person(), Person(), Person(team=LAB, skills=("own_work",)), Person()],
    """
    0.0 JOINED member=0 team=0 report=0
    0.0 JOINED member=1 team=0 report=1
    0.0 JOINED member=2 team=2 report=2
    0.0 JOINED member=3 team=0 report=3
    0.25 ARRIVED report=0 team=0 detail=2
    0.25 QUEUED report=0 step=0 team=0 detail=2
    0.25 TAKEN_UP report=0 step=0 member=0 team=0 detail=2
    0.25 STARTED report=0 step=0 member=0 team=0 detail=2
    0.25 ASSISTED report=0 step=0 member=2 team=2
    0.5 ARRIVED report=1 team=0 detail=2
    0.5 QUEUED report=1 step=0 team=0 detail=2
    0.5 TAKEN_UP report=1 step=0 member=1 team=0 detail=2
    0.5 STARTED report=1 step=0 member=1 team=0 detail=2
    0.5 HELD report=1 step=0 member=1 team=0
    0.625 ARRIVED report=2 team=0 detail=2
    0.625 QUEUED report=2 step=0 team=0 detail=2
    0.625 TAKEN_UP report=2 step=0 member=3 team=0 detail=2
    0.625 STARTED report=2 step=0 member=3 team=0 detail=2
    0.625 HELD report=2 step=0 member=3 team=0
    0.75 FINISHED report=0 step=0 member=0 team=0 hours=4
    0.75 RELEASED report=0 step=0 member=2 team=2 hours=4
    0.75 ENDED report=0 step=1 team=0 detail=0
    0.75 ASSISTED report=1 step=0 member=2 team=2
    1.25 FINISHED report=1 step=0 member=1 team=0 hours=4
    1.25 RELEASED report=1 step=0 member=2 team=2 hours=4
    1.25 ENDED report=1 step=1 team=0 detail=0
    1.25 ASSISTED report=2 step=0 member=2 team=2
    1.75 FINISHED report=2 step=0 member=3 team=0 hours=4
    1.75 RELEASED report=2 step=0 member=2 team=2 hours=4
    1.75 ENDED report=2 step=1 team=0 detail=0
    """,
)
"""Three steps need the one specialist of a pool: they are held until the one before is done."""

STORIES = {"slower": SLOWER, "assisted": ASSISTED}

REWRITTEN = [
    (ASSISTED, "specialist: is waited for though one is free", (
        ("0.25 ASSISTED report=0 step=0 member=2 team=2", "0.25 HELD report=0 step=0 member=0 team=0"),
    )),
    (ASSISTED, "specialist: is free beside a step that is held for one", (
        ("0.75 ASSISTED report=1 step=0 member=2 team=2", ""),
    )),
    (ASSISTED, "specialist: is not a free member of the pool", (
        ("0.5 HELD report=1 step=0 member=1 team=0", "0.5 ASSISTED report=1 step=0 member=2 team=2"),
    )),
    (ASSISTED, "specialist: other hours than the step", (
        ("1.25 RELEASED report=1 step=0 member=2 team=2 hours=4",
         "1.25 RELEASED report=1 step=0 member=2 team=2 hours=3"),
    )),
    (ASSISTED, "work: is done without the specialist", (
        ("0.75 ASSISTED report=1 step=0 member=2 team=2", ""),
    )),
    (ASSISTED, "specialist: is neither there nor waited for", (("0.5 HELD report=1 step=0 member=1 team=0", ""),)),
    (ASSISTED, "specialist: is not released", (("1.25 RELEASED report=1 step=0 member=2 team=2 hours=4", ""),)),
    (ASSISTED, "presence: in another team", (("0.0 JOINED member=2 team=2", "0.0 JOINED member=2 team=1"),)),
    (ASSISTED, "specialist: is not given to who waited first", (
        ("0.75 ASSISTED report=1 step=0", "0.75 ASSISTED report=2 step=0"),
    )),
    (ASSISTED, "specialist: is released without having helped", (
        ("0.5 HELD report=1", "0.5 RELEASED report=1 step=0 member=2 team=2\n0.5 HELD report=1"),
    )),
    (ASSISTED, "specialist: is waited for by somebody without the step in hand", (
        ("0.5 HELD report=1 step=0 member=1", "0.5 HELD report=1 step=0 member=3"),
    )),
    (SLOWER, "presence: a stint begins unseen", (
        ("1.0 INTERRUPTED report=0 step=0 member=0 team=0 hours=4", ""),
         ("1.0 QUEUED report=0 step=0 team=0 detail=2", ""),
        ("1.0 PACED member=0 team=0 report=1", ""),
         ("1.0 RESUMED report=0 step=0 member=0 team=0 detail=2", "1.0 QUEUED report=0"),
    )),
    (SLOWER, "presence: keeps a step in hand over a change of rate", (
        ("1.0 INTERRUPTED report=0 step=0 member=0 team=0 hours=4", ""),
         ("1.0 QUEUED report=0 step=0 team=0 detail=2", ""),
    )),
    (SLOWER, "work: ends later than its hours are done", (("team=0 hours=8", "team=0 hours=7"),)),
    (SLOWER, "work: is started in another class than the case has", (
        ("0.5 STARTED report=0 step=0 member=0 team=0 detail=2",
         "0.5 STARTED report=0 step=0 member=0 team=0 detail=3"),
    )),
    (SLOWER, "work: starts what was begun, or resumes what was not", (("1.0 RESUMED", "1.0 STARTED"),)),
    (SLOWER, "work: ends what is not in hand", (("3.0 FINISHED report=0 step=0", "3.0 FINISHED report=0 step=1"),)),
    (SLOWER, "work: is put down with nothing left", (("team=0 hours=4", "team=0 hours=12"),)),
    (SLOWER, "work: hours do not fit the time", (("team=0 hours=4", f"team=0 hours={4 + A_SECOND_IN_HOURS}"),)),
    (SLOWER, "work: hours done are not those drawn", (
        ("team=0 hours=8", f"team=0 hours={8 - A_SECOND_IN_HOURS}"),
    )),
    (SLOWER, "work: ends after a closed time in which nothing was left to do", (
        ("3.0 FINISHED", f"{3 + A_SECOND_IN_DAYS} FINISHED"), ("3.0 ENDED", f"{3 + A_SECOND_IN_DAYS} ENDED"),
    )),
    (SLOWER, "presence: begins at another moment", (
        ("1.0 PACED", f"{1 + A_SECOND_IN_DAYS} PACED"), ("1.0 RESUMED", f"{1 + A_SECOND_IN_DAYS} RESUMED"),
    )),
    (SLOWER, "taking up: of what is taken up already, or no case", (
        ("1.0 RESUMED", "1.0 TAKEN_UP report=0 step=0 member=0 team=0 detail=2\n1.0 RESUMED"),
    )),
    (SLOWER, "taking up: in another class than the case has", (
        ("0.5 TAKEN_UP report=0 step=0 member=0 team=0 detail=2",
         "0.5 TAKEN_UP report=0 step=0 member=0 team=0 detail=3"),
    )),
    (SLOWER, "the event names another team than the member's", (
        ("1.0 RESUMED report=0 step=0 member=0 team=0", "1.0 RESUMED report=0 step=0 member=0 team=1"),
    )),
    (SLOWER, "steps: joins a queue though none is due", (
        ("0.5 QUEUED report=0", "0.5 QUEUED report=0 step=0 team=0 detail=2\n0.5 QUEUED report=0"),
    )),
    (SLOWER, "steps: joins a queue while waiting or in hand", (
        ("0.5 QUEUED report=0", "0.5 QUEUED report=0 step=0 team=0 detail=2\n0.5 QUEUED report=0"),
    )),
    (SLOWER, "steps: waits in another class than the case has", (
        ("0.5 QUEUED report=0 step=0 team=0 detail=2", "0.5 QUEUED report=0 step=0 team=0 detail=3"),
    )),
    (SLOWER, "steps: passed on unsaid, or not passed on", (
        ("1.0 QUEUED", "1.0 HANDED_OVER report=0 step=0 team=0 detail=1\n1.0 QUEUED"),
    )),
    (SLOWER, "steps: goes on after its end", (
        ("3.0 ENDED report=0 step=1 team=0 detail=0",
         "3.0 ENDED report=0 step=1 team=0 detail=0\n3.5 QUEUED report=0 step=0 team=0"),
    )),
    (SLOWER, "end: ends twice", (
        ("3.0 ENDED report=0 step=1 team=0 detail=0",
         "3.0 ENDED report=0 team=0 detail=0\n3.0 ENDED report=0 team=0 detail=0"),
    )),
    (SLOWER, "end: while somebody has it in hand", (("3.0 FINISHED report=0 step=0 member=0 team=0 hours=8", ""),)),
    (SLOWER, "triage: of what needs none", (
        ("0.5 QUEUED", "0.5 TRIAGED report=0 team=0 detail=2\n0.5 QUEUED"),
    )),
    (SLOWER, "arrival: comes twice", (("0.5 QUEUED", "0.5 ARRIVED report=0 team=0 detail=2\n0.5 QUEUED"),)),
    (SLOWER, "arrival: of another class or unit", (("0.5 ARRIVED report=0 team=0", "0.5 ARRIVED report=0 team=1"),)),
    (SLOWER, "time runs back", (("3.0 ENDED", "2.5 ENDED"),)),
]  # fmt: skip

OTHERWISE_SET = [
    (ASSISTED, "specialist: none is needed for this step", {"casework.steps.search.together_with": None}),
]  # fmt: skip


@every_row("name", STORIES)
def test_a_right_log_passes(name):
    assert not STORIES[name].breaches(), STORIES[name].breaches()


@every_row(("story", "kind", "rewritings"), REWRITTEN, ids=[kind for _, kind, _ in REWRITTEN])
def test_a_breach_is_found(story, kind, rewritings):
    breaches = story.breaches(rewritings)
    assert kind in breaches.counts, breaches


@every_row(("story", "kind", "changes"), OTHERWISE_SET, ids=[kind for _, kind, _ in OTHERWISE_SET])
def test_what_is_right_under_other_settings_is_a_breach(story, kind, changes):
    breaches = story.breaches((), changes)
    assert kind in breaches.counts, breaches
