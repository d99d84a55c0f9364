"""Tables of selection: each year of each class, agreements, how cases were treated, and what became of all of them."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.tables.cells import cells, frame, with_band
from tbkk_sim.report.run.tables.work import all_and_classes, start_stock
from tbkk_sim.report.run.view import RunView, SpreadOfMean
from tbkk_sim.runs.tables.odds import odds_of_agreements
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    import pandas as pd

LOADS = {
    "load_severe": phrases.LOAD_OF_SEVERE,
    "load_agreed": phrases.LOAD_WITH_AGREED,
    "load_all": phrases.LOAD_WITH_ALL,
}
"""The three loads, and their names in a table of years."""
ENDS_UNTREATED = ("closed_by_choice", "turned_away", "let_go")


def each_year(run: RunView, *, bands: bool = True) -> "pd.DataFrame":
    """Return the main figures with a column a year: severe work in time, the portfolio taken up, what is undone, loads.

    Args:
        run: The run.
        bands: With the band of single replications in each cell.
    """
    rows: dict[str, list[str]] = {}
    for name in run.classes:
        of_class = run.settings.casework.classes[name]
        if of_class.severe and of_class.norm_days is not None:
            label = run.say(phrases.ROW_WITHIN, name=run.label(name), norm=run.say.duration(of_class.norm_days))
            spreads = run.spreads("share_within_norm", "period", run.years, priority_class=name)
            rows[label] = cells(run, spreads, run.say.share_within, bands=bands)
        else:
            rows[run.say(phrases.ROW_TAKEN_UP, name=run.label(name))] = _taken_up_of(run, name, bands=bands)
    undone = run.spreads("left_undone", "period", run.years)
    rows[run.say(phrases.ROW_UNDONE)] = cells(run, undone, run.say.count, bands=bands)
    for key_figure, phrase in LOADS.items():
        rows[run.say(phrase)] = cells(
            run, run.spreads(key_figure, "period", run.years), lambda load: run.say.number(load, 2), bands=bands
        )
    return _by_year(run, phrases.EACH_YEAR, rows)


def _taken_up_of(run: RunView, name: str, *, bands: bool) -> list[str]:
    """Write the cases of a class that were taken up in each year, of those that came in."""
    taken_up = run.spreads("taken_up", "period", run.years, priority_class=name)
    came_in = run.spreads("cases_in", "period", run.years, priority_class=name)
    column = cells(run, taken_up, run.say.count, bands=bands)
    return [
        phrases.MISSING
        if math.isnan(came_in[year].mean)
        else run.say(phrases.OF_WHAT_CAME, n=n, all=run.say.count(came_in[year].mean))
        for year, n in zip(run.years, column, strict=True)
    ]


def _by_year(run: RunView, what: str, rows: dict[str, list[str]]) -> "pd.DataFrame":
    columns = zip(*rows.values(), strict=True)
    return frame({run.say(what): list(rows), **dict(zip(map(run.year_label, run.years), columns, strict=True))})


def agreements(run: RunView, *, bands: bool = True) -> "pd.DataFrame":
    """Return cases taken up of the number agreed, by agreement and year, with the odds that it was reached.

    Of a part of a year stands that part of the number beside it; a year without an agreed number stays empty.
    """
    say, rows = run.say, dict[str, list[str]]()
    for name, by_year in odds_of_agreements(run).items():
        label = say(run.settings.agreements[name].label)
        cells_of: list[str] = []
        for year in run.years:
            of = by_year.get(year)
            if of is None:
                cells_of.append(phrases.MISSING)
                continue
            spread = SpreadOfMean(of.realised.mean, of.realised.low, of.realised.high)
            n = with_band(run, spread, say.count) if bands else say.count(spread.mean)
            phrase = phrases.OF_AGREED if run.has_band else phrases.OF_WHAT_CAME
            cells_of.append(say(phrase, n=n, all=say.count(of.agreed), odds=say.share(of.reached)))
        rows[label] = cells_of
    return _by_year(run, phrases.AGREEMENT, rows)


def treatments(run: RunView) -> "pd.DataFrame":
    """Return how the cases that ended were treated, what a full investigation would have found, and who returned."""
    say, classes, a_year = run.say, all_and_classes(run), 1 / run.length_years
    table: dict[str, Iterable[str]] = {say(phrases.CLASS): map(run.label, classes)}
    for name in ("cases_full", "cases_short", "cases_letter_or_visit", *ENDS_UNTREATED, "abuse_not_found", "returns"):
        spreads = run.spreads(name, "priority_class", classes)
        table[run.heading(name, a_year=True)] = cells(run, spreads, say.count, a_year)
    return frame(table)


def balance(run: RunView, name: str = ALL) -> dict[str, int]:
    """Return what became of all cases of a class over the whole run, in whole numbers that add up.

    Args:
        run: The run.
        name: The class; all classes together if none is named.

    Returns:
        Mean numbers of cases: `at_start` and `came_in` on one side, the others on the other side.
    """
    of = {key: _number(run, key, name) for key in ("taken_up", *ENDS_UNTREATED, "backlog_end", "triage_backlog_end")}
    if name == ALL:  # of reports that nobody has judged, only those that are cases
        of["triage_backlog_end"] = sum(_number(run, "triage_backlog_end", each) for each in run.classes)
    at_start = round(start_stock(run)[name])
    parts = rounded_to_add_up(of)
    return {"at_start": at_start, "came_in": sum(parts.values()) - at_start, **parts}


def what_became(run: RunView) -> "pd.DataFrame":
    """Return what became of all cases, by class: those at the start and those that came in, and where they are."""
    say, classes = run.say, all_and_classes(run)
    found = [balance(run, name) for name in classes]
    headings = {
        "at_start": say(phrases.AT_START_WAITING),
        "came_in": run.heading("cases_in"),
        "taken_up": run.heading("taken_up"),
        **{name: run.heading(name) for name in ENDS_UNTREATED},
        "backlog_end": say(phrases.WAITING_AT_END),
        "triage_backlog_end": say(phrases.NOT_JUDGED_AT_END),
    }
    columns = {heading: [say.number(of[key]) for of in found] for key, heading in headings.items()}
    return frame({say(phrases.CLASS): map(run.label, classes), **columns})


def rounded_to_add_up(parts: dict[str, float]) -> dict[str, int]:
    """Round numbers such that they add up to their rounded sum, those with the largest remainders upwards."""
    whole = {name: math.floor(part) for name, part in parts.items()}
    left = round(math.fsum(parts.values())) - sum(whole.values())
    for name in sorted(parts, key=lambda name: whole[name] - parts[name])[:left]:
        whole[name] += 1
    return whole


def _number(run: RunView, key_figure: str, name: str) -> float:
    value = run.mean(key_figure, priority_class=name)
    return 0.0 if math.isnan(value) else value
