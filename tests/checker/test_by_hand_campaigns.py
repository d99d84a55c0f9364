"""Checks of campaigns can fail: a right log by hand passes, and the breach that is written into it is found."""

from typing import Any

from tests.checker.by_hand import DOSSIER, ENRICH, LIGHT, SEARCH, SERIOUS, Person, Report
from tests.checker.stories import Rewriting, Story, joined, take
from tests.engine.hand_made import ALL_WAYS
from tests.rows import every_row

A_DAY = ((ENRICH, 8.0),)
SEARCHED_OR_VISITED: dict[str, Any] = {
    "steps": ((SEARCH, 8.0),), "visit": ((ENRICH, 4.0), (DOSSIER, 4.0)), "delay_days": 0.5, "outcome": 2,
}  # fmt: skip
WITHOUT_SEARCH = Person(skills=("enrich", "dossier"))


def serious_arrives(day: float, report: int) -> str:
    """A serious case begins to wait."""
    return f"{day} ARRIVED report={report} team=0 detail=2\n{day} QUEUED report={report} step=0 team=0 detail=2\n"


def light_arrives(day: float, report: int) -> str:
    """A light case is to be investigated in full, for which it waits for somebody outside."""
    return f"{day} ARRIVED report={report} team=0 detail=3\n{day} WEIGHED report={report} team=0 detail=0\n"


def joins(day: float, report: int, member: int, case_class: int = LIGHT) -> str:
    """A member takes up a case in a campaign, which waits for the first step of a visit then."""
    return (
        f"{day} WEIGHED report={report} member={member} team=0 step=2 detail=2\n"
        f"{day} QUEUED report={report} step=0 team=0 detail={case_class}\n"
    ) + take(day, report, case_class, member)


def goes_on(day: float, report: int, member: int) -> str:
    """The second step of a visit follows on the first, by this member."""
    return (
        f"{day} FINISHED report={report} step=0 member=0 team=0 hours=4\n"
        f"{day} QUEUED report={report} step=1 team=0 detail=3\n"
        f"{day} STARTED report={report} step=1 member={member} team=0 detail=3\n"
    )


def visited(day: float, report: int) -> str:
    """A visit is done."""
    return (
        f"{day} FINISHED report={report} step=1 member=0 team=0 hours=4\n"
        f"{day} ENDED report={report} step=3 team=0 detail=2\n"
    )


def worked(day: float, report: int, member: int, hours: float) -> str:
    """A serious case is done."""
    return (
        f"{day} FINISHED report={report} step=0 member={member} team=0 hours={hours}\n"
        f"{day} ENDED report={report} step=1 team=0 detail=0\n"
    )


SECOND_VISIT = joins(2.0, 3, 0) + goes_on(2.5, 3, 0) + visited(3.0, 3)
CAMPAIGN = Story(
    {
        **ALL_WAYS,
        "run.end": "2021-01-07",
        "assignment.order": "by_severity",
        "steering.treatments": {"light": {"full": 1.0}},
        "steering.campaigns.week": {
            "label": "Week", "date": "2021-01-05", "days": 2, "case_class": "light",
            "treatment": "letter_or_visit", "members_share": 0.5,
        },
    },
    [
        Report(0.0, SERIOUS, A_DAY),
        Report(0.0, SERIOUS, A_DAY),
        Report(0.125, LIGHT, **SEARCHED_OR_VISITED),
        Report(0.25, LIGHT, **SEARCHED_OR_VISITED),
        Report(0.375, SERIOUS, ((ENRICH, 7.0),)),
    ],
    [WITHOUT_SEARCH, WITHOUT_SEARCH],
    joined(0, 0)
    + serious_arrives(0.0, 0) + take(0.0, 0, SERIOUS, 0) + serious_arrives(0.0, 1) + take(0.0, 1, SERIOUS, 1)
    + light_arrives(0.125, 2) + light_arrives(0.25, 3) + serious_arrives(0.375, 4)
    + "0.625 QUEUED report=2 step=2 team=0 detail=3\n0.75 QUEUED report=3 step=2 team=0 detail=3\n"
    + worked(1.0, 0, 0, 8) + joins(1.0, 2, 0) + worked(1.0, 1, 1, 8) + take(1.0, 4, SERIOUS, 1)
    + goes_on(1.5, 2, 0) + worked(1.875, 4, 1, 7) + visited(2.0, 2) + SECOND_VISIT,
)  # fmt: skip
"""On two days one of two members visits, the oldest case first; neither can do the search of a full investigation."""

