"""The outcome of one replication, and the stores that can keep it."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Floats
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.settings import Settings


class ReplicationOutcome(NamedTuple):
    """Outcome of one replication."""

    values: Floats
    """Values of the rows of the frame."""
    people: NDArray[np.void]
    """Holders of posts, as rows of HOLDER_DTYPE."""
    log: EventLog | None
    """Its events, if they are kept."""

    def __repr__(self) -> str:
        events = "no events" if self.log is None else f"{len(self.log):,} events"
        return f"{type(self).__name__}({len(self.values):,} values, {len(self.people):,} people, {events})"


class ReplicationStore(Protocol):
    """Store of replications: a folder, or memory."""

    def add(self, replication: int, outcome: ReplicationOutcome) -> None:
        """Keep a replication."""

    def values(self, replication: int) -> Floats:
        """Return the values of a replication that is kept."""


def keeps_events(settings: Settings, replication: int) -> bool:
    """True if the event log of this replication is to be kept."""
    keep = settings.run.keep_events
    return keep == "all" or (keep == "first" and replication == 0)
