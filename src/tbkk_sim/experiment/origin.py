"""Where results come from: version, commit, packages, and fingerprints of settings and files."""

import hashlib
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tbkk_sim import __version__
from tbkk_sim.settings import Settings

PACKAGES = ("numpy", "simpy", "numba", "scipy", "pandas", "pyarrow", "pydantic", "holidays", "hydra-core", "matplotlib")
OF_A_FUTURE = ("numpy", "simpy", "numba", "scipy", "pandas", "pyarrow", "holidays")
"""Packages that have a part in what a replication says, or in how it is written."""
CODE = (
    "settings",
    "domain",
    "world",
    "engine",
    "experiment/key_figures",
    *(
        f"experiment/{name}.py"
        for name in (
            "arrow",
            "cases",
            "ends",
            "frame",
            "grid",
            "intervals",
            "key_figure_list",
            "ledger",
            "moves",
            "people",
            "pressure",
            "replication",
            "spells",
            "statistics",
            "tables",
            "tasks",
        )
    ),
)
"""Parts of the program that decide what a replication says, and how it is written."""
NOT_OF_A_FUTURE = {"name", "question", "language", "engine"}
"""Settings that change nothing in a future."""
RUN_OF_A_FUTURE = {"start", "end", "monthly"}
"""Settings of the run that do."""


def origin() -> dict[str, Any]:
    """Version of the program, its commit if it runs from a checkout, and versions of what it stands on."""
    commit, changed = _commit()
    return {
        "version": __version__,
        "code": code_hash(),
        "commit": commit,
        "uncommitted_changes": changed,
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := _version_of(name)) is not None},
    }


def made_by(settings: Settings) -> dict[str, Any]:
    """What replications must have in common to be of one run."""
    packages = {name: found for name in OF_A_FUTURE if (found := _version_of(name)) is not None}
    return {
        "futures_hash": futures_hash(settings),
        "version": __version__,
        "code": code_hash(),
        "packages": packages,
    }


def code_files() -> list[Path]:
    """The files that decide what a replication says."""
    parts = [Path(__file__).parents[1] / part for part in CODE]
    return sorted(path for part in parts for path in ([part] if part.is_file() else part.rglob("*.py")))


@cache
def code_hash() -> str:
    """Fingerprint of the program, as far as it decides what a replication says."""
    package, digest = Path(__file__).parents[1], hashlib.sha256()
    for path in code_files():
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def settings_hash(settings: Settings) -> str:
    """Fingerprint of all settings."""
    return _hash(settings.model_dump_json().encode())


def futures_hash(settings: Settings) -> str:
    """Fingerprint of the settings that decide what a replication says: runs that share it can be put together."""
    run = set(type(settings.run).model_fields) - RUN_OF_A_FUTURE
    left_out: dict[str, Any] = dict.fromkeys(NOT_OF_A_FUTURE, True) | {"run": run}
    return _hash(settings.model_dump_json(exclude=left_out).encode())


def file_hash(path: Path) -> str:
    """Fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_of_a_future(key: str) -> bool:
    """Whether the setting with this dotted key decides what a replication says."""
    group, *rest = key.split(".")
    return group not in NOT_OF_A_FUTURE and (group != "run" or not rest or rest[0] in RUN_OF_A_FUTURE)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@cache
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
