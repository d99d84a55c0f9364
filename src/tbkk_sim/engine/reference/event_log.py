"""The log that the engine writes: events in the order in which they happen."""

import numpy as np

from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.model.event_records import EVENT_DTYPE, EventLog

Row = tuple[int, int, int, int, int, int, int, int]
"""The fields of EVENT_DTYPE."""


class EventWriter:
    """Events so far."""

    def __init__(self, env: Clock) -> None:
        self.env = env
        self.rows: list[Row] = []

    def append(
        self,
        kind: int,
        report: int = -1,
        step: int = -1,
        team: int = -1,
        member: int = -1,
        detail: int = -1,
        work_seconds: int = 0,
    ) -> None:
        """Append an event that happens now. `Event` explains the fields of each kind."""
        self.rows.append((int(self.env.now), work_seconds, report, member, team, detail, step, kind))

    def as_event_log(self) -> EventLog:
        """All events so far."""
        return EventLog.from_rows(np.array(self.rows, dtype=EVENT_DTYPE))
