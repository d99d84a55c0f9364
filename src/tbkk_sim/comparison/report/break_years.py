"""Years in which runs differ: the first in which people fall short, and those after people for a time have left."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.tables import change
from tbkk_sim.comparison.report.view import ComparisonView, ShownAmount
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.report.run.people_asked import asked_of_people
from tbkk_sim.report.run.tables.short import Short, short_of
from tbkk_sim.report.run.view import RunView
from tbkk_sim.stats.paired import difference

MOST_AGREE = 0.75
"""Share of the futures in which fewer must be taken up for it to be said."""


def after_people_left(view: ComparisonView) -> list[str]:
    """State of each run that falls behind the base once people for a time have left what it takes up each year."""
    return [said for run in view.comparison.others if (said := _afterwards(view, run))]


def _afterwards(view: ComparisonView, run: RunValues) -> str:
    say, comparison, settings = view.say, view.comparison, run.settings
    stays = [*settings.capacity.reallocation.values(), *settings.capacity.temporary.values()]
    ends = [of.end for of in stays if of.end is not None and of.end <= settings.run.end]
    years = range(min(of.date for of in stays).year, settings.run.end.year + 1) if ends else ()
    by_year = {year: comparison.against(run.label, Cell("taken_up", period=str(year))) for year in years}
    after = [of for year, of in by_year.items() if year >= min(ends).year]
    if not any(of.difference < 0 and of.agree >= MOST_AGREE * of.n for of in after):
        return ""
    each = [say(words.IN_PERIOD, of=change(view, of), period=str(year)) for year, of in by_year.items()]
    said = say(words.AFTERWARDS, run=run.label, base=comparison.base.label, each=say.listed(each))
    limit = settings.assignment.in_hand_limit_per_investigator
    return said if limit is None else f"{said} {say(words.AT_LIMIT, limit=say.exact(limit))}"


def break_years(view: ComparisonView) -> list[str]:
    """State of each run that first falls short of people in another year than the base, when both do and how sure.

    The years are those of the table, from the mean hours of all futures. How sure it is, is told of the first of the
    two years: by how many people the shortage there differs, future by future.
    """
    runs, base = view.viewed, view.comparison.base.label
    first = {label: short_of(run) for label, run in runs.items()}
    return [
        _told(view, label, first[base], first[label])
        for label in runs
        if label != base and _year(first[label]) != _year(first[base])
    ]


def _year(short: Short | None) -> str:
    return "" if short is None else short.first


def _told(view: ComparisonView, label: str, of_base: Short | None, of_run: Short | None) -> str:
    say, base = view.say, view.comparison.base.label
    year = min(short.first for short in (of_base, of_run) if short is not None)
    base_year, run_year = (
        say(words.IN_YEAR, year=short.first) if short else say(words.IN_NO_YEAR) for short in (of_base, of_run)
    )
    values = {"base": base, "base_year": base_year, "run": label, "run_year": run_year}
    return say(words.FIRST_SHORT_IN, **values, how=_how_sure(view, label, year))


def _how_sure(view: ComparisonView, label: str, year: str) -> str:
    """Write by how many people the shortage of a year differs from that of the base, with its interval."""
    say, comparison = view.say, view.comparison
    both = [np.array(list(_short_fte(view, view.viewed[of], year))) for of in (comparison.base.label, label)]
    a, b = (values[:, np.newaxis] for values in both)
    apart = difference(a, b, comparison.level_of_each, paired=comparison.paired, lowest=0.0)
    by, low, high = (float(of[0]) for of in (apart.mean, apart.interval_low, apart.interval_high))
    n = say.number(int(apart.n[0]))
    if np.isnan(low):
        return say(words.SHORT_NOT_TOLD, year=year, n=n)
    amount = ShownAmount(decimals=1)
    if apart.direction[0]:
        phrase, (low, high) = words.SHORT_BY[by > 0], sorted((abs(low), abs(high)))
    else:
        phrase = words.SHORT_NOT_CLEAR
    shown = {"by": view.name.number(amount, by if phrase is words.SHORT_NOT_CLEAR else abs(by))}
    shown |= {"low": view.name.number(amount, low), "high": view.name.number(amount, high)}
    says = say(phrase, run=label, year=year, **shown)
    if not comparison.paired:
        return says
    return say(words.SHORT_AGREE, says=says, agree=say.number(int(apart.agree[0])), n=n)


def _short_fte(view: ComparisonView, run: RunView, year: str) -> Iterator[float]:
    """Yield the fte that are missing in a year in each future, of those that the runs share if they are paired."""
    known = dict[tuple[str, str], Floats]()

    def value(number: int, name: str, team: str) -> float:
        if (name, team) not in known:
            known[name, team] = run.wide(name, "team", [team], period=year)[:, 0]
        return float(known[name, team][number])

    place = {replication: number for number, replication in enumerate(run.rows.replications)}
    shared = view.comparison.pairing.replications.tolist() if view.comparison.paired else place
    for replication in shared:
        yield asked_of_people(run.settings, partial(value, place[replication])).short_fte()
