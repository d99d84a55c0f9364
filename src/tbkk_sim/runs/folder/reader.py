"""Reading a finished run: its settings, its tables and its manifest."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbkk_sim.model.event_records import EventLog
from tbkk_sim.problem import Phrase
from tbkk_sim.runs.folder.format import check_table
from tbkk_sim.runs.folder.identity import differences
from tbkk_sim.runs.folder.manifest import check_agrees, check_fingerprint, is_kept, read_manifest
from tbkk_sim.runs.folder.names import EVENTS, KEY_FIGURES, MANIFEST, PEOPLE, SETTINGS, SUMMARY
from tbkk_sim.runs.folder.stored_file import (
    TABLE_OF,
    RunFolderError,
    check_columns,
    check_folder,
    read_parquet,
    reading,
)
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.runs.tables import columns
from tbkk_sim.runs.tables.columns import SUMMARY_COLUMNS
from tbkk_sim.runs.tables.rows import TidyRows
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class FinishedRun:
    """The settings, the tables and the manifest of a run."""

    path: Path
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        return f"FinishedRun({str(self.path)!r})"

    @cached_property
    def settings(self) -> Settings:
        """The settings of the run."""
        settings = stored_settings(self.path)
        check_fingerprint(self.path, SETTINGS, self.manifest)
        return settings

    @cached_property
    def key_figures(self) -> "pd.DataFrame":
        """Tidy: replication, period, team, priority_class, key_figure, value."""
        return self._frame(KEY_FIGURES)

    @cached_property
    def rows(self) -> TidyRows:
        """The same as plain arrays."""
        return TidyRows(read_parquet(self.table(KEY_FIGURES), columns.KEY_FIGURE_COLUMNS))

    @cached_property
    def people(self) -> "pd.DataFrame":
        """The holders of posts: replication, unit, role, ages in years, dates of joining and leaving, cause."""
        return self._frame(PEOPLE)

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """Mean, interval and band of each key figure, for the whole run and for years."""
        import pandas as pd

        with reading(self.table(SUMMARY), TABLE_OF):
            found = pd.read_csv(self.path / SUMMARY, dtype={"period": str}, encoding="utf-8")
            check_columns(self.path / SUMMARY, found.columns.astype(str).tolist(), SUMMARY_COLUMNS)
            return found

    def events(self, replication: int = 0) -> EventLog:
        """The event log of a replication, if it was kept."""
        with reading(self.table(EVENTS), TABLE_OF):
            return columns.read_events(self.path / EVENTS, replication)

    def kept_events(self, replication: int) -> EventLog | None:
        """Return the event log of a replication; None: it was not kept."""
        log = self.events(replication) if is_kept(self.path, EVENTS, self.manifest) else None
        return log if log is not None and len(log) else None

    def _frame(self, name: str) -> "pd.DataFrame":
        import pandas as pd

        with reading(self.table(name), TABLE_OF):
            check_table(self.path / name)
            return pd.read_parquet(self.path / name)

    def table(self, name: str) -> Path:
        """The file of a table that is as the run wrote it.

        Raises:
            SettingsError: it was changed since, or is not there.
        """
        return check_fingerprint(self.path, name, self.manifest)


def open_run(path: Path) -> FinishedRun:
    """Open a finished run.

    Raises:
        RunFolderError: the folder is not there, or holds no finished run.
        SettingsError: its manifest or its settings are none, do not agree, or have another format.
    """
    check_folder(path)
    manifest = path / MANIFEST
    if not os.path.lexists(manifest):
        hint = Phrase("extend finishes a run that was stopped") if (path / SETTINGS).is_file() else ""
        raise RunFolderError(Phrase("holds no finished run: it has no {file}", file=MANIFEST), path, hint)
    run = FinishedRun(path, read_manifest(manifest))
    check_agrees(manifest, run.manifest, run.settings)
    return run


def holds_run_of(folder: Path, settings: Settings) -> bool:
    """Return True if the folder holds a finished run of these settings, made by this program on such a processor."""
    if not (folder / MANIFEST).is_file():
        return False
    run = open_run(folder)
    return not differences(run.manifest, run.settings, settings) and run.settings.run == settings.run
