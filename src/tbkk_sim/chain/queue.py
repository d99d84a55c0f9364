"""A queue with servers: the most urgent goes first, and what is begun is finished."""

from heapq import heappop, heappush

import numpy as np

from tbkk_sim.arrays import Floats, Numbers


def serve(ready: Numbers, urgency: Numbers, service: Numbers, servers: int) -> tuple[Floats, Floats]:
    """Let pieces of work be served: the most urgent first, then the one that is ready longest, then in order of rows.

    A server who is free takes a piece as soon as one is ready, and finishes it before the next.

    Args:
        ready: Moment from which each may be served; before 0 it is at 0, when all servers are free.
        urgency: Urgency of each, 1 most urgent.
        service: Time that each takes.
        servers: Number of servers.

    Returns:
        Moments at which each begins and ends, in the unit of the times.
    """
    order = np.lexsort((np.arange(len(ready)), ready)).tolist()
    moments, urgencies, times = ready.tolist(), urgency.tolist(), service.tolist()
    free, waiting, following, now = [0] * servers, list[tuple[int, int, int]](), 0, 0
    begin = np.zeros(len(ready))
    for _ in order:
        now = max(now, heappop(free))  # another server may have been free for some time when the last piece came
        if not waiting:
            now = max(now, moments[order[following]])
        while following < len(order) and moments[order[following]] <= now:
            row = order[following]
            heappush(waiting, (urgencies[row], following, row))
            following += 1
        *_, row = heappop(waiting)
        begin[row] = now
        heappush(free, now + times[row])
    return begin, begin + service
