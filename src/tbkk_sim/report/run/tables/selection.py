"""Tables of selection: each year of each class, agreements, how cases were treated, and what became of all of them."""

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tbkk_sim.metrics.cell import ENDS_UNTREATED
from tbkk_sim.model.selection.agreed import rounded_to_add_up
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.say import NINE_IN_TEN
from tbkk_sim.report.run.chain import chain_phrases, links, milestones
from tbkk_sim.report.run.tables import odds, short, triage, year_phrases
from tbkk_sim.report.run.tables.cells import YearRow, beside, cells, frame, shares_of_years
from tbkk_sim.report.run.tables.hours import utilisation_rows
from tbkk_sim.report.run.tables.work import all_and_classes, start_stock
from tbkk_sim.report.run.view import RunView, SpreadOfMean
from tbkk_sim.runs.tables.odds import AgreementOdds, is_planned, odds_of_agreements
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    import pandas as pd

LOADS = {"load_agreed": year_phrases.LOAD_WITH_AGREED, "load_all": year_phrases.LOAD_WITH_ALL}
"""Loads with more than severe work, and their names in a table of years."""
BECAME = {
    "taken_up": year_phrases.BECAME_TAKEN_UP,
    "closed_by_choice": year_phrases.BECAME_CLOSED,
    "closed_by_mistake": year_phrases.BECAME_MISTAKEN,
    "turned_away": year_phrases.BECAME_TURNED_AWAY,
    "let_go": year_phrases.BECAME_LET_GO,
    "untraceable": year_phrases.BECAME_UNTRACEABLE,
    "backlog_end": year_phrases.BECAME_WAITING,
    "assessment_backlog_end": year_phrases.BECAME_UNASSESSED,
    "triage_backlog_end": year_phrases.BECAME_UNJUDGED,
}
"""Key figures that together are all cases that were there or came in, and what a sentence says of each."""

BALANCE_HEADINGS = {
    "at_start": year_phrases.AT_START_WAITING,
    "came_in": year_phrases.CAME_IN,
    "backlog_end": year_phrases.WAITING_AT_END,
    "assessment_backlog_end": year_phrases.NOT_ASSESSED_AT_END,
    "triage_backlog_end": year_phrases.NOT_JUDGED_AT_END,
}
"""Headings of these numbers, where they are not the label of the key figure."""
ALL_CASES = {
    "cases_in": year_phrases.CAME_IN,
    "taken_up": year_phrases.ROW_TAKEN_UP,
    "left_undone": year_phrases.ROW_UNDONE,
    "finished": year_phrases.ROW_FINISHED,
}
"""Key figures of all classes together, of which the first is the sum of the next two."""
ALWAYS_SHOWN = ("at_start", "came_in", "taken_up", "backlog_end")
"""Numbers that are shown also where all are 0."""


def each_year(run: RunView) -> "pd.DataFrame":
    """Return the main figures of each year as a table."""
    return frame(each_year_columns(run))


def each_year_columns(run: RunView, *, bands: bool = True) -> dict[str, list[str]]:
    """Return the main figures with one column per year: time to first work, agreements, milestones, the chain, loads.

    Args:
        run: The run.
        bands: With the band of single replications in each cell, and words between its numbers.

    Returns:
        Columns by heading; the first has the names of the rows.
    """
    normed, agreements, floors = _normed(run), run.settings.agreements, odds.floors(run.settings)
    others_agreed = [name for name in agreements if name not in floors]
    of_floors = {name for floor in floors for name in agreements[floor].classes}
    others = [name for name in run.classes if name not in of_floors]
    taken_up = [_taken_up_of(run, name, bands=bands) for name in others]
    rows = [
        *_group(run, year_phrases.GROUP_WITHIN, [_within_norm(run, name, bands=bands) for name in normed]),
        *_group(run, year_phrases.GROUP_TAKEN_UP, [*_agreed_floors(run, bands=bands), *taken_up]),
        *_group(run, year_phrases.GROUP_AGREED, _agreements(run, others_agreed, bands=bands)),
        *_group(run, year_phrases.GROUP_REPORTS, _reports(run, bands=bands)),
        *_group(run, year_phrases.GROUP_CASES, _all_cases(run, bands=bands)),
        *triage.hidden_rows(run, bands=bands),
        *_group(run, chain_phrases.GROUP_DAYS, milestones.year_rows(run)),
        *_group(run, chain_phrases.GROUP_AFTER, links.year_rows(run, bands=bands)),
        *_group(run, year_phrases.GROUP_LOAD, _loads(run, bands=bands)),
        *_group(run, year_phrases.GROUP_AFTER_HELP, short.rows_of_years(run)),
        *_group(run, year_phrases.GROUP_UTILISATION, utilisation_rows(run, bands=bands)),
    ]
    columns = map(list, zip(*(column for _, column in rows), strict=True))
    years = dict(zip(map(run.year_label, run.years), columns, strict=True))
    return {run.say(phrases.YEAR): [label for label, _ in rows], **years}


