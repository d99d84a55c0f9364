"""The events of one replication, sorted out once for key figures and invariants."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes, Numbers
from tbkk_sim.metrics.events.cases import Cases, read_cases
from tbkk_sim.metrics.events.ends import Ends, read_ends
from tbkk_sim.metrics.events.moves import States, states_of
from tbkk_sim.metrics.events.service_intervals import Parts, ServiceIntervals, cut_at_months, cut_work, read_spells
from tbkk_sim.metrics.events.tasks import Tasks
from tbkk_sim.metrics.grid import Grid, grid_of
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import Seconds
from tbkk_sim.sampling.world import World


@dataclass(frozen=True)
class Ledger:
    """One replication: what was given, what happened, and both as cases and spells of work."""

    world: World
    parameters: Parameters
    log: EventLog
    grid: Grid

    def month_of(self, rows: Codes) -> Numbers:
        """Month of events, from their rows, which are in order."""
        first = np.searchsorted(rows, self._first_rows_of_months)
        months = np.arange(self.grid.n_months, dtype=np.int16)
        return np.repeat(months, np.diff(first, prepend=0, append=len(rows)))

    @cached_property
    def _first_rows_of_months(self) -> Codes:
        """First row of each month but the first."""
        return np.searchsorted(self.log.time_seconds, self.grid.month_starts_seconds[1:-1])

    @cached_property
    def arrival_month(self) -> Numbers:
        """Month in which each report arrives; of stock the first, beyond the horizon the last."""
        return self.grid.month(self.world.reports.arrived_seconds)

    @cached_property
    def arrival_cell(self) -> Numbers:
        """Cell [month, unit, true class] in which each report arrives."""
        reports = self.world.reports
        return self.grid.cell(self.arrival_month, reports.unit, reports.true_class)

    @cached_property
    def tasks(self) -> Tasks:
        """All work that there may be."""
        return Tasks(self.world)

    @cached_property
    def cases(self) -> Cases:
        """What became of each case."""
        return read_cases(self.world, self.log, self.parameters.horizon_seconds)

    @cached_property
    def states(self) -> States:
        """Backlog and work in hand over time."""
        return states_of(self.grid, self.cases)

    @cached_property
    def ends(self) -> Ends:
        """Ends of work."""
        return read_ends(self.tasks, self.log)

    @cached_property
    def spells(self) -> ServiceIntervals:
        """Who worked when on what."""
        return read_spells(self.tasks, self.parameters, self.log, self.ends)

    @cached_property
    def parts(self) -> Parts:
        """Spells cut at the ends of months, from when a member has the work in hand."""
        return self._cut(self.spells.begin_seconds, self.spells.begin_office_seconds)

    @cached_property
    def work_parts(self) -> Parts:
        """The same, from when work is done: without the time in which a step is held for a specialist."""
        spells = self.spells
        if np.array_equal(spells.work_begin_seconds, spells.begin_seconds):
            return self.parts
        return self._cut(spells.work_begin_seconds, spells.work_begin_office_seconds)

    @cached_property
    def work_of_parts(self) -> Seconds:
        """Work done in each part of `work_parts`."""
        return cut_work(self.spells, self.work_parts, self.grid, self.parameters.working)

    def _cut(self, begin: Seconds, begin_office: Seconds) -> Parts:
        spells = self.spells
        return cut_at_months(
            self.grid,
            self.parameters.working,
            (begin, spells.end_seconds),
            (begin_office, spells.end_office_seconds),
        )


def open_ledger(world: World, parameters: Parameters, log: EventLog) -> Ledger:
    """Begin to sort out the events of one replication."""
    return Ledger(world, parameters, log, grid_of(parameters))
