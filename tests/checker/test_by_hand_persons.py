"""Checks of triage by the system, assessment and persons can fail: logs by hand, right and rewritten."""

from tests.checker.by_hand import COAST, ENRICH, LIGHT, SEARCH, SERIOUS, Person, Report
from tests.checker.stories import Story, arrival, joined, take
from tests.engine.small_worlds import LIGHTER
from tests.rows import every_row

HALF_A_DAY = ((SEARCH, 4.0),)
ASSESSES = {"triage.assessment": {"enabled": True, "priority": 2}}
JUDGED = "triage: judged without the work, or as something else than drawn"
ASSESSED_OTHERWISE = "assessment: without the work, of what leads to nobody, or as something else than drawn"
FRESHEST = {"assignment.order": "agreements", "agreements": {}}


def triaged(day: float, report: int, true_class: int, seen_as: int, unit: int = 0) -> str:
    """A report arrives, and the system gives it a class."""
    return (
        f"{day} ARRIVED report={report} team={unit} detail={true_class}\n"
        f"{day} TRIAGED report={report} step=-1 team={unit} detail={seen_as}\n"
    )


def joins(day: float, report: int) -> str:
    """It joins a case of its person."""
    return f"{day} ENDED report={report} step=-1 team=0 detail=10\n"


def waits(day: float, report: int, case_class: int) -> str:
    """Its first step begins to wait, to be investigated in full."""
    weighed = f"{day} WEIGHED report={report} team=0 detail=0\n" if case_class == LIGHT else ""
    return f"{weighed}{day} QUEUED report={report} step=0 team=0 detail={case_class}\n"


def waits_for_assessment(day: float, report: int, case_class: int) -> str:
    """Its assessment begins to wait."""
    return f"{day} QUEUED report={report} step=-2 team=0 detail={case_class}\n"


def assessment(day: float, report: int, case_class: int) -> str:
    """The member assesses it, in half a day."""
    return (
        f"{day} STARTED report={report} step=-2 member=0 team=0 detail={case_class}\n"
        f"{day + 0.5} FINISHED report={report} step=-2 member=0 team=0 hours=4\n"
    )


def assessed(day: float, report: int, case_class: int) -> str:
    """Its unit gives it a class."""
    return f"{day} ASSESSED report={report} step=-2 team=0 detail={case_class}\n"


def done(day: float, report: int, outcome: int) -> str:
    """The member is done with a case of one step of half a day."""
    return (
        f"{day} FINISHED report={report} step=0 member=0 team=0 hours=4\n"
        f"{day} ENDED report={report} step=1 team=0 detail={outcome}\n"
    )


TAKEN_OVER = Story(
    {**ASSESSES, "triage.automatic_above_reports": 1, "run.end": "2021-01-04"},
    [
        Report(0.0, 0, (), triage_hours=4.0),
        Report(0.125, 0, (), triage_hours=4.0),
        Report(0.25, 0, (), triage_hours=4.0),
        Report(0.375, SERIOUS, HALF_A_DAY, triage_hours=4.0, system_class=LIGHT),
    ],
    [Person()],
    joined(0)
    + "0.0 ARRIVED report=0 team=0 detail=0\n0.0 QUEUED report=0 step=-1 team=0 detail=0\n"
    + "0.0 STARTED report=0 step=-1 member=0 team=0 detail=0\n"
    + "0.125 ARRIVED report=1 team=0 detail=0\n0.125 QUEUED report=1 step=-1 team=0 detail=0\n"
    + "0.25 ARRIVED report=2 team=0 detail=0\n0.25 QUEUED report=2 step=-1 team=0 detail=0\n"
    + triaged(0.375, 3, SERIOUS, LIGHT) + waits(0.375, 3, LIGHT)
    + "0.5 FINISHED report=0 step=-1 member=0 team=0 hours=4\n0.5 TRIAGED report=0 step=-1 team=0 detail=0\n"
    + "0.5 ENDED report=0 step=-1 team=0 detail=5\n0.5 STARTED report=1 step=-1 member=0 team=0 detail=0\n",
)  # fmt: skip
"""Two reports wait to be judged when another comes, which the system judges."""

