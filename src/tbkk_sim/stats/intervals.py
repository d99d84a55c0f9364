"""Confidence intervals of means and of differences, or none where no interval would hold its level.

Student's t holds its level for means of samples that are roughly normal. Key figures are not: counts of rare events are
skewed, and two runs may be equal in most replications and far apart in a few. Four corrections are made, and where they
do not suffice there is no interval:

- *Skewness.* Hall's transformation of t (1992, "On the removal of skewness by transformation") moves the ends by the
  skewness of the sample. A small sample underestimates it, so it counts `SKEW_FACTOR` times, and never narrows t.
- *Replications not seen.* An event with chance p is not seen in n replications with probability (1 - p)^n. In such a
  replication two runs can be as far apart as unrelated ones, so the interval of a paired difference has room for that,
  but need not be wider than that of independent runs.
- *Possible values.* A difference is no larger than the intervals of both means allow.
- *Ties.* Where more than half of the replications have the same value, or there are fewer than `LEAST_REPLICATIONS`,
  there is no interval. To avoid a selection of favourable samples, an interval near that limit also contains the mean
  that follows if the share of equal replications is at its upper bound, wrong with probability `RARE` (Clopper and
  Pearson 1934).

The constants were chosen by measurement: see docs/background/statistics.md and `scripts/measure_coverage.py`.
"""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Flags, Floats, Integers
from tbkk_sim.stats.chance import chance_at_most, unseen_chance

LEAST_REPLICATIONS = 8
"""Replications below which there is no interval."""
MOST_ALIKE = 0.5
"""Share of replications with one and the same value, above which there is no interval."""
MANY_ALIKE = 1 / 3
"""Share of replications with one and the same value, above which the interval has room for more of them."""
RARE = 0.0025
"""Chance that there are more such replications than the interval has room for."""
SKEW_FACTOR = 1.5
"""Factor on the skewness of the sample."""
FARTHEST_SKEW = 1.2
"""Skewness of the mean times t at which Hall's interval is the longest."""
UNSEEN_SPREADS = 2.5
"""Difference of two runs in a replication of a kind not seen yet, in standard deviations between replications."""
ALIKE = 1e-9
"""Values closer than this, as a share of the largest, differ by rounding alone."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Mean of each column of values, with the moments that its interval rests on."""

    n: Integers
    """Number of values."""
    mean: Floats
    deviation: Floats
    """Standard deviation of the values."""
    skewness: Floats
    """Skewness of the mean: that of the values over the root of n."""
    varied: Flags
    """There are enough values, and they differ enough, for an interval."""
    shift: Floats
    """Distance that the mean may move towards a value shared by many replications; 0 where few share one."""

    @property
    def error(self) -> Floats:
        """Standard error of the mean."""
        with np.errstate(invalid="ignore", divide="ignore"):
            error: Floats = self.deviation / np.sqrt(self.n)
        return error


def sample_of(values: Floats, size: Floats | None = None) -> Sample:
    """Return the moments of values [replication, column]; NaN is no value.

    Args:
        values: The values; a column with an infinite one has an infinite mean and no interval.
        size: Magnitude of the values, to tell differences from rounding; the largest value by default.
    """
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    for_ever = np.isinf(values).any(axis=0)
    values = np.where(for_ever, np.nan, values)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=0) / n
        centred = np.where(there, values - mean, 0.0)
        squares = (centred**2).sum(axis=0)
        deviation = np.sqrt(squares / np.where(n > 1, n - 1, np.nan))
        of_values = (centred**3).sum(axis=0) / n / (squares / n) ** 1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        skewness = np.where(np.isfinite(of_values), of_values, 0.0) / np.sqrt(np.maximum(n, 1))
    size = largest(values) if size is None else size
    shared, alike = _most_common(values, n, size)
    varied: Flags = (n >= LEAST_REPLICATIONS) & (alike <= MOST_ALIKE * n) & ~for_ever
    return Sample(n, np.where(for_ever, np.inf, mean), deviation, skewness, varied, _shift(n, mean, shared, alike))


def largest(values: Floats) -> Floats:
    """Return the largest absolute value per column; 0 where there is no value."""
    found: Floats = np.abs(np.nan_to_num(values)).max(axis=0, initial=0.0)
    return found


