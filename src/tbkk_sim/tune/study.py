"""A tuning study: the run that is tuned, its loss function, its evaluator, and its replications."""

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
from tbkk_sim.tune.search.objective import LossFunction
from tbkk_sim.tune.search.plans import StaffingPlan


@dataclass(frozen=True)
class Today:
    """Loss of today's staffing, beside that of a plan in the same replications."""

    loss: float
    low: float
    """Lower end of the 95 % interval of its loss less that of the plan; NaN if there is none."""
    high: float
    """Upper end of that interval."""


@dataclass
class TuningStudy:
    """A question about one scenario, with the means to answer it."""

    settings: Settings
    tuning: Tuning
    evaluator: Evaluator
    sources: Sequence[Entry] = ()
    """Sources of the numbers of the run, with their ranges."""
    loss_function: LossFunction = field(init=False)

    def __post_init__(self) -> None:
        self.loss_function = LossFunction(self.settings, self.tuning)

    @property
    def fresh(self) -> int:
        """Number of the first replication after those of the search."""
        return self.tuning.search_replications

    @property
    def alpha(self) -> float:
        """Accepted probability of being wrong."""
        return 1 - self.tuning.confidence

    def losses(self, plans: Sequence[StaffingPlan], replications: Sequence[int]) -> Floats:
        """Return the losses a year [replication, plan], penalty on jumps included."""
        found = self.evaluator.measures(plans, replications)
        penalties = np.array([self.penalty(plan) for plan in plans])
        losses: Floats = (
            np.array([[self.loss_function.loss(m) for m in of_replication] for of_replication in found]) + penalties
        )
        return losses

    def penalty(self, plan: StaffingPlan) -> float:
        """Return the penalty on posts that come to one unit."""
        if self.tuning.question != "where" or not self.tuning.where.jump_penalty:
            return 0.0
        added = [n for n in plan.by_place().values() if n > 0]
        return self.tuning.where.jump_penalty * sum(n * (n - 1) / 2 for n in added)

    def select(self, plans: Sequence[StaffingPlan], first_replication: int) -> Selection:
        """Select the best of these plans; the precision is a share of the loss of today's staffing."""
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
        """Compare today's staffing with a plan of this mean loss, by their difference in the first replications."""
        losses = self.losses([StaffingPlan(), plan], self._first_replications(first_replication))
        low, high = interval_of_difference(losses[:, [1]], losses[:, [0]], LEVEL)
        return Today(loss + float((losses[:, 0] - losses[:, 1]).mean()), float(low[0]), float(high[0]))

    def _first_replications(self, first_replication: int) -> range:
        return range(first_replication, first_replication + self.tuning.first_replications)
