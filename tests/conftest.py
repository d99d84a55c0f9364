"""Tests in a real browser need one: without it they are left out, and the end of the test run says so."""

import gc
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NEEDS = ("playwright", "axe_playwright_python")
NEEDED = "TBKK_SIM_BROWSER_TESTS"
"""Set to `needed`, a missing browser is an error."""
ALL_SLOW = "\npytestmark = pytest.mark.slow\n"
WORTH_COMPILING_BESIDE = 1000
"""Tests that need no compiled engine."""


def _missing() -> str:
    """What the tests in a browser lack; empty: nothing."""
    if not any(map(shutil.which, BROWSERS)):
        return "no chromium found"
    return ", ".join(f"{name} is not installed" for name in NEEDS if importlib.util.find_spec(name) is None)


MISSING = _missing()
if MISSING and os.environ.get(NEEDED) == "needed":
    raise pytest.UsageError(f"tests in a browser: {MISSING}")
CAN_MUTATE = importlib.util.find_spec("cosmic_ray") is not None and hasattr(os, "fork")
HAS_MARIMO = importlib.util.find_spec("marimo") is not None
collect_ignore = [
    *(["browser"] if MISSING else []),
    *([] if CAN_MUTATE else ["test_mutate_command.py"]),
    *([] if HAS_MARIMO else ["api/test_notebook.py"]),
]


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests as Python carries them out, also where a container tells it not to: each worker and each command
    that a test starts would compile them anew. Who lets pytest keep nothing (-p no:cacheprovider) is heeded.
    """
    if config.pluginmanager.hasplugin("cacheprovider"):
        sys.dont_write_bytecode = False
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if config.option.markexpr == "not slow":
        os.environ["TBKK_SIM_QUICK_TESTS"] = "1"  # laws are tested on smaller samples (tests/laws.py)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a module unread of which all tests are slow, where none of those is asked for."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return ALL_SLOW in collection_path.read_text(encoding="utf-8") or None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each worker one half of the tests, in their order: what the tests of a module share is made once."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def _needs_compiled(item: pytest.Item) -> bool:
    """True if a test calls the compiled engine by itself; others ask for an engine, which is then made ready."""
    fixtures = getattr(item, "fixturenames", ())
    return (
        item.nodeid.startswith(("tests/engine/", "tests/theory/")) or "compiled" in item.name or "fastest" in fixtures
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests of the compiled engine come last: it is compiled beside the others."""
    items.sort(key=_needs_compiled)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Wait for who compiles the engine, or compile it."""
    if _needs_compiled(item):
        _make_ready()


@cache
def _make_ready() -> str:
    """Compile the engine if it can be, and return the engine to run."""
    from tbkk_sim.engine.simulate import COMPILED, engine_for

    return engine_for(COMPILED, lambda _: None)


@pytest.fixture(scope="session")
def fastest() -> str:
    """The compiled engine, ready to run; SimPy where it cannot be compiled. For tests of what both tell."""
    return _make_ready()


@pytest.fixture(scope="session", autouse=True)
def _engine_is_compiled_meanwhile(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compile the engine in one process if this version is not kept, and tests enough do without it until then."""
    need_it = sum(map(_needs_compiled, request.session.items))
    is_first = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
    if not (is_first and 0 < need_it < len(request.session.items) - WORTH_COMPILING_BESIDE) or _is_compiled():
        yield
        return
    make_ready = "from tbkk_sim.engine.simulate import engine_for; engine_for('compiled', lambda _: None)"
    with subprocess.Popen([sys.executable, "-c", make_ready]) as compiling:
        yield
        compiling.terminate()


def _is_compiled() -> bool:
    """True if this version of the model was compiled before, or cannot be."""
    from tbkk_sim.engine.compiled.kernel.kept import is_kept
    from tbkk_sim.engine.simulate import COMPILED, ENGINES

    return COMPILED not in ENGINES or bool(os.environ.get("NUMBA_DISABLE_JIT")) or is_kept()


def pytest_collection_finish() -> None:
    """Spare each test what grows with all that was imported: looking through it for garbage, and through its loggers.

    Pytest attaches its handlers, three times a test, to every logger that does not pass on to the root; Streamlit has
    sixty of them.
    """
    gc.collect()
    gc.freeze()
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.propagate = True


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make figures without drawing them, which takes most of the time of a page."""
    monkeypatch.setattr(
        "matplotlib.figure.Figure.savefig", lambda self, file, **_: file.write('<svg viewBox="0 0 1 1"></svg>')
    )


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Close the log of a run that a test carries out in its own process, which ends with the process elsewhere."""
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, logging.FileHandler):
            root.removeHandler(handler)  # or it opens its file again at the next line
            handler.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out."""
    if MISSING:
        terminalreporter.write_line(f"left out: tests in a browser ({MISSING})", yellow=True)
    if not CAN_MUTATE:
        terminalreporter.write_line("left out: tests of scripts/mutate.py (it needs cosmic-ray, and fork)", yellow=True)
    if not HAS_MARIMO:
        terminalreporter.write_line("left out: the example notebook (it needs marimo)", yellow=True)
