"""Checks of the portfolio, treatments, returns, pressure and judges can fail: logs by hand, right and rewritten."""

from dataclasses import replace

from tests.checker.by_hand import COAST, DOSSIER, ENRICH, LIGHT, NEVER, SEARCH, SERIOUS, Person, Report
from tests.checker.stories import Story, arrival, joined, take
from tests.engine.small_worlds import LIGHTER, TREATED
from tests.rows import every_row

HALF_A_DAY = ((SEARCH, 4.0),)
AFTER_SHORT, AFTER_VISIT, AFTER_NOTHING = 2, 4, 8
"""Treatments as bits."""


def done(day: float, report: int, outcome: int = 2, steps: int = 1, hours: float = 4.0) -> str:
    """The first member is done with the last step of a case."""
    return (
        f"{day} FINISHED report={report} step={steps - 1} member=0 team=0 hours={hours}\n"
        f"{day} ENDED report={report} step={steps} team=0 detail={outcome}\n"
    )


OWED = Story(
    {
        "assignment.order": "agreements",
        "assignment.agreements_priority": 2,
        "agreements": {"some": {"label": "Some", "classes": {"light": 1.0}, "per_year": {2021: 86}}},
        "run.end": "2021-01-06",
    },
    [
        Report(0.0, SERIOUS, HALF_A_DAY),
        Report(0.125, LIGHT, HALF_A_DAY, outcome=2),
        Report(0.25, LIGHT, ((SEARCH, 4.0), (DOSSIER, 4.0)), outcome=2),
        Report(0.375, SERIOUS, HALF_A_DAY),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0) + arrival(0.125, 1, LIGHT) + arrival(0.25, 2, LIGHT)
    + arrival(0.375, 3, SERIOUS) + done(0.5, 0, outcome=0) + take(0.5, 2, LIGHT, 0)
    + "1.0 FINISHED report=2 step=0 member=0 team=0 hours=4\n1.0 QUEUED report=2 step=1 team=0 detail=3\n"
    + "1.0 STARTED report=2 step=1 member=0 team=0 detail=3\n" + done(1.5, 2, steps=2)
    + take(1.5, 3, SERIOUS, 0) + done(2.0, 3, outcome=0) + take(2.0, 1, LIGHT, 0) + done(2.5, 1),
)  # fmt: skip
"""One light case is due of the 52 that the capital owes in the year: the freshest goes first, to its end."""

FIRST_STEP_DONE = "0.5 FINISHED report=0 step=0 member=0 team=0 hours=4\n"
WITHOUT_ROOM = Story(
    {**OWED.settings, "assignment.in_hand_limit_per_investigator": 1.0, "run.end": "2021-01-05"},
    [
        Report(0.0, SERIOUS, ((SEARCH, 4.0), (DOSSIER, 4.0)), delay_days=10.0),
        Report(0.125, LIGHT, HALF_A_DAY, outcome=2),
        Report(0.25, LIGHT, HALF_A_DAY, outcome=2),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0) + arrival(0.125, 1, LIGHT) + arrival(0.25, 2, LIGHT)
    + FIRST_STEP_DONE,
)  # fmt: skip
"""A light case is due, but one in hand is the limit of the one investigator: it waits for room as the other does."""

SIMPLE = Story(
    {
        **WITHOUT_ROOM.settings,
        "agreements": {"some": {"label": "Some", "classes": {"light": 1.0}, "per_year": {2021: 86}, "simple": True}},
        "assignment.agreements_priority": 3,
    },
    [
        Report(0.0, SERIOUS, ((SEARCH, 4.0), (DOSSIER, 4.0)), delay_days=1.0),
        Report(0.125, LIGHT, HALF_A_DAY, outcome=2),
        Report(0.25, LIGHT, ((SEARCH, 4.0), (DOSSIER, 4.0)), outcome=2),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0) + arrival(0.125, 1, LIGHT) + arrival(0.25, 2, LIGHT)
    + FIRST_STEP_DONE + take(0.5, 2, LIGHT, 0)
    + "1.0 FINISHED report=2 step=0 member=0 team=0 hours=4\n1.0 QUEUED report=2 step=1 team=0 detail=3\n"
    + "1.0 STARTED report=2 step=1 member=0 team=0 detail=3\n" + done(1.5, 2, steps=2)
    + "1.5 QUEUED report=0 step=1 team=0 detail=2\n1.5 STARTED report=0 step=1 member=0 team=0 detail=2\n",
)  # fmt: skip
"""As without room, but what is owed is a simple intervention: it is taken up however much is in hand."""