REWRITTEN: dict[str, tuple[str, tuple[Rewriting, ...]]] = {
    "another treatment": ("campaign: another treatment than it says", (
        ("1.0 WEIGHED report=2 member=0 team=0 step=2 detail=2",
         "1.0 WEIGHED report=2 member=0 team=0 step=2 detail=1"),
    )),
    "a serious case": ("campaign: the case is of another class", (
        (take(1.0, 4, SERIOUS, 1), joins(1.0, 4, 1, SERIOUS)),
    )),
    "both members": ("campaign: enough of its unit have a case of a campaign in hand", (
        (take(1.0, 4, SERIOUS, 1), joins(1.0, 3, 1)),
    )),
    "by somebody at work": ("campaign: is not free, or the case does not wait", (
        ("1.0 FINISHED report=0", "0.75 WEIGHED report=3 member=0 team=0 step=2 detail=2\n1.0 FINISHED report=0"),
    )),
    "the younger first": ("order: a case of a campaign is passed over", ((joins(1.0, 2, 0), joins(1.0, 3, 0)),)),
    "a serious case first": ("order: a case of a campaign is passed over", (
        (joins(1.0, 2, 0), take(1.0, 4, SERIOUS, 0)),
    )),
    "taken up by nobody": ("campaign: nobody takes the case up", ((take(2.0, 3, LIGHT, 0), ""),)),
    "taken up by the other": ("campaign: nobody takes the case up", (
        (take(2.0, 3, LIGHT, 0), take(2.0, 3, LIGHT, 1)),
    )),
    "left alone": ("idle beside a case of a campaign", ((SECOND_VISIT, ""),)),
    "gone on with by the other": ("may not take: it waits for its investigator", (
        ("2.5 STARTED report=3 step=1 member=0 team=0 detail=3",
         "2.5 STARTED report=3 step=1 member=1 team=0 detail=3"),
    )),
    "after its delay": ("steps: at another moment than its delay asks", (
        (goes_on(2.5, 3, 0),
         goes_on(2.5, 3, 0).replace("2.5 QUEUED", "2.75 QUEUED").replace("2.5 STARTED", "2.75 STARTED")),
    )),
}  # fmt: skip
WEEK = "steering.campaigns.week"
OTHERWISE_SET = [
    ("campaign: its unit has none now", {f"{WEEK}.date": "2021-01-06"}),
    ("campaign: its unit has none now", {f"{WEEK}.days": 1}),
    ("campaign: its unit has none now", {f"{WEEK}.units": ["coast"]}),
    ("campaign: another treatment than it says", {f"{WEEK}.treatment": "short"}),
    ("campaign: the reserve of the team would not stay free", {"assignment.reserve_members": {"capital": 1}}),
    ("order: a case of a campaign is passed over", {f"{WEEK}.members_share": 0.51}),
    ("order: a case of a campaign is passed over", {"assignment.order": "agreements"}),
    ("order: a case of a campaign is taken though other work goes first", {"steering.campaigns_priority": 4}),
]


def test_a_right_log_passes():
    breaches = CAMPAIGN.breaches()
    assert not breaches, breaches
    assert breaches.looked_at["cases taken up in campaigns"] == 2


@every_row("name", REWRITTEN)
def test_a_breach_is_found(name):
    kind, rewritings = REWRITTEN[name]
    breaches = CAMPAIGN.breaches(rewritings)
    assert kind in breaches.counts, breaches


@every_row(("kind", "changes"), OTHERWISE_SET)
def test_what_is_right_under_other_settings_is_a_breach(kind, changes):
    breaches = CAMPAIGN.breaches((), changes)
    assert kind in breaches.counts, breaches
