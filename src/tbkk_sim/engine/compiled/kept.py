"""Where the compiled engine is kept on disk; asked before numba is loaded."""

import hashlib
import os
import shutil
from functools import cache
from importlib.metadata import version
from pathlib import Path

import tbkk_sim


def cache_folder() -> Path:
    """Folder of what was compiled for this version of the model, below the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    root = Path(base) if base else Path.home() / ".cache"
    return Path(os.environ.get("NUMBA_CACHE_DIR") or root / "tbkk_sim") / f"engine-{_fingerprint()}"


def is_kept() -> bool:
    """Whether this version of the model was compiled before."""
    return any(cache_folder().rglob("*.nbc"))


def forget() -> None:
    """Take away what was compiled for this version of the model."""
    shutil.rmtree(cache_folder(), ignore_errors=True)


@cache
def _fingerprint() -> str:
    """Hash of all sources that go into it: numba itself sees no change in a function or constant of another module."""
    package = Path(tbkk_sim.__file__).parent
    sources = [*(package / "domain").glob("*.py"), *(package / "engine").rglob("*.py"), package / "world" / "world.py"]
    digest = hashlib.sha256(version("numba").encode())
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
