"""The steering group: it meets when it should, and the pressure follows the waiting work and the hours there are."""

import math

from tests.checker.breaches import Breaches
from tests.checker.course import Course
from tests.checker.events import EventRow
from tests.checker.floor import Floor
from tests.checker.office_hours import A_MILLION, SECONDS_PER_DAY

NEAR = 1e-9
"""Weeks of work nearer to a limit than this, by share, are on neither side of it."""
NEARLY = 1e-3
"""Millionths of pressure nearer to a whole one than this may be rounded to it."""


class Steering:
    """Works out the pressure of each meeting anew."""

    def __init__(self, floor: Floor, course: Course, breaches: Breaches) -> None:
        self.floor, self.course, self.breaches = floor, course, breaches
        self.promises, self.settings = floor.promises, floor.promises.settings.steering
        self.every_seconds = round(self.settings.every_weeks * 7 * SECONDS_PER_DAY)
        self.most_change = round(self.settings.most_change * A_MILLION)
        self.least_change = round(self.settings.least_change * A_MILLION)
        self.meetings_seen = 0
        self.is_active = self.settings.policy == "by_backlog"

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def begin_moment(self) -> None:
        """A new moment: no meeting was missed before it."""
        while self.is_active and (self.meetings_seen + 1) * self.every_seconds < self.floor.now_seconds:
            self.meetings_seen += 1
            self.breach("steering: does not meet", f"meeting {self.meetings_seen}")

    def meets(self, event: EventRow) -> None:
        """The group meets, and sets the pressure."""
        meeting, pressure = event.report, event.work_seconds
        due = (meeting, event.time_seconds) == (self.meetings_seen + 1, meeting * self.every_seconds)
        if not self.is_active or not due:
            self.breach("steering: meets at another moment", f"meeting {meeting}")
        self.meetings_seen = max(meeting, self.meetings_seen)
        self.breaches.looked_at["meetings of the steering group"] += 1
        right = {self._next(aimed_at) for aimed_at in self._aims()}
        self.breaches.looked_at["meetings that change the pressure"] += pressure != self.floor.pressure
        if pressure not in right:
            text = f"{pressure} millionths after {self.floor.pressure}, right is {sorted(right)}"
            self.breach("steering: another pressure than the waiting work asks for", text)
        self.floor.pressure = pressure

    def _aims(self) -> set[int]:
        """Pressures that the waiting work may ask for: more than one only if it lies on a limit, but for rounding."""
        weeks, least, most = self._weeks(), self.settings.pressed_from_weeks, self.settings.most_pressed_from_weeks
        aims = set()
        if weeks <= least * (1 + NEAR):
            aims.add(0)
        if weeks >= most * (1 - NEAR) and weeks > least:
            aims.add(A_MILLION)
        if least < weeks < most:
            part = (weeks - least) / (most - least) * A_MILLION
            aims |= {math.floor(part - NEARLY), math.floor(part + NEARLY)}
        return {min(max(aim, 0), A_MILLION) for aim in aims}

    def _next(self, aimed_at: int) -> int:
        """The pressure that follows: no change for a trifle, and no jump."""
        before = self.floor.pressure
        if abs(aimed_at - before) < self.least_change:
            return before
        return min(max(aimed_at, before - self.most_change), before + self.most_change)

    def _weeks(self) -> float:
        """Weeks that all who are present in the units would need for the cases that nobody has taken up."""
        cases = range(1, self.promises.own_class)
        hours = math.fsum(self.course.not_taken_up[c] * self.promises.classes[c].mean_hours for c in cases)
        units = self.floor.teams[: self.floor.n_units]
        rate = sum(member.rate for team in units for member in team.members if member.present)
        per_week = rate / A_MILLION * self.promises.hours.hours_per_week
        return hours / per_week if per_week > 0 else math.inf if hours > 0 else 0.0
