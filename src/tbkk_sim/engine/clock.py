"""The clock: SimPy's environment, with an order for what happens at the same moment that we choose ourselves."""

import math
from collections.abc import Callable, Iterable
from enum import IntEnum
from heapq import heappop, heappush
from itertools import chain
from typing import Any

import simpy
from simpy.events import NORMAL


class Happening(IntEnum):
    """Kinds of happenings, in the order in which they take place at equal times."""

    WORK_FINISHED = 0
    STINT_ENDS = 1
    STINT_BEGINS = 2
    OFFICE_OPENS = 3
    REPORT_ARRIVES = 4
    STEP_READY = 5
    MISJUDGED_FOUND = 6
    EXPIRY = 7
    MEETING = 8


THE_END = -3
"""Kind of the end, before SimPy's own events, which come before all happenings."""
Entry = tuple[float, int, int, Any, Callable[[Any], None]]
"""Moment, kind and number (of a report, member or stint) of a happening; then what it happens to, and what to call.
Two entries with the same moment, kind and number are the same call."""


class Clock(simpy.Environment):
    """A SimPy environment in which equal times are ordered by (kind, number), never by accident of creation.

    Beside SimPy's events its agenda takes plain calls, which cost a third, and it keeps a timetable of what is known
    beforehand, which costs less still.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now_days = 0.0
        """The moment; an attribute, since it is read more often than anything else."""
        self.timetable: Iterable[Entry] = ()
        """What will happen in any case, in order."""
        self.agenda: list[Entry] = self._queue  # type: ignore[assignment]
        """What will happen as things stand: a heap."""
        self.after_each_event: Callable[[], None] = nothing_follows

    @property
    def now(self) -> float:
        """The moment, as SimPy calls it."""
        return self.now_days

    def moment(self, at_days: float, kind: int, number: int) -> simpy.Event:
        """An event at this moment, for a process to yield."""
        event = simpy.Event(self)
        event._ok = True  # what Event.succeed() sets; it would also schedule the event now
        event._value = None
        heappush(self.agenda, (at_days, kind, number, event, take_place))
        return event

    def schedule(self, event: simpy.Event, priority: int = NORMAL, delay: float = 0.0) -> None:
        """Put an event of SimPy's own on the agenda, before all other kinds."""
        heappush(self.agenda, (self.now_days + delay, priority - NORMAL - 1, next(self._eid), event, take_place))

    def run(self, until: Any = math.inf) -> None:
        """Let time pass until this moment: what comes first happens first, from the agenda or the timetable.

        Raises:
            BaseException: what an event or a process of SimPy's failed with.
        """
        agenda = self.agenda
        the_end: Entry = (until, THE_END, 0, None, nothing_happens)
        for coming in chain(self.timetable, [the_end]):
            while agenda and agenda[0] < coming:
                self.now_days, _, _, what, act = heappop(agenda)
                act(what)
                self.after_each_event()
            self.now_days, _, _, what, act = coming
            act(what)
            self.after_each_event()


def nothing_happens(_: None) -> None:
    """What the end brings."""


def nothing_follows() -> None:
    """What follows an event, unless said otherwise."""


def take_place(event: simpy.Event) -> None:
    """Tell all who wait for an event of SimPy's; if it failed and none of them takes care of that, the run fails.

    A process that raises is such an event. As in simpy.Environment.step, but the error itself is raised, not a copy.
    """
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
    for callback in callbacks:
        callback(event)
    if not event._ok and not event.defused:
        raise event._value
