"""Where plans are simulated while somebody looks on: worker processes, and what they have found so far."""

import logging
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
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
from tbkk_sim.runs.workers import be_a_worker
from tbkk_sim.settings import Settings
from tbkk_sim.system.stopping import beginning_a_process
from tbkk_sim.whatif import words
from tbkk_sim.whatif.plans import refused

log = logging.getLogger(__name__)

KEPT = 8
"""Runs that are remembered."""
Found = tuple[Floats, WeeklyState | None]


@dataclass
class BackgroundRun:
    """The futures of one plan, as far as they have been simulated."""

    settings: Settings
    values: dict[int, Floats] = field(default_factory=dict)
    """Values of the frame, by replication."""
    weeks: WeeklyState | None = None
    """The first future, week by week."""
    error: Phrase | None = None
    """Why it cannot be simulated."""
    in_hand: set[int] = field(default_factory=set)

    @property
    def wanted(self) -> int:
        """Replications that are asked for."""
        return self.settings.run.replications

    @property
    def done(self) -> int:
        """Replications that are there, without a gap from the first on."""
        return next(r for r in range(len(self.values) + 1) if r not in self.values)

    @cached_property
    def frame(self) -> Frame:
        """The rows that the values belong to."""
        return frame_of_run(compile_parameters(self.settings))

    def table(self, replications: int) -> Floats:
        """Values [replication, row] of the first replications."""
        return np.array([self.values[r] for r in range(replications)])


class Workshop:
    """Simulates what is wanted, the latest wish first, one replication of each plan in turn."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._runs: dict[str, BackgroundRun] = {}
        self._wanted: dict[str, tuple[BackgroundRun, ...]] = {}
        self._lock = threading.RLock()
        self._pool: ProcessPoolExecutor | None = None
        self._at_work = 0
        self._serving: dict[str, str] = {}
        """The engine that serves, by the one that is asked for; empty while it is made ready."""
        _at_work.add(self)

    @property
    def is_making_ready(self) -> bool:
        """An engine is being compiled, which takes a while and happens once for a version of the program."""
        return "" in self._serving.values()

    def want(self, who: str, *plans: Settings) -> tuple[BackgroundRun, ...]:
        """Begin to simulate these plans; what the same visitor wanted before is let go."""
        with self._lock:
            runs = tuple(self._run_of(plan) for plan in plans)
            self._wanted.pop(who, None)
            self._wanted[who] = runs
            for run in runs:
                run.error = None
            self._forget()
            self._feed()
            return runs

    def close(self, wait: bool = True) -> None:
        """Let the workers go, when they are done with what they have in hand."""
        with self._lock:
            self._wanted.clear()
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=wait, cancel_futures=True)

    def _run_of(self, plan: Settings) -> BackgroundRun:
        key = f"{replications_hash(plan)} {plan.engine} {plan.run.replications}"
        run = self._runs.pop(key, None) or BackgroundRun(plan)
        self._runs[key] = run
        return run

    def _forget(self) -> None:
        wanted = [id(run) for runs in self._wanted.values() for run in runs]
        for key in list(self._runs)[:-KEPT]:
            if id(self._runs[key]) not in wanted:
                del self._runs[key]

    def _feed(self) -> None:
        """Keep every worker busy, and no more."""
        try:
            self._give_work()
        except (OSError, RuntimeError):
            log.exception("no worker process can be started")
            for run in (run for runs in self._wanted.values() for run in runs):
                run.error = run.error or Phrase(words.NO_WORKER)

    def _give_work(self) -> None:
        """Give each idle worker a replication; an engine is made ready by one worker, while the others wait."""
        while self._at_work < self.workers and not self.is_making_ready and (task := self._next()):
            run, replication = task
            asked = run.settings.engine
            if asked not in self._serving:
                future = self._submit(engine_for, asked, log.warning)
                self._serving[asked] = ""
                future.add_done_callback(lambda done, asked=asked: self._is_ready(asked, done))  # type: ignore[misc]
                return
            future = self._submit(simulate, run.settings.model_dump_json(), replication, self._serving[asked])
            run.in_hand.add(replication)
            future.add_done_callback(lambda done, run=run, r=replication: self._take(run, r, done))  # type: ignore[misc]

    def _submit(self, work: Callable[..., Any], *arguments: object) -> "Future[Any]":
        """Give work to a worker, of a new pool if the old one broke."""
        for _ in range(2):
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self.workers, context, initializer=be_a_worker)
            try:
                with beginning_a_process():
                    future = self._pool.submit(work, *arguments)
            except BrokenProcessPool:
                self._pool = None
            else:
                self._at_work += 1
                return future
        raise RuntimeError("no worker process can be started here")

    def _is_ready(self, asked: str, future: "Future[str]") -> None:
        with self._lock:
            self._at_work -= 1
            if future.cancelled():
                return
            if isinstance(future.exception(), BrokenProcessPool):
                self._pool = None
            self._serving[asked] = SIMPY if future.exception() else future.result()
            self._feed()

    def _next(self) -> tuple[BackgroundRun, int] | None:
        for runs in reversed(self._wanted.values()):
            open_runs = [run for run in runs if not run.error]
            for replication in range(max((run.wanted for run in open_runs), default=0)):
                for run in open_runs:
                    there = replication in run.values or replication in run.in_hand
                    if replication < run.wanted and not there:
                        return run, replication
        return None

    def _take(self, run: BackgroundRun, replication: int, future: "Future[Found]") -> None:
        with self._lock:
            self._at_work -= 1
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


_at_work: "WeakSet[Workshop]" = WeakSet()


def stop_all() -> None:
    """End all workers at once, whatever they have in hand, as the program ends."""
    for workshop in list(_at_work):
        workshop.close(wait=False)
    for worker in multiprocessing.active_children():
        worker.kill()


def _reason(error: BaseException) -> Phrase:
    """Say why a plan cannot be simulated; an error in the program is written to the log."""
    match error:
        case BrokenProcessPool():
            return Phrase(words.WORKER_GONE)
        case MemoryError():
            return Phrase(words.NO_MEMORY)
        case SettingsError():
            return refused(error).says
        case ValueError(args=(Phrase() as says, *_)):
            return says
    log.error("a plan cannot be simulated", exc_info=error)
    return Phrase(words.FAULT_OF_PLAN)


def simulate(settings_json: str, replication: int, engine: str) -> Found:
    """One replication, in a worker."""
    happened = _plan(settings_json).simulate(replication, engine)
    return happened.values, weeks_of(happened.ledger) if replication == 0 else None


@lru_cache(maxsize=4)
def _plan(settings_json: str) -> Simulation:
    return Simulation(Settings.model_validate_json(settings_json))