IN_HAND_AT_THE_START = Story(
    {
        "assignment.order": "agreements",
        "assignment.agreements_priority": 2,
        "agreements": {"some": {"label": "Some", "classes": {"light": 1.0}, "per_year": {2021: 10}}},
        "run.end": "2021-01-04",
    },
    [
        Report(-2.0, SERIOUS, HALF_A_DAY),
        Report(-1.0, LIGHT, HALF_A_DAY, outcome=2, taken_up=True),
        Report(-0.5, SERIOUS, HALF_A_DAY),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0)
    + "0.0 ARRIVED report=1 team=0 detail=3\n0.0 QUEUED report=1 step=0 team=0 detail=3\n" + arrival(0.0, 2, SERIOUS)
    + done(0.5, 0, outcome=0) + "0.5 STARTED report=1 step=0 member=0 team=0 detail=3\n",
)  # fmt: skip
"""Light cases are owed in the year: the one in hand at the start goes on."""

GOES_ON = Story(
    {"assignment.order": "agreements", "run.end": "2021-01-04"},
    [
        Report(0.0, LIGHT, ((SEARCH, 4.0), (DOSSIER, 4.0)), outcome=2),
        Report(0.25, LIGHT, HALF_A_DAY, outcome=2),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, LIGHT) + take(0.0, 0, LIGHT, 0) + arrival(0.25, 1, LIGHT)
    + "0.5 FINISHED report=0 step=0 member=0 team=0 hours=4\n0.5 QUEUED report=0 step=1 team=0 detail=3\n"
    + "0.5 STARTED report=0 step=1 member=0 team=0 detail=3\n",
)  # fmt: skip
"""Nothing is owed: what was begun is finished before a fresh case of the same class is taken up."""


def serious(day: float, report: int) -> str:
    """A serious case arrives where serious cases are of the portfolio."""
    return (
        f"{day} ARRIVED report={report} team=0 detail=2\n{day} WEIGHED report={report} team=0 detail=0\n"
        f"{day} QUEUED report={report} step=0 team=0 detail=2\n"
    )


IN_TURNS = Story(
    {
        "casework.classes.serious.severe": False,
        "assignment.order": "shares",
        "assignment.parts_of_hours": {"serious": 0.75, "light": 0.25},
        "run.end": "2021-01-05",
    },
    [
        Report(0.0, SERIOUS, HALF_A_DAY),
        Report(0.125, LIGHT, HALF_A_DAY, outcome=2),
        Report(0.25, SERIOUS, HALF_A_DAY),
        Report(0.375, LIGHT, HALF_A_DAY, outcome=2),
        Report(0.4375, SERIOUS, HALF_A_DAY),
    ],
    [Person()],
    joined(0) + serious(0.0, 0) + take(0.0, 0, SERIOUS, 0) + arrival(0.125, 1, LIGHT) + serious(0.25, 2)
    + arrival(0.375, 3, LIGHT) + serious(0.4375, 4) + done(0.5, 0, outcome=0) + take(0.5, 3, LIGHT, 0) + done(1.0, 3)
    + take(1.0, 4, SERIOUS, 0) + done(1.5, 4, outcome=0) + take(1.5, 2, SERIOUS, 0),
)  # fmt: skip
"""After one case of each class, serious ones are served three times for each light one."""

