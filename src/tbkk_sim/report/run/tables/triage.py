"""Triage in tables and sentences: who judged, on how many persons, what is lost, and which severe cases are hidden."""

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.tables import triage_phrases
from tbkk_sim.report.run.tables.cells import WriteNumber, cells, frame, spread_over_replications, with_band
from tbkk_sim.report.run.tables.work import all_and_classes
from tbkk_sim.report.run.view import RunView, SpreadOfMean, spread_at
from tbkk_sim.settings.settings import ALL
from tbkk_sim.settings.triage import Weighing

if TYPE_CHECKING:
    import pandas as pd

HIDDEN = {
    "hidden_waiting": triage_phrases.HIDDEN_WAITING,
    "hidden_closed": triage_phrases.HIDDEN_CLOSED,
    "hidden_found": triage_phrases.HIDDEN_FOUND,
    "hidden_days_median": triage_phrases.HIDDEN_HALF,
    "hidden_days_p90": triage_phrases.HIDDEN_MOST,
    "hidden_days_per_case": triage_phrases.HIDDEN_PER_CASE,
}
"""Key figures of hidden cases, and the headings of their columns."""
HIDDEN_PARTS = ("waiting", "closed", "found")
"""Parts of the hidden cases, by what becomes of them: together these are all."""
LEAST_HIDDEN = 0.5
"""Hidden cases of a class that a sentence names."""
REPORTS = {
    triage_phrases.GROUP_CAME_IN: ("reports_in", "persons_reported", "reports_per_person"),
    triage_phrases.GROUP_JUDGED: (
        "reports_triaged_by_hand", "reports_triaged_by_system", "reports_taken_over", "triage_backlog_end",
    ),
    triage_phrases.GROUP_IN_UNITS: (
        "reports_joined", "untraceable", "traces_lost", "assessment_backlog_end", "hours_assessment",
    ),
}  # fmt: skip
"""Key figures of each group of rows of a year."""


def is_triaged(run: RunView) -> bool:
    """Tell whether reports are triaged, so that there is something to tell."""
    return run.settings.triage.enabled


def hides(run: RunView) -> bool:
    """Tell whether any severe case is hidden at some time."""
    return any(run.mean(f"hidden_{part}") > 0 for part in HIDDEN_PARTS)


def tables(run: RunView) -> dict[str, "pd.DataFrame"]:
    """Return the tables of triage by their title; none without it."""
    if not is_triaged(run):
        return {}
    of_all = {
        triage_phrases.TABLE_REPORTS: reports_each_year,
        triage_phrases.TABLE_PERSONS: persons_table,
        triage_phrases.TABLE_HIDDEN: hidden_table,
        triage_phrases.TABLE_TOO_HIGH: too_high_table,
    }
    return {run.say(title): table(run) for title, table in of_all.items()}


def reports_each_year(run: RunView) -> "pd.DataFrame":
    """Return what came in, on how many persons, who judged it and what its units made of it, by year."""
    say = run.say
    rows = list[tuple[str, list[str]]]()
    for group, key_figures in REPORTS.items():
        rows.append((say(group), [""] * len(run.years)))
        rows += [_of_years(run, name) for name in key_figures]
    columns = map(list, zip(*(of_years for _, of_years in rows), strict=True))
    years = dict(zip(map(run.year_label, run.years), columns, strict=True))
    return frame({say(phrases.YEAR): [label for label, _ in rows], **years})


def _of_years(run: RunView, key_figure: str) -> tuple[str, list[str]]:
    if key_figure == "hours_assessment":
        spreads = {year: _hours(run, key_figure, period=year) for year in run.years}
    else:
        spreads = run.spreads(key_figure, "period", run.years)
    if key_figure == "reports_per_person":
        return run.say(triage_phrases.ROW_PER_PERSON), cells(run, spreads, lambda ratio: run.say.number(ratio, 2))
    return run.heading(key_figure), cells(run, spreads, run.say.count)


def hidden_table(run: RunView) -> "pd.DataFrame":
    """Return the hidden severe cases of each severe class, how soon some were found, and how long all were hidden."""
    say, of = run.say, run.settings.casework.classes
    classes = [ALL, *(name for name in run.classes if of[name].severe)]
    table: dict[str, Iterable[str]] = {say(phrases.CLASS): map(run.label, classes)}
    for key_figure, heading in HIDDEN.items():
        write: WriteNumber = say.duration if key_figure.startswith("hidden_days") else say.count
        table[say(heading)] = cells(run, run.spreads(key_figure, "priority_class", classes), write)
    return frame(table)


