"""Checks of the course of cases can fail: right logs pass, and breaches written into them are found."""

from tests.checker.by_hand import ENRICH, LIGHT, OFFICE, SEARCH, SERIOUS, Person, Report
from tests.checker.stories import Story
from tests.rows import every_row

JUDGED = Story(
    {},
    [
        Report(0.25, SERIOUS, ((ENRICH, 4.0), (SEARCH, 4.0)), triaged_class=LIGHT, triage_hours=2.0, delay_days=0.5),
        Report(0.75, 0, (), triage_hours=2.0),
        Report(2.0, LIGHT, ((ENRICH, 4.0), (SEARCH, 4.0)), upgrade=(SERIOUS, 0)),
    ],
    [Person()],
    """
    0.0 JOINED member=0 team=0 report=0
    0.25 ARRIVED report=0 team=0 detail=2
    0.25 QUEUED report=0 step=-1 team=0 detail=3
    0.25 STARTED report=0 step=-1 member=0 team=0 detail=3
    0.5 FINISHED report=0 step=-1 member=0 team=0 hours=2
    0.5 TRIAGED report=0 step=-1 team=0 detail=3
    0.5 WEIGHED report=0 team=0 detail=0
    0.5 QUEUED report=0 step=0 team=0 detail=3
    0.5 TAKEN_UP report=0 step=0 member=0 team=0 detail=3
    0.5 STARTED report=0 step=0 member=0 team=0 detail=3
    0.75 ARRIVED report=1 team=0 detail=0
    0.75 QUEUED report=1 step=-1 team=0 detail=0
    1.0 FINISHED report=0 step=0 member=0 team=0 hours=4
    1.0 RECLASSIFIED report=0 step=0 team=0 detail=2
    1.0 STARTED report=1 step=-1 member=0 team=0 detail=0
    1.25 FINISHED report=1 step=-1 member=0 team=0 hours=2
    1.25 TRIAGED report=1 step=-1 team=0 detail=0
    1.25 ENDED report=1 step=-1 team=0 detail=5
    1.5 QUEUED report=0 step=1 team=0 detail=2
    1.5 STARTED report=0 step=1 member=0 team=0 detail=2
    2.0 FINISHED report=0 step=1 member=0 team=0 hours=4
    2.0 ENDED report=0 step=2 team=0 detail=0
    2.0 ARRIVED report=2 team=0 detail=3
    2.0 WEIGHED report=2 team=0 detail=0
    2.0 QUEUED report=2 step=0 team=0 detail=3
    2.0 TAKEN_UP report=2 step=0 member=0 team=0 detail=3
    2.0 STARTED report=2 step=0 member=0 team=0 detail=3
    2.5 FINISHED report=2 step=0 member=0 team=0 hours=4
    2.5 RECLASSIFIED report=2 step=0 team=0 detail=2
    2.5 QUEUED report=2 step=1 team=0 detail=2
    2.5 STARTED report=2 step=1 member=0 team=0 detail=2
    3.0 FINISHED report=2 step=1 member=0 team=0 hours=4
    3.0 ENDED report=2 step=2 team=0 detail=0
    """,
)
"""Reports are triaged, one wrongly; work shows what it is, and that another is something worse."""

LEFT_WAITING = Story(
    {},
    [
        Report(0.0, SERIOUS, ((ENRICH, 20.0),)),
        Report(0.25, LIGHT, ((ENRICH, 4.0),), outcome=2, expires_days=1.25),
        Report(0.5, SERIOUS, ((ENRICH, 4.0),), triaged_class=LIGHT, found_days=1.5),
    ],
    [Person(away=(2.0, 3.0))],
    """
    0.0 JOINED member=0 team=0 report=0
    0.0 ARRIVED report=0 team=0 detail=2
    0.0 QUEUED report=0 step=0 team=0 detail=2
    0.0 TAKEN_UP report=0 step=0 member=0 team=0 detail=2
    0.0 STARTED report=0 step=0 member=0 team=0 detail=2
    0.25 ARRIVED report=1 team=0 detail=3
    0.25 WEIGHED report=1 team=0 detail=0
    0.25 QUEUED report=1 step=0 team=0 detail=3
    0.5 ARRIVED report=2 team=0 detail=2
    0.5 WEIGHED report=2 team=0 detail=0
    0.5 QUEUED report=2 step=0 team=0 detail=3
    1.25 ENDED report=1 step=0 team=0 detail=6
    1.5 RECLASSIFIED report=2 step=0 team=0 detail=2
    2.0 ABSENT member=0 team=0 report=0
    2.0 INTERRUPTED report=0 step=0 member=0 team=0 hours=16
    2.0 QUEUED report=0 step=0 team=0 detail=2
    3.0 BACK member=0 team=0 report=1
    3.0 RESUMED report=0 step=0 member=0 team=0 detail=2
    3.5 FINISHED report=0 step=0 member=0 team=0 hours=4
    3.5 ENDED report=0 step=1 team=0 detail=0
    3.5 TAKEN_UP report=2 step=0 member=0 team=0 detail=2
    3.5 STARTED report=2 step=0 member=0 team=0 detail=2
    4.0 FINISHED report=2 step=0 member=0 team=0 hours=4
    4.0 ENDED report=2 step=1 team=0 detail=0
    """,
)
"""A case expires, a misjudged one is found, and work is put down while its member is away."""

