"""A tuning study: the run that is tuned, its loss function, its evaluator, and its replications."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.problem import Phrase
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.stats.intervals import interval_of_difference
from tbkk_sim.stats.screening import least_replications
from tbkk_sim.stats.selection import Selection, select
from tbkk_sim.stats.spread import LEVEL
from tbkk_sim.tuning.evaluation import Evaluator
from tbkk_sim.tuning.search.objective import LossFunction
from tbkk_sim.tuning.search.plans import StaffingPlan


@dataclass(frozen=True)
class Today:
    """Loss of today's staffing, beside that of a plan in the same replications."""

    loss: float
    low: float
    """Lower end of the 95 % interval of its loss less that of the plan; NaN if there is none."""
    high: float
    """Upper end of that interval."""


@dataclass(frozen=True)
class CertifiedChoice:
    """Plans, and the choice among them on fresh replications."""

    plans: list[StaffingPlan]
    selection: Selection
    today: Today

    @property
    def plan(self) -> StaffingPlan:
        """The plan chosen."""
        return self.plans[self.selection.best]


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

    @property
    def first_stage(self) -> int:
        """Number of replications of each plan before one is dropped."""
        return max(self.tuning.first_replications, least_replications(self.alpha))

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

    def certify(self, plans: list[StaffingPlan]) -> CertifiedChoice:
        """Choose the best of these plans on fresh replications, and compare today's staffing with it."""
        self.evaluator.watch.stage(Phrase("certificate"), len(plans) * self.first_stage)
        selection = self._select(plans)
        return CertifiedChoice(plans, selection, self._today_beside(plans[selection.best], selection))

    def _select(self, plans: Sequence[StaffingPlan]) -> Selection:
        """Select the best of these plans; the precision is a share of the loss of today's staffing."""
        tuning = self.tuning
        today = float(self.losses([StaffingPlan()], self._first_fresh).mean())
        return select(
            lambda which, replications: self.losses([plans[p] for p in which], replications),
            len(plans),
            precision=max(tuning.precision * abs(today), 1e-9),
            alpha=self.alpha,
            n_first=tuning.first_replications,
            most=tuning.most_replications,
            first_replication=self.fresh,
            may_go_on=self.evaluator.watch.may_go_on,
        )

    def _today_beside(self, plan: StaffingPlan, selection: Selection) -> Today:
        """Compare today's staffing with the plan chosen, by their difference in the first fresh replications."""
        loss, losses = float(selection.mean[selection.best]), self.losses([StaffingPlan(), plan], self._first_fresh)
        low, high = interval_of_difference(losses[:, [1]], losses[:, [0]], LEVEL)
        return Today(loss + float((losses[:, 0] - losses[:, 1]).mean()), float(low[0]), float(high[0]))

    @property
    def _first_fresh(self) -> range:
        return range(self.fresh, self.fresh + self.tuning.first_replications)
