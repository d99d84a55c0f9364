"""Layouts of losses for which the promise of a selection must hold, and studies of them, many at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tbkk_sim.sampling.streams import stream
from tbkk_sim.stats.screening import Screening, least_replications

ALPHA, PRECISION, MOST = 0.05, 1.0, 3000
"""Accepted error, difference that matters, and most replications of a plan."""
ALTERNATING = np.tile([1.0, 8.0], 5)
BEST_FIRST = np.r_[-1.0, np.zeros(9)]
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Layout:
    """Plans: mean losses, standard deviations, how alike their replications are, and how losses are spread."""

    means: Array
    sd: Array
    spread: str = "normal"
    """normal, t3 (heavy tails), towards (the best plan is skewed to high losses, the rest to low), away (the reverse).
    Skewed is lognormal, with a skewness of 6."""
    correlation: float = 0.0

    def draw(self, rng: np.random.Generator, studies: int, n: int) -> Array:
        """Losses [study, replication, plan]: what is common, and what is of each plan."""
        shape = (studies, n, len(self.means))
        if self.spread == "t3":
            own = rng.standard_t(3, shape) / np.sqrt(3)
        elif self.spread == "normal":
            own = rng.standard_normal(shape)
        else:
            skewed = (np.exp(rng.standard_normal(shape)) - np.exp(0.5)) / np.sqrt((np.e - 1) * np.e)
            is_best = np.arange(len(self.means)) == self.means.argmin()
            own = skewed * np.where(is_best == (self.spread == "towards"), 1.0, -1.0)
        common = rng.standard_normal((*shape[:2], 1)) * np.sqrt(abs(self.correlation))
        side = np.where(np.arange(len(self.means)) % 2, -1.0, 1.0) if self.correlation < 0 else 1.0
        return self.means + self.sd * (common * side + own * np.sqrt(1 - abs(self.correlation)))


@dataclass(frozen=True)
class RarelyBad:
    """The first plan is the best by the precision; the others are better in most replications, and bad in a few."""

    n_plans: int
    share: float
    size: float
    """How much more is lost in a bad replication, on average."""
    shape: str = "own"
    """own (each plan has its own bad replications), one (only one plan has any), common (all the same), graded (the
    same, but not all as bad), exponential (own, and bad by chance)."""

    @property
    def means(self) -> Array:
        """Mean losses."""
        return np.r_[-PRECISION, np.zeros(self.n_plans - 1)]

    def draw(self, rng: np.random.Generator, studies: int, n: int) -> Array:
        """Losses [study, replication, plan], normal with standard deviation 1 but for bad replications."""
        losses = rng.standard_normal((studies, n, self.n_plans)) + self.means
        rivals = self.n_plans - 1
        bad = rng.random((studies, n, 1 if self.shape in ("common", "graded") else rivals)) < self.share
        worse = np.full((studies, n, rivals), float(self.size))
        if self.shape == "exponential":
            worse = rng.exponential(self.size, worse.shape)
        elif self.shape == "graded":
            worse *= np.linspace(0.5, 1.5, rivals) if rivals > 1 else 1.0
        elif self.shape == "one":
            worse[..., 1:] = 0.0
        mean = self.share * (worse.mean(axis=(0, 1)) if self.shape in ("graded", "one") else self.size)
        losses[..., 1:] += bad * worse - mean
        return losses


NORMAL = {
    "equal means": Layout(np.zeros(10), np.full(10, 4.0), correlation=0.5),
    "standard deviations 1 and 8, best first": Layout(BEST_FIRST, ALTERNATING),
    "the same, best last, negative losses": Layout(BEST_FIRST[::-1] - 50.0, ALTERNATING[::-1]),
    "standard deviation 4": Layout(BEST_FIRST, np.full(10, 4.0)),
    "standard deviation 8": Layout(BEST_FIRST, np.full(10, 8.0)),
    "correlation 0.9": Layout(BEST_FIRST[::-1], np.full(10, 5.0), correlation=0.9),
    "correlation of either sign": Layout(BEST_FIRST, np.full(10, 4.0), correlation=-0.5),
    "some plans far behind, some near": Layout(np.r_[-1.0, np.zeros(4), np.linspace(1, 5, 5)] - 3.0, ALTERNATING),
    "three best alike": Layout(np.r_[-1.0, -1.0, -1.0, np.zeros(7)], np.full(10, 4.0)),
    "two plans": Layout(np.array([0.0, -1.0]), np.array([1.0, 8.0])),
}
OTHER = {
    "heavy tails (t with 3 degrees)": Layout(BEST_FIRST, np.full(10, 4.0), "t3"),
    "heavy tails, standard deviations 1 and 8": Layout(BEST_FIRST, ALTERNATING, "t3"),
    "best skewed to high losses": Layout(BEST_FIRST, np.full(10, 4.0), "towards"),
    "best skewed to high losses, standard deviations 1 and 8": Layout(BEST_FIRST, ALTERNATING, "towards"),
    "best skewed to low losses": Layout(BEST_FIRST, np.full(10, 4.0), "away"),
    "best skewed to low losses, standard deviations 1 and 8": Layout(BEST_FIRST, ALTERNATING, "away"),
    "two plans, best skewed to low losses": Layout(np.array([0.0, -1.0]), np.full(2, 4.0), "away"),
}
RARE = {
    f"{n_plans} plans, {share:.0%} of futures worse by {size}": RarelyBad(n_plans, share, size)
    for share, size in (
        (0.05, 25), (0.05, 60), (0.08, 20), (0.10, 15), (0.10, 20), (0.10, 30),
        (0.12, 16), (0.15, 12), (0.15, 20), (0.20, 10), (0.25, 8),
    )
    for n_plans in (2, 4, 10)
} | {
    f"{n_plans} plans, {share:.0%} of futures worse by {size}, {shape}": RarelyBad(n_plans, share, size, shape)
    for share, size, shape in (
        (0.05, 25, "common"), (0.05, 25, "graded"), (0.05, 40, "exponential"), (0.05, 25, "one"),
        (0.08, 25, "exponential"), (0.10, 20, "common"), (0.10, 20, "graded"), (0.10, 20, "exponential"),
        (0.10, 20, "one"), (0.15, 12, "exponential"), (0.20, 10, "exponential"),
    )
    for n_plans in (2, 3, 10)
    if not (shape in ("one", "graded") and n_plans == 2)
}  # fmt: skip
RARER = {
    f"2 plans, {share:.0%} of futures worse by {size}": RarelyBad(2, share, size)
    for share, size in ((0.01, 120), (0.02, 60), (0.03, 40))
}
"""Bad replications that are rarer than the promise is for: how wrong a certificate then may be."""
LAYOUTS: dict[str, Layout | RarelyBad] = NORMAL | OTHER | RARE | RARER


def choices(name: str, studies: int) -> tuple[Array, Array]:
    """The plan chosen in each study (-1: none is certified), and the runs that it took."""
    layout, rng = LAYOUTS[name], stream(11, 0, f"selection/{name}")
    first = least_replications(ALPHA)
    screening = Screening(layout.draw(rng, studies, first), PRECISION, ALPHA)
    number, chosen = np.arange(studies), np.full(studies, -1)
    runs = np.full(studies, first * len(layout.means))
    while len(number) and screening.replications < MOST:
        done = screening.decided
        chosen[number[done]] = screening.best[done]
        if done.any():
            screening.keep(~done)
            number = number[~done]
        if len(number):
            runs[number] += screening.left.sum(axis=1)
            screening.add(layout.draw(rng, len(number), 1)[:, 0])
    return chosen, runs


def is_good(name: str, chosen: Array) -> Array:
    """Whether the plan chosen is the best or within the precision of it; whatever is certified where nothing is."""
    means = LAYOUTS[name].means
    return (chosen < 0) | (means[chosen] < means.min() + PRECISION)
