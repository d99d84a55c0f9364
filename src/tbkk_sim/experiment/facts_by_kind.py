"""The event log as columns, with the rows of each kind of fact at hand."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.facts import EventLog, Fact

Codes = NDArray[np.intp]


class FactsByKind:
    """Contiguous columns of an event log: reading them one by one is much faster than reading packed rows."""

    def __init__(self, log: EventLog) -> None:
        rows = log.rows
        self.n = len(rows)
        self._rows = rows
        self.kind = np.ascontiguousarray(rows["kind"])
        self.time_days: NDArray[np.float64] = np.ascontiguousarray(rows["time_days"])
        self.report: NDArray[np.int32] = np.ascontiguousarray(rows["report"])
        self.detail: NDArray[np.int16] = np.ascontiguousarray(rows["detail"])
        self.step: NDArray[np.int8] = np.ascontiguousarray(rows["step"])
        self.member: NDArray[np.int32] = np.ascontiguousarray(rows["member"])
        self._found: dict[Fact, Codes] = {}

    @cached_property
    def hours(self) -> NDArray[np.float64]:
        """Hours of work done."""
        return np.ascontiguousarray(self._rows["hours"])

    @cached_property
    def team(self) -> NDArray[np.int16]:
        """Teams."""
        return np.ascontiguousarray(self._rows["team"])

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
