"""Queues and the lines in them: all steps in one line may or may not be taken alike, so the first of each counts."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tests.checker.floor import Case, Member, Team
    from tests.checker.lendings import Lending

Rank = tuple[int, int, float, int]
"""Urgency; in hand, owed or the rest; place in line; report: the lower goes first."""
NUMBERS = count()


class Waiting:
    """A step that waits."""

    __slots__ = ("case", "home", "line", "rank", "row", "since_seconds", "step")

    def __init__(
        self, case: "Case", step: int, home: int, line: "Line", rank: Rank, since_seconds: int, row: int
    ) -> None:
        self.case, self.step, self.home, self.line, self.rank = case, step, home, line, rank
        self.since_seconds, self.row = since_seconds, row

    def __str__(self) -> str:
        return (
            f"report {self.case.report} step {self.step} class {self.case.case_class} at team {self.home}, "
            f"urgency {self.rank[0]}, place {self.rank[2]}, waits since second {self.since_seconds}"
        )


class Key(NamedTuple):
    """What decides whether a step may be taken."""

    skill: int
    urgent: bool
    """May interrupt less urgent work."""
    at_any_hour: bool
    portfolio_class: int | None
    """The class, if it is of the portfolio and nobody has taken the case up. Unless it is owed, it is only taken while
    the unit has room for one case more in hand."""
    opens_case: bool
    """Whoever takes it becomes the investigator, within the limit of open cases."""
    owner: "Member | None"
    """The investigator for whom it waits."""


class Line:
    """Steps of one skill that wait in one queue and may be taken alike, the first in rank first."""

    def __init__(self, key: Key, queue: "Queue") -> None:
        self.key, self.queue = key, queue
        self.skill, self.urgent, self.at_any_hour, self.portfolio_class, self.opens_case, self.owner = key
        self.is_of_portfolio = self.portfolio_class is not None
        self.is_triage = self.skill == 0
        self.heap: list[tuple[Rank, int, Waiting]] = []
        """Rank, a number that no two have alike, and the step."""

    @staticmethod
    def key_of(*values: Any) -> Key:
        """The key with these values."""
        return Key(*values)

    def add(self, waiting: Waiting) -> None:
        """A step begins to wait in this line."""
        heappush(self.heap, (waiting.rank, next(NUMBERS), waiting))
        self.queue.waiting += 1
        self.queue.urgent += self.urgent
        self.queue.reports += self.is_triage
        self.queue.startable_at_night += self.at_any_hour

    def take_out(self, waiting: Waiting) -> None:
        """A step waits no longer; it leaves the heap when it comes first there."""
        assert waiting.line is self
        self.queue.waiting -= 1
        self.queue.urgent -= self.urgent
        self.queue.reports -= self.is_triage
        self.queue.startable_at_night -= self.at_any_hour

    def first(self) -> Waiting | None:
        """The step that goes first."""
        heap = self.heap
        while heap:
            waiting = heap[0][2]
            if waiting.case.waiting is waiting:
                return waiting
            heappop(heap)
        return None

    def in_order(self) -> Iterator[Waiting]:
        """All steps of the line, the first in rank first."""
        return (waiting for _, _, waiting in sorted(self.heap) if waiting.case.waiting is waiting)


class Queue:
    """Where steps wait for the members of one team, or of all units together."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.teams: list[Team] = []
        """Teams that draw from it first."""
        self.lendings: list[Lending] = []
        """Permissions of others to help here."""
        self.lines: dict[int, dict[Key, Line]] = {}
        """Lines by skill."""
        self.own_lines: dict[Member, dict[Key, Line]] = {}
        """Lines of steps that wait for their investigator."""
        self.waiting = self.urgent = self.startable_at_night = 0
        """Steps that wait: all, those that may interrupt, those that may be worked on at night."""
        self.reports = 0
        """Reports that wait to be judged."""
        self.in_hand = 0
        """Open cases of its units that have been taken up."""

    def investigators(self, owns_case: list[bool]) -> int:
        """Members, of all teams that draw from it, who can do a step that owns a case; or all, if none does.

        They count from the first of their shifts to the last one, whether they are there or not.
        """
        belong = (member for team in self.teams for member in team.members if member.belongs)
        return sum(not any(owns_case) or any(owns_case[skill] for skill in member.skills) for member in belong)

    def line(self, key: Key) -> Line:
        """The line with this key."""
        lines = self.lines.setdefault(key.skill, {}) if key.owner is None else self.own_lines.setdefault(key.owner, {})
        line = lines.get(key)
        if line is None:
            line = lines[key] = Line(key, self)
        return line
