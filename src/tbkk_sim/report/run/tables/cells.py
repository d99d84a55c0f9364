"""Cells: a mean with its band, in words."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.tables import year_phrases
from tbkk_sim.report.run.view import RunView, SpreadOfMean, spread_at
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.intervals import mean_of
from tbkk_sim.stats.spread import band_of, summarise

if TYPE_CHECKING:
    import pandas as pd

YearRow = tuple[str, list[str]]
"""Name of a row, and its cells; the name of a group of rows has empty ones."""
WriteNumber = Callable[[float], str]
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
LEAST_OF_SHARE = 10
"""Cases from which a part of them is a share in per cent."""


def with_band(run: RunView, spread: SpreadOfMean, write: WriteNumber) -> str:
    """Write a mean with the band of single replications behind it."""
    text, lowest, highest = central(run, spread, write), write(spread.low), write(spread.high)
    if not run.has_band or text == phrases.MISSING or lowest == highest:
        return text
    return f"{text} ({band(run, spread, write)})"


def central(run: RunView, spread: SpreadOfMean, write: WriteNumber) -> str:
    """Write the mean; of a time that is reached in fewer than half of the replications, that it is seldom reached."""
    if math.isfinite(spread.low) and write(spread.mean) == run.say(phrases.NEVER):
        return run.say(phrases.SELDOM)
    return write(spread.mean)


def band(run: RunView, spread: SpreadOfMean, write: WriteNumber) -> str:
    """Write the band of single replications alone, its unit once."""
    lowest, highest = write(spread.low), write(spread.high)
    number, blank, unit = lowest.replace(" ", NO_BREAK_SPACE).rpartition(NO_BREAK_SPACE)
    if number and highest.replace(" ", NO_BREAK_SPACE).endswith(blank + unit):
        lowest = number
    return run.say.between(lowest, highest)


def cells(
    run: RunView, spreads: Mapping[str, SpreadOfMean], write: WriteNumber, factor: float = 1.0, *, bands: bool = True
) -> list[str]:
    """Write each spread."""
    rows = [spread.times(factor) for spread in spreads.values()]
    return [with_band(run, row, write) if bands else central(run, row, write) for row in rows]


def beside(run: RunView, of: SpreadOfMean, whole: float, write: WriteNumber, *, bands: bool) -> str:
    """Write a number beside the number of cases that it is of, and behind both the band of the first."""
    say = run.say
    n, of_all = write(of.mean), say.count(whole)
    if not bands:
        return say(year_phrases.OF_WHOLE_SHORT, n=n, whole=of_all)
    band_behind = with_band(run, of, write).removeprefix(n)
    return say(year_phrases.OF_WHOLE, n=n, whole=of_all) + band_behind


def shares_of_years(
    run: RunView, share: str, of_all: str, write: WriteNumber, *, bands: bool, name: str = ALL
) -> list[str]:
    """Write a share of a class, or of all, in each year beside the number of cases that it is of.

    Of fewer than ten cases a share in per cent says more than there is, so their number stands there instead.
    """
    shares, whole = (run.spreads(each, "period", run.years, priority_class=name) for each in (share, of_all))
    parts, wholes = (run.wide(each, "period", run.years, priority_class=name) for each in (share, of_all))
    in_number = np.nan_to_num(parts) * np.nan_to_num(wholes)
    counts = map(SpreadOfMean, mean_of(in_number), *band_of(in_number))
    found = list[str]()
    for year, count in zip(run.years, counts, strict=True):
        if not math.isfinite(shares[year].mean):
            found.append(phrases.MISSING)
        elif whole[year].mean < LEAST_OF_SHARE:
            found.append(beside(run, count, whole[year].mean, run.say.count, bands=bands))
        else:
            found.append(beside(run, shares[year], whole[year].mean, write, bands=bands))
    return found


def spreads_of(table: "pd.DataFrame") -> dict[str, SpreadOfMean]:
    """The rows of a table of spreads."""
    return {str(name): spread_at(table, str(name)) for name in table.index}


def frame(columns: Mapping[str, Iterable[str]]) -> "pd.DataFrame":
    """A table of texts, a heading a column."""
    import pandas as pd

    return pd.DataFrame({name: list(column) for name, column in columns.items()}, dtype="str")


def frame_of_rows(rows: Iterable[Mapping[str, str]]) -> "pd.DataFrame":
    """A table of texts, from its rows by heading."""
    import pandas as pd

    return pd.DataFrame(list(rows), dtype="str")


def spread_over_replications(table: "pd.DataFrame") -> "pd.DataFrame":
    """Mean and band of each column, one row per column."""
    import pandas as pd

    of = summarise(table.to_numpy(float))
    return pd.DataFrame({"mean": of.mean, "low": of.band_low, "high": of.band_high}, index=table.columns)