def too_high_table(run: RunView) -> "pd.DataFrame":
    """Return the cases that were taken up as severe and are not, by what they are, and the hours on them."""
    say, of, a_year = run.say, run.settings.casework.classes, 1 / run.length_years
    classes = [ALL, *(name for name in run.classes if not of[name].severe)]
    hours = {name: _hours(run, "hours_overgraded", priority_class=name) for name in classes}
    return frame(
        {
            say(phrases.CLASS): map(run.label, classes),
            run.heading("overgraded", a_year=True): cells(
                run, run.spreads("overgraded", "priority_class", classes), say.count, a_year
            ),
            run.heading("hours_overgraded", a_year=True): cells(run, hours, say.count, a_year),
        }
    )


def persons_table(run: RunView) -> "pd.DataFrame":
    """Return the reports of each class and the persons they are on, by what they truly are."""
    say, classes, a_year = run.say, all_and_classes(run), 1 / run.length_years
    table: dict[str, Iterable[str]] = {say(phrases.CLASS): map(run.label, classes)}
    for name in ("reports_in", "persons_reported", "reports_joined", "untraceable", "traces_lost"):
        spreads = run.spreads(name, "priority_class", classes)
        table[run.heading(name, a_year=True)] = cells(run, spreads, say.count, a_year)
    return frame(table)


def _hours(run: RunView, key_figure: str, *, priority_class: str = ALL, period: str = ALL) -> SpreadOfMean:
    """Hours that the members of units and pools worked together."""
    of = run.values(
        key_figure, along="team", keep=[ALL, *run.pools], priority_class=priority_class, period=period
    )  # fmt: skip
    total = of.groupby(level="replication").sum()
    return spread_at(spread_over_replications(total), key_figure) if len(total) else SpreadOfMean(*[math.nan] * 3)


def said(run: RunView) -> list[str]:
    """State who judged, what was taken for severe, and what led to no person; hidden cases are told with the answer."""
    if not is_triaged(run):
        return []
    return [sentence for part in (judged, too_high, lost) if (sentence := part(run))]


def hidden(run: RunView) -> str:
    """State how often severe cases were hidden, how many came in, and what became of them; empty without triage."""
    say = run.say
    if not is_triaged(run):
        return ""
    if not hides(run):
        return say(triage_phrases.HIDDEN_NONE)
    numbers = {"came": run.one("severe_in"), **{part: run.one(f"hidden_{part}") for part in HIDDEN_PARTS}}
    said = {name: with_band(run, of, say.count) for name, of in numbers.items()}
    said["n"] = say.count(sum(numbers[part].mean for part in HIDDEN_PARTS))
    days = run.one("hidden_days_median").mean
    phrase = triage_phrases.HIDDEN if math.isnan(days) else triage_phrases.HIDDEN_FOUND_WITHIN
    each = say.duration_in_words(run.one("hidden_days_per_case").mean)
    text = say(phrase, **said, days=say.duration_in_words(days), each=each)
    if classes := _hidden_by_class(run):
        text = say(triage_phrases.HIDDEN_BY_CLASS, hidden=text, classes=", ".join(classes))
    return text


def _hidden_by_class(run: RunView) -> list[str]:
    """Write the hidden severe cases of each class that wait at the end, most first; none where one class has them."""
    severe = [name for name in run.classes if run.settings.casework.classes[name].severe]
    of = run.spreads("hidden_waiting", "priority_class", severe)
    most_first = sorted((name for name in of if of[name].mean >= LEAST_HIDDEN), key=lambda name: -of[name].mean)
    told = [
        run.say(triage_phrases.HIDDEN_OF_CLASS, name=run.label_within(name), n=run.say.count(of[name].mean))
        for name in most_first
    ]
    return told if len(told) > 1 else []


def too_high(run: RunView) -> str:
    """State how many cases were taken for severe that are not, and the hours on them; empty without any."""
    n, hours = run.one("overgraded"), _hours(run, "hours_overgraded")
    if not n.mean > 0:
        return ""
    say = run.say
    return say(
        triage_phrases.TOO_HIGH, n=with_band(run, n, say.count), hours=with_band(run, hours, say.count)
    )  # fmt: skip


