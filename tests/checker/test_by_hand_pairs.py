"""Checks of steps that two members do together can fail: logs by hand, right and rewritten."""

from tests.checker.by_hand import ACUTE, COAST, DOSSIER, ENRICH, SEARCH, SERIOUS, Person, Report
from tests.checker.stories import Story, arrival, joined
from tests.rows import every_row

ALONE, FOR_TWO = ((ENRICH, 4.0),), ((SEARCH, 4.0),)
IN_PAIRS = {"casework.steps.search.in_pairs": True}


def takes(day: float, report: int, member: int, case_class: int = SERIOUS) -> str:
    """A member takes up a case."""
    of_take = f"report={report} step=0 member={member} team=0 detail={case_class}"
    return f"{day} TAKEN_UP {of_take}\n{day} STARTED {of_take}\n"


def done(day: float, report: int, member: int, other: int | None = None) -> str:
    """A member is done with the last step of a case, and who worked along with it."""
    of_step = f"report={report} step=0 team=0 hours=4"
    released = "" if other is None else f"{day} RELEASED {of_step} member={other}\n"
    return f"{day} FINISHED {of_step} member={member}\n{released}{day} ENDED report={report} step=1 team=0 detail=0\n"


def holds(day: float, report: int, member: int) -> str:
    """A member waits for a colleague."""
    return f"{day} HELD report={report} step=0 member={member} team=0\n"


def colleague(day: float, report: int, member: int) -> str:
    """A colleague joins."""
    return f"{day} ASSISTED report={report} step=0 member={member} team=0\n"


TOGETHER = Story(
    {**IN_PAIRS, "run.end": "2021-01-05"},
    [Report(0.0, SERIOUS, FOR_TWO), Report(0.125, SERIOUS, ALONE), Report(0.25, SERIOUS, FOR_TWO),
     Report(0.375, SERIOUS, ALONE)],
    [Person(), Person(), Person(team=COAST)],
    joined(0, 0, COAST) + arrival(0.0, 0, SERIOUS) + takes(0.0, 0, 0) + colleague(0.0, 0, 1)
    + arrival(0.125, 1, SERIOUS) + arrival(0.25, 2, SERIOUS) + arrival(0.375, 3, SERIOUS)
    + done(0.5, 0, 0, 1) + takes(0.5, 1, 0) + takes(0.5, 2, 1) + holds(0.5, 2, 1) + done(1.0, 1, 0)
    + colleague(1.0, 2, 0) + done(1.5, 2, 1, 0) + takes(1.5, 3, 1),
)  # fmt: skip
"""One step is done by two at once; another is held for the colleague, who joins before anything else."""

PUT_DOWN = Story(
    {**IN_PAIRS, "run.end": "2021-01-05"},
    [Report(0.0, SERIOUS, ((ENRICH, 16.0),)), Report(0.125, SERIOUS, FOR_TWO), Report(0.25, SERIOUS, ALONE)],
    [Person(away=(0.5, 1.0)), Person()],
    "0.0 JOINED member=0 team=0 report=0\n0.0 JOINED member=1 team=0 report=2\n" + arrival(0.0, 0, SERIOUS)
    + takes(0.0, 0, 0) + arrival(0.125, 1, SERIOUS) + takes(0.125, 1, 1)
    + holds(0.125, 1, 1) + arrival(0.25, 2, SERIOUS)
    + "0.5 ABSENT member=0 team=0 report=0\n"
    + "0.5 INTERRUPTED report=0 step=0 member=0 team=0 hours=4\n0.5 QUEUED report=0 step=0 team=0 detail=2\n"
    + "0.5 INTERRUPTED report=1 step=0 member=1 team=0\n0.5 QUEUED report=1 step=0 team=0 detail=2\n"
    + "0.5 RESUMED report=0 step=0 member=1 team=0 detail=2\n"
    + "1.0 BACK member=0 team=0 report=1\n1.0 RESUMED report=1 step=0 member=0 team=0 detail=2\n" + holds(1.0, 1, 0),
)  # fmt: skip
"""What is held for a colleague is put down when the last one goes."""

