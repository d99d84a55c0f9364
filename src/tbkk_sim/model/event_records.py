"""The events that an engine writes: kind, time, report, member and detail of each."""

from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model.seconds import days_of, hours_of


class Event(IntEnum):
    """Kinds of events."""

    ARRIVED = 0
    """A report arrived at its unit (work in stock: at second 0). detail: true class."""
    TRIAGED = 1
    """A report got its class. detail: that class."""
    QUEUED = 2
    """A step joined the queue of `team`, first or again. detail: class."""
    TAKEN_UP = 3
    """The first work on a case starts now. detail: class."""
    STARTED = 4
    """`member` of `team` starts a step. detail: class."""
    INTERRUPTED = 5
    """`member` interrupts a step, unfinished. work_seconds: done since it was started or resumed."""
    RESUMED = 6
    """`member` of `team` goes on with a step. detail: class."""
    FINISHED = 7
    """`member` finished a step. work_seconds: done since it was started or resumed."""
    HANDED_OVER = 8
    """The next step moves to another team than the one before. team: the new one; detail: the old one."""
    RECLASSIFIED = 9
    """A case gets another class (upgrade on discovery, or misjudged and found). detail: the new class."""
    ENDED = 10
    """A report or case ended. detail: End."""
    JOINED = 11
    """`member` starts in `team`. report: row of the shift."""
    LEFT = 12
    """`member` leaves `team` for good. report: row of the shift."""
    ABSENT = 13
    """`member` is away. report: row of the shift."""
    BACK = 14
    """`member` is back. report: row of the shift."""
    PACED = 15
    """`member` goes on at another rate (end of a ramp phase, part-time). report: row of the new shift."""
    STEERED = 16
    """The steering group meets. report: number of the meeting; work_seconds: the pressure from then on, in
    millionths."""
    HELD = 17
    """`member` waits, with the step in hand, for a specialist of a pool. team: of the member."""
    ASSISTED = 18
    """`member` of `team` joins a held step. detail: class."""
    RELEASED = 19
    """`member` of pool `team` is done assisting. work_seconds: done."""
    WEIGHED = 20
    """It is decided how a case is treated, first or anew. detail: Treatment; member, of team: who takes it up now, in a
    campaign."""
    ASSESSED = 21
    """A unit assessed a report that triage passed on. detail: class."""
    SENT_TO_EXAMINATION = 22
    """The devices of a case come to the laboratory, and its next step waits for that. team: of the case; detail:
    class."""
    EXAMINED = 23
    """The laboratory has examined the devices of a case. team: of the case; detail: class."""


class End(IntEnum):
    """Ways in which a report or case ends; the first five are the outcomes of finished work."""

    FILE_TO_OM = 0
    ALTERNATIVE = 1
    LETTER_OR_VISIT = 2
    TRANSFERRED = 3
    NO_OFFENCE = 4
    CLOSED_IN_TRIAGE = 5
    EXPIRED = 6
    """Nobody took it up in time."""
    DECLINED = 7
    """Turned away after triage, since too much waits."""
    OWN_WORK_DONE = 8
    CLOSED_BY_CHOICE = 9
    """Not treated, as it was decided beforehand for a part of its class."""
    JOINED = 10
    """Joined to the case of the same person, which is open or was investigated."""
    UNTRACEABLE = 11
    """Enriched too late, or in vain: it leads to no person."""


IN_TRIAGE, IN_ASSESSMENT = -1, -2
"""Positions of a report that is not a case yet: at the national desk, and at its unit."""
UNDONE = (End.CLOSED_BY_CHOICE, End.DECLINED, End.EXPIRED)
"""Ends of cases that nobody took up."""

EVENT_DTYPE = np.dtype(
    [
        ("time_seconds", "<i8"),
        ("work_seconds", "<i8"),
        ("report", "<i4"),
        ("member", "<i4"),
        ("team", "<i2"),
        ("detail", "<i2"),
        ("step", "i1"),
        ("kind", "i1"),
    ]
)
"""One event: 30 bytes. `report` is a row of the world's reports, `step` a position in the case (-1: triage, -2:
assessment)."""
COLUMNS = tuple(EVENT_DTYPE.names or ())
BLOCK = 8192
"""Events taken apart at once: a quarter of a megabyte, which the processor keeps near."""


