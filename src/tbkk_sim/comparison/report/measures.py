"""Sentences on what measures move: people between teams, and what a lighter treatment saves and leaves behind."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.tables import change
from tbkk_sim.comparison.report.view import ComparisonView, ShownAmount
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import Cell, lost_by
from tbkk_sim.model.expected_hours import shares_of_treatments
from tbkk_sim.report.run.capacity.sentences import lenders, people_to
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import Reallocation
from tbkk_sim.stats.paired import difference


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
            told = _moved(view, run, pool, lent), _at_work(view, run, pool, lent), _pace(view, lent)
            found[run.label, figure] = " ".join(filter(None, told))
            for cell in (cell for cell in (lost_by(pool) if pool else []) if cell in comparison.shown):
                found[run.label, cell] = view.sentence(comparison.against(run.label, cell))
    return found


def _moved(view: ComparisonView, run: RunValues, pool: str | None, lent: Sequence[Reallocation]) -> str:
    """State how many people a run moves from a pool to which units, from when until when."""
    people = people_to(view.say, run.settings, lent)
    if pool is None:
        return view.say(words.MOVES_ELSEWHERE, run=run.label, people=people)
    return view.say(words.MOVES, run=run.label, people=people, lender=view.name.team(pool))


def _at_work(view: ComparisonView, run: RunValues, pool: str | None, lent: Sequence[Reallocation]) -> str:
    """State by how many hours the work of the units and of the pool differs in the first month; empty: not known."""
    first, units = min(of.date for of in lent), list(dict.fromkeys(of.unit for of in lent))
    values = {"month": view.say.month(first), "base": view.comparison.base.label}
    hours = _hours_apart(view, run, first, units)
    if pool is None or not hours:
        return view.say(words.AT_WORK_IN, **values, hours=hours) if hours else ""
    lost = _hours_apart(view, run, first, [pool])
    return view.say(words.AT_WORK_AND_NOT, **values, hours=hours, lost=lost, lender=view.name.team(pool))


def _pace(view: ComparisonView, lent: Sequence[Reallocation]) -> str:
    """State how much those who are moved do of the work of a colleague; empty: all of it."""
    shares = [each.productivity_share for each in lent]
    least, most = view.say.share(min(shares)), view.say.share(max(shares))
    share = least if least == most else view.say.between(least, most)
    return view.say(words.PACE, share=share) if min(shares) < 1 else ""


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


def lighter_treatment(view: ComparisonView) -> list[str]:
    """State of each run that treats cases in another way what that saves beside what it leaves, clear or not."""
    return [said for run in view.comparison.others if (said := _lighter(view, run))]


def treated_otherwise(before: Settings, after: Settings) -> list[str]:
    """Return the classes of which other shares are treated in each way, at no pressure or at the highest."""
    return [
        name
        for name in after.casework.by_urgency
        if any(
            shares_of_treatments(before, name, pressed=pressed) != shares_of_treatments(after, name, pressed=pressed)
            for pressed in (False, True)
        )
    ]


def _lighter(view: ComparisonView, run: RunValues) -> str:
    say, comparison = view.say, view.comparison
    of_classes = treated_otherwise(comparison.base.settings, run.settings)
    if not of_classes:
        return ""

    def by(cell: Cell) -> str:
        return change(view, comparison.against(run.label, cell))

    def by_class(key_figure: str) -> str:
        each = [(view.name.case_class(name), by(Cell(key_figure, name))) for name in of_classes]
        return say.listed([say(words.FIGURE_BY_CLASS, of=of, by=changed) for of, changed in each])

    classes = say.listed([view.name.case_class(name) for name in of_classes])
    told = (
        say(words.TREATS, run=run.label, base=comparison.base.label, classes=classes),
        say(
            words.TREATS_SAVES, hours=by_class("hours_worked"), taken_up=by(Cell("taken_up")), of=by_class("taken_up")
        ),
        say(
            words.TREATS_LEAVES, missed=by(Cell("abuse_not_found")), of=by_class("abuse_not_found"),
            returns=by(Cell("returns")), files=by(Cell("ended_file_to_om")),
        ),
    )  # fmt: skip
    return " ".join(told)