INTERRUPTED = Story(
    {**IN_PAIRS, "run.end": "2021-01-05"},
    [Report(0.0, SERIOUS, FOR_TWO), Report(0.25, ACUTE, ((DOSSIER, 4.0),))],
    [Person(skills=("search",)), Person()],
    joined(0, 0) + arrival(0.0, 0, SERIOUS) + takes(0.0, 0, 0) + colleague(0.0, 0, 1) + arrival(0.25, 1, ACUTE)
    + "0.25 INTERRUPTED report=0 step=0 member=0 team=0 hours=2\n"
    + "0.25 RELEASED report=0 step=0 member=1 team=0 hours=2\n"
    + "0.25 QUEUED report=0 step=0 team=0 detail=2\n" + takes(0.25, 1, 1, ACUTE)
    + "0.25 RESUMED report=0 step=0 member=0 team=0 detail=2\n" + holds(0.25, 0, 0) + done(0.75, 1, 1)
    + colleague(0.75, 0, 1) + "1.0 FINISHED report=0 step=0 member=0 team=0 hours=2\n"
    + "1.0 RELEASED report=0 step=0 member=1 team=0 hours=2\n1.0 ENDED report=0 step=1 team=0 detail=0\n",
)  # fmt: skip
"""Who works along is interrupted for what only they can do."""

URGENT_FIRST = Story(
    {**IN_PAIRS, "run.end": "2021-01-05"},
    [Report(0.0, ACUTE, ((DOSSIER, 4.0),)), Report(0.125, SERIOUS, FOR_TWO), Report(0.25, ACUTE, ((DOSSIER, 4.0),))],
    [Person(skills=("search",)), Person()],
    joined(0, 0) + arrival(0.0, 0, ACUTE) + takes(0.0, 0, 1, ACUTE) + arrival(0.125, 1, SERIOUS) + takes(0.125, 1, 0)
    + holds(0.125, 1, 0) + arrival(0.25, 2, ACUTE) + done(0.5, 0, 1) + takes(0.5, 2, 1, ACUTE) + done(1.0, 2, 1)
    + colleague(1.0, 1, 1) + done(1.5, 1, 0, 1),
)  # fmt: skip
"""Only work that would interrupt the step goes before joining it."""

CALLED_OFF = Story(
    {**IN_PAIRS, "run.end": "2021-01-05"},
    [Report(0.0, SERIOUS, ((DOSSIER, 8.0),)), Report(0.125, SERIOUS, ((DOSSIER, 8.0),)), Report(0.25, ACUTE, FOR_TWO)],
    [Person(skills=("search",)), Person(), Person()],
    joined(0, 0, 0) + arrival(0.0, 0, SERIOUS) + takes(0.0, 0, 1) + arrival(0.125, 1, SERIOUS) + takes(0.125, 1, 2)
    + arrival(0.25, 2, ACUTE) + takes(0.25, 2, 0, ACUTE) + holds(0.25, 2, 0)
    + "0.25 INTERRUPTED report=1 step=0 member=2 team=0 hours=1\n0.25 QUEUED report=1 step=0 team=0 detail=2\n"
    + colleague(0.25, 2, 2) + done(0.75, 2, 0, 2) + "0.75 RESUMED report=1 step=0 member=2 team=0 detail=2\n"
    + "1.0 FINISHED report=0 step=0 member=1 team=0 hours=8\n1.0 ENDED report=0 step=1 team=0 detail=0\n"
    + "1.625 FINISHED report=1 step=0 member=2 team=0 hours=7\n1.625 ENDED report=1 step=1 team=0 detail=0\n",
)  # fmt: skip
"""A colleague is called off the work that goes last for an urgent step that is held."""

FOUND = Story(
    {**IN_PAIRS, "run.end": "2021-01-05"},
    [Report(0.0, SERIOUS, ((DOSSIER, 16.0),)), Report(0.125, ACUTE, FOR_TWO, triaged_class=SERIOUS, found_days=0.5)],
    [Person(skills=("search",)), Person()],
    joined(0, 0) + arrival(0.0, 0, SERIOUS) + takes(0.0, 0, 1)
    + f"0.125 ARRIVED report=1 team=0 detail={ACUTE}\n0.125 QUEUED report=1 team=0 step=0 detail={SERIOUS}\n"
    + takes(0.125, 1, 0) + holds(0.125, 1, 0) + f"0.5 RECLASSIFIED report=1 step=0 team=0 detail={ACUTE}\n"
    + "0.5 INTERRUPTED report=0 step=0 member=1 team=0 hours=4\n0.5 QUEUED report=0 step=0 team=0 detail=2\n"
    + colleague(0.5, 1, 1) + done(1.0, 1, 0, 1) + "1.0 RESUMED report=0 step=0 member=1 team=0 detail=2\n",
)  # fmt: skip
"""A step that is held turns out to be urgent, and a colleague is called off less urgent work for it."""