READ = Story(
    {"run.end": "2021-01-04"},
    [
        Report(0.0, 0, (), triage_hours=4.0),
        Report(0.125, 0, (), triage_hours=4.0),
        Report(0.25, 0, (), triage_hours=4.0, read_class=LIGHT),
        Report(0.375, 0, (), triage_hours=4.0, read_class=SERIOUS),
    ],
    [Person()],
    joined(0)
    + "".join(
        f"{day} ARRIVED report={n} team=0 detail=0\n{day} QUEUED report={n} step=-1 team=0 detail=0\n"
        + ("" if n else "0.0 STARTED report=0 step=-1 member=0 team=0 detail=0\n")
        for n, day in enumerate((0.0, 0.125, 0.25, 0.375))
    )
    + "0.5 FINISHED report=0 step=-1 member=0 team=0 hours=4\n0.5 TRIAGED report=0 step=-1 team=0 detail=0\n"
    + "0.5 ENDED report=0 step=-1 team=0 detail=5\n0.5 STARTED report=3 step=-1 member=0 team=0 detail=0\n",
)
"""Of three reports that wait, the system reads the last as most urgent, and in the first nothing."""

ASSESSED = Story(
    {**ASSESSES, "run.end": "2021-01-06"},
    [
        Report(0.0, SERIOUS, HALF_A_DAY, by_system=True, triaged_class=LIGHT, assessment_hours=4.0,
               assessed_class=SERIOUS),
        Report(0.125, SERIOUS, HALF_A_DAY),
        Report(0.25, LIGHT, HALF_A_DAY, by_system=True, assessment_hours=4.0, assessed_class=0, trace_until_days=1.0),
        Report(0.375, LIGHT, HALF_A_DAY, by_system=True, assessment_hours=4.0, trace_until_days=1.0),
    ],
    [Person()],
    joined(0) + triaged(0.0, 0, SERIOUS, LIGHT) + waits_for_assessment(0.0, 0, LIGHT)
    + "0.0 STARTED report=0 step=-2 member=0 team=0 detail=3\n"
    + arrival(0.125, 1, SERIOUS)
    + triaged(0.25, 2, LIGHT, LIGHT) + waits_for_assessment(0.25, 2, LIGHT)
    + triaged(0.375, 3, LIGHT, LIGHT) + waits_for_assessment(0.375, 3, LIGHT)
    + "0.5 FINISHED report=0 step=-2 member=0 team=0 hours=4\n" + assessed(0.5, 0, SERIOUS) + waits(0.5, 0, SERIOUS)
    + assessment(0.5, 2, LIGHT) + assessed(1.0, 2, 0) + "1.0 ENDED report=2 step=-2 team=0 detail=5\n"
    + assessment(1.0, 3, LIGHT) + "1.5 ENDED report=3 step=-2 team=0 detail=11\n"
    + take(1.5, 0, SERIOUS, 0) + done(2.0, 0, 0) + take(2.0, 1, SERIOUS, 0) + done(2.5, 1, 0),
)  # fmt: skip
"""One is seen as serious, one is closed by mistake, and one is begun at the moment at which its traces are gone."""

EXPIRES_AFTER_ASSESSMENT = Story(
    {**ASSESSES, "run.end": "2021-01-05"},
    [Report(0.0, LIGHT, HALF_A_DAY, by_system=True, assessment_hours=4.0, expires_days=0.25)],
    [Person()],
    joined(0) + triaged(0.0, 0, LIGHT, LIGHT) + waits_for_assessment(0.0, 0, LIGHT) + assessment(0.0, 0, LIGHT)
    + assessed(0.5, 0, LIGHT) + "0.5 ENDED report=0 step=-2 team=0 detail=6\n",
)  # fmt: skip
"""Nothing expires while it is assessed."""

