"""The fewest posts of each unit with which the norms are met in every unit by itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.problem import Phrase
from tbkk_sim.settings.tuning import HowMany
from tbkk_sim.stats.chance import ChanceTest
from tbkk_sim.stats.intervals import mean_of
from tbkk_sim.tuning.questions.how_many import REPLICATIONS_AT_ONCE, SEARCH_PART, Criterion
from tbkk_sim.tuning.search.fewest import fewest_by_place
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan, works_for_all
from tbkk_sim.tuning.study import TuningStudy

ROUNDS_PLANNED = 4
"""Rounds of tests among which the accepted error is divided."""
BEYOND = 0.5
"""A unit that, with the most posts, meets the norms in no larger share of the search replications is given up."""


@dataclass
class UnitResult:
    """The fewest posts of one unit."""

    unit: str
    posts: int
    """Posts more than today."""
    enough: bool | None = None
    """Verdict of a test on fresh replications; None: not settled."""
    beyond: bool = False
    """The most posts that are tried are not enough, by a test or clearly in the replications of the search."""
    least: bool = False
    """A test says that one post less is not enough, or there is no post less."""
    tested: int = 0
    """Fresh replications of the test with that verdict."""
    tested_met: int = 0
    """Fresh replications that met the norms."""


@dataclass
class PerUnitResult:
    """The fewest posts of each unit."""

    units: list[UnitResult]
    proven: bool
    """Every unit within reach has enough, and one post less is not enough, all by tests on fresh replications."""
    probability: float
    """Probability that the answer is right; NaN if it is not proven."""
    shares: Floats
    """Mean share in time [unit or all, norm] with this plan."""

    @property
    def plan(self) -> StaffingPlan:
        """The plan of these posts."""
        return StaffingPlan.with_posts({PostPlace(unit.unit): unit.posts for unit in self.units})


def answer_per_unit(study: TuningStudy) -> PerUnitResult:
    """Find the fewest posts of each unit.

    Units interact only through pools and through units that work for all. So the latter come first, judged by all
    cases while the others have the most posts; then all others are bisected at once, each judged by its own cases.
    """
    asked = study.tuning.how_many
    assert asked is not None
    return _PostsByUnit(study, asked).run()


class _PostsByUnit:
    def __init__(self, study: TuningStudy, asked: HowMany) -> None:
        self.study, self.asked = study, asked
        self.criterion = Criterion(study, asked.norms)
        self.units = list(study.settings.staffing.units)
        free = [unit for unit in self.units if unit not in study.tuning.frozen]
        serving = works_for_all(study.settings)
        self.serving = [unit for unit in free if unit in serving]
        self.others = [unit for unit in free if unit not in serving]
        posts = {unit: study.settings.staffing.units[unit].posts for unit in self.units}
        wanted = {PostPlace(unit): min(max(asked.fewest_fte, -max(posts[unit] - 1, 0)), 0) for unit in free}
        least = fewest_by_place(study.settings, wanted)
        self.least = {unit: max(asked.fewest_fte, least[PostPlace(unit)]) for unit in free}
        self.most = {unit: max(self.least[unit], min(asked.most_fte, max(10, 2 * posts[unit]))) for unit in free}
        self.levels = dict(self.most)
        self.enough: dict[str, UnitResult] = {}
        self.too_few: dict[str, int] = {}
        self.tests = 0

    def run(self) -> PerUnitResult:
        self._halve(self.serving)
        self._halve(self.others)
        self._confirm()
        answers = []
        for unit, posts in self.levels.items():
            found = self.enough.get(unit) or UnitResult(unit, posts)
            found.least = posts == self.least[unit] or self.too_few.get(unit) == posts - 1
            answers.append(found)
        shares = [
            self.criterion.shares(measures)
            for (measures,) in self.study.evaluator.measures(
                [self._plan()], range(self.study.tuning.search_replications)
            )
        ]
        mean = mean_of(np.array(shares))
        wrong = self.tests * self.study.alpha / (ROUNDS_PLANNED * max(len(self.levels), 1))
        within_reach = [unit for unit in answers if not unit.beyond]
        proven = bool(within_reach) and all(unit.enough and unit.least for unit in within_reach)
        proven = proven and wrong <= self.study.alpha + 1e-12  # more tests than were planned promise less
        return PerUnitResult(answers, proven, max(0.0, 1 - wrong) if proven else math.nan, mean)

    def _halve(self, units: Sequence[str]) -> None:
        """Bisect the range of each of these units on the replications of the search, all at once."""
        low = {unit: self.least[unit] - 1 for unit in units}
        widest = max((self.most[unit] - low[unit] for unit in units), default=1)
        rounds = int(np.ceil(np.log2(max(widest, 2))))
        watch, replications = self.study.evaluator.watch, range(self.study.tuning.search_replications)
        watch.stage(Phrase("halving"), (rounds + 1) * len(replications))
        units = self._within_reach(units, replications)
        while any(self.levels[unit] - low[unit] > 1 for unit in units) and watch.may_go_on(SEARCH_PART):
            high = {unit: self.levels[unit] for unit in units}
            self.levels |= {unit: (low[unit] + high[unit]) // 2 for unit in units if high[unit] - low[unit] > 1}
            met = self._met(replications).sum(axis=0) >= round(self.asked.chance * len(replications))
            for unit in units:
                if not met[self._row_of(unit)]:
                    low[unit], self.levels[unit] = self.levels[unit], high[unit]

    def _within_reach(self, units: Sequence[str], replications: range) -> list[str]:
        """Return the units for which the most posts may be enough; the others keep the most, and are not tested."""
        if not units:
            return []
        met = self._met(replications).sum(axis=0)
        for unit in units:
            n_met = int(met[self._row_of(unit)])
            if n_met <= BEYOND * len(replications):
                self.enough[unit] = UnitResult(
                    unit, self.levels[unit], False, beyond=True, tested=len(replications), tested_met=n_met
                )
        return [unit for unit in units if unit not in self.enough]

    def _confirm(self) -> None:
        """Add posts where a test says too few; then take away one post where a test says still enough."""
        watch = self.study.evaluator.watch
        pending = set(self.levels) - set(self.enough)
        while pending and watch.may_go_on():
            watch.stage(Phrase("confirming {number} units", number=len(pending)), 40)
            for unit, answer in self._test(pending).items():
                if answer.enough is None:
                    pending.discard(unit)
                    self.enough.setdefault(unit, answer)
                elif answer.enough or self.levels[unit] >= self.most[unit]:
                    answer.beyond = not answer.enough
                    self.enough[unit] = answer
                    pending.discard(unit)
                else:
                    self.too_few[unit] = self.levels[unit]
                    self.levels[unit] += 1
        self._lower()

    def _lower(self) -> None:
        watch = self.study.evaluator.watch
        while watch.may_go_on():
            lower = {
                unit
                for unit, answer in self.enough.items()
                if answer.enough and answer.posts > self.least[unit] and self.too_few.get(unit) != answer.posts - 1
            }
            # Those that work for all would spoil what the others are judged by: they go one by one, after the others.
            turn = {unit for unit in lower if unit in self.others} or set(list(lower)[:1])
            if not turn:
                return
            kept = dict(self.levels)
            self.levels |= {unit: self.levels[unit] - 1 for unit in turn}
            watch.stage(Phrase("one post less in {number} units", number=len(turn)), 40)
            answers = self._test(turn)
            for unit in turn:
                if answers[unit].enough:
                    self.enough[unit] = answers[unit]
                else:
                    if answers[unit].enough is not None:
                        self.too_few[unit] = self.levels[unit]
                    self.levels[unit] = kept[unit]
            if any(answer.enough is None for answer in answers.values()):
                return

    def _test(self, units: set[str]) -> dict[str, UnitResult]:
        """Test whether these units have enough, all on the same fresh replications."""
        study = self.study
        alpha = study.alpha / (ROUNDS_PLANNED * len(self.levels))
        tests = {unit: ChanceTest(self.asked.chance, self.asked.tolerance, alpha) for unit in units}
        self.tests += len(units)
        n = 0
        while (
            any(test.answer is None for test in tests.values())
            and study.evaluator.watch.may_go_on()
            and n < study.tuning.most_replications
        ):
            for met in self._met(range(study.fresh + n, study.fresh + n + REPLICATIONS_AT_ONCE)):
                for unit, test in tests.items():
                    test.add(bool(met[self._row_of(unit)]))
            n += REPLICATIONS_AT_ONCE
        return {
            unit: UnitResult(unit, self.levels[unit], test.answer, tested=test.n, tested_met=test.met)
            for unit, test in tests.items()
        }

    def _row_of(self, unit: str) -> int:
        """Return the row of shares that counts for a unit: its own, or that of all if it works for all."""
        return -1 if unit in self.serving else self.units.index(unit)

    def _plan(self) -> StaffingPlan:
        return StaffingPlan.with_posts({PostPlace(unit): n for unit, n in self.levels.items()})

    def _met(self, replications: range) -> Flags:
        """Return True where a unit, or all together, meet the norms [replication, unit or all]."""
        found = self.study.evaluator.measures([self._plan()], replications)
        return np.array([self.criterion.met(self.criterion.shares(measures)) for (measures,) in found])