SHORT_CASE = Report(
    0.0, LIGHT, HALF_A_DAY, outcome=2, draw=500_000, visit=((ENRICH, 1.0),), short=((ENRICH, 4.0),),
    returns=(3, AFTER_SHORT, 1.0),
)  # fmt: skip
VISITED = Report(
    0.125, LIGHT, HALF_A_DAY, draw=750_000, visit=((ENRICH, 4.0),), short=((ENRICH, 2.0),), upgrade=(SERIOUS, 2),
    found_by=AFTER_VISIT,
)  # fmt: skip
CLOSED_BY_CHOICE = Report(0.25, LIGHT, HALF_A_DAY, outcome=2, draw=950_000)
COMES_BACK = Report(NEVER, LIGHT, HALF_A_DAY, outcome=2, stream="returns")
TREATMENTS = {**LIGHTER, "steering.treatments": {"light": TREATED}}
TREATED_LIGHTER = Story(
    {**TREATMENTS, "run.end": "2021-01-06"},
    [SHORT_CASE, VISITED, CLOSED_BY_CHOICE, COMES_BACK],
    [Person()],
    """
    0.0 JOINED member=0 team=0 report=0
    0.0 ARRIVED report=0 team=0 detail=3
    0.0 WEIGHED report=0 team=0 detail=1
    0.0 QUEUED report=0 step=1 team=0 detail=3
    0.0 TAKEN_UP report=0 step=1 member=0 team=0 detail=3
    0.0 STARTED report=0 step=1 member=0 team=0 detail=3
    0.125 ARRIVED report=1 team=0 detail=3
    0.125 WEIGHED report=1 team=0 detail=2
    0.125 QUEUED report=1 step=0 team=0 detail=3
    0.25 ARRIVED report=2 team=0 detail=3
    0.25 WEIGHED report=2 team=0 detail=3
    0.25 ENDED report=2 step=-1 team=0 detail=9
    0.5 FINISHED report=0 step=1 member=0 team=0 hours=4
    0.5 ENDED report=0 step=3 team=0 detail=1
    0.5 TAKEN_UP report=1 step=0 member=0 team=0 detail=3
    0.5 STARTED report=1 step=0 member=0 team=0 detail=3
    1.0 FINISHED report=1 step=0 member=0 team=0 hours=4
    1.0 RECLASSIFIED report=1 step=0 team=0 detail=2
    1.0 WEIGHED report=1 step=0 team=0 detail=0
    1.0 QUEUED report=1 step=2 team=0 detail=2
    1.0 STARTED report=1 step=2 member=0 team=0 detail=2
    1.5 FINISHED report=1 step=2 member=0 team=0 hours=4
    1.5 ENDED report=1 step=3 team=0 detail=0
    1.5 ARRIVED report=3 team=0 detail=3
    1.5 QUEUED report=3 step=0 team=0 detail=3
    1.5 TAKEN_UP report=3 step=0 member=0 team=0 detail=3
    1.5 STARTED report=3 step=0 member=0 team=0 detail=3
    2.0 FINISHED report=3 step=0 member=0 team=0 hours=4
    2.0 ENDED report=3 step=1 team=0 detail=2
    """,
)
"""A short investigation after which the person returns, a visit that finds something serious, and nothing done."""
NOBODY_RETURNS = (
    ("1.5 ARRIVED report=3 team=0 detail=3", ""), ("1.5 QUEUED report=3 step=0 team=0 detail=3", ""),
    ("1.5 TAKEN_UP report=3 step=0 member=0 team=0 detail=3", ""),
    ("1.5 STARTED report=3 step=0 member=0 team=0 detail=3", ""),
    ("2.0 FINISHED report=3 step=0 member=0 team=0 hours=4", ""), ("2.0 ENDED report=3 step=1 team=0 detail=2", ""),
)  # fmt: skip

