"""A run as a reader asks about it: key figures along time, teams or classes, with their spread."""

import datetime as dt
import json
import shlex
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tbkk_sim.experiment.origin import origin
from tbkk_sim.experiment.people import read_people
from tbkk_sim.experiment.run_folder import KEY_FIGURES, MANIFEST, PEOPLE, PRECISION, PROVENANCE, SETTINGS
from tbkk_sim.experiment.statistics import BAND
from tbkk_sim.experiment.tables import read_key_figures
from tbkk_sim.reporting import words
from tbkk_sim.reporting.say import Say
from tbkk_sim.settings import Settings
from tbkk_sim.settings.demand import CLOSED
from tbkk_sim.settings.provenance import Entry, read_entries
from tbkk_sim.settings.settings import ALL, OWN_WORK

if TYPE_CHECKING:
    import pandas as pd

Along = Literal["period", "team", "priority_class"]


class Spread(NamedTuple):
    """A number over all futures: NaN where there is none."""

    mean: float
    """Mean."""
    low: float
    """Low end of the band of single futures."""
    high: float
    """High end of that band."""

    def times(self, factor: float) -> "Spread":
        """The same in another unit."""
        return Spread(self.mean * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True)
class RunView:
    """The settings and the key figures of one run; everything that is written about it comes from here."""

    settings: Settings
    key_figures: "pd.DataFrame"
    """Tidy: replication, period, team, priority_class, key_figure, value."""
    origin: dict[str, Any] = field(default_factory=dict)
    """Command, version and commit, as far as known."""
    sources: tuple[Entry, ...] = ()
    """Where the numbers of the settings come from, as far as known."""
    precision: dict[str, Any] | None = None
    """How many replications the precision asked for, and what was reached (see experiment.precision)."""
    people: "pd.DataFrame | None" = None
    """Who held a post in which future (see experiment.people), as far as known."""

    @cached_property
    def say(self) -> Say:
        """Phrases and numbers in the language of the run."""
        return Say(self.settings.language)

    @cached_property
    def replications(self) -> int:
        """Number of futures."""
        return int(self.key_figures["replication"].nunique()) or self.settings.run.replications

    @cached_property
    def _by_key_figure(self) -> dict[str, "pd.DataFrame"]:
        return {str(name): rows for name, rows in self.key_figures.groupby("key_figure", observed=True)}

    @cached_property
    def _answers(self) -> dict[tuple[Any, ...], "pd.DataFrame"]:
        """What was asked before: figure, finding and table of an exhibit ask the same."""
        return {}

    @property
    def names(self) -> list[str]:
        """Names of the key figures in this run."""
        return list(self._by_key_figure)

    def values(
        self,
        *key_figures: str,
        along: Along | None = None,
        team: str = ALL,
        priority_class: str = ALL,
        period: str = ALL,
        keep: list[str] | None = None,
    ) -> "pd.DataFrame":
        """One column a key figure, one row a future and, if asked, a period, team or class (those in `keep`).

        Where a key figure has no row, its value is NaN. The same question gets the same table: do not change it.
        """
        asked = (key_figures, along, team, priority_class, period, None if keep is None else tuple(keep))
        if asked not in self._answers:
            fixed = {"team": team, "priority_class": priority_class, "period": period}
            self._answers[asked] = self._values(key_figures, along, fixed, keep)
        return self._answers[asked]

    def _values(
        self, key_figures: tuple[str, ...], along: Along | None, fixed: dict[str, str], keep: list[str] | None
    ) -> "pd.DataFrame":
        import pandas as pd

        index = ["replication"]
        if along is not None:
            del fixed[along]
            index.append(along)
        columns = {}
        for name in key_figures:
            rows = self._by_key_figure.get(name)
            if rows is None:
                continue
            chosen = pd.Series(True, index=rows.index)
            for column, value in fixed.items():
                chosen &= rows[column] == value
            if along is not None and keep is not None:
                chosen &= rows[along].isin(keep)
            columns[name] = rows[chosen].astype(dict.fromkeys(index[1:], "str")).set_index(index)["value"]
        table = pd.DataFrame(columns, columns=list(key_figures), dtype=float)
        if table.empty:
            empty = pd.MultiIndex.from_arrays([[]] * len(index), names=index) if along else pd.Index([], name=index[0])
            return pd.DataFrame(index=empty, columns=list(key_figures), dtype=float)
        table.index.names = index
        return table

    def spread(
        self, key_figure: str, along: Along, keep: list[str], *, team: str = ALL, priority_class: str = ALL,
        period: str = ALL,
    ) -> "pd.DataFrame":  # fmt: skip
        """Mean and band of a key figure, one row for each of `keep`, in that order."""
        found = self.values(
            key_figure, along=along, team=team, priority_class=priority_class, period=period, keep=keep
        )  # fmt: skip
        return spread_of(found[key_figure], along, keep)

    def one(self, key_figure: str, *, team: str = ALL, priority_class: str = ALL, period: str = ALL) -> Spread:
        """Mean and band of one key figure."""
        return spread_at(self.spread(key_figure, "team", [team], priority_class=priority_class, period=period), team)

    def mean(self, key_figure: str, *, team: str = ALL, priority_class: str = ALL, period: str = ALL) -> float:
        """Mean over the futures; NaN when there is none."""
        found = self.values(key_figure, team=team, priority_class=priority_class, period=period)[key_figure]
        return float(found.mean()) if found.notna().any() else float("nan")

    # What the run is about.

    @property
    def question(self) -> str:
        """The question that the run answers."""
        return self.say(self.settings.question or words.NO_QUESTION)

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
        """Length of the run, in years."""
        return self.settings.run.horizon_days / 365.25

    @property
    def years(self) -> list[str]:
        """The calendar years of the run, as periods."""
        return [str(year) for year in range(self.start.year, self.end.year + 1)]

    @cached_property
    def steps_in_time(self) -> list[str]:
        """The months of the run, as periods; its years where it has no months."""
        if not any((rows["period"].str.len() == len("2021-01")).any() for rows in self._by_key_figure.values()):
            return self.years
        first, last = (12 * day.year + day.month - 1 for day in (self.start, self.end))
        return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]

    @property
    def classes(self) -> list[str]:
        """Classes of cases, most urgent first."""
        classes = self.settings.casework.classes
        return sorted(classes, key=lambda name: classes[name].priority)

    @property
    def units(self) -> list[str]:
        """Units."""
        return list(self.settings.staffing.units)

    @property
    def pools(self) -> list[str]:
        """Pools with members."""
        return [name for name, pool in self.settings.collaboration.pools.items() if pool.members]

    def label(self, name: str) -> str:
        """What a reader calls a class, unit or pool."""
        fixed = {ALL: words.ALL_CLASSES, CLOSED: words.CLOSED_CLASS, OWN_WORK: words.OWN_WORK_CLASS}
        if name in fixed:
            return self.say(fixed[name])
        tables = (self.settings.casework.classes, self.settings.staffing.units, self.settings.collaboration.pools)
        return next((self.say(table[name].label) for table in tables if name in table), name)

    def label_within(self, name: str) -> str:
        """The label inside a sentence: small first letter, unless it is an abbreviation."""
        label = self.label(name)
        return label[:1].lower() + label[1:] if label[1:2].islower() else label

    def year_label(self, year: str) -> str:
        """The year, and that only a part of it was simulated where that is so."""
        first, last = dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
        whole = self.start <= first and self.end >= last
        return year if whole else self.say(words.PART_OF_YEAR, year=year)

    def last_whole_year(self) -> str:
        """The last calendar year that was simulated whole; else the last one."""
        whole = [year for year in self.years if self.year_label(year) == year]
        return (whole or self.years)[-1]


