"""One process at a time in a folder: a lock of the operating system, and a note that says who holds it."""

import json
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from tbkk_sim.problem import Phrase
from tbkk_sim.system.in_place import FileHeldError, take_away

log = logging.getLogger(__name__)

LOCK, HOLDER = ".lock", ".lock.json"
"""The lock of a folder, and the note that says who holds it; both are taken away at the end."""
WAIT_SECONDS = 5.0
"""Seconds for which a command waits for a folder that another process writes to."""
SILENT_SECONDS = 0.3
"""A longer wait is reported."""
HELD = (
    "another process writes to {place}: {holder}. It was not done within {seconds:g} seconds; "
    "try again when it is, or choose another folder."
)
WAITS = "another process writes to {folder}: {holder}. This one waits for it, for at most {seconds:g} seconds."
HOLDS = "number {number} on {host}, since {since}"
NO_NOTE = "it left no note of who it is"


class HeldError(OSError):
    """Another process holds a folder, and did not let go in time."""


@contextmanager
def holding(folder: Path, wait_seconds: float | None = None, file: str = "") -> Iterator[None]:
    """Hold the lock of a folder, which is made if it is not there, or of one file in it.

    The operating system lets go of the lock when its process ends in any way, so a lock that a killed process left
    behind is no lock.

    Args:
        folder: What is held, with all that lies in it.
        wait_seconds: How long to wait while another process holds it; None: WAIT_SECONDS.
        file: Name of the one file that is held, beside which other processes may write others.

    Raises:
        HeldError: another process holds it; the message says which one and since when.
        OSError: the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    path, note = (folder / f".{file}{name}" if file else folder / name for name in (LOCK, HOLDER))
    lock = FileLock(path)
    wait_seconds = WAIT_SECONDS if wait_seconds is None else wait_seconds
    in_silence = min(wait_seconds, SILENT_SECONDS) if not file else wait_seconds
    try:
        try:
            lock.acquire(timeout=in_silence)
        except Timeout:
            if in_silence == wait_seconds:
                raise
            values = {"folder": str(folder), "holder": _holder(note), "seconds": wait_seconds}
            log.warning("%s", Phrase(WAITS, **values))
            lock.acquire(timeout=wait_seconds - in_silence)
    except Timeout:
        values = {"place": str(folder / file), "holder": _holder(note), "seconds": wait_seconds}
        raise HeldError(Phrase(HELD, **values)) from None
    try:
        note.write_text(json.dumps(_this_process()) + "\n", encoding="utf-8")
        yield
    finally:
        with suppress(FileHeldError):  # somebody reads it, as Windows does not let it go then; it says no more
            take_away(note)
        if os.name != "nt":  # there filelock does it; elsewhere it must go while it is held, and who waits sees it gone
            path.unlink(missing_ok=True)
        lock.release()


def _this_process() -> dict[str, int | str]:
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": f"{datetime.now():%Y-%m-%d %H:%M:%S}"}


def _holder(note: Path) -> Phrase:
    """Make the phrase of the process that holds a folder, as far as the note names it."""
    try:
        of = json.loads(note.read_text(encoding="utf-8"))
        return Phrase(HOLDS, number=of["pid"], host=of["host"], since=of["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return Phrase(NO_NOTE)