IN_STOCK = Story(
    {**TREATMENTS, "run.end": "2021-01-04"},
    [Report(-1.0, LIGHT, HALF_A_DAY, draw=950_000, visit=((ENRICH, 16.0),), short=HALF_A_DAY)],
    [Person()],
    joined(0) + "0.0 ARRIVED report=0 team=0 detail=3\n0.0 WEIGHED report=0 team=0 detail=2\n"
    + "0.0 QUEUED report=0 step=0 team=0 detail=3\n" + take(0.0, 0, LIGHT, 0),
)  # fmt: skip
"""Nothing of what is in stock is closed by choice."""

PRESSED = Story(
    {
        **LIGHTER,
        "steering": {
            "policy": "by_backlog",
            "treatments": {"light": {"full": 0.8, "nothing": 0.2}},
            "treatments_when_pressed": {"light": {"full": 0.4, "nothing": 0.6}},
            "every_weeks": 1 / 7,
            "pressed_from_weeks": 0.25,
            "most_pressed_from_weeks": 0.75,
            "most_change": 0.5,
            "least_change": 0.05,
        },
        "run.end": "2021-01-06",
    },
    [
        Report(-3.0, SERIOUS, ((SEARCH, 12.0),)),
        Report(-2.0, SERIOUS, HALF_A_DAY),
        Report(-1.0, LIGHT, HALF_A_DAY, outcome=2),
        Report(1.25, LIGHT, HALF_A_DAY, outcome=2, draw=650_000),
        Report(1.375, LIGHT, HALF_A_DAY, outcome=2, draw=850_000),
        Report(1.4375, LIGHT, HALF_A_DAY, outcome=2, draw=550_000),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0) + arrival(0.0, 1, SERIOUS) + arrival(0.0, 2, LIGHT)
    + "1.0 STEERED report=1 pressure=0.5\n"
    + "1.25 ARRIVED report=3 team=0 detail=3\n1.25 WEIGHED report=3 team=0 detail=3\n"
    + "1.25 ENDED report=3 team=0 detail=7\n"
    + "1.375 ARRIVED report=4 team=0 detail=3\n1.375 WEIGHED report=4 team=0 detail=3\n"
    + "1.375 ENDED report=4 team=0 detail=9\n" + arrival(1.4375, 5, LIGHT) + done(1.5, 0, outcome=0, hours=12.0)
    + take(1.5, 1, SERIOUS, 0) + done(2.0, 1, outcome=0) + take(2.0, 2, LIGHT, 0) + "2.0 STEERED report=2 pressure=0\n"
    + done(2.5, 2) + take(2.5, 5, LIGHT, 0),
)  # fmt: skip
"""A serious and a light case wait, 31.8 hours where a week has 56: that asks for a pressure of 64 %, half of which is
reached at the first meeting. At the second next to nothing waits."""

JUDGED_FIRST = Story(
    {"collaboration.neighbours": {"max_share": 1.0, "lends": "before_own_work"}, "run.end": "2021-01-04"},
    [
        Report(0.0, SERIOUS, HALF_A_DAY),
        Report(0.25, SERIOUS, ((SEARCH, 8.0),), unit=COAST),
        Report(0.375, 0, (), triage_hours=2.0),
    ],
    [Person(), Person(team=COAST, skills=("dossier",))],
    joined(0, COAST) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0) + arrival(0.25, 1, SERIOUS, COAST)
    + "0.375 ARRIVED report=2 team=0 detail=0\n0.375 QUEUED report=2 step=-1 team=0 detail=0\n"
    + done(0.5, 0, outcome=0) + "0.5 STARTED report=2 step=-1 member=0 team=0 detail=0\n"
    + "0.75 FINISHED report=2 step=-1 member=0 team=0 hours=2\n0.75 TRIAGED report=2 step=-1 team=0 detail=0\n"
    + "0.75 ENDED report=2 step=-1 team=0 detail=5\n" + take(0.75, 1, SERIOUS, 0),
)  # fmt: skip
"""Who judges reports helps a neighbour when no report waits any more."""

