"""Work divided as evenly as possible over the people who can do it."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Floats

ROUNDING = 1e-10
"""Part of all work below which an amount is rounding."""


@dataclass(frozen=True, slots=True)
class Division:
    """Hours of work by who gets them."""

    asked: Floats
    """Hours of work that each group of people gets."""
    by_nobody: Floats
    """Hours of each kind of work that nobody is able to do."""


def divide_evenly(work: Floats, hours: Floats, can: Flags, lent: Flags) -> Division:
    """Divide work so that the highest load is as low as it can be, then the next highest, and so on.

    Many divisions may do so; the load of each group is the same in all of them (Megiddo 1974; the principal partition
    of Fujishige 1980). The highest one is the largest ratio, over all sets of kinds of work, of their hours to those of
    the people who can do any of them, so it is above 1 exactly when not all work can be done (Hall 1935; Gale 1957).
    What is lent is lent up to its hours and no further: beyond, the load falls on the others.

    Args:
        work: Hours of each kind of work.
        hours: Hours of each group of people.
        can: True where a group [column] is able to do a kind of work [row].
        lent: True for groups whose hours are the most that they lend.
    """
    can = can & (hours > 0)
    able = can.any(axis=1)
    by_nobody, asked = np.where(able, 0.0, work), np.zeros(len(hours))
    parts = [(np.flatnonzero(able & (work > 0)), np.flatnonzero(hours > 0))]
    while parts:
        of_work, of_people = parts.pop()
        wanted = float(work[of_work].sum())
        if not wanted > 0 or not len(of_people):
            continue
        room = _room(wanted, hours[of_people], lent[of_people])
        short, busy = _beyond(work[of_work], room, can[np.ix_(of_work, of_people)])
        if short.any() and not busy.all():
            parts += [(of_work[short], of_people[busy]), (of_work[~short], of_people[~busy])]
            continue
        asked[of_people] = room
        by_nobody[of_work] += work[of_work] * max(1 - room.sum() / wanted, 0.0)
    return Division(asked, by_nobody)


def _room(wanted: float, hours: Floats, lent: Flags) -> Floats:
    """Hours of each group at the load at which together they do all that is wanted; of those who only lend the most."""
    own = float(hours[~lent].sum())
    level = wanted / float(hours.sum())
    if level > 1:
        level = (wanted - float(hours[lent].sum())) / own if own > 0 else 1.0
    return hours * np.where(lent, min(level, 1.0), level)


def _beyond(work: Floats, room: Floats, can: Flags) -> tuple[Flags, Flags]:
    """Kinds of work that ask for more than there is room, and the groups who are able to do any of them.

    None where all work fits: a flow of as much work as fits, along the shortest ways first.
    """
    done = np.zeros(can.shape)
    waiting, left, little = work.copy(), room.copy(), ROUNDING * float(work.sum())
    while True:
        came_from, given_by = np.full(len(work), -1), np.full(len(room), -1)
        in_reach, reached = waiting > little, np.zeros(len(room), dtype=np.bool_)
        latest = np.flatnonzero(in_reach)
        while len(latest) and not (reached & (left > little)).any():
            giver = can[latest].argmax(axis=0)
            new = can[latest].any(axis=0) & ~reached
            given_by[new], reached = latest[giver[new]], reached | new
            groups = np.flatnonzero(new)
            moves = done[:, groups] > little
            latest = np.flatnonzero(moves.any(axis=1) & ~in_reach)
            came_from[latest] = groups[moves[latest].argmax(axis=1)] if len(groups) else -1
            in_reach[latest] = True
        free = np.flatnonzero(reached & (left > little))
        if not len(free):
            return in_reach, reached
        _move(int(free[0]), given_by, came_from, (done, waiting, left))


def _move(group: int, given_by: Codes, came_from: Codes, flow: tuple[Floats, Floats, Floats]) -> None:
    """Move as much work as goes along one way to a group that has room."""
    done, waiting, left = flow
    steps = [(int(given_by[group]), group)]
    while (before := int(came_from[steps[-1][0]])) >= 0:
        steps.append((int(given_by[before]), before))
    first = steps[-1][0]
    backward = [(kind, before) for (kind, _), (_, before) in pairwise(steps)]
    amount = min(float(left[group]), float(waiting[first]), *(float(done[each]) for each in backward))
    for each in steps:
        done[each] += amount
    for each in backward:
        done[each] -= amount
    waiting[first] -= amount
    left[group] -= amount
