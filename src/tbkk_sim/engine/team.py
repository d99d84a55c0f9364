"""Teams and their members, the cases they work on, and the queues in which steps wait."""

from collections import OrderedDict, deque
from heapq import heappush
from typing import Any

from tbkk_sim.domain import rules
from tbkk_sim.domain.rulebook import Rulebook

URGENT_AT_ANY_HOUR, URGENT, AT_ANY_HOUR, GOING_ON, OPENS_CASE, NOT_TAKEN_UP = range(6)
"""Lines of a queue. All steps in one line may or may not be taken alike, so only the first in line matters."""
N_LINES = 6

Place = tuple[int, float, int, "Case"]
"""Urgency, place in line, report: what a line is ordered by, and the case. No two are equal, and as tuples they compare
by the rule `goes_before`."""
NOWHERE: Any = None
"""No team, or no place: of a case that has ended, or it and its place would keep each other in memory."""


class Case:
    """A report on its way through triage and, if it is taken up, its steps."""

    __slots__ = (
        "arrived_days",
        "begun",
        "case_class",
        "flagged",
        "helper",
        "home",
        "hours_left",
        "investigator",
        "is_open",
        "line",
        "member",
        "place",
        "position",
        "report",
        "skill",
        "taken_up",
        "unit",
        "upgraded",
        "waits",
        "waits_for",
    )
    flagged: bool
    """In triage: recognised as urgent on arrival."""
    skill: int
    begun: bool
    """The step at hand was started before."""
    member: "Member | None"
    """Who works on it, or holds it."""
    hours_left: float
    line: "Line"
    """Line that it belongs in."""
    place: Place

    def __init__(self, report: int, unit: int, case_class: int, arrived_days: float, taken_up: bool) -> None:
        self.report = report
        self.unit = unit
        self.case_class = case_class
        self.arrived_days = arrived_days
        self.taken_up = taken_up
        self.position = -1
        """Step that it is at; -1: triage."""
        self.upgraded = False
        self.is_open = True
        self.waits = False
        self.waits_for: Member | None = None
        """Investigator in whose own line it waits."""
        self.helper: Member | None = None
        """Specialist who works along."""
        self.investigator: Member | None = None
        self.home: Team = NOWHERE
        """Where the step at hand waits, or the one before waited; nowhere before the first step of the case."""


class Member:
    """Somebody who takes steps from queues, one at a time."""

    __slots__ = (
        "case",
        "done_days",
        "has_left",
        "is_able",
        "is_lent",
        "number",
        "open_cases",
        "own_line",
        "pace",
        "present",
        "put_down",
        "rate",
        "since_days",
        "team",
    )

    def __init__(self, number: int, team: "Team", is_able: list[bool]) -> None:
        self.number = number
        self.team = team
        self.is_able = is_able
        """Whether this member has a skill, by skill."""
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
        self.done_days = -1.0
        """When the work in hand will be done, if nothing interrupts it."""
        self.open_cases = 0
        self.put_down: Case | None = None
        """Step put down at a change of rate, to be offered if not taken up again at once."""
        self.own_line: list[Place] = []
        """Steps that wait for this member as investigator of the case."""


class Line:
    """Waiting steps of one skill that may or may not be taken alike; a place given up is dropped when met."""

    __slots__ = ("at_any_hour", "is_urgent", "keeps_office_hours", "needs_room", "opens_case", "places", "skill")

    def __init__(self, line: int, skill: int, owns_case: bool, in_hand_is_limited: bool) -> None:
        self.skill = skill
        self.is_urgent = line <= URGENT
        self.at_any_hour = line in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR)
        self.keeps_office_hours = not rules.may_work_now(self.at_any_hour, office_open=False)
        """Its steps are not taken while the office is closed."""
        self.needs_room = line == NOT_TAKEN_UP and in_hand_is_limited
        """Its steps are taken only below the limit of cases in hand."""
        self.opens_case = line == OPENS_CASE or (line == NOT_TAKEN_UP and owns_case)
        """Who takes a step from it becomes the investigator of its case."""
        self.places: list[Place] = []


