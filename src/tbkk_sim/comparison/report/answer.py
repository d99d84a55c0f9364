"""The answer of a comparison in words: what each run changes, what it leaves as it is, and which run is best."""

from collections.abc import Sequence

from tbkk_sim.comparison.comparison import Against
from tbkk_sim.comparison.report import costs
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.measures import lighter_treatment, lost_by_lenders
from tbkk_sim.comparison.report.tables import n_changed
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.metrics.cell import Cell

MOST_BEST = 4
"""Key figures that a short answer names of a run that is best in them."""


def sentences(view: ComparisonView) -> list[str]:
    """The answer in words: in which runs other work comes in, verdicts on margins, clear differences, the best run."""
    comparison, lent = view.comparison, lost_by_lenders(view)
    clear = [a for a in comparison.against_base if a.is_clear] or comparison.against_base
    said = [other_demand(view), *(view.verdict(verdict) for verdict in comparison.verdicts), *lent.values()]
    said += [*lighter_treatment(view), *costs.sentences(view)]
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


def differences(view: ComparisonView, against: Sequence[Against]) -> list[str]:
    """The differences of the runs, one sentence each, then the key figures that stay the same, one sentence per run."""
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
        if may := comparison.may_be_best(cell):
            found.setdefault(tuple(run.label for run in may), []).append(cell)
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
        return say(one, figure=name.quoted(cells[0]), of=name.scope(cells[0]), **values)
    by_figure: dict[str, list[str]] = {}
    for cell in cells:
        by_figure.setdefault(name.quoted(cell), []).append(name.scope(cell))
    figures = [say(words.FIGURE_OF, figure=figure, of=say.listed(of)) for figure, of in by_figure.items()]
    return say(several, n=say.number(n or len(cells)), figures=say.listed(figures), **values)
