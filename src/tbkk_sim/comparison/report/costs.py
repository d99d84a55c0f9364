"""Costs of runs against the base, and results for each extra million euros: a table and sentences."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.comparison.comparison import Against
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.tables import is_wide, n_changed
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.kit.phrases import MISSING, N_
from tbkk_sim.report.run.costs import phrases as cost_words
from tbkk_sim.report.run.costs.yields import MILLION, added_up, written, yields_of
from tbkk_sim.report.run.tables.cells import frame
from tbkk_sim.stats.fieller import PairedRatio, ratio_of_differences
from tbkk_sim.stats.paired import Difference, difference

if TYPE_CHECKING:
    import pandas as pd

COSTS_TITLE = N_("Cost over the whole period in millions of euros of {year}, and what an extra million brings")
COST_OF = N_("Cost: {who}")
FOR_EXTRA_MILLION = N_("{result}, for each extra million")
CHEAPER = N_("costs less")
RATIO_NOT_CLEAR = N_("not clear")
OTHER_WORK = N_("other work comes in")
COSTS_NOTE = N_(
    "Extra million: of what the police as a whole, teams and others together, spend more than in {base}; the interval "
    "of the ratio is that of Fieller. Not clear: the cost or the result does not differ beyond chance, or the runs do "
    "not share their futures. Interventions: files, alternative settlements, letters and visits."
)
COSTS_MORE = N_(
    "{run} costs the police as a whole {by} million euros more than {base} over the whole period: {teams} for the "
    "teams and {others} for others."
)
COSTS_LESS = N_(
    "{run} costs the police as a whole {by} million euros less than {base} over the whole period: {teams} for the "
    "teams and {others} for others."
)
MILLION_BRINGS = N_("Each extra million brings: {results}.")
RESULT_AND_NUMBER = N_("{result} {n}")
POLICE, TEAMS, OTHERS = Cell("cost_police_eur"), Cell("cost_eur"), Cell("cost_others_eur")
COSTS = {
    Cell("cost_structural_eur"): cost_words.GROUP_STRUCTURAL,
    Cell("cost_one_off_eur"): cost_words.GROUP_ONE_OFF,
    OTHERS: cost_words.GROUP_OTHERS,
    POLICE: cost_words.POLICE,
}
"""Costs of the table, and the names of their rows."""


def are_priced(view: ComparisonView) -> bool:
    """Tell whether all runs count costs, in euros of the same year."""
    years = {run.settings.costs.price_year for run in view.comparison.runs}
    return None not in years and len(years) == 1 and all(_has(view, run) for run in view.comparison.runs)


def _has(view: ComparisonView, run: RunValues) -> bool:
    return not np.isnan(view.comparison.read(run, POLICE)).all()


def title(view: ComparisonView) -> str:
    """Return the title of the table."""
    return view.say(COSTS_TITLE, year=str(view.comparison.base.settings.costs.price_year))


def note(view: ComparisonView) -> str:
    """Say what the rows of the table are."""
    return view.say(COSTS_NOTE, base=view.comparison.base.label)


def table(view: ComparisonView) -> "pd.DataFrame":
    """Return costs, results, and results for each extra million: a row each, one column per run, or turned."""
    say, comparison = view.say, view.comparison
    base, results = comparison.base, list(yields_of(comparison.base.settings))
    rows: dict[str, list[str]] = {}
    for cell, name in COSTS.items():
        level = _millions(view, float(comparison.read(base, cell).mean()))
        changes = [_changed_cost(view, comparison.against(run.label, cell)) for run in comparison.others]
        rows[say(COST_OF, who=within(say(name)))] = [level, *changes]
    for name in results:
        level = say.count(float(_result(view, base, name).mean()))
        rows[say(cost_words.YIELDS[name])] = [level, *(_changed(view, run, name) for run in comparison.others)]
    for name in results:
        label = say(FOR_EXTRA_MILLION, result=say(cost_words.YIELDS[name]))
        rows[label] = [MISSING, *(_for_a_million(view, run, name) for run in comparison.others)]
    runs = [run.label for run in comparison.runs]
    columns: dict[str, Iterable[str]] = {say(words.RUN): runs, **rows}
    if not is_wide(view):
        by_run = zip(*rows.values(), strict=True)
        columns = {say(words.KEY_FIGURE): list(rows), **{run: list(of) for run, of in zip(runs, by_run, strict=True)}}
    return frame(columns)


def _millions(view: ComparisonView, euros: float, *, sign: bool = False) -> str:
    """Write an amount in millions of euros."""
    millions = euros / MILLION
    text = written(view.say, millions)
    return f"+{text}" if sign and millions > 0 and text.strip("0.,") else text


def _changed_cost(view: ComparisonView, against: Against, *, sign: bool = True) -> str:
    """Write a difference in cost with its interval, in millions of euros; without sign for a sentence that says it."""
    factor = 1.0 if sign or against.difference > 0 else -1.0
    text = _millions(view, factor * against.difference, sign=sign)
    if not against.has_interval or against.difference == 0:
        return text
    low, high = sorted(factor * end for end in (against.interval_low, against.interval_high))
    return view.say(words.INTERVAL, says=text, low=_millions(view, low), high=_millions(view, high))


def _result(view: ComparisonView, run: RunValues, name: str) -> Floats:
    """Values of a result, one a replication; the classes are those of the base."""
    cells = yields_of(view.comparison.base.settings)[name]
    columns = [view.comparison.read(run, cell) for cell in cells]
    return added_up(columns, len(view.comparison.read(run, POLICE)))


def _apart(view: ComparisonView, run: RunValues, name: str) -> Difference:
    comparison = view.comparison
    a, b = (_result(view, of, name)[:, None] for of in (comparison.base, run))
    return difference(a, b, comparison.level_of_each, paired=comparison.paired)


def _changed(view: ComparisonView, run: RunValues, name: str) -> str:
    """Write how much a result differs, with the interval."""
    of, say = _apart(view, run, name), view.say
    mean, low, high = (float(values[0]) for values in (of.mean, of.interval_low, of.interval_high))
    if not np.isfinite(mean):
        return MISSING
    text = f"+{say.number(mean)}" if round(mean) > 0 else say.number(mean)
    return text if np.isnan(low) else say(words.INTERVAL, says=text, low=say.number(low), high=say.number(high))


def _ratio(view: ComparisonView, run: RunValues, name: str) -> PairedRatio | None:
    """Return a result for each extra million of the police as a whole; None: not clear, or the runs are not paired."""
    comparison = view.comparison
    if not comparison.paired:
        return None
    both = comparison.base, run
    top = tuple(_result(view, of, name) for of in both)
    steady = comparison.steady(*both, POLICE)
    bottom = tuple((comparison.read(of, POLICE) - steady) / MILLION for of in both)
    return ratio_of_differences((top[0], top[1]), (bottom[0], bottom[1]), comparison.level_of_each)


def _for_a_million(view: ComparisonView, run: RunValues, name: str) -> str:
    """Write it with its interval; none where other work comes in, or where a run is cheaper."""
    if n_changed(view.comparison, run.label, "demand"):
        return view.say(OTHER_WORK)
    against = view.comparison.against(run.label, POLICE)
    if against.is_same:
        return MISSING
    if against.direction < 0:
        return view.say(CHEAPER)
    ratio = _ratio(view, run, name)
    return view.say(RATIO_NOT_CLEAR) if ratio is None else _with_ends(view, ratio)


def _with_ends(view: ComparisonView, of: PairedRatio) -> str:
    write = partial(written, view.say)
    text = f"+{write(of.ratio)}" if of.ratio > 0 else write(of.ratio)
    return view.say(words.INTERVAL, says=text, low=write(of.low), high=write(of.high))


def sentences(view: ComparisonView) -> list[str]:
    """Say of each run that clearly costs more or less how much, who pays, and what an extra million brings."""
    if not are_priced(view):
        return []
    of_runs = [(run, view.comparison.against(run.label, POLICE)) for run in view.comparison.others]
    return [_sentence(view, run, against) for run, against in of_runs if against.is_clear]


def _sentence(view: ComparisonView, run: RunValues, against: Against) -> str:
    say, comparison = view.say, view.comparison
    common = {
        "run": run.label,
        "base": comparison.base.label,
        "by": _changed_cost(view, against, sign=False),
        "teams": _changed_cost(view, comparison.against(run.label, TEAMS)),
        "others": _changed_cost(view, comparison.against(run.label, OTHERS)),
    }
    if against.difference < 0:
        return say(COSTS_LESS, **common)
    if n_changed(comparison, run.label, "demand"):
        return say(COSTS_MORE, **common)
    brings = [
        say(RESULT_AND_NUMBER, result=within(say(cost_words.YIELDS[name])), n=_for_a_million(view, run, name))
        for name in yields_of(comparison.base.settings)
    ]
    return f"{say(COSTS_MORE, **common)} {say(MILLION_BRINGS, results='; '.join(brings))}"
