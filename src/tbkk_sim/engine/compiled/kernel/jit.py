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


for rule in (
    rules.urgency,
    rules.place_in_line,
    rules.goes_before,
    rules.line_of,
    rules.is_urgent,
    rules.is_of_portfolio,
    rules.keeps_office_hours,
    rules.opens_case,
    rules.leaves_reserve,
    rules.within_caseload,
    rules.has_room,
    triage.is_judged_by_system,
    triage.what_becomes,
    triage.more_urgent_class,
    triage.score_with_report,
    triage.is_traced,
    triage.urgency_of_assessment,
    rules.waits_for_investigator,
    rules.may_begin_in_pairs,
    rules.joins_held_step,
    rules.may_interrupt,
    rules.may_spare,
    rules.may_lend_member,
    rules.needs_help,
    rules.lending_is_open,
    rules.lending_opens,
    rules.takes_lent,
    rules.is_listed,
    rules.pace,
    rules.work_done,
    rules.working_time_for,
    rules.shows_true_class,
    rules.shows_upgrade,
    rules.has_expired,
    rules.expires_now,
    rules.weeks_of_work,
    examination.is_examined,
    examination.examination_seconds,
    calendar.seconds_open_until,
    calendar.moment_of,
    calendar.seconds_between,
    calendar.moment_after,
    sequences.work_of_step,
    sequences.next_step,
    sequences.is_seen_as_class,
    sequences.outside_delay,
    sequences.line_of_step,
    sequences.work_of_treatment,
    sequences.hours_waiting,
    portfolio.due_by_now,
    portfolio.is_owed,
    portfolio.urgency_in_portfolio,
    portfolio.place_in_portfolio,
    portfolio.place_of_line,
    portfolio.turn_of_class,
    portfolio.finish_of_class,
    campaigns.place_in_campaign,
    treatment.under_pressure,
    treatment.treatment_of,
    treatment.end_of_untreated,
    treatment.becomes_full,
    treatment.may_be_changed_to,
    treatment.first_position,
    treatment.end_position,
    treatment.found_after,
    treatment.outcome_of,
    treatment.returns,
    treatment.pressure_aimed_at,
    treatment.next_pressure,
):
    register_jitable(rule)
