"""The parts of an unfinished run: what each replication gave, in files of its own."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Floats
from tbkk_sim.runs.folder.names import PART
from tbkk_sim.runs.outcome import ReplicationOutcome
from tbkk_sim.system.in_place import replacing, take_away

EventRows = NDArray[np.void]


class RunParts:
    """The folder of the parts: `values`, `people` and `events`, one file of each a replication."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, replication: int, outcome: ReplicationOutcome) -> None:
        """Store one replication; its values come last, so that they mean: this one is there."""
        if outcome.log is not None:
            self._store("events", replication, outcome.log.rows)
        self._store("people", replication, outcome.people)
        self._store("values", replication, outcome.values)

    def load(self, what: str, replication: int) -> Any:
        """Load a part; None if it is not there."""
        part = self._file(what, replication)
        return np.load(part) if part.exists() else None

    def replications(self, what: str) -> set[int]:
        """Return the replications that have a part of this kind."""
        names = (PART.fullmatch(part.name) for part in self.path.glob(f"{what}-*.npy"))
        return {int(name[1]) for name in names if name}

    def clear_up(self) -> None:
        """Delete parts that a power cut or somebody has cut short."""
        for part in self.path.glob("*.npy"):
            if not _is_whole(part):
                take_away(part)

    def take_away(self) -> None:
        """Delete all parts."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _store(self, what: str, replication: int, rows: EventRows | Floats) -> None:
        with replacing(self._file(what, replication)) as new, new.open("wb") as file:
            np.save(file, rows)

    def _file(self, what: str, replication: int) -> Path:
        return self.path / f"{what}-{replication:07d}.npy"


def _is_whole(part: Path) -> bool:
    try:
        np.load(part, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return False
    return True
