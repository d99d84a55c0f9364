"""Simulation of plans in the background of the page: worker processes, and the replications that they have finished."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from weakref import WeakSet

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.engine import engine_for
from tbkk_sim.engine.simulate import SIMPY
from tbkk_sim.metrics.frame import Frame
from tbkk_sim.metrics.key_figures.measure import frame_of_run
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.problem import Phrase, SettingsError
from tbkk_sim.replay.weeks import WeeklyState, weeks_of
from tbkk_sim.runs.folder.identity import replications_hash
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.runs.workers import WorkerPool
from tbkk_sim.settings import Settings
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.plans import refused

log = logging.getLogger(__name__)

KEPT = 8
"""Runs that are remembered."""
SimulatedValues = tuple[Floats, WeeklyState | None]
"""The values of a replication; of the first one also its weeks."""


@dataclass
class BackgroundRun:
    """The replications of one plan that have been simulated so far."""

    settings: Settings
    values: dict[int, Floats] = field(default_factory=dict)
    """Values of the frame, by replication."""
    weeks: WeeklyState | None = None
    """The first replication, week by week."""
    error: Phrase | None = None
    """The reason that it cannot be simulated."""
    in_hand: set[int] = field(default_factory=set)
    """Replications that a worker is simulating."""

    @property
    def submitted(self) -> int:
        """Number of replications that were submitted."""
        return self.settings.run.replications

    @property
    def done(self) -> int:
        """Number of finished replications, without a gap from the first on."""
        return next(r for r in range(len(self.values) + 1) if r not in self.values)

    @cached_property
    def frame(self) -> Frame:
        """The rows of the values."""
        return frame_of_run(compile_parameters(self.settings))

    def table(self, replications: int) -> Floats:
        """Return the values [replication, row] of the first replications."""
        return np.array([self.values[r] for r in range(replications)])


class BackgroundRunner:
    """Simulates submitted plans, those submitted last first, one replication of each plan in turn."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._runs: dict[str, BackgroundRun] = {}
        self._submitted: dict[str, tuple[BackgroundRun, ...]] = {}
        self._lock = threading.RLock()
        self._pool: WorkerPool | None = None
        self._busy = 0
        self._serving: dict[str, str] = {}
        """The engine in use, by the engine of the settings; empty while it is prepared."""
        _runners.add(self)

    @property
    def is_preparing(self) -> bool:
        """True while an engine is compiled, which takes a while and happens once for a version of the program."""
        return "" in self._serving.values()

    def submit(self, visitor: str, *plans: Settings) -> tuple[BackgroundRun, ...]:
        """Begin to simulate plans, instead of those that the same visitor submitted before.

        Args:
            visitor: Identifies who looks at the page.
            *plans: Settings to simulate; none: nothing more for this visitor.

        Returns:
            A run of each plan, which fills as replications finish.
        """
        with self._lock:
            runs = tuple(self._run_of(plan) for plan in plans)
            self._submitted.pop(visitor, None)
            self._submitted[visitor] = runs
            for run in runs:
                run.error = None
            self._forget()
            self._feed()
            return runs

    def close(self, wait: bool = True) -> None:
        """End the workers when they have finished what they have in hand."""
        with self._lock:
            self._submitted.clear()
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close(wait)

    def kill(self) -> None:
        """End the workers at once, whatever they have in hand."""
        with self._lock:
            self._submitted.clear()
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.kill()

    def _run_of(self, plan: Settings) -> BackgroundRun:
        key = f"{replications_hash(plan)} {plan.engine} {plan.run.replications}"
        run = self._runs.pop(key, None) or BackgroundRun(plan)
        self._runs[key] = run
        return run

    def _forget(self) -> None:
        submitted = [id(run) for runs in self._submitted.values() for run in runs]
        for key in list(self._runs)[:-KEPT]:
            if id(self._runs[key]) not in submitted:
                del self._runs[key]

    def _feed(self) -> None:
        """Keep every worker busy, and no more."""
        try:
            self._give_work()
        except (OSError, RuntimeError):
            log.exception("no worker process can be started")
            for run in (run for runs in self._submitted.values() for run in runs):
                run.error = run.error or Phrase(phrases.NO_WORKER)

    def _give_work(self) -> None:
        """Give each idle worker a replication; one worker prepares an engine, while the others wait."""
        while self._busy < self.workers and not self.is_preparing and (task := self._next()):
            run, replication = task
            asked = run.settings.engine
            if asked not in self._serving:
                future = self._to_worker(engine_for, asked, log.warning)
                self._serving[asked] = ""
                future.add_done_callback(lambda done, asked=asked: self._is_ready(asked, done))  # type: ignore[misc]
                return
            future = self._to_worker(simulate, run.settings.model_dump_json(), replication, self._serving[asked])
            run.in_hand.add(replication)
            future.add_done_callback(lambda done, run=run, r=replication: self._take(run, r, done))  # type: ignore[misc]

    def _to_worker(self, work: Callable[..., Any], *arguments: object) -> "Future[Any]":
        """Give work to a worker, of a new pool if the old one broke."""
        for _ in range(2):
            if self._pool is None:
                self._pool = WorkerPool(self.workers)
            try:
                future = self._pool.submit(work, *arguments)
            except BrokenProcessPool:
                self._pool = None
            else:
                self._busy += 1
                return future
        raise RuntimeError("no worker process can be started here")

    def _is_ready(self, asked: str, future: "Future[str]") -> None:
        with self._lock:
            self._busy -= 1
            if future.cancelled():
                return
            if isinstance(future.exception(), BrokenProcessPool):
                self._pool = None
            self._serving[asked] = SIMPY if future.exception() else future.result()
            self._feed()

    def _next(self) -> tuple[BackgroundRun, int] | None:
        for runs in reversed(self._submitted.values()):
            open_runs = [run for run in runs if not run.error]
            for replication in range(max((run.submitted for run in open_runs), default=0)):
                for run in open_runs:
                    there = replication in run.values or replication in run.in_hand
                    if replication < run.submitted and not there:
                        return run, replication
        return None

    def _take(self, run: BackgroundRun, replication: int, future: "Future[SimulatedValues]") -> None:
        with self._lock:
            self._busy -= 1
            run.in_hand.discard(replication)
            if future.cancelled():
                return
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                self._pool = None
            if error is not None:
                run.error = _reason(error)
            else:
                run.values[replication], weeks = future.result()
                run.weeks = weeks or run.weeks
            self._feed()


_runners: "WeakSet[BackgroundRunner]" = WeakSet()


def kill_all() -> None:
    """End all workers of all runners at once, as the program ends."""
    for runner in list(_runners):
        runner.kill()


def _reason(error: BaseException) -> Phrase:
    """Return the reason that a plan cannot be simulated; an error in the program is written to the log."""
    match error:
        case BrokenProcessPool():
            return Phrase(phrases.WORKER_GONE)
        case MemoryError():
            return Phrase(phrases.NO_MEMORY)
        case SettingsError():
            return refused(error).says
        case ValueError(args=(Phrase() as says, *_)):
            return says
    log.error("a plan cannot be simulated", exc_info=error)
    return Phrase(phrases.FAULT_OF_PLAN)


def simulate(settings_json: str, replication: int, engine: str) -> SimulatedValues:
    """Simulate one replication in a worker."""
    simulated = _simulation(settings_json).simulate(replication, engine)
    return simulated.values, weeks_of(simulated.ledger) if replication == 0 else None


@lru_cache(maxsize=4)
def _simulation(settings_json: str) -> Simulation:
    return Simulation(Settings.model_validate_json(settings_json))
