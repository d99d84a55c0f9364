"""Test files run in processes forked from one that has loaded the libraries, which saves seconds each time.

Each process has its own group, so that all that it starts ends with it; a limit of memory; and for each test a limit of
time of the processor, which a busy machine does not shorten.
"""

import contextlib
import importlib
import json
import math
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

LIBRARIES = """numpy pandas scipy.stats scipy.special scipy.optimize pyarrow.parquet pydantic hydra omegaconf holidays
    babel simpy jinja2 rich.console filelock hypothesis numba yaml matplotlib.figure matplotlib.backends.backend_svg"""
MOST_BYTES = 8 << 30
SECONDS_TO_LOAD, LEAST_SECONDS, TIMES_AS_LONG = 60, 5, 5
"""A test that takes so many times as long as it did, and not less than this, has no end."""
SECONDS_IF_UNKNOWN = 3600
"""For all tests of a run, if it is not known how long each took."""
SLOW_SECONDS = 1.0
"""Tests that take longer come last."""
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "COLUMNS": "200"}
OPTIONS = ("-q", "--tb=short", "-pno:xdist", "-pno:cacheprovider", "-Wignore:Module already imported")
"""The last: a plugin of pytest is among the libraries."""
PASSED, NO_TESTS = 0, 5
"""Exit codes of pytest."""


