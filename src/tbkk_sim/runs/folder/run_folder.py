"""The run folder: the only module that knows its files.

While a run goes on, each replication is a part of its own under `parts/`, so that a run that was stopped goes on where
it was. At the end the parts become tables; the manifest comes last. Without a manifest a folder is unfinished.
A finished run to which replications are added keeps its tables until the new parts are all there.
One process at a time writes to a folder, from before the first file until after the manifest.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.frame import Frame
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.problem import Phrase, Problem, SettingsError, joined
from tbkk_sim.runs.folder.origin import file_hash, made_by, origin, replications_hash, settings_hash
from tbkk_sim.runs.folder.reading import (
    RECORD_OF,
    SETTINGS_FILE,
    TABLE_OF,
    MadeBy,
    check_fingerprint,
    missing_folder,
    read_manifest,
    read_record,
    read_settings,
    reading,
)
from tbkk_sim.runs.folder.same_run import differences
from tbkk_sim.runs.folder.stored_table import StoredTable
from tbkk_sim.runs.outcome import ReplicationOutcome, keeps_events
from tbkk_sim.runs.tables.columns import log_from, values_from, write_events, write_key_figures, write_summary
from tbkk_sim.runs.tables.people import holders_from, write_people
from tbkk_sim.settings import Settings
from tbkk_sim.system.in_place import HALF, check_free, replacing, take_away
from tbkk_sim.system.lock import HOLDER, LOCK

if TYPE_CHECKING:
    import pyarrow as pa

EventRows = NDArray[np.void]

SETTINGS, MANIFEST = SETTINGS_FILE, "manifest.json"
KEY_FIGURES, EVENTS, SUMMARY = "key_figures.parquet", "events.parquet", "summary.csv"
PROVENANCE, PRECISION = "provenance.csv", "precision.json"
PEOPLE = "people.parquet"
PARTS, PARTS_OF = "parts", "of.json"
PART = re.compile(r"[a-z]+-([0-9]{7})\.npy", re.ASCII)
NOT_HASHED = {MANIFEST, PARTS, LOCK, HOLDER}


class RunFolderError(SettingsError):
    """A folder that is not what it should be."""

    def __init__(self, says: str, folder: Path | str = "", hint: str = "") -> None:
        super().__init__([Problem(str(folder), says, hint)])

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it is made again where it was sent to."""
        (problem,) = self.problems
        return type(self), (problem.says, problem.key, problem.hint)


