"""The answer to `robust`: regret over uncertain settings, and when the plan chosen fails."""

from typing import Literal

from tbkk_sim.runs.folder.stored_file import Stored
from tbkk_sim.tuning.answers.study import StoredPlan, StudyAnswer


class RobustPlan(StoredPlan):
    """Loss and regret of a plan over the replications, both per year."""

    loss: float
    regret_mean: float
    regret_90: float
    regret_max: float
    best_in: float
    """Share of the replications in which no plan is better."""
    regrets: tuple[float, ...]
    losses: tuple[float, ...]


class UncertainSetting(Stored):
    """A setting that was drawn from its range."""

    key: str
    low: float
    high: float
    today: float
    rank_correlation: float | None
    """Rank correlation with the loss of the plan chosen; None if either does not vary."""


class LimitBound(Stored):
    """One side of the box of settings in which a plan fails."""

    key: str
    above: bool
    """The plan fails above the value, else below it."""
    value: float


class FailureLimits(Stored):
    """The box of settings in which the plan chosen fails."""

    bounds: tuple[LimitBound, ...]
    density: float
    """Share of the held-out replications in the box in which the plan fails."""
    coverage: float
    """Share of the held-out failures that lie in the box."""
    good: bool
    """Both are high enough."""


class RobustAnswer(StudyAnswer):
    """The answer to `robust`: the plan with the least regret, and when it fails."""

    question: Literal["robust"] = "robust"
    chosen: int
    """Index of the plan chosen."""
    replications_asked: int
    replications: int
    fails_above: float
    """Loss a year above which the plan chosen fails."""
    fails: int
    """Replications in which it fails."""
    plans: tuple[RobustPlan, ...]
    replications_drawn: tuple[tuple[float, ...], ...]
    """Value of each uncertain setting [replication, setting]."""
    ranges: tuple[UncertainSetting, ...]
    limits: FailureLimits | None
