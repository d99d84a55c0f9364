"""The answer of a comparison in words: what each run changes, what it leaves as it is, and which run is best."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.comparison.comparison import Against
from tbkk_sim.comparison.report import costs
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.tables import n_changed
from tbkk_sim.comparison.report.view import ComparisonView, ShownAmount
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import Cell, lost_by
from tbkk_sim.report.kit.phrases import N_
from tbkk_sim.report.run.capacity.sentences import lenders, people_to
from tbkk_sim.settings.capacity.capacity import Reallocation
from tbkk_sim.stats.paired import difference

MOVES = N_("{run} moves people from {lender}: {people}.")
MOVES_ELSEWHERE = N_(
    "{run} moves people from elsewhere in the police, where what they leave undone is not counted: {people}."
)
AT_WORK_IN = N_(
    "In {month}, the month in which they come, hours worked change by {hours} in these units, against {base}."
)
AT_WORK_AND_NOT = N_(
    "In {month}, the month in which they come, hours worked change by {hours} in these units and by {lost} at "
    "{lender}, against {base}."
)
MOST_BEST = 4
"""Key figures that a short answer names of a run that is best in them."""


def sentences(view: ComparisonView) -> list[str]:
    """The answer in words: in which runs other work comes in, verdicts on margins, clear differences, the best run."""
    comparison, lent = view.comparison, lost_by_lenders(view)
    clear = [a for a in comparison.against_base if a.is_clear] or comparison.against_base
    said = [other_demand(view), *(view.verdict(verdict) for verdict in comparison.verdicts), *lent.values()]
    said += costs.sentences(view)
    said += differences(view, [of for of in clear if (of.run, of.cell) not in lent])
    said += [view.no_difference(against) for against in comparison.against_base]
    if len(comparison.runs) > 2:
        said += best_of_all(view)
    return [sentence for sentence in said if sentence]


def other_demand(view: ComparisonView) -> str:
    """State in which runs other work comes in than in the base; empty if the same comes in everywhere."""
    comparison = view.comparison
    runs = [run.label for run in comparison.others if n_changed(comparison, run.label, "demand")]
    return view.say(words.OTHER_DEMAND, base=comparison.base.label, runs=view.say.listed(runs)) if runs else ""


def lost_by_lenders(view: ComparisonView) -> dict[tuple[str, Cell], str]:
    """State whom a run moves, when they are at work, and what their pools lose, clear or not: by run and key figure.

    What it brings stands first on the page in any case; so does its price.
    """
    comparison, found = view.comparison, dict[tuple[str, Cell], str]()
    for run in comparison.others:
        for pool, lent in lenders(run.settings).items():
            figure = Cell("reallocated_fte") if pool is None else Cell("reallocated_away_fte", team=pool)
            if figure not in comparison.shown or comparison.against(run.label, figure).difference == 0:
                continue
            found.setdefault((run.label, Cell("reallocated_fte")), "")
            found[run.label, figure] = f"{_moved(view, run, pool, lent)} {_at_work(view, run, pool, lent)}".rstrip()
            for cell in (cell for cell in (lost_by(pool) if pool else []) if cell in comparison.shown):
                found[run.label, cell] = view.sentence(comparison.against(run.label, cell))
    return found


def _moved(view: ComparisonView, run: RunValues, pool: str | None, lent: Sequence[Reallocation]) -> str:
    """State how many people a run moves from a pool to which units, from when until when."""
    people = people_to(view.say, run.settings, lent)
    if pool is None:
        return view.say(MOVES_ELSEWHERE, run=run.label, people=people)
    return view.say(MOVES, run=run.label, people=people, lender=view.name.team(pool))


def _at_work(view: ComparisonView, run: RunValues, pool: str | None, lent: Sequence[Reallocation]) -> str:
    """State by how many hours the work of the units and of the pool differs in the first month; empty: not known."""
    first, units = min(of.date for of in lent), list(dict.fromkeys(of.unit for of in lent))
    values = {"month": view.say.month(first), "base": view.comparison.base.label}
    hours = _hours_apart(view, run, first, units)
    if pool is None or not hours:
        return view.say(AT_WORK_IN, **values, hours=hours) if hours else ""
    lost = _hours_apart(view, run, first, [pool])
    return view.say(AT_WORK_AND_NOT, **values, hours=hours, lost=lost, lender=view.name.team(pool))


def _hours_apart(view: ComparisonView, run: RunValues, day: dt.date, teams: Sequence[str]) -> str:
    """Write by how many hours the work of teams in the month of a day differs, with the interval; empty: not known."""
    comparison = view.comparison

    def hours(of: RunValues) -> Floats:
        seen = view.viewed.get(of.label) or view.seen(of)
        found = seen.wide("hours_worked", "team", teams, period=f"{day:%Y-%m}")
        numbers = comparison.pairing.replications if comparison.paired else of.replications
        worked: Floats = found[of.at(numbers)].sum(axis=1, keepdims=True)
        return worked

    apart = difference(hours(comparison.base), hours(run), comparison.level_of_each, paired=comparison.paired)
    mean, low, high = (float(of[0]) for of in (apart.mean, apart.interval_low, apart.interval_high))
    if np.isnan(mean):
        return ""
    text = view.name.number(ShownAmount(), mean, sign=True)
    ends = {"low": view.say.number(low), "high": view.say.number(high)}
    return text if np.isnan(low) else view.say(words.INTERVAL, says=text, **ends)


def differences(view: ComparisonView, against: Sequence[Against]) -> list[str]:
    """The differences of the runs, a sentence each, and last the key figures that stay the same, a sentence a run."""
    said = [sentence for of in against if (sentence := view.sentence(of))]
    same: dict[str, list[Cell]] = {}
    for of in against:
        if of.is_same:
            same.setdefault(of.run, []).append(of.cell)
    return said + [_of_all(view, cells, words.SAME, words.SAME_IN_SEVERAL, run=run) for run, cells in same.items()]


def best_of_all(view: ComparisonView, *, of_one: bool = False) -> list[str]:
    """The best run or runs, a sentence for all key figures in which they are; last those in which none can be told.

    Args:
        view: The comparison.
        of_one: Only where one run is best, with no more key figures than one reads at once.
    """
    comparison = view.comparison
    found = dict[tuple[str, ...], list[Cell]]()
    for cell in comparison.shown:
        if (best := comparison.best(cell)) is not None:
            may = [run.label for run, may in zip(comparison.runs, best.may_be_best, strict=True) if may]
            found.setdefault(tuple(may), []).append(cell)
    alike = found.pop(tuple(run.label for run in comparison.runs), [])
    said = []
    for runs, cells in sorted(found.items(), key=lambda each: len(each[0])):
        one, several = words.BEST_ONE, words.BEST_IN_SEVERAL
        if len(runs) > 1 and of_one:
            continue
        if of_one and len(cells) > MOST_BEST:
            said.append(_of_all(view, cells[:MOST_BEST], one, words.BEST_IN_MANY, n=len(cells), best=runs[0]))
            continue
        if len(runs) > 1:
            one, several = words.BEST_SEVERAL, words.BEST_OF_SEVERAL
        said.append(_of_all(view, cells, one, several, best=view.say.listed(runs)))
    if alike and not of_one:
        said.append(_of_all(view, alike, words.BEST_NONE, words.BEST_NONE_IN_SEVERAL))
    return said


def _of_all(
    view: ComparisonView, cells: Sequence[Cell], one: str, several: str, *, n: int | None = None, **values: str
) -> str:
    """One sentence that states the same of several key figures; `n`: there are so many, more than are named."""
    say, name = view.say, view.name
    if len(cells) == 1:
        return say(one, figure=name.quoted(cells[0]), of=name.of(cells[0]), **values)
    by_figure: dict[str, list[str]] = {}
    for cell in cells:
        by_figure.setdefault(name.quoted(cell), []).append(name.of(cell))
    figures = [say(words.FIGURE_OF, figure=figure, of=say.listed(of)) for figure, of in by_figure.items()]
    return say(several, n=say.number(n or len(cells)), figures=say.listed(figures), **values)