JOINED = Story(
    {**FRESHEST, "run.end": "2021-01-07"},
    [
        Report(0.0, SERIOUS, ((SEARCH, 8.0),)),
        Report(0.125, LIGHT, HALF_A_DAY, outcome=1, by_system=True, expires_days=0.875, scores=(10, 10)),
        Report(0.25, LIGHT, HALF_A_DAY, outcome=1, by_system=True, scores=(20, 20)),
        Report(0.5, LIGHT, HALF_A_DAY, outcome=1, by_system=True, expires_days=3.0, scores=(5, 5), person=1),
        Report(1.25, SERIOUS, HALF_A_DAY, by_system=True, person=1),
        Report(1.75, SERIOUS, HALF_A_DAY, by_system=True, person=1),
        Report(1.8125, LIGHT, HALF_A_DAY, outcome=1, person=1),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0)
    + triaged(0.125, 1, LIGHT, LIGHT) + waits(0.125, 1, LIGHT) + triaged(0.25, 2, LIGHT, LIGHT) + waits(0.25, 2, LIGHT)
    + triaged(0.5, 3, LIGHT, LIGHT) + joins(0.5, 3)
    + "1.0 FINISHED report=0 step=0 member=0 team=0 hours=8\n1.0 ENDED report=0 step=1 team=0 detail=0\n"
    + take(1.0, 1, LIGHT, 0) + triaged(1.25, 4, SERIOUS, SERIOUS) + joins(1.25, 4) + done(1.5, 1, 1)
    + take(1.5, 2, LIGHT, 0) + triaged(1.75, 5, SERIOUS, SERIOUS) + joins(1.75, 5)
    + arrival(1.8125, 6, LIGHT) + done(2.0, 2, 1) + take(2.0, 6, LIGHT, 0) + done(2.5, 6, 1),
)  # fmt: skip
"""A report that joins makes a case go before a fresher one and puts off its expiry; others join what is in hand, and
what has ended. Work that nobody triaged is never joined."""

WARNED = Story(
    {**LIGHTER, "steering.treatments": {"light": {"letter_or_visit": 1.0}}, "run.end": "2021-01-05"},
    [
        Report(0.0, LIGHT, HALF_A_DAY, outcome=1, by_system=True, draw=5, visit=((ENRICH, 4.0),)),
        Report(0.75, LIGHT, HALF_A_DAY, outcome=1, by_system=True, draw=5, visit=((ENRICH, 2.0),), person=0),
        Report(0.875, LIGHT, HALF_A_DAY, outcome=1, by_system=True, expires_days=0.8, person=2),
        Report(1.0, LIGHT, HALF_A_DAY, outcome=1, by_system=True, draw=5, visit=((ENRICH, 4.0),), person=2),
    ],
    [Person()],
    joined(0) + triaged(0.0, 0, LIGHT, LIGHT) + "0.0 WEIGHED report=0 team=0 detail=2\n"
    + "0.0 QUEUED report=0 step=0 team=0 detail=3\n" + take(0.0, 0, LIGHT, 0) + done(0.5, 0, 2)
    + triaged(0.75, 1, LIGHT, LIGHT) + "0.75 QUEUED report=1 step=1 team=0 detail=3\n"
    + "0.75 TAKEN_UP report=1 step=1 member=0 team=0 detail=3\n0.75 STARTED report=1 step=1 member=0 team=0 detail=3\n"
    + triaged(0.875, 2, LIGHT, LIGHT) + "0.875 ENDED report=2 step=-1 team=0 detail=6\n"
    + triaged(1.0, 3, LIGHT, LIGHT) + "1.0 WEIGHED report=3 team=0 detail=2\n"
    + "1.0 QUEUED report=3 step=0 team=0 detail=3\n"
    + "1.25 FINISHED report=1 step=1 member=0 team=0 hours=4\n1.25 ENDED report=1 step=2 team=0 detail=1\n"
    + take(1.25, 3, LIGHT, 0) + done(1.75, 3, 2),
)  # fmt: skip
"""Who was warned gets a case that is investigated in full; whose case expired gets one like anybody else."""

