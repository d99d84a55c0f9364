"""Vacancies: how posts fall vacant and are filled, under a national limit and a priority among units.

It runs before the engine's clock: the life of every post is decided when the world is drawn.
"""

import heapq
import math
from enum import IntEnum

from tbkk_sim.arrays import Floats
from tbkk_sim.model.calendar import month_starts
from tbkk_sim.sampling.workforce.people import Holder, Lives
from tbkk_sim.sampling.workforce.posts import Post, Withdrawal, withdrawals
from tbkk_sim.settings import Settings


class _PostEvent(IntEnum):
    """What happens to a post; on one day in this order."""

    LEFT = 0
    OPENED = 1
    WITHDRAWN = 2
    READY = 3
    MONTH = 4


class Recruitment:
    """The posts over time: who holds them, which are vacant, and which newcomers are ready to start."""

    def __init__(self, settings: Settings, posts: list[Post], lives: Lives) -> None:
        """Take the posts as they are laid out; `run` sets the end of those that are withdrawn."""
        self.holders: list[Holder] = []
        self._hiring = settings.staffing.hiring
        self._horizon = settings.run.horizon_days
        self._posts, self._lives = posts, lives
        self._withdrawals = withdrawals(settings)
        self._holder: list[Holder | None] = [None] * len(posts)
        self._next: list[tuple[int, Floats] | None] = [None] * len(posts)
        """Number and draws of the newcomer who is being recruited."""
        self._n_holders = [0] * len(posts)
        self._units = len(settings.staffing.units)
        self._open = [0] * self._units
        self._vacant = [0] * self._units
        self._ready: list[list[tuple[int, float, int]]] = [[] for _ in range(self._units)]
        """Per unit (of all units together under `plan_order`): (rank, ready, post) of who is ready to start."""
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
        self._agenda += [(w.day, _PostEvent.WITHDRAWN, n) for n, w in enumerate(self._withdrawals)]
        if self._hiring.national_limit_per_month is not None:
            self._agenda += [(day, _PostEvent.MONTH, month) for month, day in enumerate(self._month_starts_days)]

    def _begin(self, number: int, post: Post) -> None:
        self._open[post.unit] += 1
        draws = self._lives.draws(post.label, 0)
        if self._lives.vacant_at_start(post.unit, draws):
            self._vacant[post.unit] += 1
            self._recruit(number, draws, self._lives.left_to_fill_days(draws))
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
            case _PostEvent.READY:
                self._line_up(which, day)
            case _PostEvent.MONTH:
                self._quota = newcomers_allowed(self._hiring.national_limit_per_month or 0.0, which)

    def _leave(self, number: int, day: float) -> None:
        self._holder[number] = None
        if math.isinf(self._posts[number].end_days):
            if self._hiring.replace_leavers:
                self._fall_vacant(number, day)
            else:
                self._vacant[self._posts[number].unit] += 1

    def _fall_vacant(self, number: int, day: float) -> None:
        self._vacant[self._posts[number].unit] += 1
        draws = self._lives.draws(self._posts[number].label, self._n_holders[number])
        self._recruit(number, draws, day + self._lives.fill_days(draws))

    def _recruit(self, number: int, draws: Floats, ready_days: float) -> None:
        self._next[number] = (self._n_holders[number], draws)
        heapq.heappush(self._agenda, (float(max(math.ceil(ready_days), 0)), _PostEvent.READY, number))

    def _line_up(self, number: int, day: float) -> None:
        post = self._posts[number]
        if not math.isinf(post.end_days):
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
            _, _, number = heapq.heappop(line)
            recruit = self._next[number]
            if recruit is None or not math.isinf(self._posts[number].end_days):
                continue
            unit = self._posts[number].unit
            self._quota -= 1
            self._vacant[unit] -= 1
            self._next[number] = None
            self._take(number, self._lives.newcomer(number, unit, recruit[0], int(day), recruit[1]))

    def _first_line(self) -> list[tuple[int, float, int]] | None:
        """The unit that goes first, by the priority rule; ties go to the first unit."""
        lines = [unit for unit in range(self._units) if self._ready[unit]]
        if not lines:
            return None
        if self._hiring.priority == "smallest_team":
            return self._ready[min(lines, key=lambda unit: self._open[unit])]
        return self._ready[max(lines, key=lambda unit: self._vacant[unit] / max(self._open[unit], 1))]

    def _take(self, number: int, holder: Holder) -> None:
        self._n_holders[number] = holder.number + 1
        self._holder[number] = holder
        self.holders.append(holder)
        heapq.heappush(self._agenda, (holder.left_days, _PostEvent.LEFT, number))

    def _withdraw(self, withdrawal: Withdrawal) -> None:
        """Take posts away: vacant ones first, then those whose holder leaves first, who stays until then."""
        candidates = [
            number
            for number, post in enumerate(self._posts)
            if post.unit == withdrawal.unit
            and withdrawal.role in (None, post.role)
            and not post.ahead
            and post.begin_days <= withdrawal.day < post.end_days
        ]

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
