"""Records that are kept with a run beside its tables: its precision, the sources of its numbers, what was changed."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tbkk_sim.runs.changes import read_changes
from tbkk_sim.runs.folder.manifest import check_agrees, check_fingerprint, is_kept, read_manifest
from tbkk_sim.runs.folder.names import CHANGES, MANIFEST, PRECISION, PROVENANCE, TYPED
from tbkk_sim.runs.folder.stored_file import RECORD_OF, TABLE_OF, Stored, read_record, reading
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.settings.provenance import Entry, read_entries


class PrecisionRecord(Stored):
    """The record of how many replications the precision asked for, and of the precision reached."""

    reached: bool
    replications: int
    key_figures: list[dict[str, Any]]


def kept_in(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """List the records of a run, of which its manifest is given."""
    return [name for name in (PRECISION, PROVENANCE, CHANGES) if is_kept(folder, name, manifest)]


def check_kept(folder: Path) -> None:
    """Read all records of a run.

    Raises:
        SettingsError: one of them is not readable any more.
    """
    if os.path.lexists(folder / MANIFEST):
        manifest = read_manifest(folder / MANIFEST)
        check_agrees(folder / MANIFEST, manifest, stored_settings(folder))
        for name in kept_in(folder, manifest):
            check_fingerprint(folder, name, manifest)
    read_precision(folder)
    read_sources(folder)
    read_changes(folder)
    overrides_of(folder)


def read_sources(folder: Path) -> tuple[Entry, ...]:
    """Read where the numbers of a run come from.

    Raises:
        SettingsError: the file is not readable any more.
    """
    file = folder / PROVENANCE
    if not os.path.lexists(file):
        return ()
    with reading(file, TABLE_OF):
        return read_entries(file)


def read_precision(folder: Path) -> dict[str, Any] | None:
    """Read how many replications the precision asked for; None if none was asked for.

    Raises:
        SettingsError: the file is not readable any more.
    """
    file = folder / PRECISION
    return read_record(file, RECORD_OF, PrecisionRecord) if os.path.lexists(file) else None


def overrides_of(run: Path) -> list[str]:
    """Read the overrides that were typed for a run, as far as they were kept with it.

    Raises:
        SettingsError: the file is not readable any more.
    """
    file = run / TYPED
    if not file.exists():
        return []
    import yaml

    with reading(file, RECORD_OF):
        found = yaml.safe_load(file.read_text(encoding="utf-8")) or []
        if not isinstance(found, list) or not all(isinstance(line, str) for line in found):
            raise ValueError("a list of overrides is expected")
        return found
