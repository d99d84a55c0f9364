"""Two runs of one busy replication, and what became of each case: recounted from the log, one event after the other."""

import math
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.runs.case_story import Pair, simulate_pair
from tbkk_sim.runs.replication import Replication
from tests.builders import SOONEST
from tests.read_back import invented
from tests.read_back.run_tables import ByHand, Expected, Of
from tests.read_back.shown import Said, Shown, text

SECONDS_PER_DAY, SECONDS_PER_HOUR = 86_400, 3_600
LABELS = {"a": "today", "b": "sooner"}
BUSY = {
    "run.end": "2021-04-30",
    "demand.streams.image.reports_per_year": {2021: 2500.0},
    "triage.by_hand.sensitivity": 0.8,
    "triage.order": "arrival",
    "casework.classes.light.expires": {"mean_days": 30},
    "staffing.turnover": {"resignation_per_year": {0: 0.15}},
}
MORE_POSTS = {"staffing.units.coast.posts": 9, "staffing.units.capital.posts": 11}
HORIZON_DAYS = 120
MOST = 4
OWN_WORK, TRIAGE = "own_work", "triage"
ENDS = {
    "FILE_TO_OM": ("file to the prosecution service", "dossier naar OM"),
    "LETTER_OR_VISIT": ("letter or visit", "brief of bezoek"),
    "ALTERNATIVE": ("alternative settlement", "alternatieve afdoening"),
    "NO_OFFENCE": ("no offence", "geen strafbaar feit"),
    "EXPIRED": ("let go", "verlopen"),
    "OPEN": ("still open", "nog open"),
}
STEPS = {
    TRIAGE: ("Triage", "Triage"),
    "assessment": ("Assessment by the unit", "Weging door de eenheid"),
    "enrich": ("Enrich",),
    "search": ("Search", "Doorzoeking"),
    "dossier": ("Dossier",),
}


@cache
def pair() -> Pair:
    """The same replication under both settings."""
    a, b = (invented.settings_of(**{**BUSY, **more}) for more in ({}, MORE_POSTS))
    return simulate_pair(a, b, 0, SOONEST)


@dataclass
class Course:
    """What the log says of one report."""

    key: int
    unit: str
    case_class: str
    arrived: float
    events: list[Any] = field(default_factory=list)
    began: float = math.inf
    end: str = "OPEN"
    is_case: bool = False

    @property
    def waited(self) -> float:
        """Days to its first work; to the end of the run if there was none."""
        return min(self.began, HORIZON_DAYS) - self.arrived


@cache
def courses(side: str) -> dict[int, Course]:
    """The course of each report by its key: all but those that were in hand already, and the own work of pools."""
    run: Replication = getattr(pair(), side)
    reports, names = run.world.reports, run.parameters.names
    found = {}
    for row, key in enumerate(reports.key.tolist()):
        unit, of_class = names.teams[reports.unit[row]], names.classes[reports.true_class[row]]
        found[row] = Course(key, unit, of_class, float(reports.arrived_days[row]))
        stands = reports.triaged_by[row] == -1 or names.classes[reports.triaged_class[row]] != "closed"
        found[row].is_case = bool(reports.arrived_days[row] < 0 and stands)
    for event in run.log.rows:
        kind = Event(event["kind"])
        if kind in (Event.JOINED, Event.LEFT, Event.ABSENT, Event.BACK, Event.PACED, Event.STEERED):
            continue
        course = found[int(event["report"])]
        course.events.append(event)
        if kind is Event.TRIAGED:
            course.is_case = names.classes[event["detail"]] != "closed"
        elif kind is Event.QUEUED and event["step"] >= 0:
            course.is_case = True
        elif kind is Event.TAKEN_UP:
            course.began = float(event["time_seconds"]) / SECONDS_PER_DAY
        elif kind is Event.ENDED:
            course.end = End(event["detail"]).name
    left_out = {row for row in found if reports.taken_up[row] or found[row].case_class == OWN_WORK}
    return {course.key: course for row, course in found.items() if course.is_case and row not in left_out}


