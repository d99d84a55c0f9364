"""Vacancies: how posts fall vacant and are filled, under a national limit and a priority among units.

It runs before the engine's clock: the life of every post is decided when the world is drawn.
"""

import heapq
import math
from dataclasses import replace
from enum import IntEnum
from typing import NamedTuple

from tbkk_sim.arrays import Floats
from tbkk_sim.model.calendar import month_starts
from tbkk_sim.sampling.capacity.cohorts import Intake, intakes
from tbkk_sim.sampling.capacity.retraining import RoleChange, role_changes
from tbkk_sim.sampling.workforce.people import Holder, Lives
from tbkk_sim.sampling.workforce.posts import Post, Withdrawal, withdrawals
from tbkk_sim.settings import Settings


class _PostEvent(IntEnum):
    """Events in the life of a post; on one day in this order."""

    LEFT = 0
    OPENED = 1
    WITHDRAWN = 2
    RETRAINED = 3
    COHORT = 4
    READY = 5
    MONTH = 6


class Recruit(NamedTuple):
    """The newcomer who is being recruited for a post."""

    number: int
    """First, second, ... holder of the post, from 0."""
    draws: Floats
    ready_days: float
    """Day from which they can start."""


class Recruitment:
    """The posts over time: who holds them, which are vacant, and which newcomers are ready to start."""

    def __init__(self, settings: Settings, posts: list[Post], lives: Lives) -> None:
        """Take the posts as they are laid out; `run` sets the end of those that are withdrawn."""
        self.holders: list[Holder] = []
        self._hiring = settings.staffing.hiring
        self._horizon = settings.run.horizon_days
        self._posts, self._lives = posts, lives
        self._withdrawals = withdrawals(settings)
        self._role_changes, self._intakes = role_changes(settings), intakes(settings)
        roles = settings.staffing.roles.values()
        self._is_civilian = [role.civilian for role in roles]
        mean = settings.staffing.hiring.fill_months_mean
        self._fill_factor = [1.0 if role.fill_months_mean is None else role.fill_months_mean / mean for role in roles]
        self._role = [post.role for post in posts]
        """Role of each post by now: retraining changes it."""
        self._holder: list[Holder | None] = [None] * len(posts)
        self._next: list[Recruit | None] = [None] * len(posts)
        self._vacant_since = [-math.inf] * len(posts)
        self._n_holders = [0] * len(posts)
        self._units = len(settings.staffing.units)
        self._open = [0] * self._units
        self._vacant = [0] * self._units
        self._ready: list[list[tuple[int, float, int]]] = [[] for _ in range(self._units)]
        """Per unit (of all units together under `plan_order`): (rank, ready, post) of newcomers ready to start."""
        self._agenda: list[tuple[float, _PostEvent, int]] = []
        self._quota = math.inf
        self._month_starts_days = month_starts(settings.run.start, self._horizon)[:-1].tolist()

    def run(self) -> list[Holder]:
        """All holders of all posts until the horizon, in the order in which they appear."""
        self._lay_out_agenda()
        heapq.heapify(self._agenda)
        while self._agenda and self._agenda[0][0] < self._horizon:
            day = self._agenda[0][0]
            while self._agenda and self._agenda[0][0] == day:
                _, what, which = heapq.heappop(self._agenda)
                self._happens(day, what, which)
            self._let_start(day)
        return self.holders

    def _lay_out_agenda(self) -> None:
        for number, post in enumerate(self._posts):
            if post.existing:
                self._begin(number, post)
            else:
                self._agenda.append((post.begin_days, _PostEvent.OPENED, number))
        self._agenda += [(of.day, _PostEvent.WITHDRAWN, n) for n, of in enumerate(self._withdrawals)]
        self._agenda += [(of.day, _PostEvent.RETRAINED, n) for n, of in enumerate(self._role_changes)]
        self._agenda += [(of.day, _PostEvent.COHORT, n) for n, of in enumerate(self._intakes)]
        if self._hiring.national_limit_per_month is not None:
            self._agenda += [(day, _PostEvent.MONTH, month) for month, day in enumerate(self._month_starts_days)]

    def _begin(self, number: int, post: Post) -> None:
        self._open[post.unit] += 1
        draws = self._lives.draws(post.label, 0)
        if self._lives.vacant_at_start(post.unit, post.role, draws):
            self._vacant[post.unit] += 1
            self._recruit(number, draws, self._fill_factor[post.role] * self._lives.left_to_fill_days(draws))
        else:
            self._take(number, self._lives.first_holder(number, post.unit, draws))

    def _happens(self, day: float, what: _PostEvent, which: int) -> None:
        match what:
            case _PostEvent.LEFT:
                self._leave(which, day)
            case _PostEvent.OPENED:
                self._open[self._posts[which].unit] += 1
                self._fall_vacant(which, day)
            case _PostEvent.WITHDRAWN:
                self._withdraw(self._withdrawals[which])
            case _PostEvent.RETRAINED:
                self._retrain(self._role_changes[which])
            case _PostEvent.COHORT:
                self._appoint(self._intakes[which])
            case _PostEvent.READY:
                self._line_up(which, day)
            case _PostEvent.MONTH:
                self._quota = newcomers_allowed(self._hiring.national_limit_per_month or 0.0, which)

    def _leave(self, number: int, day: float) -> None:
        self._holder[number] = None
        self._vacant_since[number] = day
        if math.isinf(self._posts[number].end_days):
            if self._hiring.replace_leavers:
                self._fall_vacant(number, day)
            else:
                self._vacant[self._posts[number].unit] += 1

    def _fall_vacant(self, number: int, day: float) -> None:
        post = self._posts[number]
        self._vacant[post.unit] += 1
        self._vacant_since[number] = day
        draws = self._lives.draws(post.label, self._n_holders[number])
        self._recruit(number, draws, day + self._fill_factor[self._role[number]] * self._lives.fill_days(draws))

    def _recruit(self, number: int, draws: Floats, ready_days: float) -> None:
        ready_days = float(max(math.ceil(ready_days), 0))
        self._next[number] = Recruit(self._n_holders[number], draws, ready_days)
        heapq.heappush(self._agenda, (ready_days, _PostEvent.READY, number))

    def _recruit_of(self, number: int, ready_days: float) -> Recruit | None:
        """The recruit who has been able to start in a post since this day; None: the post is gone, or not for them."""
        recruit = self._next[number]
        if recruit is None or recruit.ready_days != ready_days or not math.isinf(self._posts[number].end_days):
            return None
        return recruit

    def _line_up(self, number: int, day: float) -> None:
        post, recruit = self._posts[number], self._recruit_of(number, day)
        if recruit is None:
            return
        if self._is_civilian[self._role[number]]:
            self._start(number, recruit, day)
            return
        by_plan = self._hiring.priority == "plan_order"
        line = self._ready[0 if by_plan else post.unit]
        heapq.heappush(line, (post.rank if by_plan else 0, day, number))

    def _let_start(self, day: float) -> None:
        """Let those who are ready start, as far as this month's limit goes."""
        while self._quota >= 1:
            line = self._first_line()
            if line is None:
                return
            _, ready_days, number = heapq.heappop(line)
            recruit = self._recruit_of(number, ready_days)
            if recruit is not None:
                self._quota -= 1
                self._start(number, recruit, day)

    def _start(self, number: int, recruit: Recruit, day: float) -> None:
        unit = self._posts[number].unit
        self._vacant[unit] -= 1
        self._next[number] = None
        self._take(number, self._lives.newcomer(number, unit, recruit.number, int(day), recruit.draws))

    def _appoint(self, intake: Intake) -> None:
        """Let the newcomers of a course fill vacant posts; those for whom there is none are not appointed."""
        for _ in range(intake.people):
            number = self._vacant_post(intake)
            if number is None:
                return
            post, nth = self._posts[number], self._n_holders[number]
            draws = self._lives.draws(post.label, nth)
            self._vacant[post.unit] -= 1
            self._next[number] = None
            self._take(number, intake.taught(self._lives.newcomer(number, post.unit, nth, int(intake.day), draws)))

    def _vacant_post(self, intake: Intake) -> int | None:
        """The post that has been vacant longest in the unit with the largest shortage; one ahead is no vacancy."""
        numbers = [
            number
            for number, post in enumerate(self._posts)
            if self._holder[number] is None
            and not post.ahead
            and post.begin_days <= intake.day
            and math.isinf(post.end_days)
            and post.unit in intake.units
            and intake.role in (None, self._role[number])
        ]
        if not numbers:
            return None
        units = sorted({self._posts[number].unit for number in numbers})
        unit = max(units, key=self._shortage)
        of_unit = [number for number in numbers if self._posts[number].unit == unit]
        return min(of_unit, key=lambda number: self._vacant_since[number])

    def _shortage(self, unit: int) -> float:
        return self._vacant[unit] / max(self._open[unit], 1)

    def _retrain(self, change: RoleChange) -> None:
        """Give posts another role, those with the youngest holders first; the holders go on as members of it."""
        numbers = self._posts_there(change.unit, change.from_role, change.day)

        def oldest_last(number: int) -> tuple[bool, float]:
            holder = self._holder[number]
            return holder is None, 0.0 if holder is None else -holder.born_days

        for number in sorted(numbers, key=oldest_last)[: change.posts]:
            self._role[number] = change.to_role
            holder = self._holder[number]
            if holder is not None:
                before, after = change.split(holder)
                place = next(n for n, known in enumerate(self.holders) if known is holder)
                self.holders[place] = before
                self.holders.append(after)
                self._holder[number] = after

    def _posts_there(self, unit: int, role: int | None, day: float) -> list[int]:
        """Posts of the establishment of a unit that exist on a day, of one role or of all."""
        return [
            number
            for number, post in enumerate(self._posts)
            if post.unit == unit
            and role in (None, self._role[number])
            and not post.ahead
            and post.begin_days <= day < post.end_days
        ]

    def _first_line(self) -> list[tuple[int, float, int]] | None:
        """The unit that goes first, by the priority rule; ties go to the first unit."""
        lines = [unit for unit in range(self._units) if self._ready[unit]]
        if not lines:
            return None
        if self._hiring.priority == "smallest_team":
            return self._ready[min(lines, key=lambda unit: self._open[unit])]
        return self._ready[max(lines, key=self._shortage)]

    def _take(self, number: int, holder: Holder) -> None:
        holder = replace(holder, role=self._role[number])
        self._n_holders[number] = holder.number + 1
        self._holder[number] = holder
        self.holders.append(holder)
        heapq.heappush(self._agenda, (holder.left_days, _PostEvent.LEFT, number))

    def _withdraw(self, withdrawal: Withdrawal) -> None:
        """Take posts away: vacant ones first, then those whose holder leaves first, who stays until then."""
        candidates = self._posts_there(withdrawal.unit, withdrawal.role, withdrawal.day)

        def free_from(number: int) -> tuple[float, int]:
            holder = self._holder[number]
            return (-1.0 if holder is None else holder.left_days, -number)

        for number in sorted(candidates, key=free_from)[: withdrawal.posts]:
            post = self._posts[number]
            post.end_days = withdrawal.day
            self._open[post.unit] -= 1
            if self._holder[number] is None:
                self._vacant[post.unit] -= 1


def newcomers_allowed(limit_per_month: float, month: int) -> int:
    """Whole newcomers who may start in a month: a limit with a fraction lets one more start now and then."""
    return math.floor((month + 1) * limit_per_month + 1e-9) - math.floor(month * limit_per_month + 1e-9)
