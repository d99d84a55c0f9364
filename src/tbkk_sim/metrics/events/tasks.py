"""Tasks: all work that there may be in a replication, the steps of cases, and triage and assessment of reports."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Bytes, Codes, Flags, Ints, Numbers
from tbkk_sim.metrics.events.treatments import Treatments, found_by_a_lighter_one
from tbkk_sim.model.event_records import IN_ASSESSMENT, IN_TRIAGE, EventLog
from tbkk_sim.model.seconds import Seconds
from tbkk_sim.sampling.world import World


@dataclass(frozen=True)
class Tasks:
    """One row per task: the steps of the world, then the triage of each report, then the assessment of each.

    Of every report there is a row of triage and one of assessment, whether these are needed or not.
    """

    world: World
    severe: Flags
    """Per class: it is investigated in full (parameters.Classes)."""
    assessment_skill: int
    treatments: Treatments

    def __len__(self) -> int:
        return self.first_assessment + len(self.world.reports.key)

    @property
    def n_steps(self) -> int:
        """Steps of the world; the triage of report r is row n_steps + r."""
        return len(self.world.steps.skill)

    @property
    def first_assessment(self) -> int:
        """Row of the assessment of the first report; that of report r is row first_assessment + r."""
        return self.n_steps + len(self.world.reports.key)

    def rows(self, report: Codes, position: Bytes) -> Codes:
        """Rows of tasks, from reports and positions in their cases (IN_TRIAGE and IN_ASSESSMENT before the first)."""
        first = self._first_rows[report - len(self.world.reports.key) * np.minimum(position, 0, dtype=np.intp)]
        row: Codes = np.add(first, position, dtype=np.intp)
        return row

    def rows_of(self, log: EventLog, events: Codes) -> Codes:
        """Rows of the tasks that events are about."""
        return self.rows(log.report[events].astype(np.intp), log.step[events])

    @cached_property
    def _first_rows(self) -> Ints:
        """Row of position 0 of each report: among its steps, or as if its triage, or its assessment, came before it."""
        triaging = np.arange(self.n_steps, self.first_assessment, dtype=np.int32)
        assessing = np.arange(self.first_assessment, len(self), dtype=np.int32)
        before = (triaging - np.int32(IN_TRIAGE), assessing - np.int32(IN_ASSESSMENT))
        return np.concatenate((self.world.reports.first_step, *before))

    @cached_property
    def report_of_step(self) -> Codes:
        """Report of each step."""
        n_steps = self.world.reports.n_steps
        with_steps = np.flatnonzero(n_steps > 0)
        return np.repeat(with_steps, n_steps[with_steps])

    @cached_property
    def skill(self) -> Bytes:
        """Skill that each task needs; triage needs the first."""
        n = len(self.world.reports.key)
        assessing = np.full(n, self.assessment_skill, dtype=np.int8)
        return np.concatenate((self.world.steps.skill, np.zeros(n, dtype=np.int8), assessing))

    @cached_property
    def position(self) -> Numbers:
        """Position of each step in its case."""
        report = self.report_of_step
        return np.arange(len(report), dtype=np.int32) - self.world.reports.first_step[report]

    @cached_property
    def upgraded_from(self) -> Numbers:
        """Position from which on the steps of each report are those of something worse; beyond the last: none is.

        After the step that discovers it; all steps of a full investigation, if a lighter treatment has found it.
        """
        reports = self.world.reports
        by_lighter = found_by_a_lighter_one(self.treatments, reports, self.severe)
        after = np.where(by_lighter, reports.full_from, reports.upgrade_after.astype(np.int16) + 1)
        return np.where(reports.upgrade_after < 0, reports.n_steps, after)

    @cached_property
    def is_upgraded(self) -> Flags:
        """True for each step that comes after it is found that its case is something worse."""
        return self.position >= self.upgraded_from[self.report_of_step]

    @cached_property
    def drawn_seconds(self) -> Seconds:
        """Work in each task, if nothing is discovered."""
        reports = self.world.reports
        return np.concatenate((self.world.steps.work_seconds, reports.triage_seconds, reports.assessment_seconds))

    @cached_property
    def work_seconds(self) -> Seconds:
        """Work in each task, upgraded where the work before it discovers more."""
        steps = self.world.steps
        work = self.drawn_seconds.copy()
        rows = np.flatnonzero(self.is_upgraded)
        work[rows] = steps.upgraded_work_seconds[rows]
        return work
