"""Worlds and logs that are written by hand: few reports, few members, and events as lines of text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tbkk_sim.model.event_records import EVENT_DTYPE, Event, EventLog
from tbkk_sim.model.names import names_of
from tbkk_sim.model.seconds import per_million, seconds_of_days, seconds_of_hours
from tbkk_sim.sampling.world import (
    AUTOMATIC,
    BY_HAND,
    BY_NOBODY,
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
from tests.builders import EACH_CLASS_EXPIRES, SMALL, changed, given_or

ACUTE, SERIOUS, LIGHT, OWN_WORK = 1, 2, 3, 4
ENRICH, SEARCH, DOSSIER, OWN = 1, 2, 3, 4
CAPITAL, COAST, LAB = 0, 1, 2
PLAIN = {"kind": "plain", "hours_per_day": 8.0, "round_the_clock_hours_per_day": 8.0}
OFFICE = {"hours_per_day": 8.0, "opens_at_hour": 9.0, "holidays_country": None}
ALL_ROUND = ("triage", "enrich", "search", "dossier")
LAB_AS_SET = {
    "label": "Laboratory", "members": 1, "rate": 1.0, "skills": ["search"], "max_share": 1.0,
    "own_work": {"load": 0.0},
}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A report that is drawn by hand."""

    arrived_days: float
    true_class: int
    steps: tuple[tuple[int, float], ...]
    """Skill and hours of each step of a full investigation."""
    unit: int = CAPITAL
    outcome: int = 0
    triaged_class: int | None = None
    triage_hours: float | None = None
    """Hours to triage it by hand; None: it needs no judging."""
    found_days: float = NEVER
    expires_days: float = NEVER
    upgrade: tuple[int, int] = (-1, -1)
    """Class that the work discovers, and position of the step at whose end it does, among those of all treatments."""
    delay_days: float = 0.0
    """Before each step but the first."""
    devices: int = 0
    """To be examined before each step but the first."""
    stream: str = "image"
    taken_up: bool = False
    """In hand at the start."""
    draw: int = 0
    """Number below a million that decides on the treatment; with 0 it is investigated in full."""
    visit: tuple[tuple[int, float], ...] = ()
    """Skill and hours of each step of a letter or visit."""
    short: tuple[tuple[int, float], ...] = ()
    """The same of a short investigation."""
    found_by: int = 0
    """Lighter treatments that discover it too, as bits."""
    by_system: bool = False
    """The system triages it, as `triaged_class`."""
    system_class: int | None = None
    """What the system sees if it takes over from a person; None: the same as triage."""
    read_class: int = 0
    """What the system reads in it on arrival."""
    assessment_hours: float = 0.0
    """Hours for its unit to assess it; 0: it does not."""
    assessed_class: int | None = None
    """What its unit sees; None: the same as triage."""
    trace_until_days: float = NEVER
    scores: tuple[int, int] = (0, 0)
    """Of triage and of its unit."""
    system_score: int = 0
    """Of the system, if it takes over from a person."""
    person: int | None = None
    """The first report on the same person; None: this one."""
    returns: tuple[int, int, float] = (-1, 0, 0.0)
    """Row of the report on the same person, treatments after which it comes as bits, and days from the end to it."""

    @property
    def all_steps(self) -> tuple[tuple[int, float], ...]:
        """Steps of all treatments, those of the lightest first."""
        return self.visit + self.short + self.steps


@dataclass(frozen=True)
class Person:
    """A member who is drawn by hand."""

    team: int = CAPITAL
    skills: tuple[str, ...] = ALL_ROUND
    away: tuple[float, float] | None = None
    """From when until when this member is away."""
    slower_from: float | None = None
    """From when this member goes on at half the rate."""


def settings_by_hand(changes: dict[str, Any]) -> Settings:
    """The small settings in a calendar of days of eight hours, without a steering group, with changes."""
    base = {"calendar": PLAIN, "run.start": "2021-01-04", "run.end": "2021-01-10"} | EACH_CLASS_EXPIRES
    return Settings.model_validate(changed(SMALL, {**base, **changes}))


