"""Cases that will be left undone, with the odds: the share of the replications in which it happens."""

from typing import TYPE_CHECKING

from tbkk_sim.metrics.cell import ENDS_UNTREATED
from tbkk_sim.report.kit import page_phrases
from tbkk_sim.report.kit.phrases import CLASS
from tbkk_sim.report.run.tables.cells import frame
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd

TOO_MUCH = 0.1
"""A class is not served in a year when more than this share of its cases is left undone."""


def odds_left_undone(run: RunView) -> "pd.DataFrame":
    """Share of the replications in which more than a tenth of a year's cases is left undone: [class, year]."""
    import pandas as pd

    columns = {}
    for year in run.years:
        of = run.values("left_undone", "taken_up", along="priority_class", period=year, keep=run.classes)
        came_in = of["left_undone"] + of["taken_up"]  # also the cases that nobody has judged yet
        too_much = (of["left_undone"] > TOO_MUCH * came_in).groupby(level="priority_class")
        columns[year] = too_much.mean() if len(of) else pd.Series(dtype=float)
    return pd.DataFrame(columns, index=run.classes, columns=run.years, dtype=float)


def odds(run: RunView) -> "pd.DataFrame":
    """The same as texts, a row a class."""
    say, undone = run.say, odds_left_undone(run)
    return frame(
        {
            say(CLASS): map(run.label, run.classes),
            **{run.year_label(year): map(say.share, undone[year]) for year in run.years},
        }
    )


def said(run: RunView) -> list[str]:
    """Name the classes of which much is left undone, from when, and those of which no case ends untreated.

    Nothing for a few replications.
    """
    say = run.say
    if not run.has_band:
        return []
    likely = odds_left_undone(run) > 0.5
    ends = run.values(*ENDS_UNTREATED, along="priority_class", keep=run.classes).sum(axis=1)
    most = ends.groupby(level="priority_class").max().reindex(run.classes).fillna(0.0)
    safe = [run.label_within(name) for name in run.classes if not most[name] > 0]
    first: dict[str, list[str]] = {}
    for name in run.classes:
        years = [year for year in run.years if likely.loc[name, year:].all()]
        if years:
            first.setdefault(years[0], []).append(run.label_within(name))
    sentences = [
        say(page_phrases.ODDS_FIRST, year=year, names=say.listed(names)) for year, names in sorted(first.items())
    ]
    return [*sentences, *([say(page_phrases.ODDS_SAFE, names=say.listed(safe))] if safe else [])]
