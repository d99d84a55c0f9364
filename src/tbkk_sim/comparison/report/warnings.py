"""Warnings of a comparison: runs short of people, posts withdrawn that work waits for, and queues that only move."""

from functools import partial

from tbkk_sim.comparison.comparison import Comparison
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.report.run.chain.queues import PlanEffect, links_that_grow, moved_queues
from tbkk_sim.report.run.tables import short
from tbkk_sim.report.run.view import central
from tbkk_sim.report.run.withdrawn import more_people_than_posts, work_without_posts
from tbkk_sim.settings.settings import ALL


def warnings(view: ComparisonView) -> list[str]:
    """The runs in which not all work can be done, posts are withdrawn that work waits for, or a queue only moves.

    What holds of several runs is one warning; who is short in each stands in a table of its own.
    """
    say, by_warning = view.say, dict[str, list[str]]()
    base = view.comparison.base
    at_worst, verdicts = _short_of_people(view)
    for run in view.comparison.runs:
        mean = partial(_central, view.comparison, run)
        of_posts = [more_people_than_posts(say, run.settings, mean), *work_without_posts(say, run.settings, mean)]
        of_chain = [*links_that_grow(say, run.settings, partial(mean, team=ALL))]
        if run is not base:
            of_chain += moved_queues(say, base.settings, run.settings, partial(_change, view.comparison, run))
        for warning in filter(None, [verdicts.get(run.label), *of_posts, *of_chain]):
            by_warning.setdefault(warning, []).append(run.label)
    found = [say(words.IN_RUN, run=say.listed(of), said=warning) for warning, of in by_warning.items()]
    return [at_worst, *found] if at_worst else found


def _short_of_people(view: ComparisonView) -> tuple[str, dict[str, str]]:
    """State which runs are short of people after all help: several in one sentence, else a verdict by run."""
    say, worst, verdicts = view.say, list[str](), dict[str, str]()
    for run in view.comparison.runs:
        seen = view.viewed.get(run.label) or view.seen(run)
        if not short.is_short(seen):
            continue
        verdicts[run.label] = short.verdict(seen)
        if found := short.short_of(seen):
            fte = say.number(found.most_fte, 1)
            worst.append(say(words.SHORT_IN, fte=fte, run=run.label, year=found.worst))
    if len(verdicts) == len(worst) > 1:
        return say(words.SHORT_AT_WORST, each=say.listed(worst)), {}
    return "", verdicts


def _central(comparison: Comparison, run: RunValues, key_figure: str, team: str) -> float:
    return central(key_figure, comparison.read(run, Cell(key_figure, team=team)))


def _change(comparison: Comparison, run: RunValues, key_figure: str) -> PlanEffect:
    against = comparison.between(comparison.base, run, Cell(key_figure))
    return PlanEffect(against.difference, against.is_clear)