JUDGED_ELSEWHERE = Story(
    {"triage.units_judge": "when_idle", "run.end": "2021-01-04"},
    [Report(0.25, 0, (), triage_hours=8.0)],
    [Person(skills=("enrich",)), Person(team=COAST)],
    joined(0, COAST) + "0.25 ARRIVED report=0 team=0 detail=0\n0.25 QUEUED report=0 step=-1 team=0 detail=0\n"
    + "0.25 STARTED report=0 step=-1 member=1 team=1 detail=0\n",
)  # fmt: skip
"""A member of another unit judges a report, while without other work."""

STORIES = {
    "owed": OWED, "owed without room": WITHOUT_ROOM, "simple": SIMPLE, "in hand at the start": IN_HAND_AT_THE_START,
    "goes on": GOES_ON, "in turns": IN_TURNS,
    "treated in a lighter way": TREATED_LIGHTER, "in stock": IN_STOCK, "pressed": PRESSED,
    "judged first": JUDGED_FIRST, "judged elsewhere": JUDGED_ELSEWHERE,
}  # fmt: skip
TAKEN_WHEN_OWED = take(0.5, 2, LIGHT, 0)
GOES_ON_WHEN_OWED = "1.0 STARTED report=2 step=1 member=0 team=0 detail=3"

