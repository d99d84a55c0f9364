"""Control variates: means known better, by what is known of their causes."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.stats.intervals import reach, sample_of

SPARE = 3
"""Replications that must be left when as many are used up as there are controls and a mean."""


@dataclass(frozen=True, slots=True)
class KnownMeans:
    """The means of the controls."""

    mean: Floats
    """Per control."""
    covariance: Floats
    """Of these means themselves [control, control]: 0 where a mean is known exactly."""


@dataclass(frozen=True, slots=True)
class Controlled:
    """A mean with control variates."""

    mean: float
    half_width: float
    """The longer side of its interval; NaN where there is none, 0 where all values are the same."""
    gain: float
    """As sure as with this many times the replications; below 1 it is a loss."""


def controlled_mean(values: Floats, controls: Floats, known: KnownMeans, level: float) -> Controlled:
    """Estimate the mean of values [replication] with controls [replication, control] (Lavenberg and Welch 1981).

    Regression on the controls, less their known means, has the mean for its intercept. Its variance also holds what
    is not known of the means of the controls. Replications without a value are left out.
    """
    there = ~np.isnan(values)
    if np.isinf(values).any():
        return Controlled(float(values[there].mean()), np.nan, 1.0)
    y, x = values[there], controls[there] - known.mean
    n = len(y)
    varies = (x != x[:1]).any(axis=0)
    x, covariance = x[:, varies], known.covariance[np.ix_(varies, varies)]
    q = x.shape[1]
    plain = _plain(y, level)
    if q == 0 or n < q + 1 + SPARE or not plain > 0:
        return Controlled(float(y.mean()) if n else np.nan, plain, 1.0)
    scale = x.std(axis=0)
    x, covariance = x / scale, covariance / np.outer(scale, scale)
    design = np.column_stack((np.ones(n), x))
    fit, *_ = np.linalg.lstsq(design, y, rcond=None)
    rest, freedom = y - design @ fit, n - q - 1
    inverse = np.linalg.pinv(design.T @ design)
    variance = float(rest @ rest) / freedom * inverse[0, 0] + float(fit[1:] @ covariance @ fit[1:])
    skewness = sample_of(rest[:, None]).skewness
    half = float(np.max(reach(np.array([variance**0.5]), skewness, np.array([float(freedom)]), level)))
    half = max(half, float(abs(sample_of(y[:, None]).shift[0])))
    return Controlled(float(fit[0]), half, (plain / half) ** 2 if half > 0 else 1.0)


def _plain(values: Floats, level: float) -> float:
    """The longer side of the interval of a mean without controls."""
    if len(values) > 1 and np.ptp(values) == 0:
        return 0.0
    sample = sample_of(values[:, None])
    if not sample.varied[0]:
        return float("nan")
    half = float(np.max(reach(sample.error, sample.skewness, np.array([len(values) - 1.0]), level)))
    return max(half, float(abs(sample.shift[0])))