PLANNED = Story(
    {**IN_PAIRS, "casework.steps.search.planned": True, "run.end": "2021-01-05"},
    [Report(0.0, SERIOUS, ((DOSSIER, 8.0),)), Report(0.25, SERIOUS, FOR_TWO)],
    [Person(skills=("search",)), Person()],
    joined(0, 0) + arrival(0.0, 0, SERIOUS) + takes(0.0, 0, 1)
    + arrival(0.25, 1, SERIOUS) + takes(0.25, 1, 0) + holds(0.25, 1, 0)
    + "0.25 INTERRUPTED report=0 step=0 member=1 team=0 hours=2\n0.25 QUEUED report=0 step=0 team=0 detail=2\n"
    + colleague(0.25, 1, 1) + done(0.75, 1, 0, 1) + "0.75 RESUMED report=0 step=0 member=1 team=0 detail=2\n"
    + "1.5 FINISHED report=0 step=0 member=1 team=0 hours=6\n1.5 ENDED report=0 step=1 team=0 detail=0\n",
)  # fmt: skip
"""For a search that is planned a colleague is called off ordinary work, even what goes before it."""

STORIES = {
    "together": TOGETHER, "put down": PUT_DOWN, "interrupted": INTERRUPTED, "urgent first": URGENT_FIRST,
    "called off": CALLED_OFF, "found": FOUND, "planned": PLANNED,
}  # fmt: skip