GETS_WORSE = Story(
    {"run.end": "2021-01-06"},
    [
        Report(0.0, SERIOUS, ((SEARCH, 8.0),)),
        Report(0.125, LIGHT, HALF_A_DAY, by_system=True, outcome=1),
        Report(0.25, LIGHT, HALF_A_DAY, by_system=True, outcome=1),
        Report(0.5, SERIOUS, HALF_A_DAY, by_system=True, person=2),
        Report(0.75, LIGHT, HALF_A_DAY, by_system=True, outcome=1, person=2),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0)
    + triaged(0.125, 1, LIGHT, LIGHT) + waits(0.125, 1, LIGHT) + triaged(0.25, 2, LIGHT, LIGHT) + waits(0.25, 2, LIGHT)
    + triaged(0.5, 3, SERIOUS, SERIOUS) + joins(0.5, 3) + "0.5 RECLASSIFIED report=2 step=0 team=0 detail=2\n"
    + triaged(0.75, 4, LIGHT, LIGHT) + joins(0.75, 4)
    + "1.0 FINISHED report=0 step=0 member=0 team=0 hours=8\n1.0 ENDED report=0 step=1 team=0 detail=0\n"
    + take(1.0, 2, SERIOUS, 0) + "1.5 FINISHED report=2 step=0 member=0 team=0 hours=4\n"
    + "1.5 RECLASSIFIED report=2 step=0 team=0 detail=3\n1.5 ENDED report=2 step=1 team=0 detail=1\n"
    + take(1.5, 1, LIGHT, 0) + done(2.0, 1, 1),
)  # fmt: skip
"""A case becomes as urgent as a report that joins it, and no less urgent by the next."""

GETS_WORSE_IN_ASSESSMENT = Story(
    {"triage.assessment": {"enabled": True, "priority": 6}, "run.end": "2021-01-06"},
    [
        Report(0.0, SERIOUS, ((SEARCH, 8.0),)),
        Report(0.125, LIGHT, HALF_A_DAY, by_system=True, outcome=1, assessment_hours=4.0),
        Report(0.25, LIGHT, HALF_A_DAY, by_system=True, outcome=1, assessment_hours=4.0, expires_days=1.25),
        Report(0.5, SERIOUS, HALF_A_DAY, by_system=True, person=2, assessment_hours=4.0, expires_days=2.25),
    ],
    [Person()],
    joined(0) + arrival(0.0, 0, SERIOUS) + take(0.0, 0, SERIOUS, 0)
    + triaged(0.125, 1, LIGHT, LIGHT) + waits_for_assessment(0.125, 1, LIGHT)
    + triaged(0.25, 2, LIGHT, LIGHT) + waits_for_assessment(0.25, 2, LIGHT)
    + triaged(0.5, 3, SERIOUS, SERIOUS) + joins(0.5, 3) + "0.5 RECLASSIFIED report=2 step=-2 team=0 detail=2\n"
    + "1.0 FINISHED report=0 step=0 member=0 team=0 hours=8\n1.0 ENDED report=0 step=1 team=0 detail=0\n"
    + assessment(1.0, 2, SERIOUS) + assessed(1.5, 2, LIGHT) + waits(1.5, 2, LIGHT)
    + assessment(1.5, 1, LIGHT) + assessed(2.0, 1, LIGHT) + waits(2.0, 1, LIGHT)
    + take(2.0, 1, LIGHT, 0) + "2.25 ENDED report=2 step=0 team=0 detail=6\n" + done(2.5, 1, 1),
)  # fmt: skip
"""It changes when the report is assessed and when it expires, and not what it is found to be."""

STORIES = {
    "read": READ, "taken over": TAKEN_OVER, "assessed": ASSESSED, "expires after assessment": EXPIRES_AFTER_ASSESSMENT,
    "joined": JOINED, "warned": WARNED, "gets worse": GETS_WORSE,
    "gets worse in assessment": GETS_WORSE_IN_ASSESSMENT,
}  # fmt: skip


