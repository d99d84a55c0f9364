"""What the tidy table of key figures says: asked by name, period, team and class, and worked out plainly."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from tbkk_sim.stats.intervals import interval_of_mean

KEYS = ["key_figure", "period", "team", "priority_class"]
BAND = (0.1, 0.9)


def quantile(values: Sequence[float], share: float) -> float:
    """Linear between neighbours; where the upper one is infinite, anything beyond the lower one is."""
    in_order = sorted(values)
    at = share * (len(in_order) - 1)
    lower, upper = in_order[math.floor(at)], in_order[math.ceil(at)]
    if math.isinf(upper):
        return lower if at == math.floor(at) else upper
    return lower + (at - math.floor(at)) * (upper - lower)


class Values(tuple[float, ...]):
    """A number in each replication."""

    def times(self, factor: float) -> "Values":
        return Values(factor * value for value in self)

    def over(self, other: "Values") -> "Values":
        return Values(a / b for a, b in zip(self, other, strict=True))

    def plus(self, other: "Values") -> "Values":
        return Values(a + b for a, b in zip(self, other, strict=True))

    @property
    def mean(self) -> float:
        return sum(self) / len(self) if self else math.nan

    @property
    def middle(self) -> float:
        """Half-way between the two in the middle, or the lower one if the other is infinite."""
        in_order = sorted(self)
        lower, upper = in_order[(len(self) - 1) // 2], in_order[len(self) // 2]
        return lower if math.isinf(upper) else (lower + upper) / 2

    @property
    def low(self) -> float:
        return quantile(self, BAND[0])

    @property
    def high(self) -> float:
        return quantile(self, BAND[1])

    @property
    def interval(self) -> tuple[float, float]:
        """In which the mean lies; not below zero."""
        low, high = interval_of_mean(np.array(self)[:, None], 0.95)
        return max(float(low[0]), 0.0), float(high[0])


class Tidy:
    """The rows replication, period, team, priority_class, key_figure, value; without a number: more than any."""

    def __init__(self, rows: pd.DataFrame) -> None:
        rows = rows.astype(dict.fromkeys(KEYS, str)).assign(value=rows["value"].fillna(math.inf))
        by_key = rows.pivot(index=KEYS, columns="replication", values="value")
        self._values = dict(zip(by_key.index, by_key.to_numpy(), strict=True))
        self.replications = by_key.shape[1]

    def of(self, figure: str, *, period: str = "all", team: str = "all", case: str = "all") -> Values:
        """The value in each replication that has one; none: there is no such row."""
        return Values(float(v) for v in self._values.get((figure, period, team, case), ()) if not math.isnan(v))
