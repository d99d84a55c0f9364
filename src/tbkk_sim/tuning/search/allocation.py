"""Allocation of posts to places: greedy, and exact by dynamic programming."""

from collections.abc import Sequence

import numpy as np

from tbkk_sim.arrays import Floats


def fit_convex_gains(levels: Sequence[int], gains: Floats) -> Floats:
    """Fit rising and concave gains to 0, 1, ..., max(levels) posts.

    Non-negative least squares over sums of min(level, knot), so that noise makes no later post gain more than an
    earlier one; a place without gains gets zeros.
    """
    from scipy.optimize import nnls

    level, whole = np.array(levels), np.arange(max(levels) + 1)
    knots = level[level > 0]
    slopes, _ = nnls(np.minimum.outer(level, knots).astype(np.float64), gains)
    fitted: Floats = np.minimum.outer(whole, knots) @ slopes
    return fitted


def allocate_greedily(gains: Sequence[Floats], posts: int) -> list[int]:
    """Give each next post to the place where it gains most (Fox 1966); ties go to the first.

    Optimal when no place gains more by a later post than by an earlier one.

    Raises:
        ValueError: the places have no room for so many posts.
    """
    _check_room(gains, posts)
    level = [0] * len(gains)
    for _ in range(posts):
        steps = [of[n + 1] - of[n] if n + 1 < len(of) else -np.inf for of, n in zip(gains, level, strict=True)]
        level[int(np.argmax(steps))] += 1
    return level


def allocate_exactly(gains: Sequence[Floats], posts: int) -> list[int]:
    """Return the allocation that gains most, whatever the shape of the gains (dynamic programming over places).

    Raises:
        ValueError: the places have no room for so many posts.
    """
    _check_room(gains, posts)
    best = np.full(posts + 1, -np.inf)
    best[0] = 0.0
    choices = []
    for of in gains:
        options = np.full((len(of), posts + 1), -np.inf)
        for n in range(min(len(of), posts + 1)):
            options[n, n:] = best[: posts + 1 - n] + of[n]
        choices.append(options.argmax(axis=0))
        best = options.max(axis=0)
    level = []
    for choice in reversed(choices):
        level.append(int(choice[posts]))
        posts -= level[-1]
    return level[::-1]


def total_gain(gains: Sequence[Floats], level: Sequence[int]) -> float:
    """Return the gain of an allocation."""
    return float(sum(of[n] for of, n in zip(gains, level, strict=True)))


def list_swaps(gains: Sequence[Floats], level: Sequence[int]) -> list[tuple[list[int], float]]:
    """Return all allocations with one post moved, with their gains, best first."""
    found = []
    for giver, n in enumerate(level):
        for taker, m in enumerate(level):
            if giver != taker and n > 0 and m + 1 < len(gains[taker]):
                moved = list(level)
                moved[giver] -= 1
                moved[taker] += 1
                found.append((moved, total_gain(gains, moved)))
    return sorted(found, key=lambda swap: -swap[1])


def _check_room(gains: Sequence[Floats], posts: int) -> None:
    room = sum(len(of) - 1 for of in gains)
    if posts > room:
        raise ValueError(f"{posts} posts do not fit: the places have room for {room}")