@dataclass(frozen=True, eq=False)
class EventLog:
    """All events of one replication in the order in which they happened, one array a column of EVENT_DTYPE."""

    time_seconds: NDArray[np.int64]
    work_seconds: NDArray[np.int64]
    report: NDArray[np.int32]
    member: NDArray[np.int32]
    team: NDArray[np.int16]
    detail: NDArray[np.int16]
    step: NDArray[np.int8]
    kind: NDArray[np.int8]
    _reports: dict[Event, NDArray[np.intp]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def from_rows(cls, rows: NDArray[np.void]) -> Self:
        """Build a log from an array of EVENT_DTYPE, taken apart by blocks that stay in the cache for all columns."""
        columns = {name: np.empty(len(rows), EVENT_DTYPE[name]) for name in COLUMNS}
        for begin in range(0, len(rows), BLOCK):
            block = slice(begin, begin + BLOCK)
            for name, column in columns.items():
                column[block] = rows[block][name]
        return cls(**columns)

    def __len__(self) -> int:
        return len(self.kind)

    def __repr__(self) -> str:
        return f"EventLog({len(self):,} events)"

    @cached_property
    def time_days(self) -> NDArray[np.float64]:
        """Moments of the events, in days from the start."""
        return days_of(self.time_seconds)

    @cached_property
    def hours(self) -> NDArray[np.float64]:
        """Hours of work done, of the events that record work."""
        return hours_of(self.work_seconds)

    @property
    def rows(self) -> NDArray[np.void]:
        """The events as an array of EVENT_DTYPE."""
        return self.rows_at(slice(None))

    @cached_property
    def _by_kind(self) -> list[NDArray[np.intp]]:
        """The rows of each kind of event, in order; sorting 8 bits by counting is faster than searching."""
        order = np.argsort(self.kind, kind="stable")
        later_kinds = np.array(list(Event)[1:], dtype=self.kind.dtype)
        return np.split(order, np.searchsorted(self.kind, later_kinds, sorter=order))

    def rows_of(self, *kinds: Event) -> NDArray[np.intp]:
        """The rows of the events of these kinds, in order."""
        rows = [self._by_kind[kind] for kind in kinds]
        return rows[0] if len(rows) == 1 else np.sort(np.concatenate(rows), kind="stable")  # merges what is in order

    @cached_property
    def _by_end(self) -> list[NDArray[np.intp]]:
        """The rows of each way in which reports and cases end, in order."""
        ended = self.rows_of(Event.ENDED)
        order = np.argsort(self.detail[ended], kind="stable")
        return np.split(ended[order], np.searchsorted(self.detail[ended], list(End)[1:], sorter=order))

    def rows_of_end(self, end: End) -> NDArray[np.intp]:
        """The rows of the events by which reports or cases end in this way, in order."""
        return self._by_end[end]

    def reports_of(self, kind: Event) -> NDArray[np.intp]:
        """The reports of the events of a kind, in order; looked up once."""
        if kind not in self._reports:
            self._reports[kind] = self.report[self.rows_of(kind)].astype(np.intp)
        return self._reports[kind]

    def select(self, *kinds: Event) -> NDArray[np.void]:
        """The events of these kinds, in order, as an array of EVENT_DTYPE."""
        return self.rows_at(self.rows_of(*kinds))

    def rows_at(self, which: NDArray[np.intp] | slice) -> NDArray[np.void]:
        """Some of the events, as an array of EVENT_DTYPE."""
        columns = [getattr(self, name)[which] for name in COLUMNS]
        rows = np.empty(len(columns[0]), dtype=EVENT_DTYPE)
        for name, column in zip(COLUMNS, columns, strict=True):
            rows[name] = column
        return rows
