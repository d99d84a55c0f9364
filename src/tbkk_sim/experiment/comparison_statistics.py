"""How far runs are apart and how sure that is: paired or not, not worse than a margin, and against the best.

Paired: both runs saw the same futures, so the difference is taken future by future, and its t-interval holds whatever
the two have in common. Several comparisons hold at once by Bonferroni's bound, which needs no independence; methods
that suppose independent runs (Dunnett, Tukey) do not apply under common random numbers.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.statistics import LEVEL


@dataclass(frozen=True, slots=True)
class Difference:
    """B less A, per column: the mean difference, its interval, and in how many futures the sign is the same."""

    mean: Floats
    interval_low: Floats
    interval_high: Floats
    agree: NDArray[np.intp]
    """Futures that agree in sign with the mean; 0 if the runs are not paired."""
    n: NDArray[np.intp]
    """Futures that both have; unpaired: the smaller number."""
    standard_error: Floats
    freedom: Floats
    """Degrees of freedom."""


def difference(a: Floats, b: Floats, level: float = LEVEL, *, paired: bool = True) -> Difference:
    """Compare values [replication, column]; NaN is no value. Below two values there is no interval."""
    if not paired:
        return _welch(a, b, level)
    apart = b - a
    mean, variance, n = _moments(apart)
    there = ~np.isnan(apart)
    agree = (there & (np.sign(np.where(there, apart, 0.0)) == np.sign(mean))).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(variance / n)
    return _with_interval(mean, error, np.maximum(n - 1.0, 1.0), level, agree, n)


def _welch(a: Floats, b: Floats, level: float) -> Difference:
    """Independent samples of unequal variance (Welch 1947)."""
    mean_a, variance_a, n_a = _moments(a)
    mean_b, variance_b, n_b = _moments(b)
    with np.errstate(invalid="ignore", divide="ignore"):
        part_a, part_b = variance_a / n_a, variance_b / n_b
        freedom = (part_a + part_b) ** 2 / (part_a**2 / (n_a - 1) + part_b**2 / (n_b - 1))
    freedom = np.where(np.isfinite(freedom), np.maximum(freedom, 1.0), 1.0)
    error = np.sqrt(part_a + part_b)
    return _with_interval(
        mean_b - mean_a, error, freedom, level, np.zeros(len(n_a), dtype=np.intp), np.minimum(n_a, n_b)
    )


def _with_interval(
    mean: Floats, error: Floats, freedom: Floats, level: float, agree: NDArray[np.intp], n: NDArray[np.intp]
) -> Difference:
    half = quantile(0.5 + level / 2, freedom) * error
    return Difference(mean, mean - half, mean + half, agree, n, error, freedom)


def quantile(probability: float, freedom: Floats) -> Floats:
    """Student's quantile."""
    from scipy.special import stdtrit

    found: Floats = np.asarray(stdtrit(freedom, probability))
    return found


def _moments(values: Floats) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Mean, variance and number of the values that are there, per column; NaN where there are too few."""
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=0) / n
        variance = np.where(there, (values - mean) ** 2, 0.0).sum(axis=0) / np.where(n > 1, n - 1, np.nan)
    return np.where(n > 0, mean, np.nan), variance, n


class Verdict(Enum):
    """What a margin says of a difference."""

    EQUIVALENT = "equivalent"
    """The difference lies within the margin, whichever way."""
    NOT_WORSE = "not worse"
    """B is not worse by the margin or more; it may be better by more."""
    WORSE = "worse"
    """B is worse by more than the margin."""
    OPEN = "open"
    """These futures do not tell."""


def against_margin(apart: Difference, margin: float, better: int, level: float = LEVEL) -> Verdict:
    """Two one-sided tests (Schuirmann 1987) of the first column against -margin and margin, each at 1 - level.

    Args:
        apart: B less A.
        margin: A difference that does not matter, in the unit of the key figure.
        better: 1: higher is better; -1: lower is.
        level: Certainty of each one-sided statement.
    """
    half = float(quantile(level, apart.freedom[:1])[0] * apart.standard_error[0])
    gain = better * float(apart.mean[0])
    if not np.isfinite(half):
        return Verdict.OPEN
    if gain - half > -margin:
        return Verdict.EQUIVALENT if gain + half < margin else Verdict.NOT_WORSE
    return Verdict.WORSE if gain + half < -margin else Verdict.OPEN


@dataclass(frozen=True, slots=True)
class AgainstBest:
    """Per run, how far it is from the best of the others: above zero it is the best itself."""

    mean: Floats
    low: Floats
    high: Floats

    @property
    def may_be_best(self) -> NDArray[np.bool_]:
        """Runs that cannot be told from the best."""
        return self.high > 0


def against_the_best(values: Floats, level: float = LEVEL, *, paired: bool = True) -> AgainstBest:
    """Multiple comparison with the best of values [replication, run], larger is better.

    Hsu's constrained intervals with one-sided bounds on each pair at 1 - (1 - level) / (k - 1) (Bonferroni; Clark and
    Yang 1986): all k hold at once with the level, under any dependence between runs. With b the best run, they rest
    only on the k - 1 lower bounds of the differences of b from each other run.
    """
    k = values.shape[1]
    gap, reach = np.zeros((k, k)), np.zeros((k, k))
    for i in range(k):
        apart = difference(values, np.repeat(values[:, [i]], k, axis=1), paired=paired)
        gap[i] = apart.mean
        reach[i] = quantile(1 - (1 - level) / max(k - 1, 1), apart.freedom) * apart.standard_error
    others = ~np.eye(k, dtype=np.bool_)

    def least(of: Floats, among: NDArray[np.bool_]) -> Floats:
        smallest: Floats = np.where(among, of, np.inf).min(axis=1)
        return smallest

    high = np.maximum(0.0, least(gap + reach, others))
    low = np.minimum(0.0, least(gap - reach, others & (high > 0)))
    return AgainstBest(least(gap, others), low, high)
