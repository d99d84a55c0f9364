"""The events of one replication, sorted out once for key figures and invariants."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Numbers
from tbkk_sim.chain.course import EndedCases, LinkCourse, follow_chain
from tbkk_sim.metrics.events.arrivals import arrivals_of
from tbkk_sim.metrics.events.assessments import Assessments, are_taken_over, read_assessments
from tbkk_sim.metrics.events.cases import Cases, WaitsForWork, read_cases, waits_for_work
from tbkk_sim.metrics.events.ends import Ends, read_ends
from tbkk_sim.metrics.events.examinations import Examinations, read_examinations
from tbkk_sim.metrics.events.hidden import Hidden, read_hidden
from tbkk_sim.metrics.events.milestones import Beginnings, MilestoneReached, read_beginnings, read_milestones
from tbkk_sim.metrics.events.moves import States, states_of
from tbkk_sim.metrics.events.persons import PassedOn, read_passed_on
from tbkk_sim.metrics.events.service_intervals import (
    Parts,
    ServiceIntervals,
    cut_at_months,
    cut_work,
    read_service_intervals,
)
from tbkk_sim.metrics.events.tasks import Tasks
from tbkk_sim.metrics.events.treatments import Treatments, read_treatments
from tbkk_sim.metrics.grid import Grid, grid_of
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import Seconds
from tbkk_sim.sampling.world import World


@dataclass(frozen=True)
class Ledger:
    """One replication: its world, its events, and both as cases and service intervals."""

    world: World
    parameters: Parameters
    log: EventLog
    other_grid: Grid | None = None
    """Grid to count in instead of that of months and years."""

    def __repr__(self) -> str:
        return f"Ledger(replication {self.world.replication}: {len(self.log):,} events)"

    @cached_property
    def grid(self) -> Grid:
        """The months and years of the run, unless it counts in another grid."""
        return grid_of(self.parameters) if self.other_grid is None else self.other_grid

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
    def arrived_seconds(self) -> Seconds:
        """Second at which each report arrives; of stock negative, of what does not come NEVER_SECONDS."""
        return arrivals_of(self.world, self.log)

    @cached_property
    def came(self) -> Flags:
        """True for each report that arrived within the run; stock did not."""
        return (self.arrived_seconds >= 0) & (self.arrived_seconds < self.parameters.horizon_seconds)

    @cached_property
    def treatments(self) -> Treatments:
        """Treatments of all reports, first, when they were taken up, and last."""
        return read_treatments(self.world, self.log)

    @cached_property
    def arrival_month(self) -> Numbers:
        """Month in which each report arrives; of stock the first, beyond the horizon the last."""
        return self.grid.month(self.arrived_seconds)

    @cached_property
    def arrival_cell(self) -> Numbers:
        """Cell [month, unit, true class] in which each report arrives."""
        reports = self.world.reports
        return self.grid.cell(self.arrival_month, reports.unit, reports.true_class)

    @cached_property
    def tasks(self) -> Tasks:
        """All work that there may be."""
        parameters = self.parameters
        return Tasks(self.world, parameters.classes.severe, parameters.assessment_skill, self.treatments)

    @cached_property
    def passed_on(self) -> PassedOn:
        """The reports that triage passed on, and the case that there was of each person."""
        return read_passed_on(self.world, self.log)

    @cached_property
    def taken_over(self) -> Flags:
        """True for each report that a person was to judge, and the system judged since too many waited."""
        return are_taken_over(self.world, self.log)

    @cached_property
    def assessments(self) -> Assessments:
        """The reports that units were to assess."""
        return read_assessments(self.world, self.log)

    @cached_property
    def examinations(self) -> Examinations:
        """The devices that came to the laboratory."""
        return read_examinations(self.world, self.tasks, self.log)

    @cached_property
    def hidden(self) -> Hidden:
        """The times in which severe cases were hidden."""
        return read_hidden(self.world, self.parameters, self.log)

    @cached_property
    def cases(self) -> Cases:
        """The history of each case."""
        return read_cases(self.world, self.log, self.arrived_seconds, self.treatments, self.passed_on, self.parameters)

    @cached_property
    def waits_for_work(self) -> WaitsForWork:
        """All waits for first work."""
        return waits_for_work(self.world, self.log, self.cases, self.assessments, self.parameters.horizon_seconds)

    @cached_property
    def milestones(self) -> tuple[MilestoneReached, ...]:
        """The cases that reached each milestone."""
        return read_milestones(self.world, self.log, self.cases, self.tasks, self.parameters)

    @cached_property
    def beginnings(self) -> Beginnings:
        """The moments from which days to milestones count."""
        return read_beginnings(self.world, self.log, self.cases)

    @cached_property
    def chain(self) -> tuple[LinkCourse, ...]:
        """The course of cases at each link after the teams."""
        cases, parameters = self.cases, self.parameters
        rows = np.flatnonzero(cases.ended)
        report = cases.report[rows]
        ended = EndedCases(
            report,
            self.world.reports.key[report],
            cases.unit[rows],
            cases.last_class[rows],
            cases.end[rows],
            cases.ended_seconds[rows],
        )
        severe, horizon = parameters.classes.severe, parameters.horizon_seconds
        return follow_chain(ended, parameters.chain, severe, self.world.replication, horizon)

    @cached_property
    def states(self) -> States:
        """Backlog and work in hand over time."""
        return states_of(self.grid, self.cases)

    @cached_property
    def ends(self) -> Ends:
        """Ends of work."""
        return read_ends(self.tasks, self.log)

    @cached_property
    def service_intervals(self) -> ServiceIntervals:
        """Service intervals: who worked when on what."""
        return read_service_intervals(self.tasks, self.parameters, self.log, self.ends, self.arrived_seconds)

    @cached_property
    def parts(self) -> Parts:
        """Service intervals cut at the ends of months, from when a member has the work in hand."""
        return self._cut(self.service_intervals.begin_seconds, self.service_intervals.begin_office_seconds)

    @cached_property
    def work_parts(self) -> Parts:
        """The same, from when work is done: without the time in which a step is held."""
        intervals = self.service_intervals
        if np.array_equal(intervals.work_begin_seconds, intervals.begin_seconds):
            return self.parts
        return self._cut(intervals.work_begin_seconds, intervals.work_begin_office_seconds)

    @cached_property
    def work_of_parts(self) -> Seconds:
        """Work done in each part of `work_parts`."""
        return cut_work(self.service_intervals, self.work_parts, self.grid, self.parameters.working)

    def _cut(self, begin: Seconds, begin_office: Seconds) -> Parts:
        intervals = self.service_intervals
        return cut_at_months(
            self.grid,
            self.parameters.working,
            (begin, intervals.end_seconds),
            (begin_office, intervals.end_office_seconds),
        )
