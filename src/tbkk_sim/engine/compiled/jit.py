"""How functions are compiled, and where the result is kept."""

import hashlib
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import njit
from numba.extending import register_jitable

import tbkk_sim
from tbkk_sim.domain import calendar, rules
from tbkk_sim.engine.compiled.block import NUMBERS, Block


def _fingerprint() -> str:
    """Hash of all sources that a kernel is made of: numba itself does not see a change in a function that it calls."""
    package = Path(tbkk_sim.__file__).parent
    sources = [package / "domain" / "rules.py", package / "domain" / "calendar.py", package / "domain" / "facts.py"]
    sources += sorted((package / "engine" / "compiled").glob("*.py"))
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder of the compiled kernels of this version of the model, below the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(base) if base else Path.home() / ".cache"
    return root / "tbkk_sim" / f"kernels-{_fingerprint()}"


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(cache_folder())


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function of the engine for other functions of the engine."""
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def entry(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls; the result, with all that it calls, is kept on disk."""
    return _compiled(function, cache=True)


def _compiled(function: Callable[..., Any], **options: bool) -> Any:
    """Compile for the one signature that the annotations give, so that threads can run it beside each other.

    Left to itself numba compiles a function anew for every width of integer that it is called with.
    """
    compiled = njit(nogil=True, error_model="numpy", **options)(function)
    *arguments, _ = inspect.get_annotations(function).values()
    signature = tuple(kind.layout if issubclass(kind, Block) else NUMBERS[kind] for kind in arguments)
    compile_for = compiled.compile
    compiled.compile = lambda _: compile_for(signature)
    return compiled


for rule in (
    rules.urgency,
    rules.place_in_line,
    rules.goes_before,
    rules.may_work_now,
    rules.leaves_reserve,
    rules.within_caseload,
    rules.has_room,
    rules.waits_for_investigator,
    rules.may_interrupt,
    rules.may_lend,
    rules.needs_help,
    rules.takes_lent,
    rules.is_listed,
    rules.work_rate,
    rules.is_turned_away,
    rules.expires_now,
    rules.weeks_of_work,
    rules.behind_schedule,
    rules.decide,
    calendar.is_open,
    calendar.office_hours_until,
    calendar.moment_of,
    calendar.hours_between,
    calendar.moment_after,
):
    register_jitable(rule)
