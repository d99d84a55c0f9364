"""An event log read again, event by event, keeping only what anybody in the room could see."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tbkk_sim.engine import simulate
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.engine.small_worlds import small_world

STARTS = (Event.STARTED, Event.RESUMED)
STOPS = (Event.FINISHED, Event.INTERRUPTED)
IN_TRIAGE = -1


@dataclass(frozen=True)
class Waiting:
    """A step in a queue."""

    report: int
    step: int
    skill: int
    queue: int
    since: int
    """Row of the event that it joined."""


@dataclass
class Room:
    """What can be seen just before a event."""

    world: World
    parameters: Parameters
    row: int = 0
    now: int = 0
    """Seconds from the start."""
    present: set[int] = field(default_factory=set)
    working_on: dict[int, int] = field(default_factory=dict)
    """Report that a member has in hand."""
    step_in_hand: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, Waiting] = field(default_factory=dict)
    """By report."""
    arrived: dict[int, int] = field(default_factory=dict)
    """Second of arrival, by report; that of somebody who returns is the moment at which they do."""
    case_class: dict[int, int] = field(default_factory=dict)
    treatment: dict[int, Treatment] = field(default_factory=dict)
    """Of cases for which it was chosen."""
    taken_up: set[int] = field(default_factory=set)
    last_away: dict[int, int] = field(default_factory=dict)
    """Row of the last event of a member's going, or of a change of rate, which is a going and coming at once."""

    def team_of(self, member: int) -> int:
        return int(self.world.people.team[member])

    def members_present(self, team: int) -> list[int]:
        return [m for m in self.present if self.team_of(m) == team]

    def skill(self, report: int, step: int) -> int:
        return 0 if step == IN_TRIAGE else int(self.world.steps.skill[self.world.reports.first_step[report] + step])

    def queue(self, report: int, skill: int) -> int:
        return int(self.parameters.queue_of_team[self.home_team(report, skill)])

    def home_team(self, report: int, skill: int) -> int:
        """The team in whose queue a step of a report waits."""
        reports = self.world.reports
        arrived = np.array([self.arrived[report]])
        home = self.parameters.home_of(reports.unit[[report]], np.array([skill]), arrived)
        return int(home[0])

    def is_urgent(self, report: int, step: int) -> bool:
        by_class = step != IN_TRIAGE or bool(self.world.reports.flagged[report])
        return by_class and bool(self.parameters.classes.preempts[self.case_class[report]])

    def place(self, report: int, step: int) -> tuple[int, int, int]:
        """The order in which steps go."""
        case_class = self.case_class[report]
        by_class = step != IN_TRIAGE or self.world.reports.flagged[report]
        urgency = self.parameters.classes.urgency[case_class] if by_class else self.parameters.triage_urgency
        unit = self.world.reports.unit[report]
        norm = int(self.parameters.norm_seconds[unit, case_class] if by_class else self.parameters.triage_norm_seconds)
        arrived = self.arrived[report]
        if self.parameters.order == 2:
            return int(urgency), NEVER_SECONDS if norm == NEVER_SECONDS else arrived + norm, report
        if not by_class and self.parameters.triage_as_read:
            read_as = int(self.parameters.classes.priority[self.world.reports.read_class[report]])
            return int(urgency), arrived + (read_as - int(urgency)) * 10**12, report
        return int(urgency), arrived, report

    def expires(self, report: int) -> int:
        """Second at which a case expires if nobody takes it up; of somebody who returns it is counted from then on."""
        reports = self.world.reports
        returns = reports.stream[report] == self.parameters.returns_stream
        return int(reports.expires_seconds[report]) + (self.arrived[report] if returns else 0)

    def is_lent(self, member: int, report: int, step: int) -> bool:
        queue = self.parameters.queue_of_team[self.team_of(member)]
        return bool(queue != self.queue(report, self.skill(report, step)))

    def draws_from(self, member: int, queue: int) -> bool:
        return bool(self.parameters.queue_of_team[self.team_of(member)] == queue)

    def is_able(self, member: int, skill: int) -> bool:
        return bool(self.world.people.skills[member] >> skill & 1)

    def office_is_open(self) -> bool:
        working = self.parameters.working
        day, seconds = divmod(self.now, SECONDS_PER_DAY)
        in_hours = working.opens_seconds <= seconds < working.closes_seconds
        return working.always_open or bool(day in working.open_days and in_hours)

    def may_start_now(self, waiting: Waiting) -> bool:
        """It is the hour for this step."""
        by_class = waiting.step != IN_TRIAGE or bool(self.world.reports.flagged[waiting.report])
        at_any_hour = by_class and bool(self.parameters.classes.round_the_clock[self.case_class[waiting.report]])
        return at_any_hour or self.office_is_open()


@dataclass(frozen=True)
class Told:
    """A event."""

    kind: Event
    report: int
    step: int
    member: int
    team: int
    detail: int
    work_seconds: int


def replay(settings: Settings, replication: int = 0) -> Iterator[tuple[Told, Room]]:
    """Simulate, and go through the events: each with the room as it was just before it."""
    world, parameters = draw_world(settings, replication), compile_parameters(settings)
    log = simulate(world, parameters)
    room = Room(world, parameters)
    for row, event in enumerate(log.rows.tolist()):
        now, work_seconds, report, member, team, detail, step, kind = event
        told = Told(Event(kind), report, step, member, team, detail, work_seconds)
        room.row, room.now = row, now
        yield told, room
        _take_note(room, told)


def replayed(name: str, replication: int = 0) -> Iterator[tuple[Told, Room]]:
    """The events of a small world."""
    return replay(small_world(name), replication)


def moments(name: str, replication: int = 0) -> Iterator[Room]:
    """The room of a small world at the end of each moment."""
    before = 0
    for _, room in replayed(name, replication):
        now = room.now
        if now > before:
            room.now = before
            yield room
            room.now = before = now


def _take_note(room: Room, told: Told) -> None:
    if told.kind == Event.ARRIVED:
        returns = room.world.reports.stream[told.report] == room.parameters.returns_stream
        room.arrived[told.report] = room.now if returns else int(room.world.reports.arrived_seconds[told.report])
        room.case_class[told.report] = int(room.world.reports.triaged_class[told.report])
        if room.world.reports.taken_up[told.report]:
            room.taken_up.add(told.report)
    elif told.kind == Event.WEIGHED:
        room.treatment[told.report] = Treatment(told.detail)
    elif told.kind == Event.RECLASSIFIED:
        room.case_class[told.report] = told.detail
    elif told.kind == Event.QUEUED:
        skill = room.skill(told.report, told.step)
        room.waiting[told.report] = Waiting(told.report, told.step, skill, room.queue(told.report, skill), room.row)
    elif told.kind == Event.TAKEN_UP:
        room.taken_up.add(told.report)
    elif told.kind in STARTS:
        room.waiting.pop(told.report)
        room.working_on[told.member], room.step_in_hand[told.member] = told.report, told.step
    elif told.kind == Event.ASSISTED:
        room.working_on[told.member] = told.report
    elif told.kind in (*STOPS, Event.RELEASED):
        room.working_on.pop(told.member)
    elif told.kind == Event.ENDED:
        room.waiting.pop(told.report, None)
    elif told.kind in (Event.JOINED, Event.BACK):
        room.present.add(told.member)
    elif told.kind == Event.PACED:
        room.last_away[told.member] = room.row
    elif told.kind in (Event.LEFT, Event.ABSENT):
        room.present.discard(told.member)
        room.last_away[told.member] = room.row