def world_by_hand(settings: Settings, reports: Iterable[Report], people: Iterable[Person]) -> World:
    """The world of these reports and people."""
    reports, people, names = list(reports), list(people), names_of(settings)
    n_steps = [len(report.all_steps) for report in reports]
    shifts = [(member, *shift) for member, person in enumerate(people) for shift in _shifts(person)]
    columns = {name: np.array(column) for name, column in zip(SHIFTS, zip(*shifts, strict=True), strict=True)}
    ones = np.ones(len(shifts))
    return World(
        replication=0,
        reports=_reports(reports, n_steps, names.streams),
        steps=Steps(
            skill=np.array([skill for report in reports for skill, _ in report.all_steps], dtype=np.int8),
            work_seconds=seconds_of_hours([hours for report in reports for _, hours in report.all_steps]),
            upgraded_work_seconds=seconds_of_hours([hours for report in reports for _, hours in report.all_steps]),
            delay_seconds=seconds_of_days(
                [report.delay_days * (n > 0) for report in reports for n in range(len(report.all_steps))]
            ),
            devices=np.array(
                [report.devices * (n > 0) for report in reports for n in range(len(report.all_steps))], dtype=np.int16
            ),
        ),
        people=People(
            team=np.array([person.team for person in people], dtype=np.int16),
            role=np.zeros(len(people), dtype=np.int8),
            post=np.arange(len(people), dtype=np.int32),
            skills=np.array([sum(1 << names.skill(skill) for skill in person.skills) for person in people]),
            born_days=np.full(len(people), -12_000.0),
            joined_days=np.zeros(len(people)),
            left_days=np.full(len(people), np.inf),
            left_cause=np.full(len(people), -1, dtype=np.int8),
            fte=np.ones(len(people)),
            came_by=np.zeros(len(people), dtype=np.int8),
            lender=np.full(len(people), -1, dtype=np.int16),
        ),
        shifts=Shifts(
            **columns,
            fte=ones,
            mentoring_fte=0 * ones,
            overtime_per_million=np.zeros(len(shifts), dtype=np.int64),
            service=_service(len(people)),
        ),
        posts=_a_post_in_each_unit(len(names.units)),
    )


def _service(n_people: int) -> Service:
    """Everybody is in service for ever, away or not."""
    ones = np.ones(n_people)
    return Service(np.arange(n_people, dtype=np.int32), 0 * ones, np.inf * ones, ones, 0 * ones)


SHIFTS = ("member", "begin_seconds", "end_seconds", "begins", "ends", "rate_per_million")


def _shifts(person: Person) -> list[tuple[int, int, int, int, int]]:
    return [
        (int(seconds_of_days(begin)), int(seconds_of_days(end)), begins, ends, int(per_million(rate)))
        for begin, end, begins, ends, rate in _shifts_in_days(person)
    ]


def _shifts_in_days(person: Person) -> list[tuple[float, float, int, int, float]]:
    if person.away is not None:
        goes, comes = person.away
        return [(0.0, goes, Event.JOINED, Event.ABSENT, 1.0), (comes, np.inf, Event.BACK, Event.LEFT, 1.0)]
    if person.slower_from is not None:
        slower = person.slower_from
        return [(0.0, slower, Event.JOINED, Event.PACED, 1.0), (slower, np.inf, Event.PACED, Event.LEFT, 0.5)]
    return [(0.0, np.inf, Event.JOINED, Event.LEFT, 1.0)]