def each_year_note(run: RunView) -> str:
    """Say what the rows of that table count."""
    notes = [came_in_note(run), *([run.say(year_phrases.MEANS_NOTE)] if run.replications > 1 else [])]
    notes += [odds.assumed_numbers(run), run.say(year_phrases.EACH_YEAR_NOTE)]
    if milestones.milestones_of(run) or links.limited(run):
        notes.append(run.say(chain_phrases.EACH_YEAR_NOTE))
    return " ".join(filter(None, notes))


def came_in_note(run: RunView) -> str:
    """Say why more cases came in than were to be begun; empty where none has a norm."""
    return run.say(year_phrases.CAME_IN_NOTE) if _normed(run) else ""


def _group(run: RunView, title: str, rows: list[YearRow]) -> list[YearRow]:
    """Rows below the name that they share; nothing without rows."""
    return [(run.say(title), [""] * len(run.years)), *rows] if rows else []


def _within_norm(run: RunView, name: str, *, bands: bool) -> YearRow:
    """Write the share of a class that was begun within its norm in each year, beside the cases it is of."""
    norm = run.say.duration(run.settings.casework.classes[name].norm_days or 0.0)
    label = run.say(year_phrases.ROW_WITHIN, name=run.label(name), norm=norm)
    return label, shares_of_years(run, "share_within_norm", "due", run.say.share_within, bands=bands, name=name)


def late(run: RunView) -> set[tuple[str, str]]:
    """Return the rows and columns of `each_year` in which a severe class misses its norm."""
    found = set[tuple[str, str]]()
    for name in _normed(run):
        label, _ = _within_norm(run, name, bands=False)
        shares = run.spreads("share_within_norm", "period", run.years, priority_class=name)
        found |= {(label, run.year_label(year)) for year in run.years if shares[year].mean < NINE_IN_TEN}
    return found


def _normed(run: RunView) -> list[str]:
    """Severe classes with a norm."""
    of = run.settings.casework.classes
    return [name for name in run.classes if of[name].severe and of[name].norm_days is not None]


def _taken_up_of(run: RunView, name: str, *, bands: bool) -> YearRow:
    """Write the cases of a class that were taken up in each year, beside those that came in."""
    of, whole = (run.spreads(each, "period", run.years, priority_class=name) for each in ("taken_up", "cases_in"))
    return run.label(name), [
        beside(run, of[year], whole[year].mean, run.say.count, bands=bands)
        if math.isfinite(of[year].mean)
        else phrases.MISSING
        for year in run.years
    ]


def _all_cases(run: RunView, *, bands: bool) -> list[YearRow]:
    """Write the cases that came in, were taken up, left undone and finished in each year, in whole numbers.

    The first is the sum of the next two.
    """
    of = {name: run.spreads(name, "period", run.years) for name in ALL_CASES}
    for year in run.years:
        parts = {name: of[name][year].mean for name in ("taken_up", "left_undone")}
        if all(map(math.isfinite, parts.values())):
            whole = rounded_to_add_up(parts)
            for name, n in {**whole, "cases_in": sum(whole.values())}.items():
                of[name] = of[name] | {year: of[name][year]._replace(mean=float(n))}
    write = run.say.number
    return [(run.say(phrase), cells(run, of[name], write, bands=bands)) for name, phrase in ALL_CASES.items()]


def _reports(run: RunView, *, bands: bool) -> list[YearRow]:
    """Write the reports that came in in each year, the persons they are on, and those not judged by its end.

    The first two without a band, which is that of an input.
    """
    say, by_year = run.say, partial(run.spreads, along="period", keep=run.years)
    rows = [
        (say(year_phrases.CAME_IN), cells(run, by_year("reports_in"), say.count, bands=False)),
        (say(year_phrases.ROW_PERSONS), cells(run, by_year("persons_reported"), say.count, bands=False)),
    ]
    if run.settings.triage.enabled:
        unjudged = cells(run, by_year("triage_backlog_end"), say.count, bands=bands)
        rows.append((say(year_phrases.ROW_TO_JUDGE), unjudged))
    return rows


def _agreements(run: RunView, names: Sequence[str], *, bands: bool) -> list[YearRow]:
    """Write cases taken up beside the number agreed, and the replications in which it was reached.

    A part of a year has that part of the number; a year without an agreed number stays empty.
    """
    rows, found = list[YearRow](), odds_of_agreements(run)
    for name in names:
        known = [found.get(name, {}).get(year) for year in run.years]
        of_agreed = [phrases.MISSING if of is None else _taken_up(run, of, of.agreed, bands=bands) for of in known]
        rows.append((run.say(run.settings.agreements[name].label), of_agreed))
        if run.has_band:
            reached = [
                phrases.MISSING
                if of is None
                else odds.of_futures(run, round(of.reached * run.replications), run.replications)
                for of in known
            ]
            rows.append((run.say(year_phrases.ROW_REACHED), reached))
    return rows