REWRITTEN = [
    (OWED, "order: a fresher case of its class is passed over", ((TAKEN_WHEN_OWED, take(0.5, 1, LIGHT, 0)),)),
    (OWED, "order: what is owed is passed over", ((TAKEN_WHEN_OWED, take(0.5, 3, SERIOUS, 0)),)),
    (OWED, "order: a case that was owed when it was taken up is passed over", (
        (GOES_ON_WHEN_OWED, take(1.0, 3, SERIOUS, 0)),
    )),
    (OWED, "order: in the own queue, a step is passed over", ((take(1.5, 3, SERIOUS, 0), take(1.5, 1, LIGHT, 0)),)),
    (WITHOUT_ROOM, "may not take: its unit has no room for one case more in hand", (
        (FIRST_STEP_DONE, FIRST_STEP_DONE + take(0.5, 2, LIGHT, 0)),
    )),
    (IN_HAND_AT_THE_START, "order: a case that was owed when it was taken up is passed over", (
        ("0.5 STARTED report=1 step=0 member=0 team=0 detail=3", take(0.5, 2, SERIOUS, 0)),
    )),
    (GOES_ON, "order: work in hand is passed over for a new case", (
        ("0.5 STARTED report=0 step=1 member=0 team=0 detail=3", take(0.5, 1, LIGHT, 0)),
    )),
    (IN_TURNS, "order: the class whose turn it is is passed over", (
        (take(0.5, 3, LIGHT, 0), take(0.5, 4, SERIOUS, 0)),
    )),
    (IN_TURNS, "order: the class whose turn it is is passed over", (
        (take(1.0, 4, SERIOUS, 0), take(1.0, 1, LIGHT, 0)),
    )),
    (IN_TURNS, "order: a fresher case of its class is passed over", (
        (take(1.0, 4, SERIOUS, 0), take(1.0, 2, SERIOUS, 0)),
    )),
    (TREATED_LIGHTER, "treatment: another than the shares and the pressure ask for", (
        ("0.0 WEIGHED report=0 team=0 detail=1", "0.0 WEIGHED report=0 team=0 detail=2"),
    )),
    (TREATED_LIGHTER, "treatment: a step of another treatment", (
        ("0.0 QUEUED report=0 step=1", "0.0 QUEUED report=0 step=0"),
    )),
    (TREATED_LIGHTER, "treatment: weighed though nothing is to be weighed", (
        ("0.0 QUEUED report=0 step=1", "0.0 WEIGHED report=0 team=0 detail=1\n0.0 QUEUED report=0 step=1"),
    )),
    (TREATED_LIGHTER, "treatment: weighed though nothing is to be weighed", (
        ("1.5 QUEUED report=3", "1.5 WEIGHED report=3 team=0 detail=0\n1.5 QUEUED report=3"),
    )),
    (TREATED_LIGHTER, "course: what must follow does not", (("1.0 WEIGHED report=1 step=0 team=0 detail=0", ""),)),
    (TREATED_LIGHTER, "course: what must follow does not", (("0.125 WEIGHED report=1 team=0 detail=2", ""),)),
    (TREATED_LIGHTER, "end: LETTER_OR_VISIT is not due", (
        ("0.5 ENDED report=0 step=3 team=0 detail=1", "0.5 ENDED report=0 step=3 team=0 detail=2"),
    )),
    (TREATED_LIGHTER, "end: DECLINED is not due", (
        ("0.25 ENDED report=2 step=-1 team=0 detail=9", "0.25 ENDED report=2 step=-1 team=0 detail=7"),
    )),
    (TREATED_LIGHTER, "course: does not return at its moment", NOBODY_RETURNS),
    (TREATED_LIGHTER, "arrival: at another moment", (("1.5 ARRIVED report=3", "1.25 ARRIVED report=3"),)),
    (TREATED_LIGHTER, "arrival: comes twice", (
        ("2.0 ENDED report=3", "2.0 ENDED report=3 step=1 team=0 detail=2\n2.5 ARRIVED report=3"),
    )),
    (IN_STOCK, "treatment: another than the shares and the pressure ask for", (
        ("0.0 WEIGHED report=0 team=0 detail=2", "0.0 WEIGHED report=0 team=0 detail=3"),
    )),
    (PRESSED, "steering: another pressure than the waiting work asks for", (("pressure=0.5", "pressure=0.635714"),)),
    (PRESSED, "steering: does not meet", (("2.0 STEERED report=2 pressure=0", ""),)),
    (PRESSED, "steering: meets at another moment", (("1.0 STEERED", "0.75 STEERED"),)),
    (PRESSED, "treatment: another than the shares and the pressure ask for", (
        ("1.25 WEIGHED report=3 team=0 detail=3", "1.25 WEIGHED report=3 team=0 detail=0"),
    )),
    (PRESSED, "end: CLOSED_BY_CHOICE is not due", (
        ("1.25 ENDED report=3 team=0 detail=7", "1.25 ENDED report=3 team=0 detail=9"),
    )),
    (PRESSED, "end: DECLINED is not due", (
        ("1.375 ENDED report=4 team=0 detail=9", "1.375 ENDED report=4 team=0 detail=7"),
    )),
    (PRESSED, "order of kinds at one moment", (
        ("1.0 STEERED report=1 pressure=0.5\n1.25 ARRIVED", "1.25 STEERED report=1 pressure=0.5\n1.25 ARRIVED"),
    )),
    (JUDGED_FIRST, "may not take: judges reports, which wait at its own team", (
        ("0.5 STARTED report=2 step=-1 member=0 team=0 detail=0", take(0.5, 1, SERIOUS, 0)),
    )),
    (JUDGED_FIRST, "idle beside a step of a team that may be helped", ((take(0.75, 1, SERIOUS, 0), ""),)),
    (JUDGED_ELSEWHERE, "idle beside a step of a team that may be helped", (
        ("0.25 STARTED report=0 step=-1 member=1 team=1 detail=0", ""),
    )),
]  # fmt: skip

