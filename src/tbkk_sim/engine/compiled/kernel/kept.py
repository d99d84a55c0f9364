"""The folder of the compiled engine on disk; looked up before numba is loaded."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tbkk_sim.problem import Phrase
from tbkk_sim.system.fingerprint import ENGINE, fingerprint
from tbkk_sim.system.lock import HOLDER, LOCK, HeldError, holding

ENTRY = Path(__file__).resolve().parents[1] / "loop.py"
"""The file of the function that is kept."""
MOST_WAIT_SECONDS = 300.0
"""Longest time that a process waits for another one that compiles the engine."""


def cache_folder() -> Path:
    """Folder of the compiled code, below the user's cache: one for each version of the sources that decide it.

    Numba itself sees no change in a function or constant of another module; and it takes nothing that was compiled for
    the same file in another folder, or for one written at another time.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(base) if base else Path.home() / ".cache"
    file = hashlib.sha256(f"{ENTRY} {ENTRY.stat().st_mtime_ns}".encode()).hexdigest()
    name = f"engine-{fingerprint(ENGINE)[:16]}-{file[:8]}"
    return Path(os.environ.get("NUMBA_CACHE_DIR") or root / "tbkk_sim") / name


def is_kept() -> bool:
    """True if this version of the model was compiled before."""
    return any(cache_folder().rglob("*.nbc"))


def forget() -> None:
    """Delete the code that was compiled for this version of the model."""
    for kept in cache_folder().iterdir():
        if kept.is_dir():
            shutil.rmtree(kept, ignore_errors=True)
        elif kept.name not in (LOCK, HOLDER):
            kept.unlink(missing_ok=True)


@contextmanager
def compiling_alone(notify: Callable[[str], None]) -> Iterator[None]:
    """Keep other processes from compiling at the same time; where nothing can be kept, each compiles for itself.

    Raises:
        HeldError: another process compiles, and was not done in time.
    """
    with ExitStack() as held:
        try:
            held.enter_context(holding(cache_folder(), 0.0))
        except HeldError:
            notify(Phrase("Another process is compiling the engine: this one waits for it."))
            held.enter_context(holding(cache_folder(), MOST_WAIT_SECONDS))
        except OSError:  # a folder that cannot be written to keeps nothing
            pass
        yield
