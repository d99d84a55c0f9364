"""The append-only event log that an engine writes."""

import struct

import numpy as np

from tbkk_sim.domain.facts import FACT_DTYPE, EventLog

_FACT, _FACT_OF_HOURS = struct.Struct("<d8xiihhbb"), struct.Struct("<ddiihhbb")
assert _FACT.size == _FACT_OF_HOURS.size == FACT_DTYPE.itemsize
pack_fact = _FACT.pack
"""One fact without hours as bytes: moment, report, member, team, detail, step, kind."""
pack_hours = _FACT_OF_HOURS.pack
"""One fact as bytes, in the order of FACT_DTYPE: hours come after the moment."""


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
