"""Limits of settings beyond which a plan fails: at most three, found on half of the replications, tested on the others.

By the patient rule induction method (Friedman and Fisher 1999): peel off the slice of replications without which the
mean loss is highest.
"""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Flags, Floats

Bounds = list[tuple[int, bool, float]]
MOST_LIMITS = 3
PEEL = 0.1
"""Share of the replications in the box that one peel removes."""
WORTH_A_LIMIT = 0.95
"""A limit is dropped if density times coverage without it keep more than this part."""
FEWEST_IN_BOX = 5
FEWEST_FAILURES = 4
"""Failures in either half below which limits would be due to chance."""
DENSITY, COVERAGE = 0.8, 0.7
"""Least density and coverage of good limits, on the held-out replications."""


@dataclass(frozen=True)
class Limits:
    """A box of replications."""

    bounds: Bounds
    """Setting, True if it must be above the value (else below), and the value."""
    density: float
    """Share of the held-out replications in the box in which the plan fails."""
    coverage: float
    """Share of the held-out failures that lie in the box."""
    good: bool
    """Both are high enough."""


def find_limits(replications: Floats, losses: Floats, above: float) -> Limits | None:
    """Return the limits that best describe losses of more than `above`; None if these are too rare or too common."""
    fails = losses > above
    half = np.arange(len(replications)) % 2 == 0
    if min(fails[half].sum(), fails[~half].sum(), (~fails).sum()) < FEWEST_FAILURES:
        return None
    best: tuple[float, Bounds] | None = None
    for bounds in _peeled(replications[half], losses[half], fails[half]):
        kept = _reduced(replications[half], fails[half], bounds)
        inside = in_box(replications[half], kept)
        score = (inside & fails[half]).sum() / (inside.sum() + fails[half].sum())  # half the harmonic mean of the two
        if best is None or score > best[0]:
            best = score, kept
    if best is None:
        return None
    density, coverage = _density_coverage(replications[~half], fails[~half], best[1])
    return Limits(best[1], density, coverage, density >= DENSITY and coverage >= COVERAGE)


def in_box(replications: Floats, bounds: Bounds) -> Flags:
    """Return True for the replications within all limits."""
    inside = np.ones(len(replications), dtype=np.bool_)
    for setting, above, value in bounds:
        inside &= replications[:, setting] >= value if above else replications[:, setting] <= value
    return inside


def _peeled(replications: Floats, losses: Floats, fails: Flags) -> list[Bounds]:
    """Return boxes, each a slice smaller than the one before."""
    bounds: dict[tuple[int, bool], float] = {}
    boxes: list[Bounds] = []
    while True:
        box = [(setting, above, value) for (setting, above), value in bounds.items()]
        inside = in_box(replications, box)
        if inside.sum() < FEWEST_IN_BOX or fails[inside].all():
            return boxes
        options = []
        for setting in range(replications.shape[1]):
            for above in (True, False):
                value = float(np.quantile(replications[inside, setting], PEEL if above else 1 - PEEL))
                left = inside & in_box(replications, [(setting, above, value)])
                if left.sum() < inside.sum():
                    options.append((losses[left].mean(), setting, above, value))
        if not options:
            return boxes
        _, setting, above, value = max(options)
        bounds[setting, above] = value
        boxes.append([(s, a, v) for (s, a), v in bounds.items()])


def _reduced(replications: Floats, fails: Flags, bounds: Bounds) -> Bounds:
    """Drop the limits that matter least until few are left."""
    kept = list(bounds)
    while len(kept) > 1:
        without = [[b for b in kept if b != bound] for bound in kept]
        density, coverage = _density_coverage(replications, fails, kept)
        scores = []
        for fewer in without:
            d, c = _density_coverage(replications, fails, fewer)
            scores.append(d * c)
        if len(kept) <= MOST_LIMITS and max(scores) < WORTH_A_LIMIT * density * coverage:
            break
        kept = without[int(np.argmax(scores))]
    return kept


def _density_coverage(replications: Floats, fails: Flags, bounds: Bounds) -> tuple[float, float]:
    inside = in_box(replications, bounds)
    caught = float((inside & fails).sum())
    return caught / max(float(inside.sum()), 1.0), caught / float(fails.sum())
