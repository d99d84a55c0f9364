"""A run that is kept in memory: the tables of a run folder, without the folder."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.runs.folder.identity import origin_of
from tbkk_sim.runs.outcome import ReplicationOutcome
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.runs.runner import Progress, Work
from tbkk_sim.runs.tables.columns import key_figure_tables, summary_columns
from tbkk_sim.runs.tables.people import people_tables
from tbkk_sim.settings import Settings
from tbkk_sim.stats.precision import StoppingResult

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class MemoryRun:
    """A finished run whose replications are kept in memory."""

    path = None
    """A run in memory has no folder."""

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.result = StoppingResult(0, enough=False, estimates=())
        self._outcomes: dict[int, ReplicationOutcome] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.settings!r})"

    def add(self, replication: int, outcome: ReplicationOutcome) -> None:
        """Keep a replication."""
        self._outcomes[replication] = outcome

    def values(self, replication: int) -> Floats:
        """Return the values of a replication."""
        return self._outcomes[replication].values

    @property
    def settings(self) -> Settings:
        """The settings of the run."""
        return self.simulation.settings

    @property
    def replications(self) -> range:
        """Numbers of the replications."""
        return range(self.result.replications)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The origin of the run, as in the manifest of a run folder."""
        return {"name": self.settings.name, **origin_of(self.settings), "replications": self.result.replications}

    @property
    def precision(self) -> dict[str, Any] | None:
        """The precision that was reached, where one was asked for."""
        return None if self.settings.run.precision is None else self.result.as_record()

    @cached_property
    def table(self) -> "pa.Table":
        """Tidy key figures, as `key_figures.parquet` has them."""
        import pyarrow as pa

        of_each = ((r, self._outcomes[r].values) for r in self.replications)
        return pa.concat_tables(list(key_figure_tables(self.settings, self.simulation.frame, of_each)))

    @cached_property
    def key_figures(self) -> "pd.DataFrame":
        """Tidy: replication, period, team, priority_class, key_figure, value."""
        tidy: pd.DataFrame = self.table.to_pandas()
        return tidy

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """Mean, interval and band of each key figure, for the whole run and for years."""
        import pandas as pd

        frame = self.simulation.frame
        rows = frame.rows_of_whole_periods()
        values = np.array([self._outcomes[r].values[rows] for r in self.replications])
        return pd.DataFrame(summary_columns(frame, rows, values)).replace([np.inf, -np.inf], np.nan)

    @cached_property
    def people(self) -> "pd.DataFrame":
        """Holders of posts: replication, unit, role, ages in years, dates of joining and leaving, cause."""
        import pyarrow as pa

        of_each = ((r, self._outcomes[r].people) for r in self.replications)
        holders: pd.DataFrame = pa.concat_tables(list(people_tables(self.settings, of_each))).to_pandas()
        return holders

    def events(self, replication: int = 0) -> EventLog:
        """Return the event log of a replication; one that was not kept is simulated again, with the same result."""
        log = self._outcomes[replication].log
        return self.simulation.simulate(replication).log if log is None else log


def run_in_memory(settings: Settings, progress: Progress | None = None) -> MemoryRun:
    """Simulate all replications of a run without writing anything.

    Args:
        settings: What to simulate; `run.workers` and `engine` count as for a run folder.
        progress: Called with the number of replications done, and of all.

    Raises:
        SettingsError: the settings cannot be simulated, or a key figure whose precision is wanted does not exist.
        ReplicationError: a replication killed its worker each time that it was tried.
    """
    run = MemoryRun(Simulation(settings))
    run.result = Work(run.simulation, run, progress).do()
    return run