def _reports(reports: list[Report], n_steps: list[int], streams: tuple[str, ...]) -> Reports:
    triaged = [given_or(report.triaged_class, report.true_class) for report in reports]
    both = list(zip(reports, triaged, strict=True))
    by_hand = [report.triage_hours is not None for report in reports]
    return Reports(
        key=np.arange(len(reports)),
        arrived_seconds=seconds_of_days([report.arrived_days for report in reports]),
        stream=np.array([streams.index(report.stream) for report in reports], dtype=np.int8),
        unit=np.array([report.unit for report in reports], dtype=np.int16),
        true_class=np.array([report.true_class for report in reports], dtype=np.int8),
        triaged_class=np.array(triaged, dtype=np.int8),
        triaged_by=np.where(by_hand, BY_HAND, [AUTOMATIC if r.by_system else BY_NOBODY for r in reports]).astype(
            np.int8
        ),
        system_class=np.array([given_or(report.system_class, seen) for report, seen in both], dtype=np.int8),
        read_class=np.array([report.read_class for report in reports], dtype=np.int8),
        assessed_class=np.array([given_or(report.assessed_class, seen) for report, seen in both], dtype=np.int8),
        assessment_seconds=seconds_of_hours([report.assessment_hours for report in reports]),
        trace_until_seconds=seconds_of_days([report.trace_until_days for report in reports]),
        score=np.array([report.scores[0] for report in reports], dtype=np.int16),
        system_score=np.array([report.system_score for report in reports], dtype=np.int16),
        assessed_score=np.array([report.scores[1] for report in reports], dtype=np.int16),
        person=np.array([given_or(report.person, row) for row, report in enumerate(reports)], dtype=np.int32),
        flagged=np.zeros(len(reports), dtype=bool),
        triage_seconds=seconds_of_hours([report.triage_hours or 0.0 for report in reports]),
        found_seconds=seconds_of_days([report.found_days for report in reports]),
        expires_seconds=seconds_of_days([report.expires_days for report in reports]),
        upgrade_class=np.array([report.upgrade[0] for report in reports], dtype=np.int8),
        upgrade_after=np.array([report.upgrade[1] for report in reports], dtype=np.int8),
        outcome=np.array([report.outcome for report in reports], dtype=np.int8),
        short_outcome=np.array([1 if report.short else -1 for report in reports], dtype=np.int8),
        visit_outcome=np.array([2 if report.visit else -1 for report in reports], dtype=np.int8),
        treatment_draw=np.array([report.draw for report in reports], dtype=np.int32),
        found_by=np.array([report.found_by for report in reports], dtype=np.int8),
        short_from=np.array([len(report.visit) for report in reports], dtype=np.int8),
        full_from=np.array([len(report.visit + report.short) for report in reports], dtype=np.int8),
        return_row=np.array([report.returns[0] for report in reports], dtype=np.int32),
        returns_after=np.array([report.returns[1] for report in reports], dtype=np.int8),
        return_delay_seconds=seconds_of_days([report.returns[2] for report in reports]),
        taken_up=np.array([report.taken_up for report in reports], dtype=bool),
        first_step=(np.cumsum(n_steps) - n_steps).astype(np.int32),
        n_steps=np.array(n_steps, dtype=np.int8),
    )


def _a_post_in_each_unit(n_units: int) -> Posts:
    return Posts(
        unit=np.arange(n_units, dtype=np.int16),
        role=np.zeros(n_units, dtype=np.int8),
        begin_days=np.zeros(n_units),
        end_days=np.full(n_units, np.inf),
        ahead=np.zeros(n_units, dtype=bool),
    )


def log_by_hand(text: str) -> EventLog:
    """A log from lines such as `1.5 STARTED report=0 step=0 member=1 team=0 detail=2`, in days and hours."""
    rows = [_row(line) for line in text.splitlines() if line.strip()]
    return EventLog.from_rows(np.array(rows, dtype=EVENT_DTYPE))


def _row(line: str) -> tuple[int, ...]:
    moment, kind, *values = line.split()
    of_event = {"report": -1, "member": -1, "team": -1, "detail": -1, "step": -1, "hours": 0.0, "pressure": 0.0}
    of_event |= {name: float(value) for name, _, value in (word.partition("=") for word in values)}
    report, member, team, detail, step = (
        int(of_event[name]) for name in ("report", "member", "team", "detail", "step")
    )
    now = int(seconds_of_days(float(moment)))
    work = int(seconds_of_hours(of_event["hours"])) + int(per_million(of_event["pressure"]))
    return now, work, report, member, team, detail, step, int(Event[kind])