REWRITTEN = {
    "one does it alone": (TOGETHER, "specialist: is neither there nor waited for", ((colleague(0.0, 0, 1), ""),)),
    "somebody of another team joins": (TOGETHER, "specialist: is not a free member of the pool", (
        (colleague(0.0, 0, 1), colleague(0.0, 0, 2)),
    )),
    "a free colleague is not asked": (TOGETHER, "specialist: is free beside a step that is held for one", (
        (colleague(0.0, 0, 1), holds(0.0, 0, 0)),
    )),
    "other work goes before joining": (TOGETHER, "pair: other work is taken before a colleague is joined", (
        (colleague(1.0, 2, 0) + done(1.5, 2, 1, 0) + takes(1.5, 3, 1), takes(1.0, 3, 0)),
    )),
    "nobody joins": (TOGETHER, "specialist: is free beside a step that is held for one", (
        (colleague(1.0, 2, 0) + done(1.5, 2, 1, 0) + takes(1.5, 3, 1), ""),
    )),
    "who works along puts in fewer hours": (TOGETHER, "specialist: other hours than the step", (
        ("0.5 RELEASED report=0 step=0 team=0 hours=4", "0.5 RELEASED report=0 step=0 team=0 hours=2"),
    )),
    "who works along is not released": (TOGETHER, "specialist: is not released", (
        ("0.5 RELEASED report=0 step=0 team=0 hours=4 member=1", ""), (takes(0.5, 2, 1) + holds(0.5, 2, 1), ""),
        (colleague(1.0, 2, 0) + done(1.5, 2, 1, 0) + takes(1.5, 3, 1), ""),
    )),
    "it is held though nobody could join": (PUT_DOWN, "pair: is held though nobody could join", (
        ("0.5 INTERRUPTED report=1 step=0 member=1 team=0\n0.5 QUEUED report=1 step=0 team=0 detail=2\n"
         "0.5 RESUMED report=0 step=0 member=1 team=0 detail=2", ""),
    )),
    "it is begun though no colleague is there": (
        PUT_DOWN, "may not take: no colleague is present who could do it too",
        (("0.5 RESUMED report=0 step=0 member=1 team=0 detail=2",
          "0.5 RESUMED report=1 step=0 member=1 team=0 detail=2\n" + holds(0.5, 1, 1)),),
    ),
    "it is put down while a colleague is there": (PUT_DOWN, "work: is put down for no reason", (
        (arrival(0.25, 2, SERIOUS), arrival(0.25, 2, SERIOUS) + "0.25 INTERRUPTED report=1 step=0 member=1 team=0\n"
         "0.25 QUEUED report=1 step=0 team=0 detail=2\n"),
    )),
    "a colleague joins before urgent work": (URGENT_FIRST, "pair: joins though urgent own work would interrupt it", (
        (takes(0.5, 2, 1, ACUTE) + done(1.0, 2, 1) + colleague(1.0, 1, 1) + done(1.5, 1, 0, 1), colleague(0.5, 1, 1)),
    )),
    "nobody is called off": (CALLED_OFF, "pair: is held beside work of a colleague that waits for it", (
        ("0.25 INTERRUPTED report=1 step=0 member=2 team=0 hours=1\n0.25 QUEUED report=1 step=0 team=0 detail=2\n"
         + colleague(0.25, 2, 2) + done(0.75, 2, 0, 2) + "0.75 RESUMED report=1 step=0 member=2 team=0 detail=2\n", ""),
    )),
    "nobody is called off for what is found": (
        FOUND, "pair: is held beside work of a colleague that waits for it",
        (("0.5 INTERRUPTED report=0 step=0 member=1 team=0 hours=4\n0.5 QUEUED report=0 step=0 team=0 detail=2\n"
          + colleague(0.5, 1, 1) + done(1.0, 1, 0, 1) + "1.0 RESUMED report=0 step=0 member=1 team=0 detail=2\n", ""),),
    ),
    "nobody is called off for what is planned": (
        PLANNED, "pair: is held beside work of a colleague that waits for it",
        (("0.25 INTERRUPTED report=0 step=0 member=1 team=0 hours=2\n0.25 QUEUED report=0 step=0 team=0 detail=2\n"
          + colleague(0.25, 1, 1) + done(0.75, 1, 0, 1)
          + "0.75 RESUMED report=0 step=0 member=1 team=0 detail=2\n", ""),),
    ),
    "a colleague is called off before it is found": (FOUND, "pair: is called off for what does not go before it", (
        (f"0.5 RECLASSIFIED report=1 step=0 team=0 detail={ACUTE}\n", ""),
    )),
    "a colleague is called off what goes first": (CALLED_OFF, "pair: is called off work that does not go last", (
        ("0.25 INTERRUPTED report=1 step=0 member=2 team=0 hours=1\n0.25 QUEUED report=1 step=0 team=0 detail=2\n"
         + colleague(0.25, 2, 2),
         "0.25 INTERRUPTED report=0 step=0 member=1 team=0 hours=2\n0.25 QUEUED report=0 step=0 team=0 detail=2\n"
         + colleague(0.25, 2, 1)),
    )),
    "a colleague is called off for what is not urgent": (
        TOGETHER, "pair: is called off for what does not go before it",
        ((done(1.0, 1, 0) + colleague(1.0, 2, 0),
          "0.625 INTERRUPTED report=1 step=0 member=0 team=0 hours=1\n0.625 QUEUED report=1 step=0 team=0 detail=2\n"
          + colleague(0.625, 2, 0)),),
    ),
    "who works along goes on": (INTERRUPTED, "urgent work waits beside less urgent work", (
        ("0.25 INTERRUPTED report=0 step=0 member=0 team=0 hours=2\n"
         "0.25 RELEASED report=0 step=0 member=1 team=0 hours=2\n"
         "0.25 QUEUED report=0 step=0 team=0 detail=2\n" + takes(0.25, 1, 1, ACUTE)
         + "0.25 RESUMED report=0 step=0 member=0 team=0 detail=2\n" + holds(0.25, 0, 0), ""),
    )),
}  # fmt: skip


@every_row("name", STORIES)
def test_a_right_log_passes(name):
    assert not STORIES[name].breaches(), STORIES[name].breaches()


@every_row("name", REWRITTEN)
def test_a_breach_is_found(name):
    story, kind, rewritings = REWRITTEN[name]
    assert kind in story.breaches(rewritings).counts, story.breaches(rewritings)


def test_members_of_another_team_may_not_be_lent_for_it():
    """What is right while one member does it."""
    changes = {"collaboration.neighbours": {"max_share": 1.0, "lends": "when_idle"}, "run.end": "2021-01-04"}
    reports, people = [Report(0.0, SERIOUS, FOR_TWO)], [Person(team=COAST), Person(team=COAST)]
    of_take = f"report=0 step=0 member=0 team={COAST} detail={SERIOUS}"
    log = joined(COAST, COAST) + arrival(0.0, 0, SERIOUS) + f"0.0 TAKEN_UP {of_take}\n0.0 STARTED {of_take}\n"
    lent = Story(changes, reports, people, log + "0.5 FINISHED report=0 step=0 member=0 team=1 hours=4\n"
                 "0.5 ENDED report=0 step=1 team=0 detail=0\n")  # fmt: skip
    assert not lent.breaches(), lent.breaches()
    assert "helps without a permission" in lent.breaches((), IN_PAIRS).counts
