"""Replications over the cores; the result of a replication never depends on the process that simulates it, or when."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from tbkk_sim.engine import engine_for
from tbkk_sim.problem import Phrase
from tbkk_sim.runs.controls import NO_CONTROLS, controls_of
from tbkk_sim.runs.folder.manifest import finished_replications
from tbkk_sim.runs.folder.parts import RunParts
from tbkk_sim.runs.folder.stored_file import RunFolderError
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.runs.folder.writer import Records, RunWriter
from tbkk_sim.runs.outcome import ReplicationOutcome, ReplicationStore, keeps_events
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.runs.tables.people import holders_of
from tbkk_sim.runs.workers import cores, in_processes, in_threads, one_by_one
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import Asked
from tbkk_sim.stats.precision import StoppingResult, StoppingRule, estimate, rows_of
from tbkk_sim.system.lock import holding

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how many replications are done, of how many."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """A run that has just been finished."""

    path: Path
    manifest: dict[str, Any]
    replications: int
    simulated: int
    """Replications that were simulated now; the others were there already."""
    wall_seconds: float


def run_experiment(
    settings: Settings, folder: Path | str, progress: Progress | None = None, records: Records | None = None
) -> RunResult:
    """Simulate all replications and write the run folder, which no other process can write to meanwhile.

    A folder with part of the same run in it is completed, with the same result as without the stop.

    Args:
        settings: The settings to simulate.
        folder: The run folder.
        progress: Told how far it is.
        records: Texts to keep with the run, by the name of their file; written as soon as it is sure that this run
            may be written to the folder.

    Raises:
        SettingsError: the settings cannot be simulated, or a key figure whose precision is wanted does not exist.
        RunFolderError: the folder holds another run.
        HeldError: another process writes to it.
        PathLawError: a replication violated an invariant.
        ReplicationError: a replication killed its worker each time that it was tried.
    """
    plan = Simulation(settings)  # settings that cannot be simulated are refused before anything is written
    into = RunWriter(Path(folder), plan, records)
    with holding(into.path):
        return _run(plan, into, into.begin(), progress)


def extend_experiment(
    folder: Path | str,
    replications: int | None = None,
    progress: Progress | None = None,
    records: Records | None = None,
) -> RunResult:
    """Complete a run that was stopped, or add replications to one, with the same result as in one go.

    Args:
        folder: The run.
        replications: Number of replications to have in all; None: as many as the run was to have.
        progress: Told how far it is.
        records: Texts to keep with the run instead of those that are kept with it under these names.

    Raises:
        RunFolderError: there is nothing to do, or the run was made with other settings, by another version or on
            another processor.
        HeldError: another process writes to it.
    """
    path = Path(folder)
    stored_settings(path)  # before a lock is laid in a folder that is no run
    with holding(path):
        plan = Simulation(_extended(path, replications))
        into = RunWriter(path, plan, records)
        return _run(plan, into, into.begin(more=True), progress)


def _extended(path: Path, replications: int | None) -> Settings:
    """Return the settings of a stored run with the number of replications that it is to have."""
    settings, there = stored_settings(path), finished_replications(path)
    least = settings.run.replications if replications is None else replications
    if there is not None and replications is None:
        says = Phrase("is finished, with {n} replications; say how many it is to have", n=there)
        raise RunFolderError(says, path, f"--replications {2 * there}")
    if there is not None and least <= there:
        says = Phrase("is finished, and has {n} replications already; ask for more than that", n=there)
        raise RunFolderError(says, path)
    most = max(least, settings.run.replications_max)
    run = settings.run.model_copy(update={"replications": least, "replications_max": most})
    return settings.model_copy(update={"run": run, "asked": _asked_for_more(settings, least, most)})


def _asked_for_more(settings: Settings, least: int, most: int) -> Asked | None:
    """Return the command that makes this many replications in one go."""
    told = {"run.replications": least, "run.replications_max": most}
    known = {"run.replications": settings.run.replications, "run.replications_max": settings.run.replications_max}
    words = [f"{key}={number}" for key, number in told.items() if number != known[key]]
    return settings.asked.with_overrides(*words) if settings.asked and words else settings.asked


def _run(plan: Simulation, into: RunWriter, there: set[int], progress: Progress | None) -> RunResult:
    clock = perf_counter()
    work = Work(plan, into, progress, into.parts, there)
    stopped = work.do()
    into.combine(range(stopped.replications))
    wall_seconds = perf_counter() - clock
    precision = None if plan.settings.run.precision is None else stopped.as_record()
    manifest = into.finish(stopped.replications, wall_seconds, precision)
    return RunResult(into.path, manifest, stopped.replications, work.simulated, wall_seconds)


def engine_of(settings: Settings) -> str:
    """Return the engine that serves these settings, made ready."""
    simulated_days = settings.run.replications * settings.run.horizon_days
    return engine_for(settings.engine, log.warning, simulated_days)


def workers_of(settings: Settings) -> int:
    """Return the number of workers: as asked, or one per core that may be used; never more than replications."""
    return min(settings.run.workers or cores(), settings.run.replications)


class Work:
    """The replications that a run needs: those of its settings, or as many as its precision asks for."""

    def __init__(
        self,
        plan: Simulation,
        into: ReplicationStore,
        progress: Progress | None = None,
        parts: RunParts | None = None,
        there: set[int] | None = None,
    ) -> None:
        """Prepare the work.

        Args:
            plan: The simulation.
            into: Where replications are kept.
            progress: Told how far it is.
            parts: Parts of a run folder, to which workers write by themselves; None: they return what is to be kept.
            there: Replications that are kept already.
        """
        self.plan, self.into, self.progress = plan, into, progress
        self.settings = plan.settings
        self.task = ReplicationTask(plan, parts, engine_of(self.settings))
        self.there = there or set()
        self.simulated = 0

    def do(self) -> StoppingResult:
        """Simulate what is missing, and return how many replications count."""
        run = self.settings.run
        if run.precision is None:
            self._simulate(run.replications)
            return StoppingResult(run.replications, enough=True, estimates=())
        frame, most = self.plan.frame, run.replications_max
        rows = rows_of(frame, run.precision.key_figures)
        of_causes = controls_of(self.settings, frame) if run.precision.control_variates else NO_CONTROLS
        rule = StoppingRule(run.precision, run.replications, most, of_causes.means)
        values, causes = np.empty((0, len(rows))), np.empty((0, len(of_causes.rows)))
        while rule.enough_at is None and rule.seen < most:
            total = rule.next_total
            self._simulate(total)
            new = [self.into.values(r) for r in range(rule.seen, total)]
            values = np.vstack((values, *(row[rows] for row in new)))
            causes = np.vstack((causes, *(row[of_causes.rows] for row in new)))
            rule.look(values, of_causes.compute(causes))
        n = rule.enough_at or most
        now = estimate(run.precision, values[:n], of_causes.compute(causes[:n]), of_causes.means)
        return StoppingResult(n, rule.enough_at is not None, now)

    def _simulate(self, total: int) -> None:
        """Simulate those of the first `total` replications that are not there."""
        missing = [replication for replication in range(total) if replication not in self.there]
        done = total - len(missing)

        def is_done(replication: int, outcome: ReplicationOutcome | None) -> None:
            nonlocal done
            if outcome is not None:
                self.into.add(replication, outcome)
            done += 1
            if self.progress is not None:
                self.progress(done, total)

        if self.progress is not None:
            self.progress(done, total)
        workers = min(workers_of(self.settings), len(missing))
        if workers <= 1:
            one_by_one(self.task, missing, is_done)
        elif self.task.engine == "compiled":
            in_threads(self.task, missing, workers, is_done)
        else:
            in_processes(self.task, missing, workers, is_done)
        self.there.update(missing)
        self.simulated += len(missing)


class ReplicationTask:
    """Simulate a replication, and store it as a part or return it; compiled once in each process."""

    def __init__(self, plan: Simulation, parts: RunParts | None, engine: str) -> None:
        self.settings, self.parts, self.engine = plan.settings, parts, engine
        self._plan: Simulation | None = plan

    def __call__(self, replication: int) -> ReplicationOutcome | None:
        """Simulate one replication; None: it is in the folder."""
        if self._plan is None:
            self._plan = Simulation(self.settings)
        simulated = self._plan.simulate(replication, self.engine)
        log = simulated.log if keeps_events(self.settings, replication) else None
        people = holders_of(simulated.world.people, self.settings.run.horizon_days)
        outcome = ReplicationOutcome(simulated.values, people, log)
        if self.parts is None:
            return outcome
        self.parts.add(replication, outcome)
        return None

    def __getstate__(self) -> dict[str, Any]:
        """Return the state that goes to another process: the settings, without what is compiled from them."""
        return {**self.__dict__, "_plan": None}
