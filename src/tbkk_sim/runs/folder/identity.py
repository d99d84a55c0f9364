"""The identity of a run: what must be the same for replications to be of one run, and what differs if it is not."""

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tbkk_sim.problem import Phrase, shown
from tbkk_sim.runs.changes import changes_between
from tbkk_sim.runs.folder.format import FORMAT
from tbkk_sim.settings import Settings
from tbkk_sim.system import fingerprint
from tbkk_sim.system.fingerprint import decided_by, differs, package_version

ALSO_NAMED = ("hydra-core", "matplotlib")
"""Packages that decide nothing in a replication, but in what is asked and drawn."""
NOT_OF_A_REPLICATION = {"name", "question", "language", "engine"}
"""Settings that change nothing in a replication."""
RUN_OF_A_REPLICATION = {"start", "end", "monthly"}
"""Settings of the run that do."""
MOST_SETTINGS = 8
"""Settings that are named when many differ."""


def origin() -> dict[str, Any]:
    """Return what a manifest says of where results come from.

    That is: the format, all that decides a result with its fingerprint, and the commit if the program runs from a
    checkout.
    """
    commit, changed = _commit()
    made = decided_by()
    also = {name: found for name in ALSO_NAMED if (found := package_version(name)) is not None}
    return {
        "format": FORMAT,
        **made,
        "fingerprint": fingerprint.fingerprint(),
        "commit": commit,
        "uncommitted_changes": changed,
        "packages": made["packages"] | also,
    }


def origin_of(settings: Settings) -> dict[str, Any]:
    """Return what a manifest says of the origin of results of these settings."""
    return {
        **origin(),
        "asked": None if settings.asked is None else settings.asked.model_dump(mode="json"),
        "seed": settings.seed,
        "settings_hash": settings_hash(settings),
        "replications_hash": replications_hash(settings),
    }


def made_by(settings: Settings) -> dict[str, Any]:
    """Return what replications must have in common to be of one run."""
    return {"format": FORMAT, "replications_hash": replications_hash(settings), **decided_by()}


def settings_hash(settings: Settings) -> str:
    """Fingerprint all settings."""
    return _hash(settings.model_dump_json().encode())


def replications_hash(settings: Settings) -> str:
    """Fingerprint the settings that decide the result of a replication: runs that share it can be put together."""
    run = set(type(settings.run).model_fields) - RUN_OF_A_REPLICATION
    left_out: dict[str, Any] = dict.fromkeys(NOT_OF_A_REPLICATION, True) | {"run": run}
    return _hash(settings.model_dump_json(exclude=left_out).encode())


def file_hash(path: Path) -> str:
    """Fingerprint a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_of_a_replication(key: str) -> bool:
    """Return True if the setting with this dotted key decides the result of a replication."""
    group, *rest = key.split(".")
    return group not in NOT_OF_A_REPLICATION and (group != "run" or not rest or rest[0] in RUN_OF_A_REPLICATION)


def differences(made: Mapping[str, Any], stored: Settings | None, settings: Settings) -> list[Phrase]:
    """List what keeps replications of `settings` from being added to those of a stored run; empty: nothing.

    Args:
        made: The record of the stored run (see `made_by`).
        stored: Its settings; None if they cannot be read.
        settings: The settings now.
    """
    other_settings = (
        [] if made.get("replications_hash") == replications_hash(settings) else _of_settings(stored, settings)
    )
    return [*other_settings, *fingerprint.differences(made)]


def _of_settings(stored: Settings | None, settings: Settings) -> list[Phrase]:
    if stored is None:
        return [Phrase("settings: those there cannot be read")]
    found = [
        differs(of.setting, _written(of.was), _written(of.now))
        for of in changes_between(stored, settings)
        if is_of_a_replication(of.setting)
    ]
    if not found:
        return [Phrase("settings.json: the file was changed after the run")]
    more = len(found) - MOST_SETTINGS
    return [*found[:MOST_SETTINGS], *([Phrase("and {more} settings more", more=more)] if more > 0 else [])]


def _written(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else shown(value)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _commit() -> tuple[str | None, bool | None]:
    """Return the commit of the checkout that this file is part of, and whether code or conf/ differ from it."""
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
