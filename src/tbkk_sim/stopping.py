"""Signals that tell the program to end: Ctrl-C, and those of a system that shuts down or a terminal that closes."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""SIGHUP is not there on Windows, SIGBREAK (Ctrl-Break, a window that is closed) only there."""
INTERRUPTED, TERMINATED = 130, 143
"""Exit codes: after Ctrl-C, and after any other of these signals."""
SAME_STOP_SECONDS = 0.5
"""A shell, a terminal and a wrapper may each pass on the same stop; one that comes later is another."""
SHOW_CURSOR = "\x1b[?25h"


class Stopped(KeyboardInterrupt):
    """The program was told to end, by Ctrl-C or in another way."""

    def __init__(self, exit_code: int = INTERRUPTED) -> None:
        super().__init__()
        self.exit_code = exit_code


class _Told:
    """What has been told so far."""

    exit_code: int | None = None
    at_seconds = 0.0


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Let the first signal that tells to end raise Stopped in the main thread, and a second one end at once.

    What was ignored before, as after `nohup`, stays ignored; what somebody else handles is left to them.
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
            _Told.exit_code = None


def check_stopped() -> None:
    """Stop here if a stop was told of and lost, as one is that comes while an object is being taken away.

    Raises:
        Stopped: the program was told to end.
    """
    if _Told.exit_code is not None:
        raise Stopped(_Told.exit_code)


def exit_code_of(stop: KeyboardInterrupt) -> int:
    """Tell the exit code after a stop."""
    return stop.exit_code if isinstance(stop, Stopped) else INTERRUPTED


def ignore_signals() -> None:
    """Let signals that tell to end pass, in a process that another one ends."""
    if threading.current_thread() is threading.main_thread():
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)


def _end_at_once(exit_code: int) -> None:
    """End the process now: its locks go with it, and its workers see that it is gone."""
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