def judged(run: RunView) -> str:
    """State which part of what was triaged a person judged, and which the system; empty if nothing was."""
    say = run.say
    by_hand, by_system, taken_over = (
        run.mean(f"reports_{name}") for name in ("triaged_by_hand", "triaged_by_system", "taken_over")
    )
    triaged = by_hand + by_system
    if not triaged > 0:
        return ""
    shares = {"by_hand": say.share(by_hand / triaged), "by_system": say.share(by_system / triaged)}
    if taken_over > 0:
        return say(triage_phrases.TAKEN_OVER, **shares, taken_over=say.share(taken_over / triaged))
    return say(triage_phrases.JUDGED, **shares)


def lost(run: RunView) -> str:
    """State how many reports led to no person, and how many of these because they waited; empty without any."""
    say, n, by_waiting = run.say, run.mean("untraceable"), run.mean("traces_lost")
    if not n > 0:
        return ""
    if by_waiting > 0:
        return say(triage_phrases.LOST, n=say.count(n), lost=say.count(by_waiting))
    return say(triage_phrases.LOST_NONE, n=say.count(n))


def notes(run: RunView) -> list[str]:
    """Explain the tables; of those who are heard only where reports of them come in."""
    told = [triage_phrases.REPORTS_NOTE, triage_phrases.HIDDEN_NOTE]
    if hears(run):
        told.insert(1, triage_phrases.HEARD_NOTE)
    return [run.say(note) for note in told]


def hears(run: RunView) -> bool:
    """Tell whether a report comes in whose reporter is heard."""
    demand = run.settings.demand
    return run.settings.triage.assessment.enabled and any(
        stream.hearing_hours_mean is not None and stream.volume_factor * max(stream.per_year.values()) > 0
        for stream in demand.streams.values()
    )


def hidden_rows(run: RunView, *, bands: bool) -> list[tuple[str, list[str]]]:
    """Write the hidden severe cases at the end of each year, and what became of others.

    Not after how long these were found: where fewer are found, those that are may be found sooner. Nor for how long
    those at the end have been hidden: that follows from after how many days a case is let go.
    """
    if not is_triaged(run) or not hides(run):
        return []
    rows: dict[str, tuple[str, WriteNumber]] = {
        "hidden_waiting": (triage_phrases.ROW_HIDDEN, run.say.count),
        "hidden_found": (triage_phrases.ROW_HIDDEN_FOUND, run.say.count),
        "hidden_closed": (triage_phrases.ROW_HIDDEN_CLOSED, run.say.count),
    }
    return [
        (run.say(label), cells(run, run.spreads(name, "period", run.years), write, bands=bands))
        for name, (label, write) in rows.items()
    ]


def misjudged_count(run: RunView) -> str:
    """State that cases count as what they are held to be, and how often that is not what they are; empty if never."""
    say, triage = run.say, run.settings.triage
    weighings: dict[str, Weighing] = {triage_phrases.MISJUDGED_BY_HAND: triage.by_hand}
    if triage.automatic_share > 0 or triage.automatic_above_reports is not None:
        weighings[triage_phrases.MISJUDGED_BY_SYSTEM] = triage.by_system
    if triage.assessment.enabled:
        weighings[triage_phrases.MISJUDGED_BY_UNIT] = triage.assessment
    if not triage.enabled or not any(_errs(of) for of in weighings.values()):
        return ""
    who = [
        say(
            phrase,
            lower=_errors(run, of.sensitivity, of.sensitivity_of_class),
            higher=_errors(run, of.specificity, of.specificity_of_class),
        )
        for phrase, of in weighings.items()
    ]
    return say(triage_phrases.MISJUDGED_COUNT, who=say.listed(who))


def _errs(of: Weighing) -> bool:
    """Tell whether any case is taken for less, or for more, urgent than it is."""
    rightly = (of.sensitivity, of.specificity, *of.sensitivity_of_class.values(), *of.specificity_of_class.values())
    return min(rightly) < 1


def _errors(run: RunView, rightly: float, rightly_of_class: Mapping[str, float]) -> str:
    """Write the share of cases that is not seen rightly, and behind it those of classes that have one of their own."""
    say = run.say
    share = say.share(1 - rightly, 1)
    of_class = [
        say(triage_phrases.MISJUDGED_OF_CLASS, name=run.label_within(name), share=say.share(1 - own, 1))
        for name, own in rightly_of_class.items()
    ]
    return say(triage_phrases.MISJUDGED_BUT, share=share, of_class=say.listed(of_class)) if of_class else share
