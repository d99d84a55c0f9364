"""Severe cases that were not begun in time, and why: unjudged, taken for less, or nobody free."""

import math
from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.scarcity import role_within
from tbkk_sim.report.run.tables import short, triage_phrases
from tbkk_sim.report.run.tables.cells import cells, frame
from tbkk_sim.report.run.view import RunView, SpreadOfMean
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.spread import band_of

if TYPE_CHECKING:
    import pandas as pd

LATE_PARTS = {
    "late_unjudged": triage_phrases.LATE_UNJUDGED,
    "late_seen_as_less": triage_phrases.LATE_SEEN_AS_LESS,
}
"""Key figures of parts of the cases not begun in time, and the headings of their columns."""

LEAST_LATE = 0.05
"""Cases not begun in time, from which a class has a row: as many as a decimal shows."""


def late_in_all(run: RunView, period: str = ALL) -> tuple[SpreadOfMean, float]:
    """Return the severe cases not begun in time in a period, and their mean number as a share of those due.

    The share is NaN where no severe case with a norm was due.
    """
    classes = _severe_with_norm(run)
    late, due = (
        np.nansum(run.wide(name, "priority_class", classes, period=period), axis=1, keepdims=True)
        for name in ("late", "due")
    )
    if not late.size:
        return SpreadOfMean(math.nan, math.nan, math.nan), math.nan
    mean, due_mean = float(late.mean()), float(due.mean())
    low, high = (float(end[0]) for end in band_of(late)) if run.has_band else (mean, mean)
    return SpreadOfMean(mean, low, high), mean / due_mean if due_mean > 0 else math.nan


def late_table(run: RunView) -> "pd.DataFrame":
    """Return the columns of `late_columns` as a table."""
    return frame(late_columns(run, bands=True))


def late_columns(run: RunView, *, bands: bool) -> dict[str, list[str]]:
    """Return the severe cases not begun in time, when most were, and what they were held to be when their norm ran out.

    A row each class that has any: none where nothing is triaged, which may be why. The texts of each column by its
    heading, without pandas, so that the screen needs none.
    """
    say, late = run.say, {name: run.one("late", priority_class=name) for name in _severe_with_norm(run)}
    classes = [name for name in late if late[name].mean >= LEAST_LATE and run.settings.triage.enabled]
    n = cells(run, {name: late[name] for name in classes}, say.count, bands=bands)
    table = {say(phrases.CLASS): [run.label(name) for name in classes], say(triage_phrases.LATE): n}
    if len(run.years) > 1:
        table[say(triage_phrases.LATE_MOST)] = [_worst_year(run, name) for name in classes]
    for key_figure, heading in LATE_PARTS.items():
        shares = (run.mean(key_figure, priority_class=name) / late[name].mean for name in classes)
        table[say(heading)] = [say.share(share) for share in shares]
    known = (_known(run, name) / late[name].mean for name in classes)
    table[say(triage_phrases.LATE_KNOWN)] = [say.share(share) for share in known]
    return table


def late_without_shortage(run: RunView) -> str:
    """State why severe cases began late although people are not short; empty where none did or nothing is triaged.

    Where most were known and nobody was free, that is since only some classes interrupt the work at hand.
    """
    say, classes = run.say, _severe_with_norm(run)
    late, *parts = (
        sum(run.mean(name, priority_class=of) for of in classes if run.mean("late", priority_class=of) > 0)
        for name in ("late", *LATE_PARTS)
    )
    if not late >= LEAST_LATE or not run.settings.triage.enabled:
        return ""
    known_late = late - sum(parts)
    unjudged, as_less, known = (say.share(part / late) for part in (*parts, known_late))
    why = say(triage_phrases.LATE_YET, n=say.count(late), unjudged=unjudged, less=as_less, known=known)
    interrupting = [of for of in classes if run.settings.casework.classes[of].preempts]
    if known_late > late / 2 and interrupting and run.settings.assignment.preemption:
        names = say.listed([run.label_within(of) for of in interrupting])
        return f"{why} {say(triage_phrases.LATE_UNTIL_DONE, names=names)}"
    role, year, load = short.most_asked(run)
    if not load > short.MUCH_ASKED:
        return why
    values = {"role": role_within(say, run.settings, role), "load": say.load(load), "year": run.year_label(year)}
    return f"{why} {say(triage_phrases.LATE_NO_ROOM, **values)}"


def _worst_year(run: RunView, name: str) -> str:
    """Write in which year most cases of a class were late, and how many."""
    by_year = run.spreads("late", "period", run.years, priority_class=name)
    worst = max(by_year, key=lambda year: by_year[year].mean)
    return run.say(phrases.IN_YEAR, n=run.say.count(by_year[worst].mean), year=run.year_label(worst))


def _severe_with_norm(run: RunView) -> list[str]:
    """Severe classes with a norm, the most urgent first."""
    of = run.settings.casework.classes
    return [name for name in run.classes if of[name].severe and of[name].norm_days is not None]


def _known(run: RunView, name: str) -> float:
    """Mean number of cases not begun in time that were judged by then, and not held to be less urgent."""
    return run.mean("late", priority_class=name) - sum(run.mean(part, priority_class=name) for part in LATE_PARTS)
