"""The loss function: measures weighted by the objective function of the planner."""

import numpy as np

from tbkk_sim.arrays import Floats
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


class LossFunction:
    """Loss a year of replications of one scenario, by the objective function that is minimised."""

    def __init__(self, settings: Settings, tuning: Tuning) -> None:
        self.settings = settings
        self._asked = tuning.objectives[tuning.objective]
        self._weights = np.array([0.0, *class_weights(settings, tuning).values(), 0.0])
        self._n_units, self._years = len(settings.staffing.units), settings.run.length_years

    def loss(self, measures: Measures) -> float:
        """Return the loss of one replication, per year."""
        asked, n = self._asked, self._n_units
        whole = float(self.by_unit(measures).sum())
        pools = asked.lender_waiting * float(measures.waiting_days[:, n:].sum())
        pools += asked.lent_hours * float(measures.lent_hours[:, n:].sum())
        posts = asked.fte * float(measures.posts[:, :n].sum()) / self.settings.run.horizon_days
        return whole + pools / self._years + posts

    def by_unit(self, measures: Measures) -> Floats:
        """Return the part of that loss due to the cases of each unit."""
        asked, n = self._asked, self._n_units
        amounts = (
            asked.waiting * measures.waiting_days[:, :n].sum(axis=0, dtype=np.float64)
            + asked.left_undone * measures.left_undone[:, :n].sum(axis=0, dtype=np.float64)
            + asked.hidden_days * measures.hidden_days[:, :n].sum(axis=0, dtype=np.float64)
            + asked.hidden_closed * measures.hidden_closed[:, :n].sum(axis=0, dtype=np.float64)
            + asked.norm_missed * (measures.due - measures.in_time)[:, :n].sum(axis=0, dtype=np.float64)
        )
        losses: Floats = amounts @ self._weights / self._years
        return losses
