"""Chances, estimated from replications: a sequential test, and exact bounds."""

import math
from dataclasses import dataclass, field

import numpy as np

from tbkk_sim.arrays import Floats, Integers


@dataclass(slots=True)
class ChanceTest:
    """Sequential test that a chance is at least as large as asked (Wald 1945), one replication after another.

    The answer is yes for a chance above `high` and no for one below `low`, each with probability 1 - alpha; between
    the two either answer is right. `low` is `asked` - `tolerance`; `high` is as far above `asked` in evidence, so that
    a share of exactly `asked` counts for neither.
    """

    asked: float
    tolerance: float
    alpha: float
    n: int = 0
    met: int = 0
    low: float = field(init=False)
    high: float = field(init=False)
    _evidence: float = 0.0
    """Logarithm of the likelihood ratio."""

    def __post_init__(self) -> None:
        self.low = max(self.asked - self.tolerance, 1e-6)
        self.high = _as_far_above(self.asked, self.low)

    def add(self, is_met: bool) -> None:
        """Add one replication; ignored once there is an answer."""
        if self.answer is not None:
            return
        low, high = self.low, self.high
        self.n += 1
        self.met += is_met
        self._evidence += math.log(high / low) if is_met else math.log((1 - high) / (1 - low))

    @property
    def answer(self) -> bool | None:
        """The verdict; None until there is enough evidence."""
        bound = math.log((1 - self.alpha) / self.alpha)
        return None if abs(self._evidence) < bound else self._evidence > 0

    @property
    def share(self) -> float:
        """Share of the replications added in which it was met."""
        return self.met / self.n if self.n else math.nan


def _divergence(chance: float, other: float) -> float:
    """Return the evidence per replication against `other` if the chance is `chance` (Kullback and Leibler 1951)."""
    return chance * math.log(chance / other) + (1 - chance) * math.log((1 - chance) / (1 - other))


def _as_far_above(asked: float, low: float) -> float:
    """Return the chance above `asked` against which a share of `asked` is as much evidence as against `low`."""
    from scipy.optimize import brentq

    far = _divergence(asked, low)
    return float(brentq(lambda high: _divergence(asked, high) - far, asked, 1 - 1e-12))


def chance_interval(met: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return the ends of the exact interval of a chance that was met `met` times in `n` (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(met, n - met + 1, tail)) if met > 0 else 0.0
    high = float(chance_at_most(np.array([met]), np.array([n]), tail)[0]) if met < n else 1.0
    return low, high


def chance_at_most(met: Integers, n: Integers, tail: float) -> Floats:
    """Return the exact upper bounds, wrong with probability `tail`, of chances met `met` times in `n`, fewer than n."""
    from scipy.special import betaincinv

    return np.asarray(betaincinv(met + 1.0, n - met, 1 - tail), dtype=np.float64)


def unseen_chance(n: Integers | int, tail: float) -> Floats:
    """Return the same bound of a chance that was not met in `n` replications: 1 - tail^(1/n)."""
    return np.asarray(1 - tail ** (1 / n), dtype=np.float64)
