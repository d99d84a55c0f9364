"""Replications over the cores; what a replication says never depends on who simulates it, or when."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from tbkk_sim.engine import ENGINES
from tbkk_sim.experiment.replication import Plan
from tbkk_sim.experiment.run_folder import RunFolder, keeps_events
from tbkk_sim.experiment.workers import in_processes, in_threads, one_by_one
from tbkk_sim.settings import Settings

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
    settings: Settings,
    folder: Path | str,
    progress: Progress | None = None,
    pages: Callable[[Path], object] | None = None,
) -> RunResult:
    """Simulate all replications and write the run folder; `pages` may add to it before the manifest is written.

    A folder with part of the same run in it is completed, with the same result as without the stop.

    Raises:
        RunFolderError: the folder holds another run.
        PathLawError: a replication broke a law that every path must obey.
        ReplicationError: a replication killed its worker each time that it was tried.
    """
    begin = perf_counter()
    into = RunFolder(Path(folder))
    replications = range(settings.run.replications)
    plan = Plan(settings)
    there = into.begin(settings) & set(replications)
    missing = [replication for replication in replications if replication not in there]
    _simulate(settings, into, missing, len(there), progress)
    into.combine(settings, plan.frame, replications)
    if pages is not None:
        pages(into.path)
    wall_seconds = perf_counter() - begin
    manifest = into.finish(settings, len(replications), wall_seconds)
    return RunResult(into.path, manifest, len(replications), len(missing), wall_seconds)


def engine_of(settings: Settings) -> str:
    """The engine that runs: simpy to read along with one replication, the compiled one for many."""
    if settings.engine != "auto":
        return settings.engine
    if settings.run.replications == 1:
        return "simpy"
    if "compiled" not in ENGINES:
        log.warning("The compiled engine needs numba, which is not installed: SimPy runs instead, more slowly.")
        return "simpy"
    return "compiled"


def workers_of(settings: Settings) -> int:
    """Number of workers: as asked, or one per core that this process may use; never more than replications."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(settings.run.workers or cores, settings.run.replications)


def _simulate(settings: Settings, into: RunFolder, missing: list[int], n_there: int, progress: Progress | None) -> None:
    done = n_there
    total = n_there + len(missing)

    def is_done() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    if progress is not None:
        progress(done, total)
    engine, workers = engine_of(settings), min(workers_of(settings), len(missing))
    task = Task(settings, into.path, engine)
    if workers <= 1:
        one_by_one(task, missing, is_done)
    elif engine == "compiled":
        in_threads(task, missing, workers, is_done)
    else:
        in_processes(task, missing, workers, is_done)


class Task:
    """Simulate a replication and store what it says; made ready once in each process."""

    def __init__(self, settings: Settings, path: Path, engine: str) -> None:
        self.settings, self.path, self.engine = settings, path, engine
        self._plan: Plan | None = None

    def __call__(self, replication: int) -> None:
        """Simulate one replication into the folder."""
        if self._plan is None:
            self._plan = Plan(self.settings)
        happened = self._plan.simulate(replication, self.engine)
        kept = happened.log if keeps_events(self.settings, replication) else None
        RunFolder(self.path).store(replication, happened.values, kept)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: settings only."""
        return {**self.__dict__, "_plan": None}
