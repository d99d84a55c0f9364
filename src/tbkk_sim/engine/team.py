"""Teams and their members, the cases they work on, and the queues in which steps wait."""

from collections import deque
from heapq import heappop, heappush

URGENT_AT_ANY_HOUR, URGENT, AT_ANY_HOUR, GOING_ON, OPENS_CASE, NOT_TAKEN_UP = range(6)
"""Lines of a queue. All steps in one line may or may not be taken alike, so only the first in line matters."""
N_LINES = 6

Place = tuple[int, float, int]
"""Urgency, place in line, report: what a line is ordered by; no two are equal."""


class Case:
    """A report on its way through triage and, if it is taken up, its steps."""

    __slots__ = (
        "arrived_days",
        "begun",
        "case_class",
        "flagged",
        "helper",
        "hours_left",
        "investigator",
        "is_open",
        "last_team",
        "line",
        "member",
        "place",
        "position",
        "queue",
        "report",
        "skill",
        "taken_up",
        "ticket",
        "unit",
        "upgraded",
        "waits_for",
    )

    def __init__(
        self, report: int, unit: int, case_class: int, arrived_days: float, flagged: bool, taken_up: bool
    ) -> None:
        self.report = report
        self.unit = unit
        self.case_class = case_class
        self.arrived_days = arrived_days
        self.flagged = flagged
        self.taken_up = taken_up
        self.position = -1
        """Step that it is at; -1: triage."""
        self.skill = 0
        self.hours_left = 0.0
        self.begun = False
        """The step at hand was started before."""
        self.upgraded = False
        self.is_open = True
        self.queue: Queue | None = None
        """Queue in which it waits."""
        self.waits_for: Member | None = None
        """Investigator in whose own line it waits."""
        self.line = 0
        self.place: Place = (0, 0.0, report)
        self.ticket = 0
        """Number of the entry in a line that is still valid."""
        self.member: Member | None = None
        """Who works on it, or holds it."""
        self.helper: Member | None = None
        """Specialist who works along."""
        self.investigator: Member | None = None
        self.last_team = -1


class Member:
    """Somebody who takes steps from queues, one at a time."""

    __slots__ = (
        "case",
        "has_left",
        "is_lent",
        "line",
        "number",
        "open_cases",
        "pace",
        "present",
        "put_down",
        "rate",
        "round_the_clock",
        "since_days",
        "skill_list",
        "skills",
        "stint_of_work",
        "team",
    )

    def __init__(self, number: int, team: "Team", skills: int) -> None:
        self.number = number
        self.team = team
        self.skills = skills
        self.skill_list = [k for k in range(skills.bit_length()) if skills >> k & 1]
        self.present = False
        self.has_left = False
        self.rate = 0.0
        self.pace = 0.0
        """Hours of work per working hour, on the work in hand."""
        self.is_lent = False
        """The work in hand is taken from another team's queue."""
        self.case: Case | None = None
        self.since_days = -1.0
        """When the work in hand began; negative: it is held, waiting for a specialist."""
        self.round_the_clock = False
        self.stint_of_work = 0
        """Counts starts of work, so that the end of interrupted work is not taken for the end of later work."""
        self.open_cases = 0
        self.put_down: Case | None = None
        """Step put down at a change of rate, to be offered if not taken up again at once."""
        self.line: list[tuple[int, float, int, int, Case]] = []
        """Steps that wait for this member as investigator of the case."""


class Queue:
    """Where steps wait, in lines per skill; an entry that is no longer valid is dropped when met."""

    def __init__(self, n_skills: int) -> None:
        self.lines: list[list[list[tuple[int, float, int, int, Case]]]] = [
            [[] for _ in range(N_LINES)] for _ in range(n_skills)
        ]
        self.waiting = 0
        self.waiting_for = [0] * n_skills
        self.present = 0
        """Members present, of all teams that draw from it."""
        self.in_hand = 0
        """Open cases of its units that have been taken up."""
        self.parked: list[tuple[int, Case]] = []
        """Steps that came first in line while their class was parked."""

    def join(self, case: Case, investigator: "Member | None") -> None:
        """Let a step wait in the line of its skill, or in that of its investigator."""
        case.queue, case.waits_for = self, investigator
        case.ticket += 1
        self.waiting += 1
        self.waiting_for[case.skill] += 1
        line = self.lines[case.skill][case.line] if investigator is None else investigator.line
        heappush(line, (*case.place, case.ticket, case))

    def leave(self, case: Case) -> None:
        """A step waits no longer."""
        case.queue = case.waits_for = None
        case.ticket += 1
        self.waiting -= 1
        self.waiting_for[case.skill] -= 1

    def first(self, skill: int, line: int, parked_classes: list[bool]) -> Case | None:
        """The first in line, without those whose class is parked."""
        heap = self.lines[skill][line]
        while heap:
            *_, ticket, case = heap[0]
            if ticket == case.ticket:
                if case.taken_up or not parked_classes[case.case_class] or case.position < 0:
                    return case
                self.parked.append((ticket, case))
            heappop(heap)
        return None

    def unpark(self, parked_classes: list[bool]) -> None:
        """Put back the steps whose class is no longer parked."""
        still_parked = []
        for ticket, case in self.parked:
            if ticket != case.ticket:
                continue
            if parked_classes[case.case_class]:
                still_parked.append((ticket, case))
            else:
                heappush(self.lines[case.skill][case.line], (*case.place, case.ticket, case))
        self.parked = still_parked


class Team:
    """A unit or a pool: its members, who of them are free, and how many work for others."""

    def __init__(self, number: int, queue: Queue) -> None:
        self.number = number
        self.queue = queue
        self.free: dict[Member, None] = {}
        """Members without work, the longest free first."""
        self.members: list[Member] = []
        self.present = 0
        self.lent = 0
        self.held: deque[tuple[int, Case]] = deque()
        """Steps in hand elsewhere that wait for a specialist of this pool, first come first served."""
