"""Where results come from: version, commit, packages, and fingerprints of settings and files."""

import hashlib
import subprocess
from pathlib import Path
from typing import Any

from tbkk_sim.settings import Settings
from tbkk_sim.system.fingerprint import decided_by, fingerprint, package_version

ALSO_NAMED = ("hydra-core", "matplotlib")
"""Packages that decide nothing in a replication, but in what is asked and drawn."""
NOT_OF_A_REPLICATION = {"name", "question", "language", "engine"}
"""Settings that change nothing in a replication."""
RUN_OF_A_REPLICATION = {"start", "end", "monthly"}
"""Settings of the run that do."""


def origin() -> dict[str, Any]:
    """All that decides a result and its fingerprint, and the commit of the program if it runs from a checkout."""
    commit, changed = _commit()
    made = decided_by()
    also = {name: found for name in ALSO_NAMED if (found := package_version(name)) is not None}
    return {
        **made,
        "fingerprint": fingerprint(),
        "commit": commit,
        "uncommitted_changes": changed,
        "packages": made["packages"] | also,
    }


def made_by(settings: Settings) -> dict[str, Any]:
    """What replications must have in common to be of one run."""
    return {"replications_hash": replications_hash(settings), **decided_by()}


def settings_hash(settings: Settings) -> str:
    """Fingerprint of all settings."""
    return _hash(settings.model_dump_json().encode())


def replications_hash(settings: Settings) -> str:
    """Fingerprint of the settings that decide what a replication says: runs that share it can be put together."""
    run = set(type(settings.run).model_fields) - RUN_OF_A_REPLICATION
    left_out: dict[str, Any] = dict.fromkeys(NOT_OF_A_REPLICATION, True) | {"run": run}
    return _hash(settings.model_dump_json(exclude=left_out).encode())


def file_hash(path: Path) -> str:
    """Fingerprint of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_of_a_replication(key: str) -> bool:
    """Whether the setting with this dotted key decides what a replication says."""
    group, *rest = key.split(".")
    return group not in NOT_OF_A_REPLICATION and (group != "run" or not rest or rest[0] in RUN_OF_A_REPLICATION)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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
            ["git", *arguments],
            cwd=here.parent,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip()
