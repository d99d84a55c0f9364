"""Tasks: all work that there may be in a replication, the steps of cases and the judging of reports."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Bytes, Codes, Ints
from tbkk_sim.model.seconds import Seconds
from tbkk_sim.sampling.world import World


@dataclass(frozen=True)
class Tasks:
    """One row a task: first the steps of the world, then the judging of each report, whether it is needed or not."""

    world: World

    def __len__(self) -> int:
        return self.n_steps + len(self.world.reports.key)

    @property
    def n_steps(self) -> int:
        """Steps of the world; the judging of report r is row n_steps + r."""
        return len(self.world.steps.skill)

    def rows(self, report: Codes, position: Bytes) -> Codes:
        """Rows of tasks, from reports and positions in their cases (-1: judging)."""
        first = self._first_rows[report + len(self.world.reports.key) * (position < 0)]
        return np.add(first, position, dtype=np.intp)

    @cached_property
    def _first_rows(self) -> Ints:
        """Where position 0 is: of each report among its steps, and then of each as if its judging came before."""
        triaging = np.arange(self.n_steps, len(self), dtype=np.int32)
        return np.concatenate((self.world.reports.first_step, triaging + np.int32(1)))

    @cached_property
    def report_of_step(self) -> Codes:
        """Report of each step."""
        n_steps = self.world.reports.n_steps
        with_steps = np.flatnonzero(n_steps > 0)
        return np.repeat(with_steps, n_steps[with_steps])

    @cached_property
    def skill(self) -> Bytes:
        """Skill that each task needs; judging needs the first."""
        return np.concatenate((self.world.steps.skill, np.zeros(len(self) - self.n_steps, dtype=np.int8)))

    @cached_property
    def work_seconds(self) -> Seconds:
        """Work in each task, upgraded where the work before it discovers more."""
        reports, steps = self.world.reports, self.world.steps
        work = np.concatenate((steps.work_seconds, reports.triage_seconds))
        report = np.flatnonzero(reports.upgrade_after >= 0)
        first = reports.first_step[report] + reports.upgrade_after[report] + 1
        n = reports.first_step[report] + reports.n_steps[report] - first
        rows = np.arange(n.sum()) + np.repeat(first - (np.cumsum(n) - n), n)
        work[rows] = steps.upgraded_work_seconds[rows]
        return work
