"""The manifest of a finished run: its form, its agreement with the settings, and the files that it vouches for."""

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from tbkk_sim.problem import Phrase, SettingsError, shown, wrong
from tbkk_sim.runs.folder.format import check_record_format
from tbkk_sim.runs.folder.identity import file_hash
from tbkk_sim.runs.folder.names import MANIFEST, SETTINGS
from tbkk_sim.runs.folder.stored_file import (
    MANIFEST_OF,
    NOT_ONE,
    RECORD_OF,
    SETTINGS_OF,
    TABLE_OF,
    Stored,
    not_one,
    read_json,
    read_record,
    reading,
)
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import Asked
from tbkk_sim.settings.numbers import In, Replications, Seed
from tbkk_sim.system.in_place import write_whole


def _is_hash(given: str) -> str:
    if re.fullmatch("[0-9a-f]{64}", given) is None:
        raise wrong("", "is {value}; allowed: a fingerprint of 64 signs, 0-9 and a-f", value=shown(given))
    return given


Hash = Annotated[str, AfterValidator(_is_hash)]


class MadeBy(Stored):
    """The record of an unfinished run: all that must be the same where it goes on."""

    format: int
    replications_hash: Hash
    version: str
    code: Hash
    python: str
    packages: dict[str, str]
    processor: dict[str, str]


class Manifest(MadeBy):
    """The form of the manifest of a run."""

    status: Literal["finished"]
    name: str
    replications: Replications
    seed: Seed
    settings_hash: Hash
    fingerprint: Hash
    commit: str | None
    uncommitted_changes: bool | None
    wall_seconds: Annotated[float, Field(ge=0, le=1e9), In("seconds")]
    asked: Asked | None
    files: dict[str, Hash]
    precision: dict[str, Any] | None = None


def write_manifest(folder: Path, about: Mapping[str, Any], files: Iterable[Path]) -> dict[str, Any]:
    """Write the manifest of a folder, after all else: with it, the folder is finished.

    Args:
        folder: The folder of a run, a comparison or a study.
        about: What the manifest says of it.
        files: The files in it that the manifest vouches for.

    Returns:
        The manifest.
    """
    fingerprints = {path.relative_to(folder).as_posix(): file_hash(path) for path in files}
    manifest = {"status": "finished", **about, "files": fingerprints}
    write_whole(folder / MANIFEST, json.dumps(manifest, indent=2) + "\n", lasting=True)
    return manifest


def read_manifest(file: Path) -> dict[str, Any]:
    """Read the manifest of a run.

    Raises:
        SettingsError: it is none, or has another format.
    """
    about = read_json(file, MANIFEST_OF)
    kind = about.get("kind")
    if isinstance(kind, str):
        why = Phrase("it is that of a {kind}, and a run is wanted", kind=_KINDS.get(kind, kind))
        raise SettingsError([not_one(file, MANIFEST_OF, why, _HINTS.get(kind, ""))])
    check_record_format(file, about)
    return read_record(file, MANIFEST_OF, Manifest)


def check_agrees(file: Path, manifest: Mapping[str, Any], settings: Settings) -> None:
    """Refuse a manifest that says other things of a run than its settings.

    Raises:
        SettingsError: one of the two was changed.
    """
    of_settings = json.loads(settings.as_file())
    for key in ("name", "seed", "asked"):
        if manifest[key] != of_settings[key]:
            values = {"value": shown(manifest[key]), "other": shown(of_settings[key])}
            why = Phrase("{key} is {value}, and {other} in {file}", key=key, file=SETTINGS, **values)
            raise wrong(str(file), NOT_ONE, what=MANIFEST_OF, why=why)


_KINDS = {"comparison": Phrase("comparison"), "tuning": Phrase("tuning study")}
_HINTS = {"tuning": Phrase("its runs are in the folder runs/ in it")}


def check_fingerprint(folder: Path, name: str, manifest: Mapping[str, Any]) -> Path:
    """Refuse a file of a finished run that was changed after the run, or that the run did not write.

    Returns:
        The file.

    Raises:
        SettingsError: it is not what the manifest says.
    """
    file, known = folder / name, manifest["files"].get(name)
    what = SETTINGS_OF if name == SETTINGS else RECORD_OF if name.endswith(".json") else TABLE_OF
    with reading(file, what):
        if file_hash(file) != known:
            hint = Phrase("make the run again, or take the file from a copy of the run")
            why = Phrase("manifest.json does not name it")
            if known is not None:
                why = Phrase("it was changed after the run was finished; manifest.json knows another")
            raise SettingsError([not_one(file, what, why, hint)])
    return file


def is_kept(folder: Path, name: str, manifest: Mapping[str, Any]) -> bool:
    """Return True if a run wrote a file, which may be gone since, or one of that name is there."""
    return name in manifest["files"] or os.path.lexists(folder / name)


def finished_replications(path: Path) -> int | None:
    """Read the number of replications of a finished run; None while it is unfinished."""
    manifest = path / MANIFEST
    return int(read_manifest(manifest)["replications"]) if os.path.lexists(manifest) else None