def in_both() -> list[tuple[Course, Course]]:
    """Cases that both runs have, the one that gains most first."""
    a, b = courses("a"), courses("b")
    both = [(a[key], b[key]) for key in a if key in b]
    return sorted(both, key=lambda of: (-round((of[0].waited - of[1].waited) * SECONDS_PER_DAY), of[0].key))


def day(days: float, form: str) -> str:
    """A moment of the run."""
    moment = pd.Timestamp(invented.START) + pd.Timedelta(round(days * 86_400e6), "us")
    return moment.strftime(form)


def cases(of: Of) -> ByHand:
    """The cases that gain most, then those that lose most."""
    gain = [(a, b) for a, b in in_both() if a.waited > b.waited][:MOST]
    lose = [(a, b) for a, b in in_both() if a.waited < b.waited][-MOST:]
    assert len(gain) == len(lose) == MOST

    def wait(course: Course) -> Expected:
        if math.isinf(course.began):
            return of.say(f"never ({ENDS[course.end][0]})", f"nooit ({ENDS[course.end][1]})")
        return Shown("days", course.waited)

    rows: dict[str, dict[str, Expected]] = {}
    for a, b in gain + lose:
        name = " / ".join((str(a.key), a.case_class, a.unit.capitalize(), day(a.arrived, "%Y-%m-%d")))
        rows[name] = {
            of.say("Wait in today", "Wachttijd in today"): wait(a),
            of.say("Wait in sooner", "Wachttijd in sooner"): wait(b),
            of.say("Gained", "Gewonnen"): Shown("days", a.waited - b.waited),
        }
    first = of.say("Case / Of / Unit / Arrived", "Zaak / Van / Eenheid / Binnengekomen")
    return ByHand(cases_title(of), first, rows)


def cases_title(of: Of) -> str:
    return of.say(
        "Cases that gained most and lost most in sooner against today, future 0",
        "Zaken die het meest wonnen en verloren in sooner ten opzichte van today, toekomst 0",
    )


def counts(of: Of) -> Said:
    """How many cases gain and lose."""
    gained = [a.waited - b.waited for a, b in in_both()]
    numbers = {
        "n": len(gained), "gain": sum(days > 0 for days in gained), "lose": sum(days < 0 for days in gained),
        "same": sum(days == 0 for days in gained),
    }  # fmt: skip
    template = of.say(
        "Of {n} cases that both runs have, {gain} start sooner in sooner, {lose} later, and {same} at the same time.",
        "Van {n} zaken die in beide runs voorkomen, beginnen er {gain} eerder in sooner, {lose} later en {same} op "
        "hetzelfde moment.",
    )
    return text(template, **{name: Shown("number", n) for name, n in numbers.items()})


@cache
def followed() -> int:
    """The key of a case that is put down in one run and still open at its end, and ends in the other."""

    def is_put_down(course: Course) -> bool:
        return any(event["kind"] == Event.INTERRUPTED for event in course.events)

    return next(a.key for a, b in in_both() if is_put_down(a) and (a.end, b.end) == ("OPEN", "FILE_TO_OM"))


