"""Control variates: smaller variance of a mean by covariates whose means are known."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.stats.intervals import half_width, longer_side, sample_of

SPARE = 3
"""Replications that must be left when as many are used up as there are controls and a mean."""


@dataclass(frozen=True, slots=True)
class KnownMeans:
    """Means of the controls."""

    mean: Floats
    """Per control."""
    covariance: Floats
    """Covariance of these means [control, control]: 0 where a mean is known exactly."""


@dataclass(frozen=True, slots=True)
class Controlled:
    """A mean estimated with control variates."""

    mean: float
    half_width: float
    """Longer side of its interval; NaN if there is none, 0 if all values are the same."""
    gain: float
    """Equivalent factor on the number of replications; below 1 it is a loss."""


def controlled_mean(values: Floats, controls: Floats, known: KnownMeans, level: float) -> Controlled:
    """Estimate the mean of values [replication] with controls [replication, control] (Lavenberg and Welch 1981).

    The mean is the intercept of a regression on the controls less their known means. Its variance includes that of
    the means of the controls. Replications without a value are left out.
    """
    there = ~np.isnan(values)
    if np.isinf(values).any():
        return Controlled(float(values[there].mean()), np.nan, 1.0)
    y, x = values[there], controls[there] - known.mean
    n = len(y)
    varies = (x != x[:1]).any(axis=0)
    x, covariance = x[:, varies], known.covariance[np.ix_(varies, varies)]
    q = x.shape[1]
    plain = float(half_width(y[:, None], level)[0])
    if q == 0 or n < q + 1 + SPARE or not plain > 0:
        return Controlled(float(y.mean()) if n else np.nan, plain, 1.0)
    scale = x.std(axis=0)
    x, covariance = x / scale, covariance / np.outer(scale, scale)
    design = np.column_stack((np.ones(n), x))
    fit, *_ = np.linalg.lstsq(design, y, rcond=None)
    rest, freedom = y - design @ fit, n - q - 1
    inverse = np.linalg.pinv(design.T @ design)
    variance = float(rest @ rest) / freedom * inverse[0, 0] + float(fit[1:] @ covariance @ fit[1:])
    error, skewness, shift = np.array([variance**0.5]), sample_of(rest[:, None]).skewness, sample_of(y[:, None]).shift
    half = float(longer_side(error, skewness, np.array([float(freedom)]), level, shift)[0])
    return Controlled(float(fit[0]), half, (plain / half) ** 2 if half > 0 else 1.0)
