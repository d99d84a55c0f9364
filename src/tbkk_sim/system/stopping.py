"""Signals that tell the program to end: Ctrl-C, and those of a system that shuts down or a terminal that closes."""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""SIGHUP is not there on Windows, SIGBREAK (Ctrl-Break, a window that is closed) only there."""
INTERRUPTED, TERMINATED = 130, 143
"""Exit codes: after Ctrl-C, and after any other of these signals."""
SAME_STOP_SECONDS = 0.5
"""A shell, a terminal and a wrapper may each pass on the same stop; one that comes later is another."""
LOOK_SECONDS = 0.5
"""Seconds between two looks for a stop; on Windows nothing ends a longer wait."""
STACK_BYTES = 64 * 2**20
"""For a compiler, which some systems give less in a thread than it needs."""
SHOW_CURSOR = "\x1b[?25h"


class Stopped(KeyboardInterrupt):
    """The program was told to end, by Ctrl-C or in another way."""

    def __init__(self, exit_code: int = INTERRUPTED) -> None:
        super().__init__()
        self.exit_code = exit_code


class _Told:
    """The signal that has come so far."""

    exit_code: int | None = None
    at_seconds = 0.0


@contextmanager
def heeding_signals(end: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Let the first signal that tells to end raise Stopped in the main thread, and a second one end at once.

    What was ignored before, as after `nohup`, stays ignored; what somebody else handles is left to them.

    Args:
        end: Done at the end, before it is forgotten whether there was a stop.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in ENDING}
    ours = [number for number, does in before.items() if does in (signal.SIG_DFL, signal.default_int_handler)]
    for number in ours:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])
        if ours:
            end()
            _Told.exit_code = None


def check_stopped() -> None:
    """Stop here if a stop was asked for and lost, as one is that comes while an object is being taken away.

    Raises:
        Stopped: the program was told to end.
    """
    if _Told.exit_code is not None:
        raise Stopped(_Told.exit_code)


def do_beside(work: Callable[[], None]) -> None:
    """Do work that spends long in a library that looks for no signal, so that a stop takes effect meanwhile.

    The work goes on in a thread until the process ends, which after a stop is at once.

    Raises:
        Stopped: the program was told to end.
        BaseException: what the work raises.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) is not _stop:
        work()
        return
    failed: list[BaseException] = []

    def do() -> None:
        try:
            work()
        except BaseException as error:  # it is raised where it was asked for
            failed.append(error)

    stack_bytes = threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    threading.stack_size(stack_bytes)
    while thread.is_alive():
        check_stopped()
        thread.join(LOOK_SECONDS)
    if failed:
        raise failed[0]


@contextmanager
def beginning_a_process() -> Iterator[None]:
    """Let signals that tell to end wait, in a process that is begun here, until it ignores them.

    A terminal sends Ctrl-C to all processes at once, also to one that has only just begun.
    """
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def exit_code_of(stop: KeyboardInterrupt) -> int:
    """Tell the exit code after a stop."""
    return stop.exit_code if isinstance(stop, Stopped) else INTERRUPTED


@contextmanager
def all_as_terminated() -> Iterator[None]:
    """Let every signal that tells to end, but Ctrl-C, come as SIGTERM, for a library that heeds only that one."""
    others = [n for n in ENDING if n not in (signal.SIGINT, signal.SIGTERM) and signal.getsignal(n) is _stop]
    for number in others:
        signal.signal(number, lambda *_: signal.raise_signal(signal.SIGTERM))
    try:
        yield
    finally:
        for number in others:
            signal.signal(number, _stop)


def end_if_stopped() -> None:
    """After a stop, end the process without waiting for what still goes on in it."""
    if _Told.exit_code is not None:
        logging.shutdown()
        _end_at_once(_Told.exit_code)


def leave_signals_to_parent() -> None:
    """Let signals that tell to end pass, but SIGTERM, with which the parent ends a worker of a pool that broke."""
    if threading.current_thread() is threading.main_thread():
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _end_at_once(exit_code: int) -> None:
    """End the process now: its locks go with it, and its workers see that it is gone."""
    with suppress(Exception):
        sys.stdout.flush()
    with suppress(Exception):
        if sys.stderr.isatty():
            sys.stderr.write(SHOW_CURSOR)
        sys.stderr.flush()
    os._exit(exit_code)


def _stop(number: int, _frame: FrameType | None) -> None:
    now = time.monotonic()
    if _Told.exit_code is not None:
        if now - _Told.at_seconds > SAME_STOP_SECONDS:
            _end_at_once(_Told.exit_code)
        return
    _Told.exit_code, _Told.at_seconds = INTERRUPTED if number == signal.SIGINT else TERMINATED, now
    raise Stopped(_Told.exit_code)
