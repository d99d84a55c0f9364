"""One process at a time in a folder: a lock of the operating system, and a note of who holds it."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

LOCK, HOLDER = ".lock", ".lock.json"
"""The lock of a folder, and the note of who holds it; both are taken away at the end."""
WAIT_SECONDS = 5.0
"""How long a command waits for a folder that another process writes to."""


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
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise HeldError(
            f"another process writes to {folder / file}: {_holder(note)}. "
            f"It was not done within {wait_seconds:g} seconds; try again when it is, or choose another folder."
        ) from None
    try:
        note.write_text(json.dumps(_this_process()) + "\n", encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        if os.name != "nt":  # there filelock does it; elsewhere it must go while it is held, and who waits sees it gone
            path.unlink(missing_ok=True)
        lock.release()


def _this_process() -> dict[str, int | str]:
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": f"{datetime.now():%Y-%m-%d %H:%M:%S}"}


def _holder(note: Path) -> str:
    """Who holds a folder, as far as the note says it."""
    try:
        of = json.loads(note.read_text(encoding="utf-8"))
        return f"number {of['pid']} on {of['host']}, since {of['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it left no note of who it is"
