"""Plans in futures: each evaluation is made once, kept on disk, and shares its reports with all other plans."""

import hashlib
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

import tbkk_sim
from tbkk_sim import engine
from tbkk_sim.domain.rulebook import Rulebook, make_rulebook
from tbkk_sim.engine.simulate import COMPILED
from tbkk_sim.experiment.origin import futures_hash
from tbkk_sim.experiment.run_folder import replacing
from tbkk_sim.experiment.workers import in_threads, one_by_one
from tbkk_sim.settings import Settings
from tbkk_sim.tuning.measures import Measures, measure
from tbkk_sim.tuning.plans import Plan
from tbkk_sim.tuning.watch import Watch
from tbkk_sim.world.draw import draw_reports
from tbkk_sim.world.workforce import draw_workforce
from tbkk_sim.world.world import Reports, Steps, World

log = logging.getLogger(__name__)

FUTURES_IN_MEMORY = 3
"""Futures whose reports are kept to hand: the plans of one future come one after another."""
OF_REPORTS = {"demand", "casework", "triage", "calendar", "run", "seed"}
"""Settings on which the reports of a future depend, beside the pools' size and own work."""


class Evaluator:
    """Measures of plans in futures, over the cores."""

    def __init__(
        self,
        base: Settings,
        watch: Watch,
        cache_folder: Path | None = None,
        futures_in_memory: int = FUTURES_IN_MEMORY,
    ) -> None:
        self.base, self.watch, self._futures_in_memory = base, watch, futures_in_memory
        self.engine = engine.engine_for(base.engine, log.warning)
        watch.start()
        self.workers = base.run.workers or _cores()
        self._folder = None if cache_folder is None else cache_folder / f"model-{model_hash()}"
        self._known: dict[tuple[str, int], Measures] = {}
        self._reports: OrderedDict[tuple[str, int], tuple[Reports, Steps]] = OrderedDict()
        self._drawing: dict[tuple[str, int], threading.Lock] = {}
        self._lock = threading.Lock()
        self._by_identity: dict[int, tuple[Settings, dict[Plan, _Ready]]] = {}

    def measures(
        self, plans: Sequence[Plan], replications: Sequence[int], settings: Settings | None = None
    ) -> list[list[Measures]]:
        """Measures [replication][plan]; those that are known are not simulated again."""
        ready = [self._made_ready(plan, settings or self.base) for plan in plans]
        jobs = [(plan, r) for r in replications for plan in dict.fromkeys(ready) if (plan.key, r) not in self._known]

        def do(number: int) -> None:
            plan, replication = jobs[number]
            self._evaluate(plan, replication)

        if self.engine == COMPILED and self.workers > 1:
            in_threads(do, range(len(jobs)), self.workers, lambda: None)
        else:
            one_by_one(do, range(len(jobs)), lambda: None)
        return [[self._known[plan.key, r] for plan in ready] for r in replications]

    def _made_ready(self, plan: Plan, settings: Settings) -> "_Ready":
        of_settings = self._by_identity.setdefault(id(settings), (settings, {}))[1]
        if plan not in of_settings:
            of_settings[plan] = _Ready(plan.applied(settings))
        return of_settings[plan]

    def _evaluate(self, plan: "_Ready", replication: int) -> None:
        kept = None if self._folder is None else self._folder / plan.key[:20] / f"{replication:07d}.npz"
        found = _read(kept)
        measures = found or self._simulate(plan, replication)
        if kept is not None and found is None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with replacing(kept) as new, new.open("wb") as file:
                np.savez_compressed(file, **measures.arrays())  # type: ignore[arg-type]
        with self._lock:
            self._known[plan.key, replication] = measures
            self.watch.tick(simulated=found is None)

    def _simulate(self, plan: "_Ready", replication: int) -> Measures:
        reports, steps = self._reports_of(plan, replication)
        world = World(replication, reports, steps, *draw_workforce(plan.settings, replication))
        log = engine.simulate(world, plan.book, self.engine)
        return measure(plan.settings, plan.book, world, log)

    def _reports_of(self, plan: "_Ready", replication: int) -> tuple[Reports, Steps]:
        key = (plan.reports_key, replication)
        with self._lock:
            drawing = self._drawing.setdefault(key, threading.Lock())
        with drawing:
            found = self._reports.get(key)
            if found is None:
                found = draw_reports(plan.settings, replication)
                with self._lock:
                    self._reports[key] = found
                    while len(self._reports) > self._futures_in_memory:
                        self._drawing.pop(self._reports.popitem(last=False)[0], None)
        return found


class _Ready:
    """A plan made ready to simulate."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.book: Rulebook = make_rulebook(settings)
        self.key = futures_hash(settings) + _period(settings)
        self.reports_key = _reports_key(settings)


def _period(settings: Settings) -> str:
    return f"-{settings.run.start}-{settings.run.end}"


def _reports_key(settings: Settings) -> str:
    parts = settings.model_dump_json(include=OF_REPORTS)
    pools = {
        name: (pool.members, pool.rate, pool.own_work.model_dump_json())
        for name, pool in settings.collaboration.pools.items()
    }
    return hashlib.sha256(f"{parts}{pools}{list(settings.staffing.units)}".encode()).hexdigest()


def _read(path: Path | None) -> Measures | None:
    """An evaluation that was kept; None if it is not there, or broken."""
    if path is None or not path.is_file():
        return None
    try:
        with np.load(path) as arrays:
            return Measures.of(arrays)
    except (OSError, KeyError, ValueError, BadZipFile):
        return None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def model_hash() -> str:
    """Fingerprint of the code that decides what an evaluation says."""
    package = Path(tbkk_sim.__file__).parent
    sources = [file for part in ("domain", "world", "engine") for file in sorted((package / part).rglob("*.py"))]
    sources += [package / "tuning" / "measures.py", package / "experiment" / "cases.py"]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
