"""What the answers to all questions share: the run that is tuned, its judge, its evaluator, and its replications."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.stats.intervals import interval_of_difference
from tbkk_sim.stats.selection import Selection, select
from tbkk_sim.stats.spread import LEVEL
from tbkk_sim.tune.evaluation import Evaluator
from tbkk_sim.tune.search.objective import Judge
from tbkk_sim.tune.search.plans import StaffingPlan


@dataclass(frozen=True)
class Today:
    """What today's staffing loses, beside a plan in the same replications."""

    loss: float
    low: float
    """Lower end of the 95 % interval of its loss less that of the plan; NaN where none holds."""
    high: float
    """Its upper end."""


@dataclass
class TuningStudy:
    """A question about one scenario, being answered."""

    settings: Settings
    tuning: Tuning
    evaluator: Evaluator
    sources: Sequence[Entry] = ()
    """Where the numbers of the run come from, with their ranges."""
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.judge = Judge(self.settings, self.tuning)

    @property
    def fresh(self) -> int:
        """Number of the first replication that no plan is sought with."""
        return self.tuning.search_replications

    @property
    def alpha(self) -> float:
        """Accepted probability of being wrong."""
        return 1 - self.tuning.confidence

    def losses(self, plans: Sequence[StaffingPlan], replications: Sequence[int]) -> Floats:
        """Losses a year [replication, plan], penalty on jumps included."""
        found = self.evaluator.measures(plans, replications)
        penalties = np.array([self.penalty(plan) for plan in plans])
        losses: Floats = (
            np.array([[self.judge.loss(m) for m in of_replication] for of_replication in found]) + penalties
        )
        return losses

    def penalty(self, plan: StaffingPlan) -> float:
        """Loss for posts that come to one unit."""
        if self.tuning.question != "where" or not self.tuning.where.jump_penalty:
            return 0.0
        added = [n for n in plan.by_place().values() if n > 0]
        return self.tuning.where.jump_penalty * sum(n * (n - 1) / 2 for n in added)

    def select(self, plans: Sequence[StaffingPlan], first_replication: int) -> Selection:
        """The best of these plans; the precision is a share of what today's staffing loses."""
        tuning = self.tuning
        today = float(self.losses([StaffingPlan()], self._first_replications(first_replication)).mean())
        return select(
            lambda which, replications: self.losses([plans[p] for p in which], replications),
            len(plans),
            precision=max(tuning.precision * abs(today), 1e-9),
            alpha=self.alpha,
            n_first=tuning.first_replications,
            most=tuning.most_replications,
            first_replication=first_replication,
            may_go_on=self.evaluator.watch.may_go_on,
        )

    def today_beside(self, plan: StaffingPlan, loss: float, first_replication: int) -> Today:
        """Today's staffing beside a plan of this mean loss, by their difference in the first replications."""
        losses = self.losses([StaffingPlan(), plan], self._first_replications(first_replication))
        low, high = interval_of_difference(losses[:, [1]], losses[:, [0]], LEVEL)
        return Today(loss + float((losses[:, 0] - losses[:, 1]).mean()), float(low[0]), float(high[0]))

    def _first_replications(self, first_replication: int) -> range:
        return range(first_replication, first_replication + self.tuning.first_replications)
