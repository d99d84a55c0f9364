"""Worlds made by hand, of a few reports and members, whose story can be told beforehand.

They are written in days and hours, and rounded to whole seconds as a drawn world is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np

from tbkk_sim.engine import simulate
from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import SECONDS_PER_DAY, per_million, seconds_of_days, seconds_of_hours
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.sampling.world import (
    AUTOMATIC,
    BY_HAND,
    BY_NOBODY,
    BY_UNIT,
    NEVER,
    People,
    Posts,
    Reports,
    Service,
    Shifts,
    Steps,
    World,
)
from tbkk_sim.settings import Settings
from tests.builders import EACH_CLASS_EXPIRES, given_or, small_settings

CAPITAL, COAST, POOL = range(3)
ACUTE, SERIOUS, LIGHT, OWN_WORK = range(1, 5)
TRIAGE, ENRICH, SEARCH, DOSSIER, OWN = range(5)
REPORTED, CHOSEN, OF_POOLS, RETURNS = range(4)
STARTS = (Event.STARTED, Event.RESUMED)
ALL_SKILLS = (TRIAGE, ENRICH, SEARCH, DOSSIER)
DAY = 24.0
"""Hours of work in a day, where nothing else is said: all hours of all days."""
A_SECOND = 1 / SECONDS_PER_DAY
"""In days: the least by which two moments differ."""


@dataclass(frozen=True)
class Report:
    """A report: search is the step of which the member becomes the investigator.

    One that returns (`stream=RETURNS`) comes last, and arrives when the case before it has ended so.
    """

    arrived_days: float = 0.0
    steps: Sequence[tuple[int, float]] = ((ENRICH, DAY),)
    """Skill and hours of each, of a full investigation."""
    case_class: int = LIGHT
    triaged_class: int | None = None
    by_hand: bool = False
    by_system: bool = False
    is_heard: bool = False
    """Its unit hears whoever makes it, for `assessment_hours`; until then it is `triaged_class`."""
    system_class: int | None = None
    """Class that the system gives, if it judges instead of a person; None: the same as triage."""
    read_class: int = 0
    """Class that the system reads in it on arrival, by which it waits to be judged; 0: no case."""
    assessed_class: int | None = None
    """Class that the unit's assessment gives; None: the same as triage."""
    assessment_hours: float = 0.0
    """Hours of its assessment; 0: it is not assessed."""
    trace_until_days: float = NEVER
    """From when on enrichment leads to nobody."""
    score: int = 0
    system_score: int | None = None
    """Score that the system gives, if it judges instead of a person; None: the same as that of triage."""
    assessed_score: int | None = None
    """Score of its assessment; None: the same as that of triage."""
    person: int = -1
    """The first report on the same person; -1: itself."""
    triage_hours: float = 0.0
    flagged: bool = False
    unit: int = CAPITAL
    taken_up: bool = False
    stream: int = REPORTED
    delay_days: Sequence[float] = ()
    """Outside delay before each step of a full investigation."""
    lighter_delay_days: Sequence[float] = ()
    """The same, of a visit and of a short one."""
    devices: Sequence[int] = ()
    """Devices to be examined before each step, of all treatments."""
    upgraded_hours: Sequence[float] = ()
    upgrade_class: int = -1
    upgrade_after: int = -1
    """Step of a full investigation at whose end it is discovered."""
    found_by: Sequence[Treatment] = ()
    """Lighter treatments that discover it at their end."""
    found_days: float = NEVER
    """When it is found to be of another class than it was triaged, if no work tells before."""
    expires_days: float = NEVER
    """When it expires; of one that returns, days after that."""
    outcome: int = End.NO_OFFENCE
    short: Sequence[tuple[int, float]] = ()
    """Skill and hours of the steps of a short investigation."""
    visit: Sequence[tuple[int, float]] = ()
    """Skill and hours of the steps of a letter or visit."""
    draw: int = 0
    """Number that decides on its treatment: at 0 the heaviest of those that have a share."""
    returns_as: int = -1
    """Report on the same person that comes when this case has ended after certain treatments; -1: none."""
    returns_after: Sequence[Treatment] = ()
    returns_in_days: float = 0.0
    """From the end of this case."""

    @property
    def seen_as(self) -> int:
        """The class that triage gives."""
        return given_or(self.triaged_class, self.case_class)

    @property
    def triaged_by(self) -> int:
        """By whom it is triaged."""
        if self.by_hand:
            return BY_HAND
        if self.is_heard:
            return BY_UNIT
        return AUTOMATIC if self.by_system else BY_NOBODY

    @property
    def all_steps(self) -> list[tuple[int, float]]:
        """Skill and hours of the steps of all treatments, the lightest first."""
        return [*self.visit, *self.short, *self.steps]

    @property
    def all_devices(self) -> list[int]:
        """Devices to be examined before each step."""
        return list(self.devices) or [0] * len(self.all_steps)

    @property
    def full_from(self) -> int:
        """Position of the first step of a full investigation."""
        return len(self.visit) + len(self.short)


