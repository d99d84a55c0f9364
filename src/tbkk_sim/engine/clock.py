"""The clock: SimPy's environment, with an order for what happens at the same moment that we choose ourselves."""

from collections.abc import Callable
from enum import IntEnum
from heapq import heappush
from typing import Any

import simpy


class Happening(IntEnum):
    """Kinds of happenings, in the order in which they take place at equal times."""

    WORK_FINISHED = 0
    STINT_ENDS = 1
    STINT_BEGINS = 2
    REPORT_ARRIVES = 3
    STEP_READY = 4
    MISJUDGED_FOUND = 5
    EXPIRY = 6
    MEETING = 7
    OFFICE_OPENS = 8


class Clock(simpy.Environment):
    """A SimPy environment in which equal times are ordered by (kind, number), never by accident of creation."""

    def moment(self, at_days: float, kind: Happening, number: int) -> simpy.Event:
        """An event at this moment, for a process to yield; `number` is a report, member or stint."""
        event = simpy.Event(self)
        event._ok = True  # what Event.succeed() sets; it would also schedule the event now
        event._value = None
        heappush(self._queue, (at_days, (kind << 32) | number, next(self._eid), event))  # type: ignore[misc]
        return event

    def at(self, at_days: float, kind: Happening, number: int, act: Callable[..., None], *what: Any) -> None:
        """Call `act(*what)` at this moment."""
        event = self.moment(at_days, kind, number)
        assert event.callbacks is not None
        event.callbacks.append(lambda _: act(*what))
