"""Reallocation: people come from another team at once; members of a pool are away from it for that time."""

import heapq

import numpy as np

from tbkk_sim.sampling.capacity.stays import Stayer, days_of_stay, stayers
from tbkk_sim.sampling.workforce.absence import AbsenceCause
from tbkk_sim.sampling.workforce.people import CameBy
from tbkk_sim.sampling.world import Away
from tbkk_sim.settings import Settings


def reallocated(settings: Settings) -> list[Stayer]:
    """The people who come to units."""
    return [
        person
        for name, of in settings.capacity.reallocation.items()
        for person in stayers(
            settings, f"reallocation/{name}", of, of.productivity_share, CameBy.REALLOCATED, of.from_pool
        )
    ]


def members_away(settings: Settings, pool: str, first_member: int) -> Away:
    """Times in which members of a pool are away, by member and time.

    Those with the highest numbers go first, and who is back may go again.

    Args:
        settings: All inputs of the run.
        pool: The pool.
        first_member: Row of People of its first member.
    """
    of_pool = [of for of in settings.capacity.reallocation.values() if of.from_pool == pool]
    spans = sorted((*days_of_stay(settings, of), of.people) for of in of_pool)
    at_home = [-member for member in range(settings.collaboration.pools[pool].members)]
    heapq.heapify(at_home)
    back: list[tuple[float, int]] = []
    rows: list[tuple[int, float, float]] = []
    for begin, end, people in spans:
        while back and back[0][0] <= begin:
            heapq.heappush(at_home, heapq.heappop(back)[1])
        for _ in range(people):
            member = heapq.heappop(at_home)
            heapq.heappush(back, (end, member))
            rows.append((first_member - member, begin, end))
    rows = [row for row in sorted(rows) if row[1] < settings.run.horizon_days]
    table = np.array(rows, dtype=float).reshape(len(rows), 3)
    causes = np.full(len(rows), AbsenceCause.REALLOCATED, dtype=np.int8)
    return Away(table[:, 0].astype(np.int32), table[:, 1], table[:, 2], causes)
