"""Evaluation of plans in replications: each is made once, kept on disk, and shares its reports with all other plans."""

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from tbkk_sim.engine import engine_for
from tbkk_sim.engine.simulate import COMPILED
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.runs import replication
from tbkk_sim.runs.folder.identity import replications_hash
from tbkk_sim.runs.replication import Drawn
from tbkk_sim.runs.workers import cores, in_threads, one_by_one
from tbkk_sim.settings import Settings
from tbkk_sim.system.fingerprint import fingerprint
from tbkk_sim.system.in_place import replacing
from tbkk_sim.system.lock import HeldError, holding
from tbkk_sim.tuning.search.measures import Measures, measure
from tbkk_sim.tuning.search.plans import StaffingPlan
from tbkk_sim.tuning.watch import Watch

log = logging.getLogger(__name__)

REPLICATIONS_IN_MEMORY = 3
"""Replications whose reports are kept in memory: the plans of one replication come one after another."""
NOT_OF_REPORTS: dict[str, Any] = {
    "staffing": True,
    "capacity": True,
    "collaboration": {"pools": {"__all__": {"max_share"}}},
}
"""Settings in which plans differ, and on which no report depends but by what `_reports_key` has of them."""
MOST_WAIT_SECONDS = 60.0
"""Longest wait for another process that makes the same evaluation."""


class Evaluator:
    """Measures plans in replications, on all cores."""

    def __init__(
        self,
        base: Settings,
        watch: Watch,
        cache_folder: Path | None = None,
        replications_in_memory: int = REPLICATIONS_IN_MEMORY,
    ) -> None:
        self.base, self.watch, self._replications_in_memory = base, watch, replications_in_memory
        self.engine = engine_for(base.engine, log.warning)
        watch.start()
        self.workers = base.run.workers or cores()
        self._folder = None if cache_folder is None else cache_folder / f"model-{fingerprint()[:16]}"
        self._known: dict[tuple[str, int], Measures] = {}
        self._reports: OrderedDict[tuple[str, int], Drawn] = OrderedDict()
        self._drawing: dict[tuple[str, int], threading.Lock] = {}
        self._lock = threading.Lock()
        self._by_identity: dict[int, tuple[Settings, dict[StaffingPlan, _Ready]]] = {}

    def measures(
        self, plans: Sequence[StaffingPlan], replications: Sequence[int], settings: Settings | None = None
    ) -> list[list[Measures]]:
        """Return the measures [replication][plan]; known ones are not simulated again."""
        ready = [self._made_ready(plan, settings or self.base) for plan in plans]
        jobs = [(plan, r) for r in replications for plan in dict.fromkeys(ready) if (plan.key, r) not in self._known]

        def do(number: int) -> None:
            plan, replication = jobs[number]
            self._evaluate(plan, replication)

        if self.engine == COMPILED and self.workers > 1:
            in_threads(do, range(len(jobs)), self.workers, _nothing)
        else:
            one_by_one(do, range(len(jobs)), _nothing)
        return [[self._known[plan.key, r] for plan in ready] for r in replications]

    def _made_ready(self, plan: StaffingPlan, settings: Settings) -> "_Ready":
        of_settings = self._by_identity.setdefault(id(settings), (settings, {}))[1]
        if plan not in of_settings:
            of_settings[plan] = _Ready(plan.applied(settings))
        return of_settings[plan]

    def _evaluate(self, plan: "_Ready", replication: int) -> None:
        kept = None if self._folder is None else self._folder / plan.key[:20] / f"{replication:07d}.npz"
        if kept is None:
            measures, is_new = self._simulate(plan, replication), True
        else:
            measures, is_new = self._kept(kept, plan, replication)
        with self._lock:
            self._known[plan.key, replication] = measures
            self.watch.tick(simulated=is_new)

    def _kept(self, kept: Path, plan: "_Ready", replication: int) -> tuple[Measures, bool]:
        """Return an evaluation, and True if it was not in the cache; other processes wait while it is made."""
        if found := _read(kept):
            return found, False
        with ExitStack() as held:
            with suppress(HeldError):  # rather than wait on, make the same one here: it is put in place at once
                held.enter_context(holding(kept.parent, MOST_WAIT_SECONDS, kept.name))
            if found := _read(kept):
                return found, False
            measures = self._simulate(plan, replication)
            with replacing(kept) as new, new.open("wb") as file:
                np.savez_compressed(file, **measures.arrays())  # type: ignore[arg-type]
        return measures, True

    def _simulate(self, plan: "_Ready", replication: int) -> Measures:
        happened = plan.simulate(replication, self.engine, self._reports_of(plan, replication))
        return measure(Ledger(happened.world, happened.parameters, happened.log))

    def _reports_of(self, plan: "_Ready", replication: int) -> Drawn:
        key = (plan.reports_key, replication)
        with self._lock:
            drawing = self._drawing.setdefault(key, threading.Lock())
        with drawing:
            found = self._reports.get(key)
            if found is None:
                found = plan.draw_reports(replication)
                with self._lock:
                    self._reports[key] = found
                    while len(self._reports) > self._replications_in_memory:
                        self._drawing.pop(self._reports.popitem(last=False)[0], None)
        return found


class _Ready(replication.Simulation):
    """A plan prepared for simulation as in a run, with its cache keys."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.key = replications_hash(settings)
        self.reports_key = _reports_key(settings)


def _reports_key(settings: Settings) -> str:
    others = settings.model_dump_json(exclude=NOT_OF_REPORTS)
    of_staffing = list(settings.staffing.units), settings.staffing.case_hours_share  # a limit on viewing goes by it
    return hashlib.sha256(f"{others}{of_staffing}".encode()).hexdigest()


def _read(path: Path) -> Measures | None:
    """Read an evaluation from the cache; None if it is missing or broken."""
    if not path.is_file():
        return None
    try:
        with np.load(path) as arrays:
            return Measures.from_arrays(arrays)
    except (OSError, KeyError, ValueError, BadZipFile):
        return None


def _nothing(number: int, result: None) -> None:
    """Leave a finished evaluation where it is: among those that are known."""
