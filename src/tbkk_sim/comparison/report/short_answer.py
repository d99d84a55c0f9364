"""The answer of a comparison in short: what differs clearly, each with its interval; the rest stands in the table."""

import math
from collections.abc import Collection

from tbkk_sim.comparison.comparison import Against
from tbkk_sim.comparison.report import costs
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.answer import best_of_all, other_demand
from tbkk_sim.comparison.report.break_years import after_people_left, break_years
from tbkk_sim.comparison.report.measures import lighter_treatment, lost_by_lenders
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.metrics.cell import PARTS_UNDONE, Cell
from tbkk_sim.report.run.capacity.sentences import posts_of_plan
from tbkk_sim.stats.intervals import LEAST_REPLICATIONS

MOST_SENTENCES = 8
"""Differences in a short answer."""
CHAIN = "chain_"
"""Beginning of the names of key figures of the chain after the file."""
MOST_ALIKE = 5
"""Key figures that are named where there are too few futures for an interval."""


def in_short(view: ComparisonView) -> list[str]:
    """The answer in words, with no more differences than one reads at once; without the parts of what is left undone.

    Each sentence about a difference has its interval, or says that the difference is not clear.
    """
    comparison, lent = view.comparison, lost_by_lenders(view)
    without = PARTS_UNDONE if Cell("left_undone") in comparison.shown else ()
    others = [of for of in comparison.against_base if (of.run, of.cell) not in lent]
    of_all = [of for of in others if of.cell.key_figure not in without]
    clear = [of for of in of_all if of.is_clear]
    told = clear or (of_all if comparison.cells and not _too_few(view) else [])
    told = [of for of in told if view.sentence(of)][:MOST_SENTENCES]
    demand = other_demand(view)
    said = [demand, *(view.verdict(verdict) for verdict in comparison.verdicts), *lent.values()]
    said += lighter_treatment(view)
    said += [_over_futures(view, any_clear=bool(clear)), *map(view.sentence, told)]
    if _too_few(view):
        said += [_in_all(view, run.label, of_all) for run in comparison.others]
    said += [*_posts(view), *costs.sentences(view), *break_years(view), *after_people_left(view)]
    said += [_of_the_teams(view, run.label) for run in comparison.others]
    said += [view.no_difference(against) for against in comparison.against_base]
    left_out = {(of.run, of.cell) for of in told} | lent.keys()
    said += [_rest(view, run.label, left_out) for run in comparison.others]
    if len(comparison.runs) > 2 and not demand:  # no run is best at other work
        said += best_of_all(view, of_one=True)
    return [sentence for sentence in said if sentence]


def _too_few(view: ComparisonView) -> bool:
    """Tell whether there are too few futures for any interval."""
    return max((of.n for of in view.comparison.against_base), default=0) < LEAST_REPLICATIONS


def _over_futures(view: ComparisonView, *, any_clear: bool) -> str:
    """State over which futures the runs are compared, and whether anything differs clearly."""
    say, comparison = view.say, view.comparison
    n = max((of.n for of in comparison.against_base), default=0)
    values = {"n": say.number(n), "least": say.number(LEAST_REPLICATIONS), "level": view.percent(comparison.level)}
    if _too_few(view):
        return say(words.TOO_FEW_FUTURES, **values)
    if comparison.paired:
        return say(words.CLEAR_OVER if any_clear else words.NONE_CLEAR_OVER, **values)
    return say(words.CLEAR_UNPAIRED if any_clear else words.NONE_CLEAR_UNPAIRED, **values)


def _in_all(view: ComparisonView, run: str, of_all: list[Against]) -> str:
    """Name what a run moves the same way in all of too few futures; empty without any."""
    same_way = [of for of in of_all if of.run == run and of.n > 1 and of.agree == of.n]
    figures = [
        view.say(
            words.FIGURE_BY,
            figure=view.name.quoted(of.cell),
            of=view.name.scope(of.cell),
            by=view.name.amount_of(of).phrase.format(
                n=view.name.number(view.name.amount_of(of), of.difference, sign=True)
            ),
        )
        for of in same_way[:MOST_ALIKE]
    ]
    return view.say(words.SAME_WAY, run=run, figures="; ".join(figures)) if figures else ""


def _of_the_teams(view: ComparisonView, run: str) -> str:
    """State that only the chain after the file differs, where that is so; empty otherwise."""
    known = [of for of in view.comparison.against_base if of.run == run and math.isfinite(of.difference)]
    teams = [of for of in known if not of.cell.key_figure.startswith(CHAIN)]
    only_chain = teams and len(teams) < len(known) and all(of.is_same for of in teams)
    differs = any(not of.is_same for of in known)
    return view.say(words.TEAMS_ALIKE, run=run) if only_chain and differs else ""


def _posts(view: ComparisonView) -> list[str]:
    """State of each run that has other posts in its plan than the base how many are filled, and what limits that."""
    base = view.comparison.base
    return [
        view.say(words.IN_RUN, run=label, said=said)
        for label, run in view.viewed.items()
        if run.settings.staffing.plan != base.settings.staffing.plan and (said := posts_of_plan(run))
    ]


def _rest(view: ComparisonView, run: str, left_out: Collection[tuple[str, Cell]]) -> str:
    """Count the key figures of a run of which nothing is said here."""
    say, against = view.say, view.comparison.against_base
    rest = [of for of in against if of.run == run and (of.run, of.cell) not in left_out]
    known = [of for of in rest if math.isfinite(of.difference)]
    counts = {
        words.WITH_CLEAR: sum(of.is_clear for of in known),
        words.WITH_UNCLEAR: sum(not of.is_clear and not of.is_same for of in known),
        words.WITH_NONE: sum(of.is_same for of in known),
    }
    if len(known) == 1:
        return say(words.REST_ONE, run=run, part=say(next(part for part, n in counts.items() if n)))
    parts = say.listed([f"{say.number(n)} {say(part)}" for part, n in counts.items() if n])
    return say(words.REST, run=run, n=say.number(len(known)), parts=parts) if known else ""
