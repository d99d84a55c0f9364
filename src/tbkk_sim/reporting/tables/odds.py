"""Demand that will not be met, with the odds: the share of the futures in which it happens."""

import math
from typing import TYPE_CHECKING

from tbkk_sim.reporting.page import words
from tbkk_sim.reporting.run_view import RunView
from tbkk_sim.reporting.tables.cells import frame
from tbkk_sim.reporting.words import CLASS, MISSING

if TYPE_CHECKING:
    import pandas as pd

TOO_MUCH = 0.1
"""A class is not served in a year when more than this share of its cases is never taken up."""


def odds_not_met(run: RunView) -> "pd.DataFrame":
    """Share of the futures in which more than a tenth of a year's cases is not met: [class, year]."""
    import pandas as pd

    columns = {}
    for year in run.years:
        of = run.values("demand_not_met", "cases_in", along="priority_class", period=year, keep=run.classes)
        too_much = (of["demand_not_met"] > TOO_MUCH * of["cases_in"]).groupby(level="priority_class")
        columns[year] = too_much.mean() if len(of) else pd.Series(dtype=float)
    return pd.DataFrame(columns, index=run.classes, columns=run.years, dtype=float)


def odds_cleared(run: RunView) -> "pd.Series[float]":
    """Share of the futures in which the backlog of a class is cleared by the end, and stays so; NaN without a norm."""
    import pandas as pd

    normed = [name for name in run.classes if run.settings.casework.classes[name].norm_days is not None]
    days = run.values("backlog_clears_days", along="priority_class", keep=normed)["backlog_clears_days"].dropna()
    cleared = days.groupby(level="priority_class").size() / run.replications
    return pd.Series({name: float(cleared.get(name, 0.0)) for name in normed}, dtype=float).reindex(run.classes)


def odds(run: RunView) -> "pd.DataFrame":
    """Both as texts, a row a class."""
    say, not_met, cleared = run.say, odds_not_met(run), odds_cleared(run)
    if "backlog_clears_days" not in run.names:
        cleared[:] = float("nan")
    return frame(
        {
            say(CLASS): map(run.label, run.classes),
            **{run.year_label(year): [_odds(run, value) for value in not_met[year]] for year in run.years},
            say(words.ODDS_CLEAR, end=say.date(run.end)): [_odds(run, value) for value in cleared],
        }
    )


def _odds(run: RunView, share: float) -> str:
    """Odds, no more exact than the number of futures allows."""
    return MISSING if math.isnan(share) else run.say.share(share)


def said(run: RunView) -> list[str]:
    """Which classes are let go, from when, and which never."""
    say = run.say
    if run.replications < 2:
        return [say(words.ODDS_ONE)]
    likely = odds_not_met(run) > 0.5
    any_lost = run.spread("demand_not_met", "priority_class", run.classes)["high"].fillna(0.0) > 0
    safe = [run.label_within(name) for name in run.classes if not any_lost[name]]
    first: dict[str, list[str]] = {}
    for name in run.classes:
        years = [year for year in run.years if likely.loc[name, year:].all()]
        if years:
            first.setdefault(years[0], []).append(run.label_within(name))
    sentences = [say(words.ODDS_FIRST, year=year, names=say.listed(names)) for year, names in sorted(first.items())]
    return [*sentences, *([say(words.ODDS_SAFE, names=say.listed(safe))] if safe else [])]
