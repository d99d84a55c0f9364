"""A view of a run: key figures along time, teams or classes, with their spread."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.catalogue import fixed_key_figures
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.labels import capital, class_label, team_label, within
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked
from tbkk_sim.report.run.people_asked import PeopleAsked, asked_of_people
from tbkk_sim.runs.changes import Changes, read_changes
from tbkk_sim.runs.folder.manifest import is_kept
from tbkk_sim.runs.folder.names import KEY_FIGURES, PEOPLE, TYPED
from tbkk_sim.runs.folder.reader import FinishedRun, open_run
from tbkk_sim.runs.folder.records import kept_in, overrides_of, read_precision, read_sources
from tbkk_sim.runs.folder.stored_file import read_parquet
from tbkk_sim.runs.in_memory import MemoryRun
from tbkk_sim.runs.tables.columns import KEY_FIGURE_COLUMNS
from tbkk_sim.runs.tables.rows import TidyRows
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import command_of
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.intervals import mean_of
from tbkk_sim.stats.spread import LEAST_FOR_A_BAND, band_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Along = Literal["period", "team", "priority_class"]
OF_THE_MIDDLE = (
    "waiting_days_median", "waiting_days_p90", "identified_days_median", "identified_days_p90", "searched_days_median",
    "searched_days_p90", "file_days_median", "file_days_p90",
)  # fmt: skip
"""Key figures of which the median replication is shown: a mean is meaningless where a few are infinite."""


class SpreadOfMean(NamedTuple):
    """A number over all replications: NaN where there is none, inf where it is more than any number."""

    mean: float
    """Mean, inf where it is so in any replication; of OF_THE_MIDDLE the middle of the replications."""
    low: float
    """Low end of the band of single replications."""
    high: float
    """High end of that band."""

    def times(self, factor: float) -> "SpreadOfMean":
        """The same in another unit."""
        return SpreadOfMean(self.mean * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True)
class RunView:
    """The settings and the key figures of one run; everything that is written about it comes from here."""

    settings: Settings
    key_figures: "pa.Table | pd.DataFrame"
    """Tidy: replication, period, team, priority_class, key_figure, value."""
    origin: dict[str, Any] = field(default_factory=dict)
    """Command, version and commit, as far as known."""
    sources: tuple[Entry, ...] = ()
    """Sources of the numbers of the settings, as far as known."""
    precision: dict[str, Any] | None = None
    """Replications that the precision asked for, and the precision reached (see stats.precision)."""
    people: "pd.DataFrame | None" = None
    """Holders of a post by replication (see runs.tables.people), as far as known."""
    changes: Changes = field(default_factory=Changes)
    """Changes on top of the scenarios, and settings without effect, as far as known."""

    def __repr__(self) -> str:
        return f"RunView({self.settings!r})"

    @cached_property
    def say(self) -> Say:
        """Phrases and numbers in the language of the run."""
        return Say(self.settings.language)

    @cached_property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.rows.replications) or self.settings.run.replications

    @property
    def has_band(self) -> bool:
        """True if there are replications enough for a band of single replications, and for odds."""
        return self.replications >= LEAST_FOR_A_BAND

    @cached_property
    def rows(self) -> TidyRows:
        """The key figures, quick to ask."""
        return TidyRows(self.key_figures)

    @cached_property
    def _answers(self) -> dict[tuple[Any, ...], dict[str, SpreadOfMean]]:
        """Cache of answers: figure, finding and table of an exhibit ask for the same."""
        return {}

    @cached_property
    def _asked(self) -> dict[tuple[str, str], PeopleAsked]:
        """Cache of what is asked of whom: several tables and sentences tell it."""
        return {}

    @property
    def names(self) -> list[str]:
        """Names of the key figures in this run."""
        return self.rows.key_figures

    def values(
        self,
        *key_figures: str,
        along: Along = "team",
        keep: Sequence[str] = (ALL,),
        team: str = ALL,
        priority_class: str = ALL,
        period: str = ALL,
    ) -> "pd.DataFrame":
        """One column per key figure, one row per replication and item of `keep` (period, team, class) with a value.

        Where a key figure has no row, its value is NaN.
        """
        import pandas as pd

        of = {"team": team, "priority_class": priority_class, "period": period}
        columns = {name: self.wide(name, along, keep, **of).ravel() for name in key_figures}
        index = pd.MultiIndex.from_product([self.rows.replications, list(keep)], names=["replication", along])
        return pd.DataFrame(columns, index=index, columns=list(key_figures), dtype=float).dropna(how="all")

    def wide(
        self, key_figure: str, along: Along, keep: Sequence[str], *, team: str = ALL, priority_class: str = ALL,
        period: str = ALL,
    ) -> Floats:  # fmt: skip
        """Values of a key figure [replication, keep]; NaN where there is none."""
        return self.rows.wide(key_figure, along, keep, period=period, team=team, priority_class=priority_class)

    def spreads(
        self, key_figure: str, along: Along, keep: Sequence[str], *, team: str = ALL, priority_class: str = ALL,
        period: str = ALL,
    ) -> dict[str, SpreadOfMean]:  # fmt: skip
        """Mean (of times within which a share was begun: the middle) and band for each of `keep`, in that order."""
        asked = (key_figure, along, tuple(keep), team, priority_class, period)
        if asked not in self._answers:
            values = self.wide(key_figure, along, keep, team=team, priority_class=priority_class, period=period)
            shown = middle(values) if key_figure in OF_THE_MIDDLE else mean_of(values)
            low, high = band_of(values) if self.has_band else (shown, shown)
            numbers = zip(shown.tolist(), low.tolist(), high.tolist(), strict=True)
            self._answers[asked] = dict(zip(keep, map(SpreadOfMean._make, numbers), strict=True))
        return self._answers[asked]

    def spread(
        self, key_figure: str, along: Along, keep: Sequence[str], *, team: str = ALL, priority_class: str = ALL,
        period: str = ALL,
    ) -> "pd.DataFrame":  # fmt: skip
        """The same as a table, a row for each of `keep`."""
        import pandas as pd

        found = self.spreads(key_figure, along, keep, team=team, priority_class=priority_class, period=period)
        index = pd.Index(list(found), dtype="str", name=along)
        return pd.DataFrame(list(found.values()), index=index, columns=list(SpreadOfMean._fields), dtype=float)

    def one(self, key_figure: str, *, team: str = ALL, priority_class: str = ALL, period: str = ALL) -> SpreadOfMean:
        """Mean and band of one key figure."""
        return self.spreads(key_figure, "team", [team], priority_class=priority_class, period=period)[team]

    def mean(self, key_figure: str, *, team: str = ALL, priority_class: str = ALL, period: str = ALL) -> float:
        """Mean over the replications (of OF_THE_MIDDLE the middle); NaN when there is none."""
        return self.one(key_figure, team=team, priority_class=priority_class, period=period).mean

    def asked_of(self, *, period: str = ALL, kind: str = "severe") -> PeopleAsked:
        """Divide the work of a period over all who can do it, by the mean hours of all replications.

        Args:
            period: The whole run, or a year.
            kind: severe, agreed or all; see people_asked.
        """
        if (period, kind) not in self._asked:
            self._asked[period, kind] = asked_of_people(
                self.settings, lambda name, team: self.mean(name, team=team, period=period), kind
            )
        return self._asked[period, kind]

    def heading(self, key_figure: str, *, a_year: bool = False) -> str:
        """Return the heading of a column: the label of the key figure in the catalogue.

        Args:
            key_figure: Its name.
            a_year: The column shows it per year.
        """
        heading = capital(self.say(fixed_key_figures()[key_figure].label))
        return self.say(phrases.COLUMN_A_YEAR, heading=heading) if a_year else heading

    # Subjects of the run.

    @property
    def question(self) -> str:
        """The question that the run answers."""
        return asked.question(self.say, self.settings, phrases.NO_QUESTION)

    @cached_property
    def title(self) -> str:
        """The name of the scenario, and the changes on top of it."""
        return asked.title(self.say, self.settings)

    @property
    def start(self) -> dt.date:
        """First day."""
        return self.settings.run.start

    @property
    def end(self) -> dt.date:
        """Last day."""
        return self.settings.run.end

    @property
    def length_years(self) -> float:
        """Length of the run, in calendar years as they fall."""
        return self.settings.run.length_years

    @property
    def years(self) -> list[str]:
        """The calendar years of the run, as periods."""
        return list(map(str, self.settings.run.years))

    @cached_property
    def steps_in_time(self) -> list[str]:
        """The months of the run, as periods; its years where it has no months."""
        if not any(len(period) == len("2021-01") for period in self.rows.periods):
            return self.years
        first, last = (12 * day.year + day.month - 1 for day in (self.start, self.end))
        return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]

    @property
    def classes(self) -> list[str]:
        """Classes of cases, most urgent first."""
        return self.settings.classes_that_come

    @property
    def units(self) -> list[str]:
        """Units."""
        return list(self.settings.staffing.units)

    @property
    def pools(self) -> list[str]:
        """Pools with members."""
        return [name for name, pool in self.settings.collaboration.pools.items() if pool.members]

    def label(self, name: str) -> str:
        """Label of a class, unit or pool."""
        teams = {*self.settings.staffing.units, *self.settings.collaboration.pools}
        of = team_label if name in teams and name not in self.settings.casework.classes else class_label
        return of(self.say, self.settings, name)

    def label_within(self, name: str) -> str:
        """The label within a sentence."""
        return within(self.label(name))

    def year_label(self, year: str) -> str:
        """The year, marked where only a part of it was simulated."""
        first, last = dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
        whole = self.start <= first and self.end >= last
        return year if whole else self.say(phrases.PART_OF_YEAR, year=year)

    def last_whole_year(self) -> str:
        """The last calendar year that was simulated whole; else the last one."""
        whole = [year for year in self.years if self.year_label(year) == year]
        return (whole or self.years)[-1]


def middle(values: Floats) -> Floats:
    """The middle of the replications that have a value, per column [replication, column].

    Of an even number it is half-way between the two in the middle, or the lower one if the other is infinite.
    """
    n = (~np.isnan(values)).sum(axis=0)
    if not len(values):
        return np.full(values.shape[1], np.nan)
    in_order, columns = np.sort(values, axis=0), np.arange(values.shape[1])
    lower, upper = in_order[np.maximum((n - 1) // 2, 0), columns], in_order[n // 2, columns]
    found: Floats = np.where(np.isinf(upper), lower, (lower + upper) / 2)
    return found


def central(key_figure: str, values: Floats) -> float:
    """The one number that pages give for values [replication] of a key figure: mean or middle; NaN: there is none."""
    values = values[~np.isnan(values)]
    if not len(values):
        return math.nan
    return float(middle(values[:, None])[0] if key_figure in OF_THE_MIDDLE else values.mean())


def spread_at(table: "pd.DataFrame", name: str) -> SpreadOfMean:
    """One row of a table of spreads."""
    return SpreadOfMean(*(float(table[column][name]) for column in ("mean", "low", "high")))


def view_run(folder: Path, *, with_people: bool = True) -> RunView:
    """Read a finished run for a reader.

    Raises:
        RunFolderError: the folder holds no finished run.
        SettingsError: one of its files was changed since.
    """
    run = open_run(folder)
    for name in kept_in(folder, run.manifest):
        run.table(name)
    return RunView(
        settings=run.settings,
        key_figures=read_parquet(run.table(KEY_FIGURES), KEY_FIGURE_COLUMNS),
        origin={**run.manifest, "command": run.settings.asked.command if run.settings.asked else _command(folder)},
        precision=read_precision(folder),
        people=run.people if with_people and is_kept(folder, PEOPLE, run.manifest) else None,
        sources=read_sources(folder),
        changes=read_changes(folder),
    )


def view_of(run: FinishedRun | MemoryRun, sources: tuple[Entry, ...] = ()) -> RunView:
    """Look at a run in a folder, or at one in memory.

    Args:
        run: The run.
        sources: Where the numbers of a run in memory come from; a folder keeps them.
    """
    if isinstance(run, FinishedRun):
        return view_run(run.path)
    asked_for = run.settings.asked
    return RunView(
        settings=run.settings,
        key_figures=run.table,
        origin={**run.manifest, "command": asked_for.command if asked_for else None},
        sources=sources,
        precision=run.precision,
        people=run.people,
    )


def _command(folder: Path) -> str | None:
    """Return what was typed, from the overrides that are kept with the run; None without them."""
    return command_of(*overrides_of(folder)) if (folder / TYPED).exists() else None