@dataclass(frozen=True)
class Member:
    """A member of a team, and from when to when they are there; the last end is for good if that is said."""

    team: int = CAPITAL
    skills: Sequence[int] = ALL_SKILLS
    there: Sequence[tuple[float, float]] = field(default=((0.0, NEVER),))
    leaves: bool = False
    rates: Sequence[float] = ()
    """Rate in each time there; where one time follows at once on another, the rate changes."""


class Happened(NamedTuple):
    """One event."""

    time_days: float
    kind: Event
    report: int
    member: int
    step: int
    detail: int
    work_seconds: int


ALL_WAYS: dict[str, Any] = {
    "casework.classes.light.lighter": {
        "short": {"hours": {"enrich": 1}, "outcomes": {"alternative": 1.0}},
        "letter_or_visit": {"hours": {"enrich": 1}, "outcomes": {"letter_or_visit": 1.0}},
        "nothing": {},
    }
}
"""Light cases may be treated in all ways; the hours of a hand-made case are its own."""


def hand_made(changes: dict[str, Any] | None = None) -> Settings:
    """The small settings over two months: all hours are hours of work, and a case of any class may expire."""
    calendar = {"kind": "plain", "hours_per_day": DAY, "round_the_clock_hours_per_day": DAY}
    run = {"start": "2021-01-01", "end": "2021-02-28", "replications": 1}
    return small_settings({"calendar": calendar, "run": run, **EACH_CLASS_EXPIRES, **(changes or {})})


def what_happens(
    settings: Settings,
    reports: Sequence[Report],
    members: Sequence[Member],
    engines: Sequence[str] = ("simpy", "compiled"),
) -> list[Happened]:
    """The events, on which the engines agree."""
    world, parameters = made_world(reports, members), compile_parameters(settings)
    first, *others = (
        [_happened(row) for row in simulate(world, parameters, engine).rows.tolist()] for engine in engines
    )
    for engine, other in zip(engines[1:], others, strict=True):
        apart = next(((a, b) for a, b in zip_longest(first, other) if a != b), None)
        assert apart is None, f"{engines[0]} tells {apart[0]}, and {engine} {apart[1]}"
    return first


def _happened(row: tuple[Any, ...]) -> Happened:
    time_seconds, work_seconds, report, member, _, detail, step, kind = row
    return Happened(time_seconds / SECONDS_PER_DAY, Event(kind), report, member, step, detail, work_seconds)


def neighbours(**rule: Any) -> dict[str, Any]:
    """Units that lend all their members when these are idle, unless a rule says otherwise."""
    return {"collaboration.neighbours": {"max_share": 1.0, "lends": "when_idle", **rule}}