def _agreed_floors(run: RunView, *, bands: bool) -> list[YearRow]:
    """Write of each agreement on severe work the cases taken up beside those that came in, and the number agreed."""
    say, rows, found = run.say, list[YearRow](), odds_of_agreements(run)
    for name in odds.floors(run.settings):
        agreement, by_year = run.settings.agreements[name], found.get(name, {})
        of_came_in, least = list[str](), list[str]()
        for year in run.years:
            of = by_year.get(year)
            came_in = sum(run.mean("cases_in", priority_class=each, period=year) for each in agreement.classes)
            of_came_in.append(phrases.MISSING if of is None else _taken_up(run, of, came_in, bands=bands))
            least.append(phrases.MISSING if of is None else say.count(of.agreed))
        label = say(agreement.label)
        if is_planned(run.settings, name):
            label = say(year_phrases.ROW_PLANNED, name=label)
        rows += [
            (label, of_came_in),
            (say(year_phrases.ROW_FLOOR), least),
        ]
    return rows


def _taken_up(run: RunView, of: AgreementOdds, whole: float, *, bands: bool) -> str:
    """Write the cases of an agreement that were taken up beside another number of cases."""
    realised = SpreadOfMean(of.realised.mean, of.realised.low, of.realised.high)
    return beside(run, realised, whole, lambda n: run.say.count_of(n, of.agreed), bands=bands)


def _loads(run: RunView, *, bands: bool) -> list[YearRow]:
    """Write the three loads of own people, without help."""

    def of_years(key_figure: str) -> list[str]:
        return cells(run, run.spreads(key_figure, "period", run.years), run.say.load, bands=bands)

    agreed = LOADS if run.settings.agreements else {"load_all": year_phrases.LOAD_WITH_ALL}
    rest = [(run.say(phrase), of_years(key_figure)) for key_figure, phrase in agreed.items()]
    return [(run.say(year_phrases.LOAD_OF_SEVERE), of_years("load_severe")), *rest]


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

    What came in of a class is what makes its numbers add up: a case that turns out to be of another class comes to it
    there. All classes together are the sum of each, so that rows and columns both add up.

    Args:
        run: The run.
        name: The class; all classes together if none is named.

    Returns:
        Mean numbers of cases: `at_start` and `came_in` on one side, the others on the other side.
    """
    if name == ALL:
        by_class = [balance(run, each) for each in run.classes]
        return {key: sum(of[key] for of in by_class) for key in ("at_start", "came_in", *BECAME)}
    at_start = round(start_stock(run)[name])
    parts = rounded_to_add_up({key: _number(run, key, name) for key in BECAME})
    return {"at_start": at_start, "came_in": sum(parts.values()) - at_start, **parts}


def what_became(run: RunView) -> "pd.DataFrame":
    """Return what became of all cases, by class: those at the start and those that came in, and where they are.

    Ends that no case has come to have no column.
    """
    always = {_heading(run, key) for key in ALWAYS_SHOWN}
    shown = {heading: of for heading, of in balances(run).items() if heading in always or any(of)}
    columns = {heading: [run.say.number(n) for n in of] for heading, of in shown.items()}
    return frame({run.say(phrases.CLASS): map(run.label, all_and_classes(run)), **columns})


def balances(run: RunView) -> dict[str, list[int]]:
    """Return the numbers of `what_became`: for all classes together, then for each, by the heading of their column."""
    found = [balance(run, name) for name in all_and_classes(run)]
    return {_heading(run, key): [of[key] for of in found] for key in found[0]}


def _heading(run: RunView, key: str) -> str:
    """Name a number of a balance."""
    return run.say(BALANCE_HEADINGS[key]) if key in BALANCE_HEADINGS else run.heading(key)


def treated(run: RunView) -> str:
    """State how the cases that were finished were treated, and what was not found where treatment was lighter."""
    full, short, lightest, missed = (
        run.say.count(_number(run, name, ALL))
        for name in ("cases_full", "cases_short", "cases_letter_or_visit", "abuse_not_found")
    )
    return run.say(year_phrases.TREATED, full=full, short=short, lightest=lightest, missed=missed)


def became(run: RunView) -> str:
    """State what became of all cases, in numbers that add up."""
    say, of = run.say, balance(run)
    parts = [
        say(year_phrases.BECAME_ONE[phrase])
        if of[key] == 1 and phrase in year_phrases.BECAME_ONE
        else say(phrase, n=say.number(of[key]))
        for key, phrase in BECAME.items()
        if of[key] > 0
    ]
    return say(
        year_phrases.WHAT_BECAME, at_start=say.number(of["at_start"]), came_in=say.number(of["came_in"]),
        returns=say.count(_number(run, "returns", ALL)), parts=say.listed(parts),
    )  # fmt: skip


def _number(run: RunView, key_figure: str, name: str) -> float:
    value = run.mean(key_figure, priority_class=name)
    return 0.0 if math.isnan(value) else value
