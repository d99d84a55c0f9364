"""Tables of a comparison as texts: settings, results, the parts of a difference, cases."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from tbkk_sim.comparison.batches import batches_by_table, written
from tbkk_sim.comparison.comparison import Against, Comparison
from tbkk_sim.comparison.explanation import Explanation
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.view import ComparisonView, Namer
from tbkk_sim.comparison.settings_groups import GROUPS
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.report.kit.phrases import MISSING, NO, YES
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked
from tbkk_sim.report.run.scarcity import role_label
from tbkk_sim.report.run.tables import short
from tbkk_sim.report.run.tables import short_phrases as short_words
from tbkk_sim.report.run.tables.cells import cells, frame
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.tables.odds import agreed_in_run, is_planned
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.paired import Difference
from tbkk_sim.stats.spread import LEAST_FOR_A_BAND

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS = 7
"""Runs beside each other in a table."""
LONGEST = 40
"""Characters of the value of a setting."""


def is_wide(view: ComparisonView) -> bool:
    """True if there are more runs than columns fit beside each other."""
    return len(view.comparison.others) > MOST_COLUMNS


def results(view: ComparisonView, *, only_changed: bool = False) -> "pd.DataFrame":
    """One row per key figure: the base itself, then the difference of each run, with its interval."""
    comparison, name = view.comparison, view.name
    changed = {against.cell for against in comparison.against_base if against.difference != 0}
    cells = [cell for cell in comparison.shown if not only_changed or cell in changed]
    if is_wide(view):
        return _results_by_run(view, cells[:MOST_COLUMNS])
    columns: dict[str, Iterable[str]] = {
        view.say(words.KEY_FIGURE): [name.figure(cell) for cell in cells],
        view.say(words.CLASS): [name.scope(cell) for cell in cells],
        comparison.base.label: [view.level(comparison.base.label, cell) for cell in cells],
    }
    for run in comparison.others:
        columns[run.label] = [change(view, comparison.against(run.label, cell)) for cell in cells]
    return frame(columns)


def _results_by_run(view: ComparisonView, cells: list[Cell]) -> "pd.DataFrame":
    """One row per run, one column per key figure."""
    comparison, name = view.comparison, view.name

    def column(cell: Cell) -> list[str]:
        changes = [change(view, comparison.against(run.label, cell)) for run in comparison.others]
        return [view.level(comparison.base.label, cell), *changes]

    labels = {view.say(words.RUN): [run.label for run in comparison.runs]}
    return frame({**labels, **{f"{name.figure(cell)}, {name.scope(cell)}": column(cell) for cell in cells}})


def levels(view: ComparisonView) -> "pd.DataFrame":
    """One row per key figure, one column per run: mean and band."""
    comparison, name = view.comparison, view.name

    def cell_text(cell: Cell, label: str) -> str:
        of = comparison.summary(cell)[label]
        mean, low, high = (name.level(cell, float(value[0])) for value in (of.mean, of.band_low, of.band_high))
        mean = view.level(label, cell) if np.isinf(of.mean[0]) else mean
        return mean if low == high else f"{mean} ({view.say.between(low, high)})"

    columns: dict[str, Iterable[str]] = {
        view.say(words.KEY_FIGURE): [name.figure(cell) for cell in comparison.shown],
        view.say(words.CLASS): [name.scope(cell) for cell in comparison.shown],
    }
    for run in comparison.runs:
        columns[run.label] = [cell_text(cell, run.label) for cell in comparison.shown]
    return frame(columns)


def change(view: ComparisonView, against: Against) -> str:
    """A difference with its interval, in the unit of the key figure."""
    name = view.name
    if np.isinf(against.mean):
        return view.level(against.run, against.cell)
    if not np.isfinite(against.difference):
        return view.level(against.run, against.cell) if np.isinf(against.base_mean) else MISSING
    amount = name.amount_of(against)
    text = name.number(amount, against.difference, sign=True)
    if not against.has_interval:
        text = amount.phrase.format(n=text)
        if against.alike or not view.comparison.paired or against.n < 2:
            return text
        return view.say(words.IN_K, says=text, k=view.say.number(against.differ), n=view.say.number(against.n))
    low, high = (name.number(amount, end) for end in (against.interval_low, against.interval_high))
    return amount.phrase.format(n=view.say(words.INTERVAL, says=text, low=low, high=high))


def agreements(view: ComparisonView, *, short: bool = False) -> "pd.DataFrame":
    """Per agreement one row per run, one column per year: taken up of what was agreed, and how often that was reached.

    How often is left out of cases that the teams seek themselves, since their number is put in.

    Args:
        view: The comparison.
        short: Without words between the numbers.
    """
    comparison, say = view.comparison, view.say
    years = comparison.base.settings.run.years
    columns: dict[str, list[str]] = {say(words.AGREEMENT): [], **{str(year): [] for year in years}}
    agreed_in_any = dict.fromkeys(name for run in comparison.runs for name in run.settings.agreements)
    for name in agreed_in_any:
        having = {run: run.settings.agreements[name] for run in comparison.runs if name in run.settings.agreements}
        label = next(say(agreement.label) for agreement in having.values())
        rows = [[label, *[""] * len(years)]]
        for run, agreement in having.items():
            agreed = [_realised(view, run, name, y, short=short) if agreement.agreed_in(y) else MISSING for y in years]
            rows.append([run.label, *agreed])
        for column, cells_of_column in zip(columns.values(), zip(*rows, strict=True), strict=True):
            column.extend(cells_of_column)
    return frame(columns)


def _realised(view: ComparisonView, run: RunValues, name: str, year: int, *, short: bool) -> str:
    """Write the cases taken up by an agreement in a year, of the number agreed, and how often that was reached."""
    agreed, say = agreed_in_run(run.settings, name, year), view.say
    of_classes = (Cell("taken_up", each, str(year)) for each in run.settings.agreements[name].classes)
    taken_up = np.sum([np.nan_to_num(view.comparison.read(run, cell)) for cell in of_classes], axis=0)
    phrases = words.OF_AGREED_SHORT if short else words.OF_AGREED
    phrase = phrases[len(taken_up) >= LEAST_FOR_A_BAND and not is_planned(run.settings, name)]
    odds = say.share(float((taken_up >= agreed).mean()))
    return say(phrase, n=say.count_of(float(taken_up.mean()), agreed), agreed=say.count(agreed), odds=odds)


def first_short(view: ComparisonView, *, units: bool = True) -> "pd.DataFrame":
    """One row per role and unit, one column per run: from when people are short, and when they are most."""
    say, name, runs = view.say, view.name, view.viewed
    in_any = dict.fromkeys(role for run in runs.values() for role in short.roles(run))
    who = [("", ALL), *((role, ALL) for role in in_any)]
    labels = [say(short_words.ALL_TOGETHER), *(_role(view, role) for role in in_any)]
    if units:
        of_units = dict.fromkeys(unit for run in runs.values() for unit in run.units)
        who, labels = [*who, *(("", unit) for unit in of_units)], [*labels, *map(name.team, of_units)]
    columns: dict[str, Iterable[str]] = {say(short_words.WHO): labels}
    for label, run in runs.items():
        columns[label] = [
            _short(view, short.short_of(run, role=role, team=team, however_few=True)) for role, team in who
        ]
    return frame(columns)


def _role(view: ComparisonView, role: str) -> str:
    """Label of a role, as the first run that has it names it."""
    return next(role_label(view.say, run.settings, role) for run in view.viewed.values() if role in short.roles(run))


def _short(view: ComparisonView, of: short.Short | None) -> str:
    """Write from when people are short, and when they are most; a dash if they never are."""
    say = view.say
    if of is None:
        return MISSING
    first = {"year": of.first, "fte": say.number(of.fte, 1)}
    if of.worst == of.first:
        return say(short_words.SHORT_ONCE, **first)
    return say(short_words.SHORT_FROM, **first, worst=of.worst, most=say.number(of.most_fte, 1))


def differences(view: ComparisonView) -> "pd.DataFrame":
    """One row per run and key figure that changes: the difference with its interval, and how sure it is."""
    say, name = view.say, view.name
    shown = [of for of in view.comparison.against_base if of.difference != 0] or view.comparison.against_base
    agree = [say(words.OF_ALL, agree=say.number(of.agree), n=say.number(of.n)) for of in shown]
    columns: dict[str, Iterable[str]] = {
        say(words.RUN): [of.run for of in shown],
        say(words.KEY_FIGURE): [name.figure(of.cell) for of in shown],
        say(words.CLASS): [name.scope(of.cell) for of in shown],
        say(words.DIFFERENCE): [change(view, of) for of in shown],
        **({say(words.AGREEING): agree} if view.comparison.paired else {}),
        say(words.IS_CLEAR): [say(YES if of.is_clear else NO) for of in shown],
    }
    return frame(columns)


def backlogs(view: ComparisonView, runs: Mapping[str, RunView]) -> "pd.DataFrame":
    """One row per year, one column per run: cases waiting at its end, with the band."""
    first = next(iter(runs.values()))
    columns: dict[str, Iterable[str]] = {view.say(words.AT_END_OF): map(first.year_label, first.years)}
    for label, run in runs.items():
        columns[label] = cells(run, run.spreads("backlog_end", "period", run.years), view.say.count)
    return frame(columns)


def settings_by_group(view: ComparisonView) -> "pd.DataFrame":
    """One row per run, one column per group of settings: how many differ from the base."""
    say, others = view.say, [run.label for run in view.comparison.others]
    columns: dict[str, Iterable[str]] = {say(words.RUN): others}
    for group in GROUPS:
        columns[say(words.GROUPS[group])] = [say.number(n_changed(view.comparison, run, group)) for run in others]
    return frame(columns)


def n_changed(comparison: Comparison, run: str, group: str) -> int:
    """Number of settings of a group that differ from the base."""
    table = comparison.settings_table
    of_group = table[table["group"] == group]
    return sum(a != b for a, b in zip(of_group[comparison.base.label], of_group[run], strict=True))


def settings(view: ComparisonView) -> "pd.DataFrame":
    """Below the name of each group one row per setting that differs, one column per run."""
    table, say = view.comparison.settings_table, view.say
    labels = [run.label for run in view.comparison.runs]
    headings = [say(words.VALUES)] if is_wide(view) else labels
    rows = list[list[str]]()
    settings_of = [run.settings for run in view.comparison.runs]
    batches = batches_by_table(table["key"], settings_of)
    for group, of_group in table.groupby("group", sort=False):
        rows.append([say(words.GROUPS[str(group)]), *[""] * len(headings)])
        for key, *values in of_group[["key", *labels]].itertuples(index=False):
            added_up = next((of for of in batches if key.startswith(f"{of}.")), key)
            texts = [value(say, key, of) for of in values]
            if added_up in batches:
                of_runs = zip(settings_of, batches[added_up], strict=True)
                texts = [written(say, settings, added_up, of) for settings, of in of_runs]
            row = [added_up, *(["; ".join(dict.fromkeys(texts))] if is_wide(view) else texts)]
            if row not in rows:
                rows.append(row)
    columns = zip(*rows, strict=True) if rows else [[]] * (1 + len(headings))
    return frame(dict(zip([say(words.SETTING), *headings], columns, strict=True)))


def value(say: Say, key: str, of: Any) -> str:
    """The value of a setting, as pages write it, shortened."""
    return _shortened(asked.value(say, key, of, MISSING))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def parts(name: Namer, explanation: Explanation, column: int) -> "pd.DataFrame":
    """One row per group of settings: its effect with the interval, and its share of the whole."""
    say, cell, whole = name.say, explanation.cells[column], explanation.whole
    amount = name.amount(cell, float(whole.mean[column]))
    rows = [(say(words.GROUPS[group]), explanation.part(group)) for group in explanation.groups]

    def text(of: Difference) -> str:
        mean = name.number(amount, float(of.mean[column]), sign=True)
        if np.isnan(of.interval_low[column]):
            if of.alike[column] or of.n[column] < 2:
                return mean
            return say(words.IN_K, says=mean, k=say.number(int(of.differ[column])), n=say.number(int(of.n[column])))
        low, high = (name.number(amount, float(end[column])) for end in (of.interval_low, of.interval_high))
        return say(words.INTERVAL, says=mean, low=low, high=high)

    def share(of: Any) -> str:
        total = float(whole.mean[column])
        return say.share(float(of.mean[column]) / total) if total else MISSING

    rows.append((say(words.WHOLE), whole))
    return frame(
        {
            say(words.PART): [label for label, _ in rows],
            amount.phrase.format(n=say(words.BRINGS)).strip(): [text(of) for _, of in rows],
            say(words.SHARE): [share(of) for _, of in rows],
        }
    )
