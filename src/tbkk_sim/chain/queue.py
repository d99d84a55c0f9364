"""A queue with servers: each piece of work has a place in the line, and what is begun is finished."""

from heapq import heappop, heappush

import numpy as np

from tbkk_sim.arrays import Floats, Numbers


def serve(ready: Numbers, place: Numbers, service: Numbers, servers: int) -> tuple[Floats, Floats]:
    """Let pieces of work be served: the first in the line, then the one that is ready longest, then in order of rows.

    A server who is free takes a piece as soon as one is ready, and finishes it before the next.

    Args:
        ready: Moment from which each may be served; before 0 it is at 0, when all servers are free.
        place: Place of each in the line, the lowest first; what has a head start has a lower one than others that are
            ready at the same moment.
        service: Time that each takes.
        servers: Number of servers.

    Returns:
        Moments at which each begins and ends, in the unit of the times.
    """
    order = np.lexsort((np.arange(len(ready)), ready)).tolist()
    moments, places, times = ready.tolist(), place.tolist(), service.tolist()
    free, waiting, following, now = [0] * servers, list[tuple[float, int, int]](), 0, 0
    begin = np.zeros(len(ready))
    for _ in order:
        now = max(now, heappop(free))  # another server may have been free for some time when the last piece came
        if not waiting:
            now = max(now, moments[order[following]])
        while following < len(order) and moments[order[following]] <= now:
            row = order[following]
            heappush(waiting, (places[row], following, row))
            following += 1
        *_, row = heappop(waiting)
        begin[row] = now
        heappush(free, now + times[row])
    return begin, begin + service
