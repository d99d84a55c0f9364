"""What is kept with a run besides its tables: its precision, the sources of its numbers, what was changed for it."""

import os
from pathlib import Path
from typing import Any

from tbkk_sim.runs.changes import CHANGES, read_changes
from tbkk_sim.runs.folder.reading import (
    RECORD_OF,
    TABLE_OF,
    PrecisionRecord,
    check_agrees,
    check_fingerprint,
    read_manifest,
    read_record,
    reading,
)
from tbkk_sim.runs.folder.run_folder import MANIFEST, PRECISION, PROVENANCE, stored_settings
from tbkk_sim.runs.sweep import overrides_of
from tbkk_sim.settings.provenance import Entry, read_entries


def kept_in(folder: Path) -> list[str]:
    """Files that are kept with a run besides its tables, as far as they are there."""
    return [name for name in (PRECISION, PROVENANCE, CHANGES) if os.path.lexists(folder / name)]


def check_kept(folder: Path) -> None:
    """Read what is kept with a run besides its tables.

    Raises:
        SettingsError: some of it is not readable any more.
    """
    if os.path.lexists(folder / MANIFEST):
        manifest = read_manifest(folder / MANIFEST)
        check_agrees(folder / MANIFEST, manifest, stored_settings(folder))
        for name in kept_in(folder):
            check_fingerprint(folder, name, manifest)
    read_precision(folder)
    read_sources(folder)
    read_changes(folder)
    overrides_of(folder)


def read_sources(folder: Path) -> tuple[Entry, ...]:
    """Where the numbers of a run come from, as kept with it.

    Raises:
        SettingsError: the file is not readable any more.
    """
    file = folder / PROVENANCE
    if not os.path.lexists(file):
        return ()
    with reading(file, TABLE_OF):
        return read_entries(file)


def read_precision(folder: Path) -> dict[str, Any] | None:
    """How many replications the precision asked for, as kept with a run; None if none was asked for.

    Raises:
        SettingsError: the file is not readable any more.
    """
    file = folder / PRECISION
    return read_record(file, RECORD_OF, PrecisionRecord) if os.path.lexists(file) else None
