"""Draws against their law: two-sided tests at one level, on samples that are large enough to see a factor of 2 %.

LEVEL is so small that over some hundred of these tests a right law would be refused once in a hundred choices of seeds.
Each test also works out its power: a factor of SEEN on what is expected must be seen with a chance of 99 %. The quick
part (-m "not slow") draws a tenth and sees a factor of 7 %; the whole suite draws all.
"""

import math
import os

import numpy as np
from scipy import stats

LEVEL = 1e-4
QUICK = "TBKK_SIM_QUICK_TESTS"
"""Set by `tests/conftest.py` in the quick part."""
SEEN = 0.07 if QUICK in os.environ else 0.02
Z_LEVEL, Z_POWER = 3.891, 2.326
"""Normal quantiles: of LEVEL on both sides, and of a power of 99 %."""


def sample(size: int) -> int:
    """A sample of this size; in the quick part a tenth."""
    return size // 10 if QUICK in os.environ else size


def check_share(flags: np.ndarray, share: float) -> None:
    """Test that flags are raised independently in this share (exact binomial test)."""
    n, times = len(flags), int(np.count_nonzero(flags))
    needed = (Z_LEVEL + Z_POWER) * math.sqrt(share * (1 - share) / n)
    assert SEEN * share >= needed, f"{n} draws are too few to see {SEEN:.0%} of {share}"
    seen = stats.binomtest(times, n, share).pvalue
    assert seen > LEVEL, f"{times} of {n} is a share of {times / n:.4f}, expected {share}"


def check_shares(values: np.ndarray, shares: dict[int, float]) -> None:
    """Test that values come independently in these shares, and no others (chi-square)."""
    others = set(np.unique(values).tolist()) - {value for value, share in shares.items() if share > 0}
    assert not others, f"{others} came, only {shares} may"
    observed = [np.count_nonzero(values == value) for value, share in shares.items() if share > 0]
    expected = [len(values) * share for share in shares.values() if share > 0]
    assert stats.chisquare(observed, expected).pvalue > LEVEL, f"{observed} came, {expected} were expected"
    largest = max(shares, key=lambda value: shares[value])
    check_share(values == largest, shares[largest])


def check_count(count: int, expected: float) -> None:
    """Test a Poisson number (exact, both sides)."""
    assert SEEN * expected >= (Z_LEVEL + Z_POWER) * math.sqrt(expected), f"{expected} is too few to see {SEEN:.0%}"
    law = stats.poisson(expected)
    assert 2 * min(law.cdf(count), law.sf(count - 1)) > LEVEL, f"{count} came, {expected} were expected"


def check_mean(values: np.ndarray, mean: float, cv: float) -> None:
    """Test the mean of values with a known coefficient of variation (normal, both sides)."""
    error = mean * cv / math.sqrt(len(values))
    assert SEEN * mean >= (Z_LEVEL + Z_POWER) * error, f"{len(values)} values are too few to see {SEEN:.0%} of {mean}"
    assert abs(values.mean() - mean) < Z_LEVEL * error, f"mean {values.mean():.5g}, expected {mean:.5g}"


def check_law(values: np.ndarray, law: stats.rv_continuous) -> None:
    """Test values against a distribution: Kolmogorov-Smirnov for its form, and its mean for the scale."""
    found = stats.kstest(values, law.cdf)
    apart = f"share of values up to {found.statistic_location:.5g} is {found.statistic:.3f} off"
    assert found.pvalue > LEVEL, f"of {len(values)} values the {apart}"
    check_mean(values, float(law.mean()), float(law.std() / law.mean()))
