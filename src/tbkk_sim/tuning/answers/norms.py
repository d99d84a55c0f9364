"""The answers to `how_many` and `when`: a plan with which classes meet their norms."""

import datetime as dt
from typing import Literal

from tbkk_sim.runs.folder.stored_file import Stored
from tbkk_sim.tuning.answers.study import StoredPlan, StudyAnswer


class AskedNorm(Stored):
    """A share of the cases of a class that is to begin in time."""

    case_class: str
    share: float
    days: float


class NormsAnswer(StudyAnswer):
    """A plan with which classes meet their norms."""

    norms: tuple[AskedNorm, ...]
    chance: float | None
    """Share of the replications in which the norms must be met; None: on average."""
    plan: StoredPlan
    proven: bool


class ShareBand(Stored):
    """Share in time over replications."""

    mean: float
    low: float
    """Low end of the 80 % band of single replications."""
    high: float


class FrontierPoint(Stored):
    """Service at one number of posts."""

    extra_fte: int
    shares: tuple[ShareBand | None, ...]
    """Share in time of each norm; None where no case was due."""
    replications: int
    met: int
    """Replications, of `of`, in which all norms were met."""
    of: int
    met_low: float
    """Lower end of the 95 % interval of the chance to meet all norms."""
    met_high: float
    fresh: bool
    """`met` and `of` are those of a test on fresh replications, not those of the search."""
    answer: bool | None
    """Verdict of that test; None: not tested, or not settled."""


class HowManyAnswer(NormsAnswer):
    """The fewest posts for all units together."""

    question: Literal["how_many"] = "how_many"
    scope: Literal["nationally"] = "nationally"
    extra_fte: int | None
    """None: the most posts that may be tried are not enough."""
    posts_today: int
    enough: bool
    """A test on fresh replications says that these posts are enough."""
    tests: int
    tested: int
    tested_met: int
    frontier: tuple[FrontierPoint, ...]


class UnitNeed(Stored):
    """The fewest posts of one unit."""

    unit: str
    posts_today: int
    posts: int
    """Posts more than today."""
    enough: bool | None
    """Verdict of a test on fresh replications; None: not settled."""
    beyond: bool
    """The most posts that were tried are not enough."""
    least: bool
    """One post less is not enough."""
    tested: int
    tested_met: int
    shares: tuple[float | None, ...]
    """Mean share in time of each norm."""

    @property
    def is_settled(self) -> bool:
        """True if these posts are enough, and one post less is not."""
        return bool(self.enough and self.least)


class PerUnitAnswer(NormsAnswer):
    """The fewest posts of each unit by itself."""

    question: Literal["how_many"] = "how_many"
    scope: Literal["per_unit"] = "per_unit"
    extra_fte: int
    posts_today: int
    units: tuple[UnitNeed, ...]


class PeriodService(Stored):
    """Service in one period with a hiring plan, in fresh replications."""

    name: str
    shares: tuple[float | None, ...]
    """Mean share in time of each norm."""
    met: int
    """Replications, of `of`, in which all norms were met."""
    of: int
    posts: float
    filled: float
    helped: bool
    """Posts opened within the run can help it."""
    enough: bool | None
    """Verdict of a test; None: not settled."""


class WhenAnswer(NormsAnswer):
    """The answer to `when`: posts opened in each quarter."""

    question: Literal["when"] = "when"
    period: Literal["quarter", "year"]
    extra_fte: int
    quarters: tuple[dt.date, ...]
    """First days of the quarters."""
    hires: tuple[int, ...]
    """Posts opened in each quarter."""
    cost: float
    """Cost in fte-years over the run."""
    flat: int | None
    """Posts that do as much when all are opened at the start; None: no number does."""
    flat_cost: float | None
    periods: tuple[PeriodService, ...]
