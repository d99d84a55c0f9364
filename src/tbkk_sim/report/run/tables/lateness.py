"""Severe cases that were not begun in time, and why: unjudged, taken for less, or nobody free."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.tables import triage_phrases
from tbkk_sim.report.run.tables.cells import cells, frame, spread_over_replications, spreads_of, with_band
from tbkk_sim.report.run.view import RunView, SpreadOfMean

if TYPE_CHECKING:
    import pandas as pd

LATE = {
    "late": triage_phrases.LATE,
    "late_unjudged": triage_phrases.LATE_UNJUDGED,
    "late_seen_as_less": triage_phrases.LATE_SEEN_AS_LESS,
}
"""Key figures of cases not begun in time, and the headings of their columns."""


MOST_CLASSES = 3
"""Classes of which sentences say why they were late."""


def late_table(run: RunView) -> "pd.DataFrame":
    """Return the severe cases that were not begun in time, by what they were held to be when their norm ran out."""
    say, classes, a_year = run.say, _severe_with_norm(run), 1 / run.length_years
    table: dict[str, Iterable[str]] = {say(phrases.CLASS): map(run.label, classes)}
    for name, heading in LATE.items():
        table[say(heading)] = cells(run, run.spreads(name, "priority_class", classes), say.count, a_year)
    table[say(triage_phrases.LATE_KNOWN)] = cells(run, _known(run, classes), say.count, a_year)
    return frame(table)


def why_late(run: RunView) -> str:
    """State why cases were not begun in time; empty if all were, or there is no norm.

    Told of the most urgent class, and of the others of which most were late.
    """
    classes = _severe_with_norm(run)
    late = {name: run.mean("late", priority_class=name) for name in classes}
    most_late = sorted(classes[1:], key=lambda name: -late[name])[: MOST_CLASSES - 1]
    told = [name for name in classes if late[name] > 0 and name in (*classes[:1], *most_late)]
    return " ".join(_why_late(run, name, first=name == told[0]) for name in told)


def _why_late(run: RunView, name: str, *, first: bool) -> str:
    """State why cases of a class were not begun in time; the first sentence says over which time it is."""
    say = run.say
    late, unjudged, less = (run.one(key_figure, priority_class=name) for key_figure in LATE)
    by_year = {year: run.mean("late", priority_class=name, period=year) for year in run.years}
    worst = max(by_year, key=lambda year: by_year[year])
    n = with_band(run, late, say.count)
    cases = say(triage_phrases.LATE_CASES, n=n)
    if len(by_year) > 1:
        most = say.count(by_year[worst])
        cases = say(triage_phrases.LATE_CASES_MOST, n=n, most=most, year=run.year_label(worst))
    return say(
        triage_phrases.WHY_LATE if first else triage_phrases.WHY_LATE_TOO,
        cases=cases,
        name=run.label_within(name),
        norm=say.duration_in_words(run.settings.casework.classes[name].norm_days or 0.0),
        unjudged=say.share(unjudged.mean / late.mean),
        less=say.share(less.mean / late.mean),
        known=say.share(_known(run, [name])[name].mean / late.mean),
    )


def _severe_with_norm(run: RunView) -> list[str]:
    """Severe classes with a norm, the most urgent first."""
    of = run.settings.casework.classes
    return [name for name in run.classes if of[name].severe and of[name].norm_days is not None]


def _known(run: RunView, classes: list[str]) -> dict[str, SpreadOfMean]:
    """Cases not begun in time that were judged by then, and not held to be less urgent."""
    import pandas as pd

    late, unjudged, less = (run.wide(name, "priority_class", classes) for name in LATE)
    return spreads_of(spread_over_replications(pd.DataFrame(late - unjudged - less, columns=classes)))