def spread_of(values: "pd.Series[float]", along: str, keep: list[str]) -> "pd.DataFrame":
    """Mean, low and high end of the band over the futures, for each of `keep`."""
    import pandas as pd

    groups = values.groupby(level=along)
    low, high = (groups.quantile(q) for q in BAND)
    return pd.DataFrame({"mean": groups.mean(), "low": low, "high": high}, dtype=float).reindex(keep)


def spread_at(table: "pd.DataFrame", name: str) -> Spread:
    """One row of a table of spreads."""
    return Spread(*(float(table[column][name]) for column in ("mean", "low", "high")))


def view_run(folder: Path) -> RunView:
    """Look at a run folder whose tables are written; its manifest may still have to come."""
    manifest = folder / MANIFEST
    return RunView(
        settings=Settings.model_validate_json((folder / SETTINGS).read_text(encoding="utf-8")),
        key_figures=read_key_figures(folder / KEY_FIGURES),
        origin={
            **(json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else origin()),
            "command": _command(folder),
        },
        precision=_read_json(folder / PRECISION),
        people=read_people(folder / PEOPLE) if (folder / PEOPLE).exists() else None,
        sources=read_entries(folder / PROVENANCE),
    )


def _read_json(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _command(folder: Path) -> str | None:
    """What was typed, from the overrides that Hydra keeps; None without them."""
    overrides = folder / ".hydra" / "overrides.yaml"
    if not overrides.exists():
        return None
    lines = overrides.read_text(encoding="utf-8").splitlines()
    typed = [line.removeprefix("- ").strip("'\"").replace("''", "'") for line in lines if line.startswith("- ")]
    return shlex.join(["python", "-m", "tbkk_sim", *typed])