def moment(days: float) -> float:
    """The whole second that is nearest, in days."""
    return round(days * SECONDS_PER_DAY) / SECONDS_PER_DAY


def starts(events: list[Happened]) -> list[tuple[float, int, int]]:
    """When which report is started or gone on with, by whom."""
    return [(event.time_days, event.report, event.member) for event in events if event.kind in STARTS]


def first_starts(events: list[Happened]) -> dict[int, float]:
    """When each report is first worked on."""
    first: dict[int, float] = {}
    for time_days, report, _ in starts(events):
        first.setdefault(report, time_days)
    return first


def ends(events: list[Happened]) -> dict[int, tuple[float, int]]:
    """When and how each report ends."""
    return {event.report: (event.time_days, event.detail) for event in events if event.kind == Event.ENDED}


def treatments_told(events: list[Happened], report: int) -> list[tuple[float, Treatment]]:
    """When it is decided how a case is treated, and how."""
    return [(f.time_days, Treatment(f.detail)) for f in events if f.kind == Event.WEIGHED and f.report == report]


def classes_told(events: list[Happened], report: int) -> list[tuple[float, int]]:
    """When a report gets another class, and which."""
    return [(f.time_days, f.detail) for f in events if f.kind == Event.RECLASSIFIED and f.report == report]


def made_world(reports: Sequence[Report], members: Sequence[Member]) -> World:
    """The world of these reports, in order of arrival, and members."""
    n, people = len(reports), len(members)
    n_steps = np.array([len(report.all_steps) for report in reports], dtype=np.int8)

    def column(values: list[Any], dtype: Any) -> Any:
        return np.array(values, dtype=dtype)

    return World(
        replication=0,
        reports=Reports(
            key=np.arange(n),
            arrived_seconds=seconds_of_days([r.arrived_days for r in reports]),
            stream=column([r.stream for r in reports], np.int8),
            unit=column([r.unit for r in reports], np.int16),
            true_class=column([r.case_class for r in reports], np.int8),
            triaged_class=column([r.seen_as for r in reports], np.int8),
            system_class=column([given_or(r.system_class, r.seen_as) for r in reports], np.int8),
            read_class=column([r.read_class for r in reports], np.int8),
            assessed_class=column([given_or(r.assessed_class, r.seen_as) for r in reports], np.int8),
            assessment_seconds=seconds_of_hours([r.assessment_hours for r in reports]),
            trace_until_seconds=seconds_of_days([r.trace_until_days for r in reports]),
            score=column([r.score for r in reports], np.int16),
            system_score=column([given_or(r.system_score, r.score) for r in reports], np.int16),
            assessed_score=column([given_or(r.assessed_score, r.score) for r in reports], np.int16),
            person=column([number if r.person < 0 else r.person for number, r in enumerate(reports)], np.int32),
            triaged_by=column([r.triaged_by for r in reports], np.int8),
            flagged=column([r.flagged for r in reports], np.bool_),
            triage_seconds=seconds_of_hours([r.triage_hours for r in reports]),
            found_seconds=seconds_of_days([r.found_days for r in reports]),
            expires_seconds=seconds_of_days([r.expires_days for r in reports]),
            upgrade_class=column([r.upgrade_class for r in reports], np.int8),
            upgrade_after=column(
                [-1 if r.upgrade_after < 0 else r.full_from + r.upgrade_after for r in reports], np.int8
            ),
            found_by=column([_bits(r.found_by) for r in reports], np.int8),
            outcome=column([r.outcome for r in reports], np.int8),
            short_outcome=column([End.ALTERNATIVE if r.short else -1 for r in reports], np.int8),
            visit_outcome=column([End.LETTER_OR_VISIT if r.visit else -1 for r in reports], np.int8),
            treatment_draw=column([r.draw for r in reports], np.int32),
            taken_up=column([r.taken_up for r in reports], np.bool_),
            first_step=(np.cumsum(n_steps, dtype=np.int32) - n_steps).astype(np.int32),
            n_steps=n_steps,
            short_from=column([len(r.visit) for r in reports], np.int8),
            full_from=column([r.full_from for r in reports], np.int8),
            return_row=column([r.returns_as for r in reports], np.int32),
            returns_after=column([_bits(r.returns_after) for r in reports], np.int8),
            return_delay_seconds=seconds_of_days([r.returns_in_days for r in reports]),
        ),
        steps=_steps(reports),
        people=People(
            team=column([m.team for m in members], np.int16),
            role=np.zeros(people, dtype=np.int8),
            post=np.arange(people, dtype=np.int32),
            skills=column([_bits(m.skills) for m in members], np.int64),
            born_days=np.full(people, -15_000.0),
            joined_days=np.zeros(people),
            left_days=np.full(people, NEVER),
            left_cause=np.full(people, -1, dtype=np.int8),
            fte=np.ones(people),
            came_by=np.zeros(people, dtype=np.int8),
            lender=np.full(people, -1, dtype=np.int16),
        ),
        shifts=_shifts(members),
        posts=Posts(
            unit=column([m.team for m in members], np.int16),
            role=np.zeros(people, dtype=np.int8),
            begin_days=np.zeros(people),
            end_days=np.full(people, NEVER),
            ahead=np.zeros(people, dtype=np.bool_),
        ),
    )


