"""Where results come from: version, commit, packages, and fingerprints of settings and files."""

import hashlib
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tbkk_sim import __version__
from tbkk_sim.settings import Settings

PACKAGES = ("numpy", "simpy", "numba", "scipy", "pandas", "pyarrow", "pydantic", "holidays", "hydra-core", "matplotlib")
NOT_OF_A_FUTURE = {"name", "question", "language", "engine"}
"""Settings that change nothing in a future."""


def origin() -> dict[str, Any]:
    """Version of the program, its commit if it runs from a checkout, and versions of what it stands on."""
    commit, changed = _commit()
    return {
        "version": __version__,
        "commit": commit,
        "uncommitted_changes": changed,
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := _version_of(name)) is not None},
    }


def settings_hash(settings: Settings) -> str:
    """Fingerprint of all settings."""
    return _hash(settings.model_dump_json().encode())


def futures_hash(settings: Settings) -> str:
    """Fingerprint of the settings that decide what a replication says: runs that share it can be put together."""
    run = set(type(settings.run).model_fields) - {"start", "end", "monthly"}
    left_out: dict[str, Any] = dict.fromkeys(NOT_OF_A_FUTURE, True) | {"run": run}
    return _hash(settings.model_dump_json(exclude=left_out).encode())


def file_hash(path: Path) -> str:
    """Fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> tuple[str | None, bool | None]:
    """Commit of the checkout that this very file is part of, and whether code or conf/ differ from it."""
    here = Path(__file__)
    if _git(here, "ls-files", "--error-unmatch", here.name) is None:
        return None, None
    changes = _git(here, "status", "--porcelain", "--", ":/src", ":/conf")
    return _git(here, "rev-parse", "HEAD"), None if changes is None else bool(changes)


def _git(here: Path, *arguments: str) -> str | None:
    try:
        found = subprocess.run(
            ["git", *arguments], cwd=here.parent, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip()