class Queue:
    """Where steps wait, in lines per skill."""

    def __init__(self, owns_case: list[bool], in_hand_is_limited: bool) -> None:
        self.lines = [
            [Line(line, skill, owns, in_hand_is_limited) for line in range(N_LINES)]
            for skill, owns in enumerate(owns_case)
        ]
        self.lines_in_use: list[Line] = []
        """Lines in which there are places."""
        self.waiting = 0
        self.present = 0
        """Members present, of all teams that draw from it."""
        self.in_hand = 0
        """Open cases of its units that have been taken up."""
        self.parked: list[Place] = []
        """Steps that came first in line while their class was parked."""
        self.teams: list[Team] = []
        """Teams that draw from it first."""
        self.lanes: list[Lane] = []
        """Permissions to help here."""

    def join(self, case: Case) -> None:
        """Let a step wait at its place in its line, or in that of its investigator."""
        if not self.waiting:
            for line in self.lines_in_use:  # all places in them were given up
                line.places.clear()
            self.lines_in_use.clear()
        case.waits = True
        self.waiting += 1
        if case.waits_for is None:
            places = case.line.places
            if not places:
                self.lines_in_use.append(case.line)
        else:
            places = case.waits_for.own_line
        heappush(places, case.place)

    def leave(self, case: Case) -> None:
        """A step waits no longer."""
        case.waits = False
        self.waiting -= 1

    def unpark(self, parked_classes: list[bool]) -> None:
        """Put back the steps whose class is no longer parked."""
        still_parked = []
        for place in self.parked:
            case = place[3]
            if case.place is place and case.waits:
                if parked_classes[case.case_class]:
                    still_parked.append(place)
                else:
                    self.leave(case)
                    self.join(case)
        self.parked = still_parked


class Team:
    """A unit or a pool: its members, who of them are free, and how many work for others."""

    def __init__(self, number: int, queue: Queue, reserve: int, holds_back: bool) -> None:
        self.number = number
        self.queue = queue
        self.reserve = reserve
        """Members kept free for urgent work."""
        self.holds_back = holds_back
        """A reserve or a limit of open cases can keep its members from taking a step."""
        self.free: OrderedDict[Member, None] = OrderedDict()
        """Members without work, the longest free first; a plain dict would look for the first among those who left."""
        self.members: list[Member] = []
        self.beside: list[Team] = []
        """Teams that draw from the same queue, itself first."""
        self.present = 0
        self.lent = 0
        self.lanes: dict[float, list[Lane]] = {}
        """Its permissions to help, by the most of its members that it lends for them."""
        self.held: deque[Case] = deque()
        """Steps in hand elsewhere that wait for a specialist of this pool, first come first served."""


class Lane:
    """A permission to help, as objects."""

    def __init__(self, lender: Team, borrower: Team, row: int, book: Rulebook) -> None:
        lanes = book.lanes
        self.lender, self.queue, self.borrower = lender, borrower.queue, borrower
        self.helps_with = skills_in(int(lanes.skills[row]), len(book.names.skills))
        """Whether help is given in a skill, by skill."""
        self.mode = int(lanes.mode[row])
        self.max_share = float(lanes.max_share[row])
        self.efficiency = float(lanes.efficiency[row])
        self.least_urgency = int(lanes.least_urgency[row])
        self.above = float(lanes.above[row])
        self.only_if_busier = bool(lanes.only_if_busier[row])

    def is_open(self) -> bool:
        """Whether the lender may now help here."""
        return rules.may_lend(self.lender.lent, self.lender.present, self.max_share) and self.is_needed()

    def is_needed(self) -> bool:
        """Whether so much waits here that the lender helps, as far as it may lend."""
        waiting, lender = self.queue.waiting, self.lender
        return waiting > 0 and rules.needs_help(
            waiting, self.borrower.present, lender.queue.waiting, lender.present, self.above, self.only_if_busier
        )


def skills_in(skills: int, n_skills: int) -> list[bool]:
    """A set of skills (bit k is skill k), skill by skill."""
    return [rules.is_listed(skills, skill) for skill in range(n_skills)]
