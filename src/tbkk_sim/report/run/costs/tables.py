"""Costs of a run as a table and in sentences; nothing where nothing has a price."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.listed.costs import OF_OTHERS, ONE_OFF, STRUCTURAL
from tbkk_sim.model.costs.prices import tools_in_use
from tbkk_sim.report.kit.labels import step_label, within
from tbkk_sim.report.run.costs import phrases as words
from tbkk_sim.report.run.costs.yields import MILLION, added_up, written, yields_of
from tbkk_sim.report.run.tables.cells import WriteNumber, YearRow, cells, frame, with_band
from tbkk_sim.report.run.view import RunView, SpreadOfMean
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.spread import summarise

if TYPE_CHECKING:
    import pandas as pd

GROUPS = (
    (words.GROUP_STRUCTURAL, STRUCTURAL, "cost_structural_eur", words.ALL_STRUCTURAL),
    (words.GROUP_ONE_OFF, ONE_OFF, "cost_one_off_eur", words.ALL_ONE_OFF),
    (words.GROUP_OTHERS, OF_OTHERS, "cost_others_eur", words.ALL_OTHERS),
)
"""Name of each group, its parts, their sum and the name of that."""


def is_on(run: RunView) -> bool:
    """Tell whether costs are counted, so that there is something to tell."""
    return run.settings.costs.price_year is not None and "cost_eur" in run.names


def title(run: RunView) -> str:
    """Return the title of the table."""
    return run.say(words.TABLE, year=str(run.settings.costs.price_year))


def note(run: RunView) -> str:
    """Say what is paid, by whom, and where the prices come from."""
    return run.say(words.NOTE, year=str(run.settings.costs.price_year))


def table(run: RunView) -> "pd.DataFrame":
    """Return each part of the cost, and what a million euros goes with, by year and over the whole period."""
    say, periods, rows = run.say, [*run.years, ALL], list[YearRow]()

    def row(label: str, key_figure: str) -> YearRow:
        spreads = run.spreads(key_figure, "period", periods)
        return say(label), cells(run, spreads, _writer(run), 1 / MILLION)

    for group, parts, total, of_total in GROUPS:
        had = [part.name for part in parts if run.mean(part.name) > 0]
        rows.append((say(group), [""] * len(periods)))
        rows += [row(words.PARTS[name], name) for name in had]
        if len(had) != 1:
            rows.append(row(of_total, total))
    together = (say(words.GROUP_TOGETHER), [""] * len(periods))
    sums = [together, row(words.ALL_TEAMS, "cost_eur"), row(words.POLICE, "cost_police_eur")]
    yields = [(say(words.GROUP_YIELDS), [""] * len(periods)), *_yields(run, periods)]
    rows += [*sums, *yields]
    columns = map(list, zip(*(column for _, column in rows), strict=True))
    headings = [*map(run.year_label, run.years), say(words.WHOLE)]
    return frame({say(words.WHO): [label for label, _ in rows], **dict(zip(headings, columns, strict=True))})


def _yields(run: RunView, periods: list[str]) -> list[YearRow]:
    per_period = [per_million(run, period) for period in periods]
    return [
        (run.say(label), [with_band(run, of[name], _writer(run)) for of in per_period])
        for name, label in words.YIELDS.items()
    ]


def per_million(run: RunView, period: str = ALL) -> dict[str, SpreadOfMean]:
    """Return the results that go with a million euros of the police as a whole, over replications, by their name."""
    cost = run.wide("cost_police_eur", "period", [period])[:, 0]
    found = {}
    for name in words.YIELDS:
        results = _summed(run, name, period)
        with np.errstate(divide="ignore", invalid="ignore"):
            of = summarise((MILLION * results / np.where(cost > 0, cost, np.nan))[:, None])
        mean = float(of.mean[0])
        ends = (float(of.band_low[0]), float(of.band_high[0])) if run.has_band else (mean, mean)
        found[name] = SpreadOfMean(mean, *ends)
    return found


def _summed(run: RunView, name: str, period: str) -> Floats:
    """Values of a result, one a replication."""
    columns = [
        run.wide(cell.key_figure, "period", [period], priority_class=cell.priority_class)[:, 0]
        for cell in yields_of(run.settings)[name]
    ]
    return added_up(columns, run.replications)


def _writer(run: RunView) -> WriteNumber:
    return partial(written, run.say)


def said(run: RunView) -> str:
    """State what the teams and others cost in the first and the last year, and what a million brings; or nothing."""
    if not is_on(run):
        return ""
    say, write = run.say, _writer(run)
    whole = [year for year in run.years if run.year_label(year) == year] or run.years
    years = list(dict.fromkeys((whole[0], whole[-1])))

    def amounts(key_figure: str) -> str:
        return say.listed([write(run.mean(key_figure, period=year) / MILLION) for year in years])

    cost = say(
        words.COST_IN_YEARS, years=say.listed([run.year_label(year) for year in years]),
        year=str(run.settings.costs.price_year), teams=amounts("cost_eur"), one_off=amounts("cost_one_off_eur"),
        others=amounts("cost_others_eur"),
    )  # fmt: skip
    return " ".join(filter(None, [cost, _brings(run, years), not_priced(run)]))


def _brings(run: RunView, years: list[str]) -> str:
    say, write = run.say, _writer(run)
    if not _summed(run, "interventions", ALL).mean() > 0:
        return say(words.NO_INTERVENTIONS)
    of_years = [per_million(run, year) for year in years]
    return say(words.BRINGS, **{name: say.listed([write(of[name].mean) for of in of_years]) for name in words.YIELDS})


def not_priced(run: RunView) -> str:
    """Name what this run has and no price is set of, so that no cost holds it; empty: nothing of the kind."""
    say, settings = run.say, run.settings
    missing = [name for name in tools_in_use(settings) if name not in settings.costs.tools]
    named = [say(words.TOOL_OF, step=within(step_label(say, settings, name))) for name in missing]
    named += [within(say(link.label)) for link in settings.chain.links.values()]
    return say(words.NOT_PRICED, what=say.listed(named)) if named else ""
