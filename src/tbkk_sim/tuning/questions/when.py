"""Posts opened per quarter, at least cost, such that every period meets its norms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Floats
from tbkk_sim.problem import Phrase
from tbkk_sim.stats.chance import ChanceTest
from tbkk_sim.tuning.questions.how_many import REPLICATIONS_AT_ONCE
from tbkk_sim.tuning.search.path import make_path
from tbkk_sim.tuning.search.periods import Periods, ServiceShares, open_posts, ready_quarters
from tbkk_sim.tuning.search.plans import StaffingPlan
from tbkk_sim.tuning.study import TuningStudy

Hires = tuple[int, ...]
"""Posts opened in each quarter."""
SEARCH_PART, FLAT_PART = 0.6, 0.75
"""Parts of the budget after which the search ends, and that for the flat plan."""
STEPS = (4, 2, 1)
"""Changes of a quarter, in posts, from coarse to fine."""


@dataclass(frozen=True)
class WhenResult:
    """A hiring plan, its service, and the best flat plan beside it."""

    periods: Periods
    hires: Hires
    plan: StaffingPlan
    cost: float
    """Fte-years over the run, hiring and jumps included."""
    flat: int | None
    """Posts of the cheapest plan found that opens all at the start and meets the same norms; None: there is none."""
    flat_cost: float
    fresh: ServiceShares
    """Service in fresh replications."""
    staff: NDArray[np.float64]
    """Mean posts, and mean posts filled, with this plan in fresh replications [period, posts or filled]."""
    reachable: list[bool]
    """Periods that posts opened within the run can help."""
    met: list[bool | None]
    """Verdict of the test on fresh replications of each period; None: not settled."""
    proven: bool
    probability: float


def answer_when(study: TuningStudy) -> WhenResult:
    """Find the hiring plan."""
    return _HiringPlans(study).run()


class _HiringPlans:
    """Starts from the posts needed in each quarter and the time that hiring takes; then tries fewer and later posts."""

    def __init__(self, study: TuningStudy) -> None:
        asked = study.tuning.when
        assert asked is not None
        self.study, self.asked = study, asked
        self.periods = Periods(study.settings, asked)
        self.lag = ready_quarters(study.settings)
        self.path = make_path(study, asked.spread, self._most(), tuple(asked.norms))
        self.replications = range(study.tuning.search_replications)
        self.reachable = np.ones(len(self.periods.names), dtype=np.bool_)
        self._known: dict[Hires, ServiceShares] = {}

    def run(self) -> WhenResult:
        watch = self.study.evaluator.watch
        watch.stage(Phrase("what each quarter needs"), 6 * len(self.replications))
        hires = self._first_guess()
        watch.stage(Phrase("searching"), 60 * len(self.replications))
        hires = self._lower(self._raise(hires))
        watch.stage(Phrase("flat plan"), 8 * len(self.replications))
        flat = self._flat(max(sum(hires), 1))
        if flat is not None and self.cost(self._all_at_start(flat)) < self.cost(hires):
            hires = self._all_at_start(flat)
        watch.stage(Phrase("confirming"), 40)
        return self._certified(hires, flat)

    def plan(self, hires: Hires) -> StaffingPlan:
        """Return the plan by unit: at any time its posts are spread as that many posts would be."""
        return open_posts(hires, self.periods.quarters, self.path)

    def cost(self, hires: Hires) -> float:
        """Return the cost in fte-years: each post from its opening on, hiring, and jumps between quarters."""
        jumps = np.abs(np.diff(hires, prepend=0)).sum()
        return float(
            np.dot(hires, self.periods.years_left + self.asked.cost_per_hire) + self.asked.jump_penalty * jumps
        )

    def _service(self, hires: Hires) -> ServiceShares:
        if hires not in self._known:
            self._known[hires] = self._simulated(hires, self.replications)
        return self._known[hires]

    def _simulated(self, hires: Hires, replications: range) -> ServiceShares:
        found = self.study.evaluator.measures([self.plan(hires)], replications)
        return self.periods.service([of_plan for (of_plan,) in found])

    def _short(self, hires: Hires) -> float:
        """Return the total shortfall of the periods that can be helped."""
        margin = self._service(hires).margin(self.asked.chance)
        return float(np.maximum(-margin[self.reachable], 0.0).sum())

    def _first_guess(self) -> Hires:
        """Return the posts needed in each period by flat plans, opened earlier by the time that hiring takes."""
        levels = sorted({0, *(round(self._most() * share) for share in (0.06, 0.14, 0.28, 0.55, 1.0))})
        plans = [self.path(n) for n in levels]
        found = self.study.evaluator.measures(plans, self.replications)
        services = [self.periods.service([of_replication[p] for of_replication in found]) for p in range(len(plans))]
        margins = np.array([service.margin(self.asked.chance) for service in services])
        needed = np.zeros(len(self.periods.quarters))
        for period in range(len(self.periods.names)):
            enough = _crossing(levels, margins[:, period])
            for quarter in self.periods.members[period]:
                needed[quarter] = max(needed[quarter], enough)
        return self._ordered_in_time(needed)

    def _ordered_in_time(self, needed: Floats) -> Hires:
        ahead = np.array([needed[: q + self.lag + 1].max(initial=0.0) for q in range(len(needed))])
        total = np.ceil(ahead - 1e-9).astype(int)
        hires = np.diff(total, prepend=0)
        for quarter in range(len(hires) - 1, 0, -1):  # what is too much for one quarter is opened in the one before
            extra = max(hires[quarter] - self.asked.most_per_quarter, 0)
            hires[quarter] -= extra
            hires[quarter - 1] += extra
        hires[0] = min(hires[0], self.asked.most_per_quarter)
        return tuple(int(n) for n in hires)

    def _most(self) -> int:
        """Return the most posts considered: half of the establishment, or as many as may be opened."""
        there = sum(unit.posts for unit in self.study.settings.staffing.units.values())
        return max(min(there // 2, self.asked.most_per_quarter * len(self.periods.quarters)), 4)

    def _raise(self, hires: Hires) -> Hires:
        """Open posts where they help most for their cost, until every period meets its norms or cannot be helped."""
        step = 1
        while self._short(hires) > 0 and self.study.evaluator.watch.may_go_on(SEARCH_PART):
            margin = self._service(hires).margin(self.asked.chance)
            first = int(np.flatnonzero((margin < 0) & self.reachable)[0])
            begin = self.periods.members[first][0]
            tries = {
                max(begin - ahead, 0) for ahead in (self.lag - 1, self.lag, self.lag + 1) if begin - ahead < len(hires)
            }
            options = [moved for q in tries if (moved := self._with(hires, {q: step})) is not None]
            gains = [
                (self._short(hires) - self._short(moved)) / max(self.cost(moved) - self.cost(hires), 1e-9)
                for moved in options
            ]
            if options and max(gains) > 0:
                hires = options[int(np.argmax(gains))]
                step = max(1, step // 2)
            elif step < self.asked.most_per_quarter:
                step *= 2
            else:
                self.reachable[first] = False
        return hires

    def _lower(self, hires: Hires) -> Hires:
        """Open fewer posts, later, or fewer but earlier, as long as every period still meets its norms."""
        if self._short(hires) > 0:
            return hires
        for step in STEPS:
            moved: Hires | None = hires
            while moved is not None and self.study.evaluator.watch.may_go_on(SEARCH_PART):
                moved = next((m for m in self._cheaper(hires, step) if self._short(m) == 0.0), None)
                hires = moved or hires
        return hires

    def _cheaper(self, hires: Hires, step: int) -> list[Hires]:
        moves = [{q: -step} for q in range(len(hires))]
        moves += [{q: -step, q + 1: step} for q in range(len(hires) - 1)]
        moves += [{q: -2 * step, q - back: step} for back in (1, 2) for q in range(back, len(hires))]
        options = [moved for move in moves if (moved := self._with(hires, move)) is not None]
        return sorted((m for m in options if self.cost(m) < self.cost(hires) - 1e-9), key=self.cost)

    def _with(self, hires: Hires, move: dict[int, int]) -> Hires | None:
        moved = list(hires)
        for quarter, n in move.items():
            moved[quarter] += n
        return tuple(moved) if all(0 <= n <= self.asked.most_per_quarter for n in moved) else None

    def _all_at_start(self, posts: int) -> Hires:
        return (posts, *(0,) * (len(self.periods.quarters) - 1))

    def _flat(self, high: int) -> int | None:
        """Return the fewest posts that, opened at the start, meet the same norms; `high` is tried first, then more."""
        low, most = -1, 2 * self._most()
        while self._short(self._all_at_start(high)) > 0:
            if high >= most or not self.study.evaluator.watch.may_go_on(FLAT_PART):
                return None
            low, high = high, min(2 * high, most)
        while high - low > 1 and self.study.evaluator.watch.may_go_on(FLAT_PART):
            middle = (low + high) // 2
            low, high = (low, middle) if self._short(self._all_at_start(middle)) == 0 else (middle, high)
        return high

    def _certified(self, hires: Hires, flat: int | None) -> WhenResult:
        met, fresh, proven = self._confirm(hires)
        plan = self.plan(hires)
        seen = self.study.evaluator.measures([plan], range(self.study.fresh, self.study.fresh + len(fresh.shares)))
        return WhenResult(
            periods=self.periods,
            hires=hires,
            plan=plan,
            cost=self.cost(hires),
            flat=flat,
            flat_cost=float("nan") if flat is None else self.cost(self._all_at_start(flat)),
            fresh=fresh,
            staff=self.periods.staff([of_plan for (of_plan,) in seen]),
            reachable=[bool(r) for r in self.reachable],
            met=met,
            proven=proven,
            probability=self.study.tuning.confidence if proven else float("nan"),
        )

    def _confirm(self, hires: Hires) -> tuple[list[bool | None], ServiceShares, bool]:
        study, n = self.study, max(int(self.reachable.sum()), 1)
        first, at_once = study.fresh, REPLICATIONS_AT_ONCE
        if self.asked.chance is None:
            fresh = self._simulated(hires, range(first, first + 4 * len(self.replications)))
            low, high = fresh.mean_margins(study.alpha / n)
            tolerance = self.asked.tolerance
            met = [
                None if least < -tolerance <= most else bool(least >= -tolerance)
                for least, most in zip(low, high, strict=True)
            ]
        else:
            tests = [ChanceTest(self.asked.chance, self.asked.tolerance, study.alpha / n) for _ in self.reachable]
            done = 0
            fresh = self._simulated(hires, range(first, first + at_once))
            while True:
                for of_replication in fresh.met()[done:]:
                    for test, is_met in zip(tests, of_replication, strict=True):
                        test.add(bool(is_met))
                done = len(fresh.shares)
                settled = all(t.answer is not None for t, r in zip(tests, self.reachable, strict=True) if r)
                if settled or not study.evaluator.watch.may_go_on() or done >= study.tuning.most_replications:
                    break
                fresh = self._simulated(hires, range(first, first + done + at_once))
            met = [test.answer for test in tests]
        proven = all(m is True for m, r in zip(met, self.reachable, strict=True) if r)
        return met, fresh, proven


def _crossing(levels: list[int], margin: Floats) -> float:
    """Return the least level from which a rising margin is above zero, linear between levels; the highest if never."""
    rising = np.maximum.accumulate(margin)
    if rising[0] >= 0:
        return 0.0
    if rising[-1] < 0:
        return float(levels[-1])
    above = int(np.argmax(rising >= 0))
    part = -rising[above - 1] / max(rising[above] - rising[above - 1], 1e-12)
    return float(levels[above - 1] + part * (levels[above] - levels[above - 1]))