@every_row("name", STORIES)
def test_a_right_log_passes(name):
    assert not STORIES[name].breaches(), STORIES[name].breaches()


REWRITTEN = {
    # the system takes over
    "the system judges as soon as one waits": (TAKEN_OVER, "course: what must follow does not", (
        ("0.25 QUEUED report=2 step=-1 team=0 detail=0", "0.25 TRIAGED report=2 step=-1 team=0 detail=0\n"
         "0.25 ENDED report=2 step=-1 team=0 detail=5"),
    )),
    "the report waits too": (TAKEN_OVER, "course: what must follow does not", (
        (triaged(0.375, 3, SERIOUS, LIGHT) + waits(0.375, 3, LIGHT),
         "0.375 ARRIVED report=3 team=0 detail=2\n0.375 QUEUED report=3 step=-1 team=0 detail=2"),
    )),
    "what is read as less urgent is judged first": (READ, "order: in the own queue, a step is passed over", (
        ("STARTED report=3", "STARTED report=2"),
    )),
    "what came first is judged first": (READ, "order: in the own queue, a step is passed over", (
        ("STARTED report=3", "STARTED report=1"),
    )),
    "the system sees what a person would": (TAKEN_OVER, JUDGED, (
        (triaged(0.375, 3, SERIOUS, LIGHT) + waits(0.375, 3, LIGHT),
         triaged(0.375, 3, SERIOUS, SERIOUS) + waits(0.375, 3, SERIOUS)),
    )),
    # assessment
    "triage's class stands": (
        ASSESSED, ASSESSED_OTHERWISE,
        ((assessed(0.5, 0, SERIOUS) + waits(0.5, 0, SERIOUS), assessed(0.5, 0, LIGHT) + waits(0.5, 0, LIGHT)),),
    ),
    "a report is a case without assessment": (ASSESSED, "course: what must follow does not", (
        (waits_for_assessment(0.25, 2, LIGHT), waits(0.25, 2, LIGHT)),
    )),
    "it is assessed without the work": (
        ASSESSED, ASSESSED_OTHERWISE,
        ((waits_for_assessment(0.25, 2, LIGHT), assessed(0.25, 2, 0)),),
    ),
    "it is assessed though its traces are gone": (
        ASSESSED, ASSESSED_OTHERWISE,
        (("1.5 ENDED report=3 step=-2 team=0 detail=11", assessed(1.5, 3, LIGHT) + waits(1.5, 3, LIGHT)),),
    ),
    "it is untraceable though it was begun in time": (ASSESSED, "end: UNTRACEABLE is not due", (
        (assessed(1.0, 2, 0) + "1.0 ENDED report=2 step=-2 team=0 detail=5",
         "1.0 ENDED report=2 step=-2 team=0 detail=11"),
    )),
    "its end is told as one of triage": (ASSESSED, "end: at another step", (
        ("1.0 ENDED report=2 step=-2 team=0 detail=5", "1.0 ENDED report=2 step=-1 team=0 detail=5"),
    )),
    "another unit has assessed it": (ASSESSED, "assessment: by another unit, or as another step", (
        (assessed(0.5, 0, SERIOUS), f"0.5 ASSESSED report=0 step=-2 team={COAST} detail=2"),
    )),
    "it is assessed at another unit": (ASSESSED, "steps: waits at another team than does this step", (
        (waits_for_assessment(0.375, 3, LIGHT), f"0.375 QUEUED report=3 step=-2 team={COAST} detail=3"),
    )),
    "whoever assesses takes it up": (ASSESSED, "taking up: of what is taken up already, or no case", (
        ("0.5 STARTED report=2 step=-2",
         "0.5 TAKEN_UP report=2 step=-2 member=0 team=0 detail=3\n0.5 STARTED report=2 step=-2"),
    )),
    "less urgent work goes before assessment": (ASSESSED, "order: in the own queue, a step is passed over", (
        (assessment(0.5, 2, LIGHT) + assessed(1.0, 2, 0) + "1.0 ENDED report=2 step=-2 team=0 detail=5\n",
         take(0.5, 1, SERIOUS, 0) + done(1.0, 1, 0)),
    )),
    "a report expires while it is assessed": (
        EXPIRES_AFTER_ASSESSMENT, "end: expires after it was taken up, or before it was judged", (
            ("0.5 FINISHED report=0 step=-2 member=0 team=0 hours=4", ""), (assessed(0.5, 0, LIGHT), ""),
            ("0.5 ENDED report=0 step=-2 team=0 detail=6", "0.25 ENDED report=0 step=-2 team=0 detail=6"),
        ),
    ),
    "what has expired is taken up": (EXPIRES_AFTER_ASSESSMENT, "course: what must follow does not", (
        ("0.5 ENDED report=0 step=-2 team=0 detail=6", waits(0.5, 0, LIGHT) + take(0.5, 0, LIGHT, 0) + done(1.0, 0, 1)),
    )),
    # what becomes of a further report
    "it makes a case of its own": (JOINED, "course: what must follow does not", (
        (joins(0.5, 3), waits(0.5, 3, LIGHT)),
    )),
    "it makes a case beside one in hand": (JOINED, "course: what must follow does not", (
        (joins(1.25, 4), waits(1.25, 4, SERIOUS)),
    )),
    "somebody who is known gets a case": (JOINED, "course: what must follow does not", (
        (joins(1.75, 5), waits(1.75, 5, SERIOUS)),
    )),
    "a report on nobody who is known joins": (JOINED, "end: JOINED is not due", (
        (waits(0.25, 2, LIGHT), joins(0.25, 2)),
    )),
    "work that nobody triaged joins": (JOINED, "end: JOINED is not due", (
        (arrival(1.8125, 6, LIGHT), "1.8125 ARRIVED report=6 team=0 detail=3\n" + joins(1.8125, 6)),
    )),
    "whoever was warned is warned again": (WARNED, "treatment: weighed though nothing is to be weighed", (
        ("0.75 QUEUED report=1 step=1", "0.75 WEIGHED report=1 team=0 detail=2\n0.75 QUEUED report=1 step=1"),
    )),
    "whoever was warned gets another letter": (WARNED, "treatment: a step of another treatment", (
        ("0.75 QUEUED report=1 step=1", "0.75 QUEUED report=1 step=0"),
    )),
    "a report on somebody who was warned joins": (WARNED, "end: JOINED is not due", (
        ("0.75 QUEUED report=1 step=1 team=0 detail=3", joins(0.75, 1)),
    )),
    "whoever was left alone counts as known": (WARNED, "end: JOINED is not due", (
        ("1.0 WEIGHED report=3 team=0 detail=2", joins(1.0, 3)),
    )),
    "whoever was left alone counts as warned": (WARNED, "course: what must follow does not", (
        ("1.0 WEIGHED report=3 team=0 detail=2\n1.0 QUEUED report=3 step=0", "1.0 QUEUED report=3 step=1"),
    )),
    # what it changes
    "a case is no fresher by it": (JOINED, "order: a fresher case of its class is passed over", (
        (take(1.0, 1, LIGHT, 0), take(1.0, 2, LIGHT, 0)),
    )),
    "its expiry is not put off": (JOINED, "end: expires at another moment", (
        (joins(0.5, 3), joins(0.5, 3) + "0.875 ENDED report=1 step=0 team=0 detail=6"),
    )),
    "a case in hand gets its class": (JOINED, "discovery: nothing is to be discovered", (
        (joins(1.25, 4), joins(1.25, 4) + "1.25 RECLASSIFIED report=1 step=0 team=0 detail=2"),
    )),
    "a case gets no more urgent": (GETS_WORSE, "course: what must follow does not", (
        ("0.5 RECLASSIFIED report=2 step=0 team=0 detail=2", ""),
    )),
    "a case gets less urgent": (GETS_WORSE, "discovery: nothing is to be discovered", (
        (joins(0.75, 4), joins(0.75, 4) + "0.75 RECLASSIFIED report=2 step=0 team=0 detail=3"),
    )),
    "a case gets a class of which nobody reported": (GETS_WORSE, "discovery: nothing is to be discovered", (
        ("0.5 RECLASSIFIED report=2 step=0 team=0 detail=2", "0.5 RECLASSIFIED report=2 step=0 team=0 detail=1"),
    )),
    "what got more urgent goes last": (GETS_WORSE, "order: in the own queue, a step is passed over", (
        (take(1.0, 2, SERIOUS, 0), take(1.0, 1, LIGHT, 0)),
    )),
    "work does not show that it is not so bad": (GETS_WORSE, "course: what must follow does not", (
        ("1.5 RECLASSIFIED report=2 step=0 team=0 detail=3", ""),
    )),
    "its assessment gets no more urgent": (GETS_WORSE_IN_ASSESSMENT, "course: what must follow does not", (
        ("0.5 RECLASSIFIED report=2 step=-2 team=0 detail=2", ""),
    )),
    "what got more urgent is assessed last": (
        GETS_WORSE_IN_ASSESSMENT, "order: in the own queue, a step is passed over", (
            ("1.0 STARTED report=2 step=-2 member=0 team=0 detail=2",
             "1.0 STARTED report=1 step=-2 member=0 team=0 detail=3"),
        ),
    ),
    "its class outlasts the assessment": (
        GETS_WORSE_IN_ASSESSMENT, ASSESSED_OTHERWISE,
        ((assessed(1.5, 2, LIGHT) + waits(1.5, 2, LIGHT), assessed(1.5, 2, SERIOUS) + waits(1.5, 2, SERIOUS)),),
    ),
    "its expiry is not put off in assessment": (GETS_WORSE_IN_ASSESSMENT, "end: expires at another moment", (
        (waits(1.5, 2, LIGHT), "1.5 ENDED report=2 step=-2 team=0 detail=6"),
    )),
    "it does not expire when the report that joined does": (
        GETS_WORSE_IN_ASSESSMENT, "course: does not expire at its moment",
        (("2.25 ENDED report=2 step=0 team=0 detail=6", ""),
         (done(2.5, 1, 1), done(2.5, 1, 1) + take(2.5, 2, LIGHT, 0))),
    ),
}  # fmt: skip

