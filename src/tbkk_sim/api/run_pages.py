"""The files of a run folder beside its tables: sources of its numbers, changes, and the report."""

from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.settings import Settings


def write_run_pages(settings: Settings, folder: Path, conf: Sequence[Path] = ()) -> None:
    """Write sources, changes and (if `run.report` is set) the report of a run into its folder.

    Args:
        settings: Settings of the run.
        folder: The run folder, with its tables.
        conf: Folders that its numbers come from, besides conf/.
    """
    from tbkk_sim.config.changes import keep_changes
    from tbkk_sim.config.sources import entries_used
    from tbkk_sim.report import write_reporting
    from tbkk_sim.runs.folder.run_folder import PROVENANCE
    from tbkk_sim.settings.provenance import write_entries

    write_entries(folder / PROVENANCE, entries_used(settings, conf))
    keep_changes(folder, settings)
    write_reporting(folder)


def own_folders(settings: Settings) -> list[Path]:
    """Return the folders of the user's own that settings were loaded from."""
    flags = settings.asked.flags if settings.asked else ()
    return [Path(folder) for flag, folder in zip(flags[::2], flags[1::2], strict=True) if flag == "--config-dir"]
