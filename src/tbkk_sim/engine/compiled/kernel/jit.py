"""Decorators that compile functions."""

import inspect
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba.extending import register_jitable

from tbkk_sim.engine.compiled.kernel.block import CONFIG, NUMBERS, Block
from tbkk_sim.engine.compiled.kernel.kept import cache_folder
from tbkk_sim.model import calendar, rules, sequences, triage
from tbkk_sim.model.chain import examination
from tbkk_sim.model.selection import campaigns, portfolio, treatment

UNCOMPILED = {bool: bool, int: int, float: np.float64}
"""Plain types in place of numba's numbers where nothing is compiled."""


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function of the engine for other functions of the engine."""
    return _part(function, forceinline=False)  # explicit, else it is inherited from the compiled function


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a small function, or one with few callers, into its callers: a sixth faster to run."""
    return _part(function, forceinline=True)


def _part(function: Callable[..., Any], **options: Any) -> Any:
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True, **options)


def entry(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls; the result, with all that it calls, is kept on disk if that can be."""
    kept_in, folder = CONFIG.CACHE_DIR, cache_folder()
    CONFIG.CACHE_DIR = str(folder)  # read when a function is declared; others keep their own folder
    try:
        return _compiled(function, cache=_is_writeable(folder))
    finally:
        CONFIG.CACHE_DIR = kept_in


def _compiled(function: Callable[..., Any], **options: Any) -> Any:
    """Compile for the one signature that the annotations give, so that threads can run it beside each other.

    Left to itself numba compiles a function anew for every width of integer that it is called with.
    """
    if CONFIG.DISABLE_JIT:
        return _uncompiled(function, is_entry="cache" in options)
    compiled: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)
    *arguments, _ = inspect.get_annotations(function).values()
    signature = tuple(kind.layout if issubclass(kind, Block) else NUMBERS[kind] for kind in arguments)
    compile_for = compiled.compile
    compiled.compile = lambda _: compile_for(signature)
    return compiled


def _uncompiled(function: Callable[..., Any], *, is_entry: bool) -> Any:
    """The same function as plain Python (NUMBA_DISABLE_JIT=1), for a debugger, and for tests that change the engine.

    Numbers are those of the signature, and divided as compiled code divides them.
    """
    *arguments, _ = inspect.get_annotations(function).values()
    kinds = [UNCOMPILED.get(kind) for kind in arguments]

    @wraps(function)
    def called(*given: Any) -> Any:
        numbers = (kind(value) if kind else value for kind, value in zip(kinds, given, strict=True))
        if not is_entry:
            return function(*numbers)
        with np.errstate(all="ignore"):
            return function(*numbers)

    called.compile = lambda _: called  # type: ignore[attr-defined]
    return called


def _is_writeable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


for module in (rules, sequences, triage, calendar, examination, campaigns, portfolio, treatment):
    for _, rule in inspect.getmembers(module, inspect.isfunction):
        if rule.__module__ == module.__name__:
            register_jitable(rule)  # compiled when a kernel calls it, as all rules of the model can be
