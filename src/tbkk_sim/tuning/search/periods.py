"""Service by period of the run, and posts opened by quarter."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.metrics.key_figures.ratio import ratio
from tbkk_sim.model.names import names_of
from tbkk_sim.settings import Settings
from tbkk_sim.settings.run import RunSettings
from tbkk_sim.settings.tuning import When
from tbkk_sim.stats.intervals import bounds_of_mean_share, mean_of
from tbkk_sim.tuning.search.measures import Measures, quarter_edges_days, quarter_starts
from tbkk_sim.tuning.search.plans import PostChange, PostPlace, StaffingPlan

MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class ServiceShares:
    """Shares in time against the norms."""

    shares: Floats
    """Share in time [replication, period, norm]; NaN where no case was due."""
    asked: Floats
    """Share that is asked [norm]."""

    @property
    def margins(self) -> Floats:
        """Share less the share asked, of the worst norm [replication, period]."""
        margins: Floats = np.where(np.isnan(self.shares), np.inf, self.shares - self.asked).min(axis=2)
        return margins

    def met(self) -> Flags:
        """Return True where all norms are met [replication, period]."""
        return self.margins >= -1e-9

    def margin(self, chance: float | None) -> Floats:
        """Return the margin per period, at least 0 if norms are met in that share of replications, or on average."""
        if chance is not None:
            may_miss = int(len(self.shares) * (1 - chance) + 1e-9)
            by_chance: Floats = np.sort(self.margins, axis=0)[may_miss]
            return by_chance
        on_average: Floats = self.mean_shares_less_asked().min(axis=1)
        return on_average

    def mean_shares(self) -> Floats:
        """Return the mean share in time [period, norm]."""
        return mean_of(self.shares)

    def mean_shares_less_asked(self) -> Floats:
        """Return the mean share less the share asked [period, norm]; inf where no case was due."""
        mean = self.mean_shares()
        return np.where(np.isnan(mean), np.inf, mean - self.asked)

    def mean_margins(self, alpha: float) -> tuple[Floats, Floats]:
        """Return bounds of the mean margin of the worst norm per period, each wrong with probability alpha."""
        mean = self.mean_shares()
        bounds = bounds_of_mean_share(self.shares.reshape(len(self.shares), -1), alpha)
        worst = self.mean_shares_less_asked().argmin(axis=1)[:, None]
        ends = (np.where(np.isnan(mean), np.inf, bound.reshape(mean.shape) - self.asked) for bound in bounds)
        least, most = (np.take_along_axis(end, worst, 1)[:, 0] for end in ends)
        return least, most


class Periods:
    """The periods of a run in which norms must be met, each of one or more quarters."""

    def __init__(self, settings: Settings, asked: When) -> None:
        run = settings.run
        self.quarters = quarter_starts(run.start, run.horizon_days)
        self.years_left: Floats = np.array([_years_from(run, day) for day in self.quarters])
        """Years from the beginning of each quarter to the end of the run."""
        self._days = np.diff(quarter_edges_days(run.start, run.horizon_days))
        judged = [q for q, day in enumerate(self.quarters) if asked.from_date is None or day >= asked.from_date]
        by_name: dict[str, list[int]] = {}
        for quarter in judged:
            by_name.setdefault(_name(self.quarters[quarter], asked.period), []).append(quarter)
        self.names = list(by_name)
        self.members = list(by_name.values())
        """Quarters of each period."""
        self._asked = np.array([norm.share for norm in asked.norms.values()])
        names = names_of(settings)
        self._columns = [names.case_class(name) for name in asked.norms]
        self._n_units = len(names.units)

    def service(self, measures: Sequence[Measures]) -> ServiceShares:
        """Return the service in these replications."""

        def by_period(counts: NDArray[np.float32]) -> Floats:
            nationally = counts[:, : self._n_units, self._columns].sum(axis=1, dtype=np.float64)
            return np.array([nationally[quarters].sum(axis=0) for quarters in self.members])

        due = np.array([by_period(m.due) for m in measures])
        in_time = np.array([by_period(m.in_time) for m in measures])
        return ServiceShares(ratio(in_time, due), self._asked)

    def staff(self, measures: Sequence[Measures]) -> Floats:
        """Return mean posts, and mean posts filled, of all units [period, posts or filled]."""
        fte_days = np.array([[m.posts, m.occupancy] for m in measures], dtype=np.float64)
        nationally = fte_days[..., : self._n_units].sum(axis=3).mean(axis=0)
        return np.array([nationally[:, q].sum(axis=1) / self._days[q].sum() for q in self.members])


def _name(day: dt.date, period: str) -> str:
    return str(day.year) if period == "year" else f"{day.year} Q{(day.month + 2) // 3}"


def _years_from(run: RunSettings, day: dt.date) -> float:
    """Return the years from a day, or from the start of the run if later, to its end."""
    return run.model_copy(update={"start": max(day, run.start)}).length_years


def ready_quarters(settings: Settings) -> int:
    """Return the quarters from opening a post until its holder is fully productive: to fill it, and the ramp."""
    staffing, before, lacking = settings.staffing, 0.0, 0.0
    for step in staffing.training.ramp:
        lacking += (step.until_months - before) * (1 - step.share)
        before = step.until_months
    return round((staffing.hiring.fill_months_mean + lacking) / MONTHS_IN_QUARTER)


def open_posts(
    hires: Sequence[int], quarters: Sequence[dt.date], spread_over_units: Callable[[int], StaffingPlan]
) -> StaffingPlan:
    """Return the plan that opens so many posts in each quarter; their total is spread as that many posts would be."""
    steps, before, total = [], Counter[PostPlace](), 0
    for n, day in zip(hires, quarters, strict=True):
        if n:
            total += n
            now = Counter(spread_over_units(total).by_place())
            steps += [PostChange(place, now[place] - before[place], day) for place in now if now[place] > before[place]]
            before = now
    return StaffingPlan(tuple(steps))
