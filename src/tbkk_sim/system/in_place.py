"""Putting a file in place at once, and taking one away, also while another program has it open.

Windows refuses to replace or delete a file that any program has open, as do network shares that Windows serves. Most
readers (a search index, a virus scanner, another command of this program) are done in an instant, so it is tried again
for a while. A spreadsheet keeps its file open, and only its user can close it.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tbkk_sim.problem import Phrase

HALF = ".half"
"""End of the name of a file that is being written."""
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for devices, with or without an ending behind them."""
LONGEST_NAME = 60
RETRY_SECONDS = 5.0
"""Seconds for which a file that another program has open is tried."""
HELD = (
    "{path} cannot be replaced, and is as it was: another program has it open, such as Excel or a viewer, or you may "
    "not write to it. It was tried for {seconds:g} seconds. Close it there and give the command again."
)
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.02, 0.25


class FileHeldError(OSError):
    """Another program has a file open, and did not close it in time."""


@contextmanager
def replacing(path: Path, *, lasting: bool = False) -> Iterator[Path]:
    """Give a name to write to, beside `path`; it becomes `path` when all is written, and vanishes when that fails.

    Args:
        path: The file; a reader sees the old one or the new one, whole.
        lasting: Also see that the content is on the disk before the name is, for a power cut.

    Raises:
        FileHeldError: another program has the old file open; the old file is whole.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_native_id()}{HALF}")
    try:
        yield new
        if lasting:
            with new.open("r+b") as file:
                os.fsync(file.fileno())
        _try_for_a_while(partial(new.replace, path), path)
    finally:
        with suppress(PermissionError):  # a scanner reads it: the next command clears it up
            new.unlink(missing_ok=True)


def name_for(label: str) -> str:
    """Make a label into the name of a file or folder that every system takes."""
    name = "".join(letter if letter.isalnum() or letter in "+-_." else "_" for letter in label)[:LONGEST_NAME]
    name = name.rstrip(".")
    return f"_{name}" if is_reserved(name) or not name else name


def is_reserved(name: str) -> bool:
    """Return True if Windows takes a name for that of a device."""
    return name.partition(".")[0].casefold() in RESERVED


def write_whole(path: Path, text: str, *, lasting: bool = False) -> None:
    """Write a text file at once, with the same bytes on every system; `lasting` as of `replacing`."""
    with replacing(path, lasting=lasting) as new:
        new.write_text(text, encoding="utf-8", newline="\n")


def take_away(path: Path) -> None:
    """Delete a file, if it is there.

    Raises:
        FileHeldError: another program has it open.
    """
    _try_for_a_while(lambda: path.unlink(missing_ok=True), path)


def check_free(paths: Iterable[Path]) -> None:
    """See that files can be replaced, before work begins that ends in replacing them.

    Raises:
        FileHeldError: another program has one open.
    """
    for path in paths:
        if path.exists():
            _try_for_a_while(partial(path.replace, path), path)


def _try_for_a_while(work: Callable[[], object], path: Path) -> None:
    until, pause_seconds = time.monotonic() + RETRY_SECONDS, FIRST_PAUSE_SECONDS
    while True:
        try:
            work()
            return
        except PermissionError:
            if path.is_dir():
                raise
            if time.monotonic() > until:
                raise FileHeldError(Phrase(HELD, path=str(path), seconds=RETRY_SECONDS)) from None
        time.sleep(pause_seconds)
        pause_seconds = min(2 * pause_seconds, LONGEST_PAUSE_SECONDS)
