"""Judging a chance from replications, one after another, with a probability that is promised."""

import math
from dataclasses import dataclass, field


@dataclass(slots=True)
class ChanceTest:
    """Is a chance at least as large as asked? A sequential test (Wald 1945), one replication after another.

    Says yes for a chance above `high` and no for one below `low`, each time with probability 1 - alpha; between the
    two either answer is right. `low` is `asked` - `tolerance`; `high` lies as far above in evidence, so that a share
    of exactly `asked` speaks for neither.
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
        """Add one replication, unless the answer is there."""
        if self.answer is not None:
            return
        low, high = self.low, self.high
        self.n += 1
        self.met += is_met
        self._evidence += math.log(high / low) if is_met else math.log((1 - high) / (1 - low))

    @property
    def answer(self) -> bool | None:
        """Yes, no, or None: not known yet."""
        bound = math.log((1 - self.alpha) / self.alpha)
        return None if abs(self._evidence) < bound else self._evidence > 0

    @property
    def share(self) -> float:
        """Share of the replications seen in which it was met."""
        return self.met / self.n if self.n else math.nan


def _divergence(chance: float, other: float) -> float:
    """Evidence a replication against `other` if the chance is `chance` (Kullback and Leibler 1951)."""
    return chance * math.log(chance / other) + (1 - chance) * math.log((1 - chance) / (1 - other))


def _as_far_above(asked: float, low: float) -> float:
    """The chance above `asked` against which it speaks as it does against `low`."""
    from scipy.optimize import brentq

    far = _divergence(asked, low)
    return float(brentq(lambda high: _divergence(asked, high) - far, asked, 1 - 1e-12))


def chance_interval(met: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of a chance (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(met, n - met + 1, tail)) if met > 0 else 0.0
    high = float(betaincinv(met + 1, n - met, 1 - tail)) if met < n else 1.0
    return low, high