STORIES = {"judged": JUDGED, "left waiting": LEFT_WAITING}

REWRITTEN = [
    (JUDGED, "triage: judged without the work, or as something else than drawn", (
        ("0.5 TRIAGED report=0 step=-1 team=0 detail=3", "0.5 TRIAGED report=0 step=-1 team=0 detail=2"),
    )),
    (JUDGED, "course: what must follow does not", (("1.0 RECLASSIFIED report=0 step=0 team=0 detail=2", ""),)),
    (JUDGED, "discovery: nothing is to be discovered", (
        ("1.0 RECLASSIFIED report=0 step=0 team=0 detail=2", "1.0 RECLASSIFIED report=0 step=0 team=0 detail=1"),
    )),
    (JUDGED, "end: CLOSED_IN_TRIAGE is not due", (
        ("1.25 TRIAGED report=1 step=-1 team=0 detail=0", ""),
    )),
    (JUDGED, "end: not an outcome of its class", (
        ("2.5 RECLASSIFIED report=2 step=0 team=0 detail=2", ""),
        ("2.5 QUEUED report=2 step=1 team=0 detail=2", ""),
         ("2.5 STARTED report=2 step=1 member=0 team=0 detail=2", ""),
        ("3.0 FINISHED report=2 step=1 member=0 team=0 hours=4", ""),
        ("3.0 ENDED report=2", "2.5 ENDED report=2"),
    )),
    (JUDGED, "steps: at another moment than its delay asks", (
        ("1.5 QUEUED report=0 step=1", "1.25 QUEUED report=0 step=1"),
    )),
    (JUDGED, "course: does not wait at its moment", (("1.5 QUEUED report=0 step=1 team=0 detail=2", ""),)),
    (JUDGED, "steps: another step than is next", (
        ("0.5 QUEUED report=0 step=0 team=0", "0.5 QUEUED report=0 step=1 team=0"),
    )),
    (JUDGED, "steps: waits at another team than does this step", (
        ("0.25 QUEUED report=0 step=-1 team=0", "0.25 QUEUED report=0 step=-1 team=1"),
    )),
    (JUDGED, "work: begins on a case that nobody has taken up", (
        ("0.5 TAKEN_UP report=0 step=0 member=0 team=0 detail=3", ""),
    )),
    (JUDGED, "arrival: at another moment", (("0.25 ARRIVED report=0", "0.2 ARRIVED report=0"),)),
    (JUDGED, "work: ends later than its hours are done", (
        ("3.0 FINISHED report=2", "3.5 FINISHED report=2"), ("3.0 ENDED report=2", "3.5 ENDED report=2"),
    )),
    (JUDGED, "work: hours done are not those drawn", (
        ("1.25 FINISHED report=1 step=-1 member=0 team=0 hours=2",
         "1.125 FINISHED report=1 step=-1 member=0 team=0 hours=1"),
    )),
    (JUDGED, "work: goes on though its hours are done", (
        ("3.0 FINISHED report=2 step=1 member=0 team=0 hours=4", ""), ("3.0 ENDED report=2 step=2 team=0 detail=0", ""),
    )),
    (LEFT_WAITING, "course: does not expire at its moment", (("1.25 ENDED report=1 step=0 team=0 detail=6", ""),)),
    (LEFT_WAITING, "end: expires at another moment", (("1.25 ENDED report=1", "1.0 ENDED report=1"),)),
    (LEFT_WAITING, "end: expires after it was taken up, or before it was judged", (
        ("1.25 ENDED report=1", "1.25 ENDED report=0"),
    )),
    (LEFT_WAITING, "course: does not be found at its moment", (("1.5 RECLASSIFIED report=2 step=0 team=0 detail=2",
     ""),)),
    (LEFT_WAITING, "discovery: found at another moment", (("1.5 RECLASSIFIED", "1.4 RECLASSIFIED"),)),
    (LEFT_WAITING, "presence: a stint ends unseen", (("2.0 ABSENT member=0 team=0 report=0", ""),
        ("2.0 INTERRUPTED report=0 step=0 member=0 team=0 hours=16", ""),
         ("2.0 QUEUED report=0 step=0 team=0 detail=2", ""),
    )),
    (LEFT_WAITING, "presence: begins at another moment", (("3.0 BACK", "2.5 BACK"),)),
    (LEFT_WAITING, "work: is done while absent", (
        ("2.0 ABSENT member=0 team=0 report=0", ""),
        ("2.0 INTERRUPTED report=0 step=0 member=0 team=0 hours=16", ""),
         ("2.0 QUEUED report=0 step=0 team=0 detail=2", ""),
        ("3.0 BACK member=0 team=0 report=1", ""), ("3.0 RESUMED report=0 step=0 member=0 team=0 detail=2", ""),
        ("3.5 FINISHED report=0 step=0 member=0 team=0 hours=4",
         "2.5 FINISHED report=0 step=0 member=0 team=0 hours=20"),
    )),
    (LEFT_WAITING, "takes a step without being free", (
        ("3.0 BACK member=0 team=0 report=1", ""), ("3.0 RESUMED report=0", "2.5 RESUMED report=0"),
    )),
    (LEFT_WAITING, "conservation: a case is lost", (
        ("3.5 TAKEN_UP report=2 step=0 member=0 team=0 detail=2", ""),
        ("3.5 STARTED report=2 step=0 member=0 team=0 detail=2", ""),
        ("4.0 FINISHED report=2 step=0 member=0 team=0 hours=4", ""), ("4.0 ENDED report=2 step=1 team=0 detail=0", ""),
        ("2.0 QUEUED report=0 step=0 team=0 detail=2", ""),
         ("3.0 RESUMED report=0 step=0 member=0 team=0 detail=2", ""),
        ("3.5 FINISHED report=0 step=0 member=0 team=0 hours=4", ""), ("3.5 ENDED report=0 step=1 team=0 detail=0", ""),
    )),
    (JUDGED, "taking up: nobody starts on it", (("0.5 STARTED report=0 step=0 member=0 team=0 detail=3", ""),)),
    (LEFT_WAITING, "arrival: not all reports arrive", (
        ("0.25 ARRIVED report=1 team=0 detail=3", ""), ("0.25 QUEUED report=1 step=0 team=0 detail=3", ""),
        ("1.25 ENDED report=1 step=0 team=0 detail=6", ""),
    )),
    (LEFT_WAITING, "taking up: of what has expired", (
        ("1.25 ENDED report=1 step=0 team=0 detail=6", ""),
        ("3.5 TAKEN_UP report=2 step=0 member=0 team=0 detail=2",
         "3.5 TAKEN_UP report=1 step=0 member=0 team=0 detail=3"),
    )),
    (LEFT_WAITING, "presence: a stint begins unseen", (("3.0 BACK member=0 team=0 report=1", ""),)),
    (LEFT_WAITING, "presence: another event than the stint begins with", (("3.0 BACK", "3.0 JOINED"),)),
    (LEFT_WAITING, "presence: another event than the stint ends with", (("2.0 ABSENT", "2.0 LEFT"),)),
    (LEFT_WAITING, "presence: ends at another moment", (("2.0 ABSENT", "1.75 ABSENT"),)),
    (LEFT_WAITING, "presence: comes while there, or goes on while away", (
        ("0.0 JOINED member=0 team=0 report=0",
         "0.0 JOINED member=0 team=0 report=0\n0.0 JOINED member=0 team=0 report=0"),
    )),
]  # fmt: skip

OTHERWISE_SET = [
    (JUDGED, "steps: waits at another team than does this step", {"casework.steps.search.national_team": "coast"}),
    (LEFT_WAITING, "work: ends later than its hours are done", {"calendar": {**OFFICE, "holidays_country": None}}),
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
