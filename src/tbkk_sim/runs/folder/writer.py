"""Writing a run folder: the only module that changes one.

While a run goes on, each replication is a part of its own, so that a run that was stopped goes on where it was. At the
end the parts become tables; the manifest comes last. Without a manifest a folder is unfinished.
A finished run to which replications are added keeps its tables until the new parts are all there.
One process at a time writes to a folder, from before the first file until after the manifest.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.problem import Phrase, joined
from tbkk_sim.runs.folder import names
from tbkk_sim.runs.folder.format import check_folder_format
from tbkk_sim.runs.folder.identity import differences, made_by, origin_of
from tbkk_sim.runs.folder.manifest import MadeBy, check_fingerprint, read_manifest, write_manifest
from tbkk_sim.runs.folder.parts import EventRows, RunParts
from tbkk_sim.runs.folder.row_groups import StoredTable
from tbkk_sim.runs.folder.stored_file import RECORD_OF, TABLE_OF, RunFolderError, read_record, reading
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.runs.outcome import ReplicationOutcome, keeps_events
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.runs.tables.columns import log_from, values_from, write_events, write_key_figures, write_summary
from tbkk_sim.runs.tables.people import holders_from, write_people
from tbkk_sim.system.in_place import HALF, check_free, replacing, take_away, write_whole

if TYPE_CHECKING:
    import pyarrow as pa

Records = Mapping[str, str]
"""Texts that are kept with a run, by the name of their file in its folder."""
TABLES = {"values": names.KEY_FIGURES, "people": names.PEOPLE, "events": names.EVENTS}
"""The table that is made of each kind of part."""


class RunWriter:
    """Writes the folder of one run."""

    def __init__(self, path: Path, plan: Simulation, records: Records | None = None) -> None:
        """Name the folder; nothing is written yet.

        Args:
            path: The folder.
            plan: The run.
            records: What is kept with the run beside its tables and its settings.
        """
        self.path, self.settings, self.frame = path, plan.settings, plan.frame
        self.parts = RunParts(path / names.PARTS)
        self._records = dict(records or {})
        self._tables: dict[str, StoredTable] = {}

    def begin(self, more: bool = False) -> set[int]:
        """Make the folder ready, and return the replications of this run that it already holds.

        Args:
            more: Replications are to be added to a finished run, which stays as it is until they are there.

        Raises:
            RunFolderError: it holds a finished run, or a run with other settings or by another version.
            FileHeldError: another program has a file open that is to be replaced.
        """
        finished = (self.path / names.MANIFEST).exists()
        if finished and not more:
            raise RunFolderError(Phrase("holds a finished run; give another folder"), self.path)
        self._check_same_run()
        if finished:
            self._check_tables()
        check_free(self._replaced())
        self.parts.path.mkdir(parents=True, exist_ok=True)
        self._clear_up()
        _write_json(self.parts.path / names.PARTS_OF, made_by(self.settings))
        if not finished:
            self._write_inputs()
        there = self._there("values") & self._there("people")
        with_events = self._there("events")
        return {r for r in there if r in with_events or not keeps_events(self.settings, r)}

    def add(self, replication: int, outcome: ReplicationOutcome) -> None:
        """Store a replication as a part."""
        self.parts.add(replication, outcome)

    def values(self, replication: int) -> Floats:
        """Read the values of one replication, from its part or from the table of a finished run."""
        part: Floats | None = self.parts.load("values", replication)
        if part is not None:
            return part
        with reading(self.path / names.KEY_FIGURES, TABLE_OF):
            return values_from(self._table("values", replication), self.frame)

    def combine(self, replications: range) -> None:
        """Make the tables from the parts and the tables so far; from here on the folder is unfinished.

        Raises:
            FileHeldError: another program has a file open that is to be replaced; a finished run stays finished.
        """
        check_free(self._replaced())
        for path in (self.path / names.MANIFEST, *self._report()):
            take_away(path)
        self._write_inputs()
        settings, frame = self.settings, self.frame
        whole_periods = frame.rows_of_whole_periods()
        values = np.array([self.values(r)[whole_periods] for r in replications])
        with self._making("values") as new:
            write_key_figures(new, settings, frame, ((r, self.values(r)) for r in replications))
        with self._making("people") as new:
            write_people(new, settings, ((r, self._people(r)) for r in replications))
        kept = [r for r in replications if keeps_events(settings, r)]
        if kept:
            with self._making("events") as new:
                write_events(new, frame.grid.names, ((r, self._events(r)) for r in kept))
        with replacing(self.path / names.SUMMARY, lasting=True) as new:
            write_summary(new, frame, whole_periods, values)

    def finish(self, replications: int, wall_seconds: float, precision: dict[str, Any] | None = None) -> dict[str, Any]:
        """Write the manifest, after all else, and delete the parts.

        Args:
            replications: Number of replications.
            wall_seconds: Duration of this sitting.
            precision: How many replications the precision asked for; None: none was asked for.
        """
        about = {
            "name": self.settings.name,
            **origin_of(self.settings),
            "replications": replications,
            "wall_seconds": round(wall_seconds, 3),
        }
        if precision is not None:
            _write_json(self.path / names.PRECISION, precision)
            about["precision"] = precision
        manifest = write_manifest(self.path, about, self._files())
        self.parts.take_away()
        return manifest

    def _files(self) -> list[Path]:
        """List the files that the manifest vouches for: all but logs and the report."""
        not_ours = names.NOT_HASHED | {names.REPORT, names.REPORT_SUMMARY, names.FIGURES}
        return sorted(
            path
            for path in self.path.rglob("*")
            if path.is_file() and path.suffix != ".log" and path.relative_to(self.path).parts[0] not in not_ours
        )

    @contextmanager
    def _making(self, what: str) -> Iterator[Path]:
        """Give a name for a new table; the old one, which is read meanwhile, is closed before it is replaced."""
        with replacing(self.path / TABLES[what], lasting=True) as new:
            try:
                yield new
            finally:
                if table := self._tables.pop(what, None):
                    table.close()

    def _check_same_run(self) -> None:
        record = next(
            (path for path in (self.parts.path / names.PARTS_OF, self.path / names.MANIFEST) if path.exists()), None
        )
        if record is None:
            return
        check_folder_format(self.path)
        try:
            stored = stored_settings(self.path)
        except ValueError:
            stored = None
        made = read_manifest(record) if record.name == names.MANIFEST else read_record(record, RECORD_OF, MadeBy)
        if found := differences(made, stored, self.settings):
            says = Phrase(
                "holds a run with other settings, or made by another version or on another processor:\n  {lines}",
                lines=joined(found, "\n  "),
            )
            hint = Phrase("run all replications anew in another folder, or go on where and with what it was begun")
            raise RunFolderError(says, self.path, hint)

    def _check_tables(self) -> None:
        """Refuse to add to tables that were changed after the run."""
        manifest = read_manifest(self.path / names.MANIFEST)
        paths = [self.path / name for name in TABLES.values()]
        for path in paths:
            if path.name in manifest["files"] or path.exists():
                check_fingerprint(self.path, path.name, manifest)
        for path in paths:
            if path.exists():
                with reading(path, TABLE_OF), closing(StoredTable(path)):
                    pass  # it can be read

    def _write_inputs(self) -> None:
        """Write the records and the settings; the settings come last, so that a folder with them has the records."""
        for name, text in self._records.items():
            (self.path / name).parent.mkdir(exist_ok=True)
            write_whole(self.path / name, text)
        write_whole(self.path / names.SETTINGS, self.settings.as_file())

    def _clear_up(self) -> None:
        """Delete half files of a run that was killed, and parts that were cut short."""
        for file in self.path.rglob(f".*{HALF}"):
            take_away(file)
        self.parts.clear_up()

    def _people(self, replication: int) -> EventRows:
        part = self.parts.load("people", replication)
        return holders_from(self._table("people", replication), self.settings) if part is None else part

    def _events(self, replication: int) -> EventLog:
        part = self.parts.load("events", replication)
        return log_from(self._table("events", replication)) if part is None else EventLog.from_rows(part)

    def _there(self, what: str) -> set[int]:
        """Return the replications of which this is there, as a part or in a table."""
        path = self.path / TABLES[what]
        if not path.exists():
            return self.parts.replications(what)
        with reading(path, TABLE_OF), closing(StoredTable(path)) as table:
            return self.parts.replications(what) | table.replications

    def _table(self, what: str, replication: int) -> "pa.Table":
        if what not in self._tables:
            self._tables[what] = StoredTable(self.path / TABLES[what])
        return self._tables[what].read(replication)

    def _replaced(self) -> list[Path]:
        """List the files of a finished run that are made anew, or deleted, when replications are added."""
        return [
            *(self.path / name for name in (*TABLES.values(), names.SUMMARY, names.MANIFEST, *self._records)),
            *self._report(),
        ]

    def _report(self) -> list[Path]:
        """List the files of a report, which no longer fits once the tables are replaced."""
        texts = [self.path / name for name in (names.REPORT, names.REPORT_SUMMARY)]
        return [*texts, *(self.path / names.FIGURES).glob("*.svg")]


def _write_json(path: Path, content: dict[str, Any]) -> None:
    write_whole(path, json.dumps(content, indent=2) + "\n")