OTHERWISE_SET = [
    (OWED, "order: what is owed is passed over", {"assignment.owed_by": "posts", "staffing.units.capital.posts": 12}),
    (OWED, "order: what is owed is passed over", {"agreements.some.per_year": {2021: 88}}),
    (OWED, "order: in the own queue, a step is passed over", {"agreements.some.per_year": {2022: 90}}),
    (OWED, "order: in the own queue, a step is passed over", {"assignment.agreements_priority": 4}),
    (OWED, "order: in the own queue, a step is passed over", {"assignment.order": "by_severity"}),
    (WITHOUT_ROOM, "idle beside a step of the own queue", {"assignment.in_hand_limit_per_investigator": 2.0}),
    (WITHOUT_ROOM, "idle beside a step of the own queue", {"agreements": SIMPLE.settings["agreements"]}),
    (SIMPLE, "may not take: its unit has no room for one case more in hand",
     {"agreements": OWED.settings["agreements"]}),
    (IN_HAND_AT_THE_START, "order: in the own queue, a step is passed over", {"agreements": {}}),
    (IN_TURNS, "order: the class whose turn it is is passed over",
     {"assignment.parts_of_hours": {"serious": 0.25, "light": 0.75}}),
    (TREATED_LIGHTER, "end: not an outcome of its class",
     {"casework.classes.light.lighter.short.outcomes": {"transferred": 1.0}}),
    (TREATED_LIGHTER, "treatment: another than the shares and the pressure ask for", {"steering.treatments": {}}),
    (PRESSED, "steering: another pressure than the waiting work asks for", {"steering.most_change": 0.625}),
    (PRESSED, "steering: another pressure than the waiting work asks for", {"steering.least_change": 0.75}),
    (PRESSED, "steering: another pressure than the waiting work asks for", {"steering.pressed_from_weeks": 0.5}),
    (PRESSED, "steering: meets at another moment", {"steering.policy": "fixed"}),
    (JUDGED_FIRST, "order: own work is taken though another team's goes first", {"collaboration.lends_judges": True}),
    (JUDGED_ELSEWHERE, "helps without a permission", {"triage.units_judge": "never"}),
]  # fmt: skip

NOT_REPORTED_AGAIN = {
    "another treatment": {0: {"returns": (3, AFTER_VISIT | AFTER_NOTHING, 1.0)}},
    "another time": {0: {"returns": (3, AFTER_SHORT, 1.125)}},
    "something worse": {0: {"returns": (-1, 0, 0.0)}, 1: {"returns": (3, AFTER_VISIT | 1, 0.0)}},
}
"""Other draws by which the person of the story would not return, or not then."""


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


@every_row("why", NOT_REPORTED_AGAIN)
def test_who_returns_though_it_was_not_drawn_so_is_a_breach(why):
    draws = NOT_REPORTED_AGAIN[why]
    reports = [replace(report, **draws.get(row, {})) for row, report in enumerate(TREATED_LIGHTER.reports)]
    breaches = Story(TREATED_LIGHTER.settings, reports, TREATED_LIGHTER.people, TREATED_LIGHTER.log).breaches()
    assert "arrival: at another moment" in breaches.counts, breaches


def test_who_was_let_go_returns_as_after_no_treatment():
    reports = [
        Report(0.0, SERIOUS, ((SEARCH, 16.0),)),
        Report(0.125, LIGHT, HALF_A_DAY, outcome=2, expires_days=0.5, returns=(2, AFTER_NOTHING, 0.25)),
        replace(COMES_BACK, expires_days=0.125),
    ]
    log = (
        joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0) + arrival(0.125, 1, LIGHT)
        + "0.5 ENDED report=1 step=0 team=0 detail=6\n0.75 ARRIVED report=2 team=0 detail=3\n"
        + "0.75 QUEUED report=2 step=0 team=0 detail=3\n0.875 ENDED report=2 step=0 team=0 detail=6\n"
    )  # fmt: skip
    story = Story({"run.end": "2021-01-04"}, reports, [Person()], log)
    assert not story.breaches(), story.breaches()
    later = story.breaches((("0.875 ENDED", "0.9375 ENDED"),))
    assert "end: expires at another moment" in later.counts, later
    reports[1] = replace(reports[1], returns=(2, 1 | AFTER_SHORT | AFTER_VISIT, 0.25))
    breaches = Story(story.settings, reports, story.people, story.log).breaches()
    assert "arrival: at another moment" in breaches.counts, breaches
