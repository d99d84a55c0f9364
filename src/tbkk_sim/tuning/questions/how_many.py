"""The fewest posts that meet the norms, found by bisection and confirmed on fresh replications."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.metrics.key_figures.ratio import ratio
from tbkk_sim.model.names import names_of
from tbkk_sim.problem import Phrase
from tbkk_sim.settings.tuning import HowMany, Norm
from tbkk_sim.stats.chance import ChanceTest
from tbkk_sim.tuning.search.fewest import fewest_in_all
from tbkk_sim.tuning.search.measures import Measures
from tbkk_sim.tuning.search.path import make_path
from tbkk_sim.tuning.search.plans import StaffingPlan
from tbkk_sim.tuning.study import TuningStudy

SEARCH_PART = 0.5
"""Part of the budget after which bisection ends."""
MOST_TESTS = 6
"""Largest number of sequential tests; the accepted error is divided among them."""
REPLICATIONS_AT_ONCE = 8
"""Replications of a test simulated at one time; the same on every machine, as all of them are shown."""


@dataclass
class Trial:
    """The replications in which a plan was tried."""

    plan: StaffingPlan
    shares: list[Floats] = field(default_factory=list)
    """Per replication the share in time of each norm [norm], all units together."""
    met: list[bool] = field(default_factory=list)
    """Per replication True if it met all norms."""
    answer: bool | None = None
    """Verdict of a test on fresh replications; None: not tested, or not settled."""
    tested: int = 0
    """Fresh replications of that test."""
    tested_met: int = 0
    """Fresh replications that met all norms."""


@dataclass
class HowManyResult:
    """The fewest posts, the plans that were tried, and the probability that the answer is right."""

    trials: dict[int, Trial]
    """Trials by extra posts."""
    chosen: int | None
    """Extra posts; None: the most that may be tried are too few."""
    enough: bool
    """A test on fresh replications says that the posts chosen are enough; otherwise only the search does."""
    tests: int
    """Tests that the answer rests on."""
    proven: bool
    """Enough, and one post less is not, both by tests on fresh replications."""
    probability: float
    """Probability that the answer is right; NaN if it is not proven."""

    @property
    def plan(self) -> StaffingPlan:
        """The plan chosen; without one, that of the most posts that were tried."""
        return self.trials[max(self.trials) if self.chosen is None else self.chosen].plan


class Criterion:
    """The norms that a replication must meet, nationally and in each unit."""

    def __init__(self, study: TuningStudy, norms: dict[str, Norm]) -> None:
        names = names_of(study.settings)
        self._columns = [names.case_class(name) for name in norms]
        self._asked = np.array([norm.share for norm in norms.values()])
        self._n_units = len(names.units)

    def shares(self, measures: Measures) -> Floats:
        """Return the share in time over the whole run [unit or all, norm]; NaN where no case was due."""
        due = measures.due[:, : self._n_units, self._columns].sum(axis=0, dtype=np.float64)
        in_time = measures.in_time[:, : self._n_units, self._columns].sum(axis=0, dtype=np.float64)
        return ratio(np.vstack((in_time, in_time.sum(axis=0))), np.vstack((due, due.sum(axis=0))))

    def met(self, shares: Floats) -> Flags:
        """Return True where all norms are met [unit or all]."""
        met: Flags = np.all(np.isnan(shares) | (shares >= self._asked - 1e-9), axis=1)
        return met


def answer_how_many(study: TuningStudy) -> HowManyResult:
    """Find the fewest posts for all units together."""
    asked = study.tuning.how_many
    assert asked is not None
    return _FewestPosts(study, asked, make_path(study, asked.spread, asked.most_fte, tuple(asked.norms))).run()


class _FewestPosts:
    """Bisection on the replications of the search, then tests on fresh ones."""

    def __init__(self, study: TuningStudy, asked: HowMany, path: Callable[[int], StaffingPlan]) -> None:
        self.study, self.asked, self.path = study, asked, path
        self.criterion = Criterion(study, asked.norms)
        self.trials: dict[int, Trial] = {}
        self.tests = 0

    def run(self) -> HowManyResult:
        watch, tuning = self.study.evaluator.watch, self.study.tuning
        lowest, high = self._bounds()
        low = lowest
        watch.stage(Phrase("halving"), (int(np.log2(max(high - low, 1))) + 2) * tuning.search_replications)
        if self._seems_enough(high):
            while high - low > 1 and watch.may_go_on(SEARCH_PART):
                middle = (low + high) // 2
                low, high = (low, middle) if self._seems_enough(middle) else (middle, high)
        watch.stage(Phrase("confirming"), 2 * 30)
        return self._confirm(high, lowest)

    def _bounds(self) -> tuple[int, int]:
        """Return one less than the fewest extra posts, and the most."""
        units = self.study.settings.staffing.units
        removable = sum(unit.posts for name, unit in units.items() if name not in self.study.tuning.frozen) - 1
        wanted = max(self.asked.fewest_fte, -removable)
        if wanted < 0:
            wanted = fewest_in_all(self.study.settings, self.study.tuning, wanted)
        return wanted - 1, self.asked.most_fte

    def _seems_enough(self, posts: int) -> bool:
        trial = self._trial(posts)
        self._try(trial, range(self.study.tuning.search_replications))
        return float(np.mean(trial.met)) >= self.asked.chance

    def _confirm(self, posts: int, lowest: int) -> HowManyResult:
        """Add posts until a test says enough, then take posts away while it does; steps double in one direction."""
        enough: int | None = None
        too_few, step = lowest, 1
        while True:
            answer = self._test(posts)
            if answer is None:
                return self._answer(posts if enough is None else enough, proven=False)
            if answer:
                enough = posts
            else:
                too_few = max(too_few, posts)
                if posts >= self.asked.most_fte:
                    return self._answer(None, proven=True)
            if enough is not None and enough - too_few <= 1:
                return self._answer(enough, proven=True)
            if enough is None:
                posts = min(posts + step, self.asked.most_fte)
            elif too_few == lowest:
                posts = max(enough - step, too_few + 1)
            else:
                posts = (enough + too_few) // 2
            step *= 2

    def _test(self, posts: int) -> bool | None:
        """Test on fresh replications whether so many posts are enough; None if the budget does not suffice."""
        trial, study = self._trial(posts), self.study
        if trial.answer is not None:
            return trial.answer
        if self.tests == MOST_TESTS:
            return None
        self.tests += 1
        test = ChanceTest(self.asked.chance, self.asked.tolerance, study.alpha / MOST_TESTS)
        first = study.fresh
        while test.answer is None and study.evaluator.watch.may_go_on() and test.n < study.tuning.most_replications:
            for met in self._try(trial, range(first + test.n, first + test.n + REPLICATIONS_AT_ONCE)):
                test.add(met)
        trial.answer, trial.tested, trial.tested_met = test.answer, test.n, test.met
        return test.answer

    def _trial(self, posts: int) -> Trial:
        if posts not in self.trials:
            self.trials[posts] = Trial(self.path(posts))
        return self.trials[posts]

    def _try(self, trial: Trial, replications: Sequence[int]) -> list[bool]:
        found = []
        for (measures,) in self.study.evaluator.measures([trial.plan], replications):
            shares = self.criterion.shares(measures)
            found.append(bool(self.criterion.met(shares[-1:])[0]))
            trial.shares.append(shares[-1])
        trial.met += found
        return found

    def _answer(self, chosen: int | None, *, proven: bool) -> HowManyResult:
        if chosen is not None and not self._trial(chosen).shares:  # neither sought nor tested when the budget ended
            self._try(self._trial(chosen), range(self.study.tuning.search_replications))
        self.trials = {posts: trial for posts, trial in self.trials.items() if trial.shares}
        probability = 1 - self.study.alpha / MOST_TESTS * self.tests if proven else math.nan
        enough = chosen is not None and bool(self.trials[chosen].answer)
        return HowManyResult(self.trials, chosen, enough, self.tests, proven, probability)