@dataclass
class Run:
    """Test files to run in one process, and what came of it."""

    files: tuple[str, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    """How long each test took before, by its id; none: not known."""
    left_out: frozenset[str] = frozenset()
    """Tests not to run."""
    stops_at_first: bool = True
    watches: bool = False
    """Note which functions of the package are carried out."""
    compiled: bool = False
    """The compiled engine is compiled, and kept beside the notes; else it runs as plain Python."""
    subject: Any = None
    """What the run is about; for the caller."""
    code: int | None = None
    """Exit code of pytest; below 0: the signal that ended it."""
    output: str = ""
    noted: dict[str, Any] = field(default_factory=dict)
    """Seconds of each test, tests that failed, and functions that were carried out."""
    took_seconds: float = 0.0
    """Of the processor."""

    @property
    def passed(self) -> bool:
        """Whether no test failed; where all are left out (`PYTEST_ADDOPTS='-m "not slow"'`), none does."""
        return self.code in (PASSED, NO_TESTS)


@dataclass(frozen=True)
class Place:
    """Where one run at a time can take place."""

    checkout: Path
    notes: Path
    """File, without its ending, in which the process leaves what it says and notes."""


def load_libraries() -> None:
    """Load what tests load anyway, but nothing of the package."""
    os.environ.update(ENVIRONMENT)
    for name in LIBRARIES.split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    assert not any(name.partition(".")[0] == "tbkk_sim" for name in sys.modules), "the package is loaded already"


class Noting:
    """A plugin of pytest that orders tests, limits their time, and notes what came of them."""

    def __init__(self, run: Run) -> None:
        self.run, self.seconds, self.failed = run, dict[str, float](), list[str]()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what is to be left out; slow tests come last, otherwise the order stays."""
        items[:] = [item for item in items if item.nodeid not in self.run.left_out]
        items.sort(key=lambda item: self.run.seconds.get(item.nodeid, 0.0) >= SLOW_SECONDS)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Set the limit of time of this test."""
        seconds = self.run.seconds
        if item.nodeid in seconds:
            file = item.nodeid.partition("::")[0]
            of_file = max(of for test, of in seconds.items() if test.partition("::")[0] == file)
            # Another test of the file may have made what all of them share when they were timed.
            limit_seconds(LEAST_SECONDS + int(TIMES_AS_LONG * seconds[item.nodeid] + 2 * of_file))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long a test took, and whether it failed."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be loaded."""
        if report.failed:
            self.failed.append(report.nodeid)


def limit_seconds(more: int) -> None:
    """Let the system end this process when it takes so much more time of the processor."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + more, hard))


def run_all(runs: Iterator[Run], places: Sequence[Place], prepare: Any, restore: Any) -> Iterator[Run]:
    """Carry out runs, one at a time in each place, and yield them as they end.

    Args:
        runs: What is to run; asked for as a place is free.
        places: Where; as many run at a time.
        prepare: Called with the run and the checkout before it starts there.
        restore: Called with the run and the checkout after it.
    """
    free, going = list(places), dict[int, tuple[Run, Place, float]]()
    try:
        while True:
            while free and (run := next(runs, None)):
                if not run.files:
                    run.code = PASSED  # nobody looks
                    yield run
                    continue
                place = free.pop()
                prepare(run, place.checkout)
                going[start(run, place)] = run, place, time.monotonic()
            if not going:
                return
            for pid, (run, place, since) in list(going.items()):
                ended, status, usage = os.wait4(pid, os.WNOHANG)
                if not ended and time.monotonic() - since > most_seconds(run):
                    os.killpg(pid, signal.SIGKILL)
                if ended:
                    end_group(pid)
                    del going[pid]
                    free.append(place)
                    restore(run, place.checkout)
                    run.code, run.took_seconds = os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime
                    read_notes(run, place)
                    yield run
            time.sleep(0.02)
    finally:
        for pid in going:
            end_group(pid)


def end_group(pid: int) -> None:
    """End whatever a process left behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def most_seconds(run: Run) -> float:
    """Beyond this a run waits for something that does not come: its tests take no time of the processor."""
    if run.watches:
        return math.inf  # how long it takes is not known yet
    return 600 + 10 * sum(run.seconds.get(test, 0.0) for test in run.seconds if test.partition("::")[0] in run.files)


def start(run: Run, place: Place) -> int:
    """Start a run in a process of its own, and return its number."""
    sys.stdout.flush()
    if pid := os.fork():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpgid(pid, pid)
        return pid
    code = 3
    try:
        os.setpgid(0, 0)
        code = run_here(run, place)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run_here(run: Run, place: Place) -> int:
    """Run tests with the package of a place; in the process that was forked for it."""
    copy = place.checkout
    said = os.open(place.notes.with_suffix(".txt"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.chdir(copy)
    for limit, most in ((resource.RLIMIT_AS, MOST_BYTES), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(limit, (most, most))
    own = Path(__file__).resolve().parent
    sys.path[:] = [str(copy / "src"), *(path for path in sys.path if path and Path(path).resolve() != own)]
    os.environ["PYTHONPATH"] = str(copy / "src")
    os.environ["NUMBA_DISABLE_JIT"] = "0" if run.compiled else "1"
    os.environ["NUMBA_CACHE_DIR"] = str(place.notes.with_name("engines"))
    with contextlib.suppress(ImportError):
        importlib.import_module("numba").config.reload_config()
    sys.dont_write_bytecode = not run.watches
    os.environ["PYTHONDONTWRITEBYTECODE"] = "" if run.watches else "1"
    limit_seconds(SECONDS_TO_LOAD if run.seconds else SECONDS_IF_UNKNOWN)
    noting, carried_out = Noting(run), set[tuple[str, int]]()
    if run.watches:
        watch(carried_out, str(copy / "src"))
    options = [*OPTIONS, *(["-x"] if run.stops_at_first else [])]
    code = pytest.main([*run.files, *options], [noting])
    sys.settrace(None)
    notes = {"seconds": noting.seconds, "failed": noting.failed, "carried_out": sorted(carried_out)}
    place.notes.with_suffix(".json").write_text(json.dumps(notes), encoding="utf-8")
    return int(code)


def watch(carried_out: set[tuple[str, int]], below: str) -> None:
    """Note file and first line of every function below a folder that is carried out from here on; 0: of a module."""
    known = dict[int, Any]()  # by id, which is quick, and kept, so that no other code gets the id

    def on_call(frame: FrameType, _event: str, _arg: Any) -> None:
        code = frame.f_code
        if id(code) not in known:
            known[id(code)] = code
            if code.co_filename.startswith(below):
                carried_out.add((code.co_filename, 0 if code.co_name == "<module>" else code.co_firstlineno))

    threading.settrace(on_call)
    sys.settrace(on_call)


def read_notes(run: Run, place: Place) -> None:
    """Read what a run left, and take it away."""
    said, noted = place.notes.with_suffix(".txt"), place.notes.with_suffix(".json")
    run.output = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
    if noted.exists():
        run.noted = json.loads(noted.read_text(encoding="utf-8"))
    for file in (said, noted):
        file.unlink(missing_ok=True)
