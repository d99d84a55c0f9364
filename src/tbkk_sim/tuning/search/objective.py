"""The loss function: measures weighted by the objective function of the planner."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.model.names import names_of
from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.tuning.search.measures import Measures


def class_weights(settings: Settings, tuning: Tuning) -> dict[str, float]:
    """Return the weight of each class: a fixed part of that of the priority before it, unless given."""
    most_urgent = min(c.priority for c in settings.casework.classes.values())
    return {
        name: tuning.weights.get(name, tuning.weight_per_priority ** (case_class.priority - most_urgent))
        for name, case_class in settings.casework.classes.items()
    }


@dataclass(frozen=True)
class LossFunction:
    """Loss a year of replications of one scenario, by the objective function that is minimised."""

    settings: Settings
    tuning: Tuning

    def __post_init__(self) -> None:
        names = names_of(self.settings)
        weights = class_weights(self.settings, self.tuning)
        object.__setattr__(self, "_weights", np.array([0.0, *weights.values(), 0.0]))
        object.__setattr__(self, "_n_units", len(names.units))
        object.__setattr__(self, "_years", self.settings.run.length_years)

    _weights: Floats = None  # type: ignore[assignment]
    _n_units: int = 0
    _years: float = 1.0

    def loss(self, measures: Measures) -> float:
        """Return the loss of one replication, per year."""
        asked = self.tuning.objectives[self.tuning.objective]
        n = self._n_units
        whole = float(self.by_unit(measures).sum())
        pools = asked.lender_waiting * float(measures.waiting_days[:, n:].sum())
        pools += asked.lent_hours * float(measures.lent_hours[:, n:].sum())
        posts = asked.fte * float(measures.posts[:, :n].sum()) / self.settings.run.horizon_days
        return whole + pools / self._years + posts

    def by_unit(self, measures: Measures) -> Floats:
        """Return the part of that loss due to the cases of each unit."""
        asked = self.tuning.objectives[self.tuning.objective]
        n = self._n_units
        amounts = (
            asked.waiting * measures.waiting_days[:, :n].sum(axis=0, dtype=np.float64)
            + asked.left_undone * measures.left_undone[:, :n].sum(axis=0, dtype=np.float64)
            + asked.hidden_days * measures.hidden_days[:, :n].sum(axis=0, dtype=np.float64)
            + asked.hidden_closed * measures.hidden_closed[:, :n].sum(axis=0, dtype=np.float64)
            + asked.norm_missed * (measures.due - measures.in_time)[:, :n].sum(axis=0, dtype=np.float64)
        )
        losses: Floats = amounts @ self._weights / self._years
        return losses


def share_of(part: Floats, whole: Floats) -> Floats:
    """Return the part over the whole; NaN where the whole is 0."""
    shares: Floats = np.full(whole.shape, np.nan)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares
