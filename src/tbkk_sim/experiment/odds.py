"""Odds over the futures of a run: by when something happens, and how much demand is not met, by kind and year."""

import datetime as dt
import math
from typing import TYPE_CHECKING, Protocol

import numpy as np

from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.statistics import BAND
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    import pandas as pd

MIDDLE = 0.5


class HasKeyFigures(Protocol):
    """A run, however it is held."""

    @property
    def settings(self) -> Settings:
        """What was run."""

    @property
    def key_figures(self) -> "pd.DataFrame":
        """Tidy: replication, period, team, priority_class, key_figure, value."""


def odds_of_clearing(run: HasKeyFigures) -> "pd.DataFrame":
    """When the backlog of each class with a norm clears, one row a class (see `date_odds`)."""
    classes = run.settings.casework.classes
    names = [name for name in classes if classes[name].norm_days is not None]
    return date_odds(run, "backlog_clears_days", "priority_class", sorted(names, key=lambda n: classes[n].priority))


def odds_of_balance(run: HasKeyFigures) -> "pd.DataFrame":
    """When occupancy reaches the establishment, for all units together and for each (see `date_odds`)."""
    return date_odds(run, "balance_days", "team", [ALL, *run.settings.staffing.units])


def date_odds(run: HasKeyFigures, key_figure: str, along: str, names: list[str]) -> "pd.DataFrame":
    """Odds of a key figure that is a day of the run, or absent when that day does not come.

    Returns:
        One row a name: `share`, the share of futures in which it comes within the run; `at_start`, in which it is so
        from the first day; `early`, `middle`, `late`: the dates by which it has come in 10, 50 and 90 % of all
        futures, NaT if it has not by the end.
    """
    import pandas as pd

    table = _of_whole_run(run, key_figure)
    replications = pd.Index(np.sort(run.key_figures["replication"].unique()))
    rows = []
    for name in names:
        found = table[table[along] == name]
        days = found.set_index("replication")["value"].reindex(replications).fillna(np.inf).to_numpy(float)
        there = np.isfinite(days)
        dates = [_date(run, _by(days, share)) for share in (BAND[0], MIDDLE, BAND[1])]
        rows.append((float(there.mean()), float((days <= 0).mean()), *dates))
    columns = ["share", "at_start", "early", "middle", "late"]
    odds = pd.DataFrame(rows, index=pd.Index(names, name=along), columns=columns)
    return odds.astype(dict.fromkeys(columns[:2], "float64") | dict.fromkeys(columns[2:], "datetime64[s]"))


def odds_of_not_met(run: HasKeyFigures) -> "pd.DataFrame":
    """How much demand is not met, one row a class and year: all classes together first, then the most urgent.

    Returns:
        `share`: the share of futures in which any case of that class is not met in that year; `low`, `middle`, `high`:
        the 80 % band of the number of cases, and its median; `mean`.
    """
    import pandas as pd

    classes = run.settings.casework.classes
    figures = run.key_figures
    chosen = (figures["key_figure"] == "demand_not_met") & (figures["team"] == ALL)
    table = figures[chosen].astype({"period": "str", "priority_class": "str"})
    table = table[table["period"].str.fullmatch(r"\d{4}")]
    wide = table.pivot(index="replication", columns=["priority_class", "period"], values="value").fillna(0.0)
    names = [ALL, *sorted(classes, key=lambda name: classes[name].priority)]
    years = sorted(table["period"].unique())
    index = pd.MultiIndex.from_product([names, years], names=["priority_class", "year"])
    wide = wide.reindex(columns=index, fill_value=0.0)
    low, middle, high = (wide.quantile(share) for share in (BAND[0], MIDDLE, BAND[1]))
    share = (wide > 0).mean()
    return pd.DataFrame({"share": share, "low": low, "middle": middle, "high": high, "mean": wide.mean()})


def _of_whole_run(run: HasKeyFigures, key_figure: str) -> "pd.DataFrame":
    figures = run.key_figures
    chosen = (figures["key_figure"] == key_figure) & (figures["period"] == ALL)
    return figures[chosen]


def _by(days: Floats, share: float) -> float:
    """The day by which at least this share of the futures has got there."""
    return float(np.sort(days)[max(math.ceil(share * len(days) - 1e-9) - 1, 0)]) if len(days) else math.inf


def _date(run: HasKeyFigures, day: float) -> dt.datetime | None:
    if not math.isfinite(day):
        return None
    return dt.datetime.combine(run.settings.run.start, dt.time()) + dt.timedelta(days=math.floor(day))