def _bits(numbers: Sequence[int]) -> int:
    return sum(1 << number for number in numbers)


def _steps(reports: Sequence[Report]) -> Steps:
    rows = [
        (
            skill,
            hours,
            report.upgraded_hours[n] if n >= 0 and report.upgraded_hours else hours,
            _delay_days(report, n),
        )
        for report in reports
        for n, (skill, hours) in enumerate(report.all_steps, start=-report.full_from)
    ]
    skill, hours, upgraded_hours, delay_days = zip(*rows, strict=True)
    return Steps(
        skill=np.array(skill, dtype=np.int8),
        work_seconds=seconds_of_hours(hours),
        upgraded_work_seconds=seconds_of_hours(upgraded_hours),
        delay_seconds=seconds_of_days(delay_days),
        devices=np.array([number for report in reports for number in report.all_devices], dtype=np.int16),
    )


def _delay_days(report: Report, n: int) -> float:
    """Outside delay before a step; of a full investigation from 0 on, of the others below that."""
    if n < 0:
        return report.lighter_delay_days[n] if report.lighter_delay_days else 0.0
    return report.delay_days[n] if report.delay_days else 0.0


def _shifts(members: Sequence[Member]) -> Shifts:
    rows = []
    for number, member in enumerate(members):
        for n, (begin, end) in enumerate(member.there):
            follows = n > 0 and member.there[n - 1][1] == begin
            is_followed = n + 1 < len(member.there) and member.there[n + 1][0] == end
            is_last = n + 1 == len(member.there)
            begins = Event.JOINED if n == 0 else Event.PACED if follows else Event.BACK
            ends_by = Event.PACED if is_followed else Event.LEFT if is_last and member.leaves else Event.ABSENT
            rows.append((number, begin, end, member.rates[n] if member.rates else 1.0, begins, ends_by))
    number, begin, end, rate, begins, ends_by = zip(*rows, strict=True)
    ones = np.ones(len(rows))
    return Shifts(
        member=np.array(number, dtype=np.int32),
        begin_seconds=seconds_of_days(begin),
        end_seconds=seconds_of_days(end),
        rate_per_million=per_million(rate),
        fte=ones,
        mentoring_fte=0 * ones,
        overtime_per_million=np.zeros(len(rows), dtype=np.int64),
        begins=np.array(begins, dtype=np.int8),
        ends=np.array(ends_by, dtype=np.int8),
        service=Service(np.array(number, dtype=np.int32), np.array(begin), np.array(end), ones, 0 * ones),
    )
