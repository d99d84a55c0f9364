"""The run folder: the only module that knows its files.

While a run goes on, each replication is a part of its own under `parts/`, so that a run that was stopped goes on where
it was. At the end the parts become tables; the manifest comes last. Without a manifest a folder is unfinished.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from tbkk_sim.domain.facts import EventLog
from tbkk_sim.experiment import tables
from tbkk_sim.experiment.frame import Frame
from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.origin import file_hash, futures_hash, origin, settings_hash
from tbkk_sim.settings import Settings

SETTINGS, MANIFEST = "settings.json", "manifest.json"
KEY_FIGURES, EVENTS, SUMMARY = "key_figures.parquet", "events.parquet", "summary.csv"
PARTS, PARTS_OF = "parts", "of.json"
HALF = ".half"
"""End of the name of a file that is being written."""
NOT_HASHED = {MANIFEST, PARTS}


class RunFolderError(ValueError):
    """A folder that is not what it should be."""


class RunFolder:
    """A folder that a run is being written to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts = path / PARTS

    def begin(self, settings: Settings) -> set[int]:
        """Make the folder ready, and tell which replications of these very settings it already holds.

        Raises:
            RunFolderError: it holds a finished run, or parts of a run with other settings or another version.
        """
        if (self.path / MANIFEST).exists():
            raise RunFolderError(f"{self.path} holds a finished run; give another folder")
        made_by = {"futures_hash": futures_hash(settings), **{k: origin()[k] for k in ("version", "packages")}}
        self.parts.mkdir(parents=True, exist_ok=True)
        self._clear_up()
        of = self.parts / PARTS_OF
        if of.exists() and json.loads(of.read_text(encoding="utf-8")) != made_by:
            raise RunFolderError(f"{self.path} holds part of a run with other settings or another version")
        _write_json(of, made_by)
        with replacing(self.path / SETTINGS) as new:
            new.write_text(settings.model_dump_json(indent=2) + "\n", encoding="utf-8")
        return {r for r in self.stored() if not keeps_events(settings, r) or self._part("events", r).exists()}

    def store(self, replication: int, values: Floats, log: EventLog | None) -> None:
        """Store what one replication says; its values come last, so that they mean: this one is there."""
        if log is not None:
            with replacing(self._part("events", replication)) as new, new.open("wb") as file:
                np.save(file, log.rows)
        with replacing(self._part("values", replication)) as new, new.open("wb") as file:
            np.save(file, values)

    def stored(self) -> set[int]:
        """Replications that are there."""
        return {int(part.stem.partition("-")[2]) for part in self.parts.glob("values-*.npy")}

    def values(self, replication: int) -> Floats:
        """The values of one replication."""
        values: Floats = np.load(self._part("values", replication))
        return values

    def combine(self, settings: Settings, frame: Frame, replications: range) -> None:
        """Make the tables from the parts."""
        with replacing(self.path / KEY_FIGURES) as new:
            tables.write_key_figures(new, settings, frame, ((r, self.values(r)) for r in replications))
        kept = [r for r in replications if keeps_events(settings, r)]
        if kept:
            logs = ((r, EventLog(np.load(self._part("events", r)))) for r in kept)
            with replacing(self.path / EVENTS) as new:
                tables.write_events(new, frame.grid.names, logs)
        whole_periods = frame.rows_of_whole_periods()
        values = np.array([self.values(r)[whole_periods] for r in replications])
        with replacing(self.path / SUMMARY) as new:
            tables.write_summary(new, frame, whole_periods, values)

    def finish(self, settings: Settings, replications: int, wall_seconds: float) -> dict[str, Any]:
        """Write the manifest, after all else, and let go of the parts."""
        files = sorted(
            path
            for path in self.path.rglob("*")
            if path.is_file() and path.suffix != ".log" and path.relative_to(self.path).parts[0] not in NOT_HASHED
        )
        manifest = {
            "status": "finished",
            "name": settings.name,
            **origin(),
            "seed": settings.seed,
            "replications": replications,
            "settings_hash": settings_hash(settings),
            "futures_hash": futures_hash(settings),
            "wall_seconds": round(wall_seconds, 3),
            "files": {path.relative_to(self.path).as_posix(): file_hash(path) for path in files},
        }
        _write_json(self.path / MANIFEST, manifest)
        shutil.rmtree(self.parts, ignore_errors=True)
        return manifest

    def _clear_up(self) -> None:
        """Take away half files of a run that was killed."""
        for folder in (self.path, self.parts):
            for half in folder.glob(f".*{HALF}"):
                half.unlink()

    def _part(self, what: str, replication: int) -> Path:
        return self.parts / f"{what}-{replication:07d}.npy"


def keeps_events(settings: Settings, replication: int) -> bool:
    """Whether the event log of this replication is kept."""
    keep = settings.run.keep_events
    return keep == "all" or (keep == "first" and replication == 0)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name to write to, which becomes `path` at once when all is written, and vanishes when writing fails."""
    new = path.with_name(f".{path.name}.{os.getpid()}{HALF}")
    try:
        yield new
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    with replacing(path) as new:
        new.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