class RunFolder:
    """A folder that a run is being written to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts = path / PARTS
        self._tables: dict[str, StoredTable] = {}

    def begin(self, settings: Settings, more: bool = False) -> set[int]:
        """Make the folder ready, and tell which replications of these very settings it already holds.

        Args:
            settings: What is to be run.
            more: Replications are to be added to a finished run, which stays as it is until they are there.

        Raises:
            RunFolderError: it holds a finished run, or a run with other settings or by another version.
            FileHeldError: another program has a file open that is to be replaced.
        """
        finished = (self.path / MANIFEST).exists()
        if finished and not more:
            raise RunFolderError(Phrase("holds a finished run; give another folder"), self.path)
        self._check_same_run(settings)
        if finished:
            self._check_tables()
        check_free(self._replaced())
        self.parts.mkdir(parents=True, exist_ok=True)
        self._clear_up()
        _write_json(self.parts / PARTS_OF, made_by(settings))
        if not finished:
            self._write_settings(settings)
        there = self._there("values") & self._there("people")
        with_events = self._there("events")
        return {r for r in there if r in with_events or not keeps_events(settings, r)}

    def add(self, replication: int, outcome: ReplicationOutcome) -> None:
        """Store a replication; its values come last, so that they mean: this one is there."""
        if outcome.log is not None:
            self._store("events", replication, outcome.log.rows)
        self._store("people", replication, outcome.people)
        self._store("values", replication, outcome.values)

    def values(self, replication: int, frame: Frame) -> Floats:
        """The values of one replication, from its part or from the table of a finished run."""
        part = self._part("values", replication)
        if part.exists():
            values: Floats = np.load(part)
            return values
        with reading(self._paths()["values"], TABLE_OF):
            return values_from(self._table("values", replication), frame)

    def combine(self, settings: Settings, frame: Frame, replications: range) -> None:
        """Make the tables from the parts and what the tables held; from here on the folder is unfinished.

        Raises:
            FileHeldError: another program has a table open; a finished run stays finished.
        """
        check_free(self._replaced())
        take_away(self.path / MANIFEST)
        self._write_settings(settings)
        whole_periods = frame.rows_of_whole_periods()
        values = np.array([self.values(r, frame)[whole_periods] for r in replications])
        with self._making("values") as new:
            write_key_figures(new, settings, frame, ((r, self.values(r, frame)) for r in replications))
        with self._making("people") as new:
            write_people(new, settings, ((r, self._people(r, settings)) for r in replications))
        kept = [r for r in replications if keeps_events(settings, r)]
        if kept:
            with self._making("events") as new:
                write_events(new, frame.grid.names, ((r, self._events(r)) for r in kept))
        with replacing(self.path / SUMMARY, lasting=True) as new:
            write_summary(new, frame, whole_periods, values)

    def tell_precision(self, record: dict[str, Any]) -> None:
        """Write down how many replications the precision asked for, for pages to say."""
        _write_json(self.path / PRECISION, record)

    def finish(
        self, settings: Settings, replications: int, wall_seconds: float, more: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write the manifest, after all else, and let go of the parts.

        Args:
            settings: What was run.
            replications: Number of replications.
            wall_seconds: Duration of this sitting.
            more: What else there is to say.
        """
        files = sorted(
            path
            for path in self.path.rglob("*")
            if path.is_file() and path.suffix != ".log" and path.relative_to(self.path).parts[0] not in NOT_HASHED
        )
        manifest = {
            "status": "finished",
            "name": settings.name,
            **origin(),
            "asked": None if settings.asked is None else settings.asked.model_dump(mode="json"),
            "seed": settings.seed,
            "replications": replications,
            "settings_hash": settings_hash(settings),
            "replications_hash": replications_hash(settings),
            "wall_seconds": round(wall_seconds, 3),
            **(more or {}),
            "files": {path.relative_to(self.path).as_posix(): file_hash(path) for path in files},
        }
        _write_json(self.path / MANIFEST, manifest, lasting=True)
        shutil.rmtree(self.parts, ignore_errors=True)
        return manifest

    @contextmanager
    def _making(self, what: str) -> Iterator[Path]:
        """A name for a new table; the old one, which is read meanwhile, is closed before it is replaced."""
        with replacing(self._paths()[what], lasting=True) as new:
            try:
                yield new
            finally:
                if table := self._tables.pop(what, None):
                    table.close()

    def _check_same_run(self, settings: Settings) -> None:
        record = next((path for path in (self.parts / PARTS_OF, self.path / MANIFEST) if path.exists()), None)
        if record is None:
            return
        try:
            stored = stored_settings(self.path)
        except ValueError:
            stored = None
        is_manifest = record.name == MANIFEST
        made = read_manifest(record) if is_manifest else read_record(record, RECORD_OF, MadeBy)
        if said := differences(made, stored, settings):
            says = Phrase(
                "holds a run with other settings, or made by another version or on another processor:\n  {lines}",
                lines=joined(said, "\n  "),
            )
            hint = Phrase("run all replications anew in another folder, or go on where and with what it was begun")
            raise RunFolderError(says, self.path, hint)

    def _check_tables(self) -> None:
        """Refuse to add to tables that were changed after the run."""
        manifest = read_manifest(self.path / MANIFEST)
        for path in self._paths().values():
            if path.name in manifest["files"] or path.exists():
                check_fingerprint(self.path, path.name, manifest)
        for path in self._paths().values():
            if path.exists():
                with reading(path, TABLE_OF), closing(StoredTable(path)):
                    pass  # it can be read

    def _write_settings(self, settings: Settings) -> None:
        with replacing(self.path / SETTINGS) as new:
            new.write_text(settings.as_file(), encoding="utf-8")

    def _clear_up(self) -> None:
        """Take away half files of a run that was killed, and parts that a power cut or somebody has cut short."""
        halves = list(self.path.rglob(f".*{HALF}"))
        for file in [*halves, *(part for part in self.parts.glob("*.npy") if not _is_whole(part))]:
            take_away(file)

    def _store(self, what: str, replication: int, rows: EventRows | Floats) -> None:
        with replacing(self._part(what, replication)) as new, new.open("wb") as file:
            np.save(file, rows)

    def _people(self, replication: int, settings: Settings) -> EventRows:
        part = self._part("people", replication)
        rows: EventRows = np.load(part) if part.exists() else holders_from(self._table("people", replication), settings)
        return rows

    def _events(self, replication: int) -> EventLog:
        part = self._part("events", replication)
        return EventLog.from_rows(np.load(part)) if part.exists() else log_from(self._table("events", replication))

    def _there(self, what: str) -> set[int]:
        """Replications of which this is there, as a part or in a table."""
        names = (PART.fullmatch(part.name) for part in self.parts.glob(f"{what}-*.npy"))
        parts = {int(name[1]) for name in names if name}
        path = self._paths()[what]
        if not path.exists():
            return parts
        with reading(path, TABLE_OF), closing(StoredTable(path)) as table:
            return parts | table.replications

    def _part(self, what: str, replication: int) -> Path:
        return self.parts / f"{what}-{replication:07d}.npy"

    def _table(self, what: str, replication: int) -> "pa.Table":
        if what not in self._tables:
            self._tables[what] = StoredTable(self._paths()[what])
        return self._tables[what].read(replication)

    def _replaced(self) -> list[Path]:
        """Files of a finished run that are made anew when replications are added."""
        return [*self._paths().values(), self.path / SUMMARY, self.path / MANIFEST]

    def _paths(self) -> dict[str, Path]:
        names = {"values": KEY_FIGURES, "people": PEOPLE, "events": EVENTS}
        return {what: self.path / name for what, name in names.items()}


def stored_settings(path: Path) -> Settings:
    """The settings in a run folder, finished or not.

    Raises:
        RunFolderError: there is no run.
        SettingsError: the file does not hold settings.
    """
    check_folder(path)
    file = path / SETTINGS
    if not os.path.lexists(file):
        raise RunFolderError(Phrase("holds no run: it has no {file}", file=SETTINGS), path)
    return read_settings(file)


def check_folder(path: Path) -> None:
    """Refuse a folder that is not there.

    Raises:
        RunFolderError: it is not there, or no folder.
    """
    if says := missing_folder(path):
        raise RunFolderError(says, path)


def finished_replications(path: Path) -> int | None:
    """The number of replications of a finished run; None while it is unfinished."""
    manifest = path / MANIFEST
    return int(read_manifest(manifest)["replications"]) if os.path.lexists(manifest) else None


def _is_whole(part: Path) -> bool:
    try:
        np.load(part, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return False
    return True


def _write_json(path: Path, content: dict[str, Any], *, lasting: bool = False) -> None:
    with replacing(path, lasting=lasting) as new:
        new.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