OTHERWISE_SET = {
    "the desk takes reports as they come": (
        READ, "order: in the own queue, a step is passed over", {"triage.order": "arrival"},
    ),
    "classes are alike": (
        READ, "order: in the own queue, a step is passed over", {"assignment.order": "first_come"},
    ),
    "more may wait": (
        TAKEN_OVER, JUDGED,
        {"triage.automatic_above_reports": 2},
    ),
    "the system never takes over": (
        TAKEN_OVER, JUDGED,
        {"triage.automatic_above_reports": None},
    ),
    "the system takes over from the first that waits": (
        TAKEN_OVER, "course: what must follow does not", {"triage.automatic_above_reports": 0},
    ),
    "assessment is less urgent": (
        ASSESSED, "order: in the own queue, a step is passed over",
        {"triage.assessment": {"enabled": True, "priority": 9}},
    ),
    "assessment needs another skill": (
        ASSESSED, "steps: waits at another team than does this step",
        {"triage.assessment.step": "search", "casework.steps.search.national_team": "coast"},
    ),
    "the highest score goes first": (
        JOINED, "order: a case of its class with a higher score is passed over", {"assignment.portfolio_by": "score"},
    ),
}  # fmt: skip


@every_row("name", REWRITTEN)
def test_a_breach_is_found(name):
    story, kind, rewritings = REWRITTEN[name]
    assert kind in story.breaches(rewritings).counts, story.breaches(rewritings)


@every_row("name", OTHERWISE_SET)
def test_what_is_right_under_other_settings_is_a_breach(name):
    story, kind, changes = OTHERWISE_SET[name]
    assert kind in story.breaches((), changes).counts, story.breaches((), changes)
