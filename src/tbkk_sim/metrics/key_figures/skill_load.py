"""Load of the skills that are scarcest: work that only some can do, against the hours of these people alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tbkk_sim.arrays import Codes, Floats

LOADS = ("severe", "agreed", "all")
"""Loads by what is asked for: severe work and judging; with what was agreed; with everything above the line."""
MOST_GROUPS = 10
"""Groups of people of which all sets are tried; of more, only those who share one or two skills."""


@dataclass(frozen=True, slots=True)
class Scarcest:
    """The largest load over all sets of skills."""

    load: Floats
    """Hours demanded of the set to hours of those with one of its skills; inf: nobody has; NaN: no work and nobody."""
    set_number: Codes
    """Position of the set in `sets`."""
    sets: tuple[tuple[int, ...], ...]
    """The skills of each set that was tried."""


def scarcest_skills(demanded: Floats, available: Floats, skills_of: Sequence[int]) -> Scarcest:
    """Find the set of skills with the most work against the hours of those who have them.

    All demand can be met only if for every set of skills the people who have any of them have hours for all of it
    (Hall 1935; for flows Gale 1957). So the largest of these ratios is the load that no division of the work lowers.
    Such a set holds all skills that nobody outside some group of people has, so it is enough to go through groups.

    Args:
        demanded: Hours of work [skill, ...].
        available: Hours of people [group, ...].
        skills_of: Skills of each group, as bits.
    """
    n_skills, n_groups = len(demanded), len(available)
    who = [sum(1 << group for group, bits in enumerate(skills_of) if bits >> skill & 1) for skill in range(n_skills)]
    shape = demanded.shape[1:]
    load, number, sets = np.full(shape, np.nan), np.zeros(shape, dtype=np.intp), list[tuple[int, ...]]()
    for members in _groups(who, n_groups):
        skills = tuple(skill for skill in range(n_skills) if who[skill] & ~members == 0)
        if not skills or skills in sets:
            continue
        asked = demanded[list(skills)].sum(axis=0)
        hours = available[[group for group in range(n_groups) if members >> group & 1]].sum(axis=0)
        of_set = load_of(asked, hours)
        larger = np.isnan(load) | (of_set > load)
        load, number = np.where(larger, of_set, load), np.where(larger, len(sets), number)
        sets.append(skills)
    return Scarcest(load, number, tuple(sets))


def load_of(demanded: Floats, available: Floats) -> Floats:
    """Hours demanded to hours available; inf where nobody is there to do it, NaN where there is neither."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return demanded / available


def _groups(who: list[int], n_groups: int) -> list[int]:
    """Groups of people to go through, as bits, the smaller ones first."""
    if n_groups <= MOST_GROUPS:
        found = set(range(1 << n_groups))
    else:
        found = {0, (1 << n_groups) - 1, *who, *(a | b for a, b in combinations(who, 2))}
    return sorted(found, key=lambda members: (members.bit_count(), members))
