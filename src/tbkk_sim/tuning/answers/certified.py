"""The answers to `where` and `mix`: a plan chosen among several, with a certificate."""

from typing import Literal

from tbkk_sim.runs.folder.stored_file import Stored
from tbkk_sim.tuning.answers.study import StoredPlan, StudyAnswer

FoundBy = Literal["table", "measured", "by_posts", "by_load", "swap"]
"""Origin of a plan of `where`: the response table, smoothed or not; a rule of thumb; one post moved."""


class CertifiedPlan(StoredPlan):
    """A plan beside the one that was chosen. Losses are per year."""

    loss: float
    difference: float
    """Loss less that of the plan chosen."""
    low: float | None
    """Lower end of the simultaneous 95 % interval of the difference; None if there is no interval."""
    high: float | None
    replications: int
    alike: bool
    """It cannot be told apart from the plan chosen."""
    left: bool
    """It was not dropped by the selection."""


class CertifiedAnswer(StudyAnswer):
    """A plan chosen among several, with the certificate of that choice."""

    chosen: int
    """Index of the plan chosen."""
    proven: bool
    rarest_share: float
    """Share of the replications below which the certificate does not hold."""
    bad_replications: int
    """Replications in which the plan chosen is far worse than another, if these are too few to prove anything."""
    precision: float
    """Difference in loss that matters."""
    certificate_runs: int
    plans: tuple[CertifiedPlan, ...]
    today: float
    """Loss a year with today's staffing."""
    gain_low: float | None
    """Lower end of the 95 % interval of the gain against today's staffing; None if there is no interval."""
    gain_high: float | None

    def best_first(self) -> list[int]:
        """Return the indices of the plans: the one chosen, then the others by increasing loss."""
        return sorted(range(len(self.plans)), key=lambda p: (p != self.chosen, self.plans[p].difference))


class PlacedPlan(CertifiedPlan):
    """A plan of `where`."""

    found_by: FoundBy


class PlaceResponse(Stored):
    """Gains in loss a year by posts at one place."""

    unit: str
    role: str | None
    posts: tuple[int, ...]
    """Posts simulated."""
    gains: tuple[float, ...]
    errors: tuple[float, ...]
    """Standard errors of the gains."""
    fitted: tuple[float, ...]
    """Smoothed gains of every number of posts, from the first of `posts` on."""


class WhereAnswer(CertifiedAnswer):
    """The answer to `where`."""

    question: Literal["where"] = "where"
    extra_fte: int
    plans: tuple[PlacedPlan, ...]
    greedy_is_exact: bool
    response: tuple[PlaceResponse, ...]


class MixedPlan(CertifiedPlan):
    """A plan of `mix`."""

    share_factor: float
    """Factor on the shares that pools may lend."""
    borrowed_fte: float
    lender_waiting_days: float
    """Days a year that the own work of the pools waits, summed over cases."""


class MixAnswer(CertifiedAnswer):
    """The answer to `mix`."""

    question: Literal["mix"] = "mix"
    plans: tuple[MixedPlan, ...]