def interval_of_mean(values: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the ends of the interval of the mean of each column of values [replication, column].

    NaN: there is no interval.
    """
    sample = sample_of(values)
    below, above = reach(sample.error, sample.skewness, _freedom(sample.n), level)
    return _only(sample.varied, *_with_room(sample.mean, below, above, sample.shift))


def interval_of_difference(a: Floats, b: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the ends of the interval of the mean of b - a over the same replications, [replication, column]."""
    both = ~np.isnan(a + b)
    a, b = np.where(both, a, np.nan), np.where(both, b, np.nan)
    apart = sample_of(b - a, np.maximum(largest(a), largest(b)))
    of_a, of_b = sample_of(a), sample_of(b)
    freedom = _freedom(apart.n)
    with np.errstate(invalid="ignore"):
        unseen = unseen_chance(np.maximum(apart.n, 1), 1 - level)
        room = UNSEEN_SPREADS * unseen * np.maximum(of_a.deviation, of_b.deviation)
        unrelated = _quantile(0.5 + level / 2, freedom) * np.hypot(of_a.error, of_b.error)
        below, above = (
            np.maximum(end, np.minimum(np.hypot(end, room), unrelated))
            for end in reach(apart.error, apart.skewness, freedom, level)
        )
    return _only(apart.varied, *_with_room(apart.mean, below, above, apart.shift))


def interval_of_unpaired_difference(a: Floats, b: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the ends of the interval of b - a for independent means (Welch 1947) of values [replication, column]."""
    of_a, of_b = sample_of(a), sample_of(b)
    error = np.hypot(of_a.error, of_b.error)
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = error**4 / (of_a.error**4 / (of_a.n - 1) + of_b.error**4 / (of_b.n - 1))
        skewness = (of_b.skewness * of_b.error**3 - of_a.skewness * of_a.error**3) / error**3
    freedom = np.where(np.isfinite(freedom), np.maximum(freedom, 1.0), 1.0)
    below, above = reach(error, np.nan_to_num(skewness), freedom, level)
    low, high = _with_room(of_b.mean - of_a.mean, below, above, of_b.shift)
    one = _with_room(of_b.mean - of_a.mean, below, above, -of_a.shift)
    return _only(of_a.varied & of_b.varied, np.minimum(low, one[0]), np.maximum(high, one[1]))


def possible_difference(
    a: Floats, b: Floats, level: float, lowest: Floats | float, highest: Floats | float
) -> tuple[Floats, Floats]:
    """Return the smallest and the largest possible difference b - a of two means of values [replication, column].

    Each mean is within its own interval and within what is possible; a mean without an interval within the latter.

    Args:
        a: Values of one run.
        b: Values of the other.
        level: Of the intervals of the two means.
        lowest: The lowest possible value, per column.
        highest: The highest possible value.
    """
    if np.isneginf(lowest).all() and np.isposinf(highest).all():
        return np.full(a.shape[1], -np.inf), np.full(a.shape[1], np.inf)
    (low_a, high_a), (low_b, high_b) = (interval_of_mean(of, level) for of in (a, b))
    low_a, low_b = (np.fmax(low, lowest) for low in (low_a, low_b))  # fmax: where there is none, what is possible
    high_a, high_b = (np.fmin(high, highest) for high in (high_a, high_b))
    return np.maximum(lowest - high_a, low_b - highest), np.minimum(highest - low_a, high_b - lowest)


def reach(error: Floats, skewness: Floats, freedom: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the distances from a mean to the ends of its interval: those of t, or more on the side of the tail.

    Args:
        error: Standard error of the mean.
        skewness: Of the mean.
        freedom: Degrees of freedom of the error.
        level: Of the interval.
    """
    t = _quantile(0.5 + level / 2, freedom)
    farthest = FARTHEST_SKEW / t  # beyond it, Hall's interval would grow shorter again
    skew = np.clip(SKEW_FACTOR * skewness, -farthest, farthest)
    skew = np.where(np.abs(skew) < 1e-6, 1e-6, skew)
    with np.errstate(invalid="ignore"):
        below: Floats = np.maximum(t, _hall(t, skew)) * error
        above: Floats = np.maximum(t, -_hall(-t, skew)) * error
    return below, above


def half_width(values: Floats, level: float) -> Floats:
    """Return the longer side of the interval of the mean of each column of values [replication, column].

    0: all values are the same. NaN: there is no interval.
    """
    sample = sample_of(values)
    sides = longer_side(sample.error, sample.skewness, _freedom(sample.n), level, sample.shift)
    constant = (sample.n > 1) & (values == values[:1]).all(axis=0)
    return np.where(constant, 0.0, np.where(sample.varied, sides, np.nan))


def longer_side(error: Floats, skewness: Floats, freedom: Floats, level: float, shift: Floats) -> Floats:
    """Return the longer side of an interval (see `reach`) that also holds the mean when it is shifted."""
    return np.maximum(np.maximum(*reach(error, skewness, freedom, level)), np.abs(shift))


def bounds_of_mean_share(shares: Floats, tail: float) -> tuple[Floats, Floats]:
    """Return a lower and an upper bound of the mean of shares [replication, column], each wrong with probability tail.

    If all replications are equal, replications not seen yet have at most the chance `unseen_chance` and may have any
    share. If most are equal there is no interval, and the bounds are infinite.
    """
    low, high = interval_of_mean(shares, 1 - 2 * tail)
    mean, unseen = mean_of(shares), unseen_chance(len(shares), tail)
    constant = np.ptp(np.nan_to_num(shares), axis=0) == 0
    low = np.where(constant, mean * (1 - unseen), np.where(np.isnan(low), -np.inf, low))
    high = np.where(constant, mean + (1 - mean) * unseen, np.where(np.isnan(high), np.inf, high))
    return low, high


def mean_of(values: Floats) -> Floats:
    """Return the mean over the first axis, NaN being no value; NaN where there is no value."""
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.where(there, values, 0.0).sum(axis=0) / np.where(n > 0, n, np.nan)
    return mean


def level_of_each(level: float, n: int) -> float:
    """Return the level of each of n statements with which all hold at once with `level` (Bonferroni)."""
    return 1 - (1 - level) / max(n, 1)


def _hall(t: Floats, skew: Floats) -> Floats:
    """Return x for which Hall's transformation x + skew x^2 / 3 + skew^2 x^3 / 27 + skew / 6 is t."""
    found: Floats = 3 / skew * (np.cbrt(1 + skew * (t - skew / 6)) - 1)
    return found


def _quantile(probability: float, freedom: Floats) -> Floats:
    """Return quantiles of Student's t."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(freedom, probability))


def _freedom(n: Integers) -> Floats:
    freedom: Floats = np.maximum(n - 1.0, 1.0)
    return freedom


def _most_common(values: Floats, n: Integers, size: Floats) -> tuple[Floats, Integers]:
    """Return the most common value and its count, per column; exact if a third of the replications share it."""
    shared, alike = np.full(n.shape, np.nan), np.zeros(n.shape, dtype=np.intp)
    if not len(values):
        return shared, alike
    in_order = np.sort(values, axis=0)  # NaN comes last
    for quarter in (1, 2, 3):  # equal values stand together, and more than a quarter of all reach one of these places
        one: Floats = in_order[quarter * n // 4, np.arange(values.shape[1])]
        with np.errstate(invalid="ignore"):
            as_many = (np.abs(values - one) <= ALIKE * size).sum(axis=0)
        shared, alike = np.where(as_many > alike, one, shared), np.maximum(alike, as_many)
    return shared, alike


def _shift(n: Integers, mean: Floats, shared: Floats, alike: Integers) -> Floats:
    """Return the shift of the mean if as many replications share the value as is still possible."""
    many = (alike > MANY_ALIKE * n) & (alike < n)
    counts, of = np.where(many, alike, 1), np.where(many, n, 3)
    most = chance_at_most(counts, of, RARE)
    return np.where(many, (shared - mean) * (1 - (1 - most) / (1 - counts / of)), 0.0)


def _with_room(mean: Floats, below: Floats, above: Floats, shift: Floats) -> tuple[Floats, Floats]:
    """Return the ends of an interval that also holds the mean when it is shifted."""
    return mean - np.maximum(below, -shift), mean + np.maximum(above, shift)


def _only(shown: Flags, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    return np.where(shown, low, np.nan), np.where(shown, high, np.nan)
