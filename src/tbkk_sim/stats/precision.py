"""Number of replications by a stopping rule: the wanted means are precise enough, and stay so for a while."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tbkk_sim.arrays import Codes, Floats
from tbkk_sim.metrics.frame import Frame
from tbkk_sim.problem import SettingsError, not_known, wrong
from tbkk_sim.settings.run import Precision, Wanted
from tbkk_sim.stats.control_variates import KnownMeans, controlled_mean
from tbkk_sim.stats.intervals import level_of_each

CAUTION = 0.3
"""Part of the replications still needed by estimate that are simulated before the next look.

Small, since the interval of a skewed figure shrinks faster than with the root of the number of replications.
"""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimate of the mean of one wanted figure, at the family-wise level."""

    wanted: Wanted
    mean: float
    half_width: float
    """Longer side of the interval; NaN if there is none, 0 if all replications have the same value."""
    gain: float = 1.0
    """Factor on the number of replications that control variates are worth."""

    @property
    def relative_half_width(self) -> float:
        """Half width over mean; NaN if there is no interval, 0 if all replications have the same value."""
        if self.half_width == 0:
            return 0.0
        return self.half_width / abs(self.mean) if self.mean else float("nan")


@dataclass(frozen=True, slots=True)
class StoppingResult:
    """Number of replications of a run, and the precision reached."""

    replications: int
    enough: bool
    """The precision was reached, and held over the replications to look ahead."""
    estimates: tuple[Estimate, ...]

    def as_record(self) -> dict[str, Any]:
        """Return the record for the manifest."""
        figures = [
            {
                **one.wanted.model_dump(),
                "mean": _number(one.mean),
                "half_width": _number(one.half_width),
                "relative_half_width": _number(one.relative_half_width),
                **({} if one.gain == 1.0 else {"gain_of_control_variates": _number(one.gain)}),
            }
            for one in self.estimates
        ]
        return {"reached": self.enough, "replications": self.replications, "key_figures": figures}


def estimate(precision: Precision, values: Floats, controls: Floats, means: KnownMeans) -> tuple[Estimate, ...]:
    """Estimate the means of the wanted figures, such that all intervals hold at once with the wanted level.

    Args:
        precision: The wanted precision.
        values: [replication, figure]; NaN is no value.
        controls: [replication, control]; there may be none.
        means: The known means of the controls.
    """
    level = level_of_each(precision.level, len(precision.key_figures))
    found = [controlled_mean(values[:, k], controls, means, level) for k in range(values.shape[1])]
    return tuple(
        Estimate(wanted, one.mean, one.half_width, one.gain)
        for wanted, one in zip(precision.key_figures, found, strict=True)
    )


@dataclass
class StoppingRule:
    """Sequential stopping rule, over the replications in their order (Hoad, Robinson and Davies 2010).

    Stops at the first n, not below `least`, at which the precision holds and held at each of the `look_ahead` numbers
    before it. Replications beyond n are ignored.
    """

    precision: Precision
    least: int
    most: int
    means: KnownMeans
    seen: int = 0
    enough_at: int | None = None
    _held: int = 0
    """Consecutive numbers of replications at which the precision has held."""
    _widest: float = field(default=float("inf"))

    def look(self, values: Floats, controls: Floats) -> None:
        """Take the values and controls of all replications from 0 (see `estimate`); those not seen yet, one by one."""
        for n in range(max(self.seen + 1, self.precision.look_from), len(values) + 1):
            now = estimate(self.precision, values[:n], controls[:n], self.means)
            widths = np.array([one.relative_half_width for one in now])
            self._widest = float(np.where(np.isnan(widths), np.inf, widths).max())
            self._held = self._held + 1 if self._widest <= self.precision.relative_half_width else 0
            if self._held > self.precision.look_ahead and n >= self.least:
                self.enough_at = n
                break
        self.seen = len(values)

    @property
    def next_total(self) -> int:
        """Total number of replications to simulate before the next look.

        None of them is superfluous unless the variance falls by half or more.
        """
        first = max(self.least, self.precision.soonest)
        if self.seen < first:
            return min(first, self.most)
        soonest = self.seen + self.precision.look_ahead + 1 - self._held
        ratio = self._widest / self.precision.relative_half_width
        guess = self.seen + int(CAUTION * (ratio**2 - 1) * self.seen) if np.isfinite(ratio) else soonest
        return min(max(soonest, guess), self.most)


def rows_of(frame: Frame, wanted: tuple[Wanted, ...]) -> Codes:
    """Return the rows of the frame that hold the wanted figures.

    Raises:
        SettingsError: there is no such row.
    """
    grid = frame.grid
    names = {
        "key_figure": [figure.name for figure in frame.figures],
        "team": list(grid.teams),
        "priority_class": list(grid.classes),
        "period": list(grid.periods),
    }
    rows = []
    for number, one in enumerate(wanted):
        chosen = np.ones(frame.n_rows, dtype=np.bool_)
        for column, allowed in names.items():
            name, key = getattr(one, column), f"run.precision.key_figures.{number}.{column}"
            if name not in allowed:
                raise SettingsError([not_known(key, name, allowed)])
            chosen &= getattr(frame, column) == allowed.index(name)
        (found,) = np.nonzero(chosen)
        if len(found) != 1:
            raise wrong(
                f"run.precision.key_figures.{number}",
                "{figure} does not exist for team {team}, class {case_class}, period {period}",
                figure=one.key_figure,
                team=one.team,
                case_class=one.priority_class,
                period=one.period,
            )
        rows.append(found[0])
    return np.array(rows, dtype=np.intp)


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if np.isfinite(value) else None
