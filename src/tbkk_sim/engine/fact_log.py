"""The append-only event log that an engine writes."""

import struct

import numpy as np

from tbkk_sim.domain.facts import FACT_DTYPE, EventLog

pack_fact = struct.Struct("<d8xiihhbb").pack
"""One fact without hours as bytes: moment, report, member, team, detail, step, kind."""
pack_hours = struct.Struct("<ddiihhbb").pack
"""One fact as bytes, in the order of FACT_DTYPE."""


class FactLog:
    """Facts in the order in which they happen, packed into one growing buffer."""

    def __init__(self) -> None:
        self.rows = bytearray()
        """Facts packed by `pack_fact` or `pack_hours`."""

    def tell(
        self,
        time_days: float,
        kind: int,
        report: int = -1,
        step: int = -1,
        team: int = -1,
        member: int = -1,
        detail: int = -1,
        hours: float = 0.0,
    ) -> None:
        """Append one fact."""
        self.rows += pack_hours(time_days, hours, report, member, team, detail, step, kind)

    def as_event_log(self) -> EventLog:
        """All facts so far."""
        return EventLog.from_rows(np.frombuffer(self.rows, dtype=FACT_DTYPE))
