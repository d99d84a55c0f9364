"""Checks of the laboratory can fail: a right log passes, and breaches written into it are found."""

from tests.checker.by_hand import ACUTE, COAST, ENRICH, SEARCH, SERIOUS, Person, Report
from tests.checker.stories import Story, arrival, joined
from tests.rows import every_row

RULE = {"enabled": True, "step": "search", "capacity_devices_per_year": 365.25}
AT_LABORATORY = Story(
    {"chain": {"examination": RULE}, "assignment.preemption": False},
    [
        Report(0.0, SERIOUS, ((ENRICH, 8.0), (SEARCH, 4.0)), devices=2),
        Report(0.25, SERIOUS, ((ENRICH, 8.0), (SEARCH, 4.0)), devices=1),
        Report(0.5, ACUTE, ((ENRICH, 8.0), (SEARCH, 4.0)), devices=1),
    ],
    [Person(), Person(), Person()],
    joined(0, 0, 0)
    + "".join(
        arrival(day, report, of_class)
        + f"{day} TAKEN_UP report={report} step=0 member={report} team=0 detail={of_class}\n"
        + f"{day} STARTED report={report} step=0 member={report} team=0 detail={of_class}\n"
        for report, (day, of_class) in enumerate([(0.0, SERIOUS), (0.25, SERIOUS), (0.5, ACUTE)])
    )
    + """
    1.0 FINISHED report=0 step=0 member=0 team=0 hours=8
    1.0 SENT_TO_EXAMINATION report=0 step=1 team=0 detail=2
    1.25 FINISHED report=1 step=0 member=1 team=0 hours=8
    1.25 SENT_TO_EXAMINATION report=1 step=1 team=0 detail=2
    1.5 FINISHED report=2 step=0 member=2 team=0 hours=8
    1.5 SENT_TO_EXAMINATION report=2 step=1 team=0 detail=1
    3.0 EXAMINED report=0 step=1 team=0 detail=2
    3.0 QUEUED report=0 step=1 team=0 detail=2
    3.0 STARTED report=0 step=1 member=0 team=0 detail=2
    3.5 FINISHED report=0 step=1 member=0 team=0 hours=4
    3.5 ENDED report=0 step=2 team=0 detail=0
    4.0 EXAMINED report=2 step=1 team=0 detail=1
    4.0 QUEUED report=2 step=1 team=0 detail=1
    4.0 STARTED report=2 step=1 member=1 team=0 detail=1
    4.5 FINISHED report=2 step=1 member=1 team=0 hours=4
    4.5 ENDED report=2 step=2 team=0 detail=0
    5.0 EXAMINED report=1 step=1 team=0 detail=2
    5.0 QUEUED report=1 step=1 team=0 detail=2
    5.0 STARTED report=1 step=1 member=2 team=0 detail=2
    5.5 FINISHED report=1 step=1 member=2 team=0 hours=4
    5.5 ENDED report=1 step=2 team=0 detail=0
    """,
)
"""Devices of three cases; the last to come goes before the second, whose class is less urgent."""
NOT_DUE = "laboratory: devices come that are not due"
ANOTHER = "laboratory: others are examined than whose turn it is"


def sent(day: float, report: int, of_class: int, team: int = 0) -> str:
    """The devices of a case come to the laboratory."""
    return f"{day} SENT_TO_EXAMINATION report={report} step=1 team={team} detail={of_class}\n"


def examined(day: float, report: int, of_class: int) -> str:
    """The devices of a case are examined."""
    return f"{day} EXAMINED report={report} step=1 team=0 detail={of_class}\n"


BREACHES = {
    "devices of a case are not sent": (sent(1.0, 0, SERIOUS), "", "course: what must follow does not"),
    "they are sent as of another class": (sent(1.5, 2, ACUTE), sent(1.5, 2, SERIOUS), NOT_DUE),
    "they are sent by another unit": (sent(1.0, 0, SERIOUS), sent(1.0, 0, SERIOUS, COAST), NOT_DUE),
    "they are sent twice": (sent(1.25, 1, SERIOUS), 2 * sent(1.25, 1, SERIOUS), NOT_DUE),
    "the less urgent goes first": (examined(4.0, 2, ACUTE), examined(4.0, 1, SERIOUS), ANOTHER),
    "work begins though nothing is examined": (
        examined(3.0, 0, SERIOUS), "", "steps: at another moment than its delay asks",
    ),
    "devices are lost": (examined(5.0, 1, SERIOUS), "", "course: does not have its devices examined at its moment"),
}  # fmt: skip


def test_a_right_log_passes():
    assert not AT_LABORATORY.breaches()


@every_row("name", BREACHES)
def test_a_breach_is_found(name):
    right, wrong, kind = BREACHES[name]
    assert kind in AT_LABORATORY.breaches(((right, wrong),)).counts


@every_row(
    ("rule", "kind"),
    [
        ({"urgent_first": False}, ANOTHER),
        ({"capacity_devices_per_year": 730.5}, "laboratory: takes another time than the devices need"),
    ],
)
def test_the_same_log_is_wrong_under_another_rule(rule, kind):
    assert kind in AT_LABORATORY.breaches(changes={"chain": {"examination": {**RULE, **rule}}}).counts
