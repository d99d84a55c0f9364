"""A run that is finished, opened to read."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbkk_sim.domain.facts import EventLog
from tbkk_sim.experiment import tables
from tbkk_sim.experiment.people import read_people
from tbkk_sim.experiment.rows import Rows
from tbkk_sim.experiment.run_folder import (
    EVENTS,
    KEY_FIGURES,
    MANIFEST,
    PEOPLE,
    SUMMARY,
    RunFolderError,
    stored_settings,
)
from tbkk_sim.experiment.same_run import differences
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class FinishedRun:
    """The settings, the tables and the manifest of a run."""

    path: Path
    manifest: dict[str, Any]

    @cached_property
    def settings(self) -> Settings:
        """What was run."""
        return stored_settings(self.path)

    @cached_property
    def key_figures(self) -> "pd.DataFrame":
        """Tidy: replication, period, team, priority_class, key_figure, value."""
        return tables.read_key_figures(self.path / KEY_FIGURES)

    @cached_property
    def rows(self) -> Rows:
        """The same as plain arrays."""
        from pyarrow.parquet import ParquetFile

        with ParquetFile(self.path / KEY_FIGURES) as file:
            return Rows(file.read())

    @cached_property
    def people(self) -> "pd.DataFrame":
        """Who held a post: replication, unit, role, ages in years, dates of joining and leaving, cause."""
        return read_people(self.path / PEOPLE)

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """Mean, interval and band of each key figure, for the whole run and for years."""
        import pandas as pd

        return pd.read_csv(self.path / SUMMARY, dtype={"period": str})

    def events(self, replication: int = 0) -> EventLog:
        """The event log of a replication, if it was kept."""
        return tables.read_events(self.path / EVENTS, replication)


def open_run(path: Path) -> FinishedRun:
    """Open a finished run.

    Raises:
        RunFolderError: the folder holds no finished run.
    """
    manifest = path / MANIFEST
    if not manifest.is_file():
        raise RunFolderError(f"{path} holds no finished run: it has no {MANIFEST}")
    return FinishedRun(path, json.loads(manifest.read_text(encoding="utf-8")))


def holds_run_of(folder: Path, settings: Settings) -> bool:
    """Whether the folder holds a finished run of these very settings, made by this program on such a processor."""
    if not (folder / MANIFEST).is_file():
        return False
    run = open_run(folder)
    return not differences(run.manifest, run.settings, settings) and run.settings.run == settings.run
