"""The steering group: it meets when it should, and decides as the waiting work and the hours there are ask."""

import datetime as dt
import math

from tbkk_sim.model.event_records import Decision
from tests.checker.breaches import Breaches
from tests.checker.course import Course
from tests.checker.events import EventRow
from tests.checker.floor import Floor
from tests.checker.office_hours import A_MILLION, SECONDS_PER_DAY

NEAR = 1e-9
"""Weeks of work nearer to a limit than this, by share, are on neither side of it."""


class Steering:
    """Works out each decision anew."""

    def __init__(self, floor: Floor, course: Course, breaches: Breaches) -> None:
        self.floor, self.course, self.breaches = floor, course, breaches
        self.promises, settings = floor.promises, floor.promises.settings
        self.settings, self.start = settings.steering, settings.run.start
        self.every_seconds = round(settings.steering.every_weeks * 7 * SECONDS_PER_DAY)
        self.n_classes = len(floor.promises.names.classes)
        self.year = self.start.year
        self.year_begins_seconds, self.year_ends_seconds = self._first_day(self.year), self._first_day(self.year + 1)
        self.next_meeting = 1
        self.seen: set[int] = set()
        """Classes decided on at the meeting that is next, or now."""
        self.is_active = self.settings.policy == "capacity"

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def _first_day(self, year: int) -> int:
        return (dt.date(year, 1, 1) - self.start).days * SECONDS_PER_DAY

    def begin_moment(self) -> None:
        """A new moment: in a new year the targets start anew; no meeting was missed before it."""
        now_seconds = self.floor.now_seconds
        while now_seconds >= self.year_ends_seconds:
            self.year += 1
            self.year_begins_seconds, self.year_ends_seconds = self.year_ends_seconds, self._first_day(self.year + 1)
            self.course.taken_up_this_year = [0] * self.n_classes
        while self.is_active and self.next_meeting * self.every_seconds < now_seconds:
            if len(self.seen) != self.n_classes - 2:
                self.breach("steering: does not decide on all classes", f"meeting {self.next_meeting}: {self.seen}")
            self.next_meeting += 1
            self.seen = set()

    def decides(self, event: EventRow) -> None:
        """The group decides on a class."""
        meeting, decision, case_class = event.report, event.step, event.detail
        if not self.is_active or meeting * self.every_seconds != event.time_seconds:
            self.breach("steering: meets at another moment", f"meeting {meeting} on class {case_class}")
        self.seen.add(case_class)
        self.breaches.looked_at["decisions of the steering group"] += 1
        right = self._right_decisions(case_class)
        if decision not in right:
            text = (
                f"class {case_class}: {Decision(decision).name}, right is {[Decision(d).name for d in sorted(right)]}"
            )
            self.breach("steering: decides otherwise than it should", text)
        self.course.decisions[case_class] = decision
        if decision in (Decision.PARK, Decision.PARK_AND_DECLINE):
            self.floor.parked.add(case_class)
        else:
            self.floor.parked.discard(case_class)
        self.floor.touch_all()

    def _right_decisions(self, case_class: int) -> set[int]:
        """What may be decided: more than one only if the work lies on a limit, but for rounding."""
        classes = self.promises.classes
        if not classes[case_class].may_be_parked or self._is_protected(case_class):
            return {Decision.TAKE_UP}
        urgency = classes[case_class].urgency
        waiting = self.course.not_taken_up
        cases = range(1, self.n_classes - 1)
        more = sum(waiting[c] * classes[c].mean_hours for c in cases if classes[c].urgency < urgency)
        same = sum(waiting[c] * classes[c].mean_hours for c in cases if classes[c].urgency == urgency)
        parks = self._exceeds(more, self.settings.park_above_weeks)
        declines = self._exceeds(more + same, self.settings.decline_above_weeks)
        return {Decision.PARK * park + Decision.DECLINE * decline for park in parks for decline in declines}

    def _exceeds(self, hours: float, limit_weeks: float) -> set[bool]:
        per_week = self._hours_per_week()
        weeks = (math.inf if hours > 0 else 0.0) if per_week <= 0 else hours / per_week
        if abs(weeks - limit_weeks) <= NEAR * limit_weeks:
            return {True, False}
        return {weeks > limit_weeks}

    def _hours_per_week(self) -> float:
        """Hours that all who are present in the units have in an average week."""
        units = self.floor.teams[: self.floor.n_units]
        rate = sum(member.rate for team in units for member in team.members if member.present)
        return rate / A_MILLION * self.promises.hours.hours_per_week

    def _is_protected(self, case_class: int) -> bool:
        """Whether a target that protects this class is behind the part of the year that has passed within the run."""
        now_seconds, names = self.floor.now_seconds, self.promises.names
        passed = (now_seconds - max(self.year_begins_seconds, 0)) / (self.year_ends_seconds - self.year_begins_seconds)
        for target in self.settings.targets.values():
            counted = {names.case_class(name) for name in target.classes}
            if target.protects and case_class in counted:
                taken_up = sum(self.course.taken_up_this_year[c] for c in counted)
                if taken_up < target.per_year * passed:
                    return True
        return False