def story(of: Of) -> ByHand:
    """Each event of the case that is followed."""
    rows: dict[str, dict[str, Expected]] = {}
    for side, label in LABELS.items():
        run: Replication = getattr(pair(), side)
        course = courses(side)[followed()]
        for event in course.events:
            kind, step = Event(event["kind"]), step_of(run, course, event)
            with_team = kind in (
                Event.QUEUED, Event.STARTED, Event.RESUMED, Event.INTERRUPTED, Event.FINISHED, Event.HANDED_OVER,
                Event.ASSISTED, Event.RELEASED, Event.HELD,
            )  # fmt: skip
            team = label_of(run.parameters.names.teams[event["team"]]) if with_team else ""
            says = what(of, kind, run.parameters.names.classes[event["detail"]] if event["detail"] >= 0 else "", step)
            if kind is Event.ENDED:
                says = of.say("ends: ", "eindigt: ") + of.say(*ENDS[End(event["detail"]).name])
            name = " / ".join(
                (label, day(float(event["time_seconds"]) / SECONDS_PER_DAY, "%Y-%m-%d %H:%M"), says, team)
            )
            assert name not in rows
            hours = float(event["work_seconds"]) / SECONDS_PER_HOUR
            done = kind in (Event.FINISHED, Event.INTERRUPTED)
            rows[name] = {of.say("Hours", "Uren"): Shown("number", hours) if done else ""}
    first = of.say("Run / When / What happened / Team", "Run / Wanneer / Wat er gebeurde / Team")
    return ByHand(f"{of.say('Case', 'Zaak')} {followed()}", first, rows)


def label_of(team: str) -> str:
    return {"lab": "Laboratory", "mobile": "Mobile team"}.get(team, team.capitalize())


def step_of(run: Replication, course: Course, event: Any) -> str:
    """The step that a event is about."""
    row = run.world.reports.key.tolist().index(course.key)
    position = int(event["step"])
    first = int(run.world.reports.first_step[row])
    if position < 0:
        return TRIAGE if position == -1 else "assessment"
    return run.parameters.names.skills[run.world.steps.skill[first + position]]


def what(of: Of, kind: Event, of_class: str, step: str) -> str:
    """A event in words."""
    label = STEPS.get(step, ("",))[0 if of.language == "en" else -1].lower()  # the end of a case is of no step
    says = {
        Event.ARRIVED: (f"arrives ({of_class})", f"komt binnen ({of_class})"),
        Event.TRIAGED: (f"is judged: {of_class}", f"is gewogen: {of_class}"),
        Event.ASSESSED: (f"is judged by its unit: {of_class}", f"door de eenheid gewogen: {of_class}"),
        Event.QUEUED: (f"waits for {label}", f"wacht op {label}"),
        Event.TAKEN_UP: ("is taken up", "wordt in behandeling genomen"),
        Event.STARTED: (f"{label} starts", f"{label} begint"),
        Event.INTERRUPTED: (f"{label} is put down", f"{label} wordt onderbroken"),
        Event.RESUMED: (f"{label} goes on", f"{label} gaat verder"),
        Event.FINISHED: (f"{label} is finished", f"{label} is klaar"),
        Event.HANDED_OVER: ("is handed over", "wordt overgedragen"),
        Event.RECLASSIFIED: (f"becomes {of_class}", f"wordt {of_class}"),
        Event.ENDED: ("", ""),
    }
    return of.say(*says[kind])


def bars(side: str) -> dict[str, list[tuple[float, float, bool]]]:
    """From when to when each step of the case waits, or is worked on (True)."""
    run: Replication = getattr(pair(), side)
    course = courses(side)[followed()]
    found: dict[str, list[tuple[float, float, bool]]] = {}
    for number, event in enumerate(course.events):
        kind, step = Event(event["kind"]), step_of(run, course, event)
        begins = kind in (Event.STARTED, Event.RESUMED)
        if not begins and kind is not Event.QUEUED:
            continue
        until = (Event.INTERRUPTED, Event.FINISHED) if begins else (Event.STARTED, Event.RESUMED, Event.ENDED)
        ends = (
            float(later["time_seconds"]) / SECONDS_PER_DAY
            for later in course.events[number + 1 :]
            if Event(later["kind"]) in until
            and (Event(later["kind"]) is Event.ENDED or step_of(run, course, later) == step)
        )
        begin, end = float(event["time_seconds"]) / SECONDS_PER_DAY, next(ends, float(HORIZON_DAYS))
        waits_already = any(not work and from_ <= begin < to for from_, to, work in found.get(step, []))
        if end > begin and (begins or not waits_already):
            found.setdefault(step, []).append((begin, end, begins))
    return found
