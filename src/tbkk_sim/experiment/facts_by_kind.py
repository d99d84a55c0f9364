"""The event log as columns, with the rows of each kind of fact at hand."""

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.facts import EventLog, Fact

Codes = NDArray[np.intp]


class FactsByKind:
    """The columns of an event log, and the rows of each kind."""

    def __init__(self, log: EventLog) -> None:
        self.n = len(log)
        self.kind = log.kind
        self.time_days, self.hours = log.time_days, log.hours
        self.report, self.member, self.team = log.report, log.member, log.team
        self.detail, self.step = log.detail, log.step
        self._found: dict[Fact, Codes] = {}

    def rows_of(self, kind: Fact) -> Codes:
        """Rows of one kind of fact, in order."""
        if kind not in self._found:
            self._found[kind] = np.flatnonzero(self.kind == kind)
        return self._found[kind]

    def rows_of_any(self, *kinds: Fact) -> Codes:
        """Rows of several kinds of facts, in order."""
        chosen = self.kind == kinds[0]
        for kind in kinds[1:]:
            chosen |= self.kind == kind
        return np.flatnonzero(chosen)
