"""Odds, as shares of the replications, of cases that will be left undone; and what becomes of agreements."""

import math
from typing import TYPE_CHECKING

from tbkk_sim.metrics.cell import ENDS_UNTREATED
from tbkk_sim.report.kit import page_phrases, phrases
from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.kit.phrases import CLASS
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.tables import year_phrases
from tbkk_sim.report.run.tables.cells import frame, frame_of_rows, with_band
from tbkk_sim.report.run.view import RunView, SpreadOfMean
from tbkk_sim.runs.tables.odds import AgreementOdds, AgreementSoFar, course_of_agreements, odds_of_agreements
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

TOO_MUCH = 0.1
"""A class is not served in a year when more than this share of its cases is left for want of time."""
NOT_FOR_TIME = ("untraceable", "closed_by_mistake")
"""Cases left undone for another reason."""
NEAR, SELDOM = 0.85, 0.5
"""Share of the number agreed from which a mean is near it, and share of the futures below which few reach it."""
ASSUMPTION = "A"
"""Tag of a number without a source."""
LEAST_LOST = 0.05
"""Share of the number agreed that must be lost from the first year to the last for it to be said."""


def odds_left(run: RunView) -> "pd.DataFrame":
    """Share of the replications in which more than a tenth of a year's cases is left for want of time: [class, year].

    Cases that led to no person, or were closed by mistake, are none of these: how many they are does not go by time.
    """
    import pandas as pd

    columns = {}
    for year in run.years:
        of = run.values("left_undone", "taken_up", *NOT_FOR_TIME, along="priority_class", period=year, keep=run.classes)
        came_in = of["left_undone"] + of["taken_up"]  # also the cases that nobody has judged yet
        left = of["left_undone"] - of[[*NOT_FOR_TIME]].sum(axis=1)
        too_much = (left > TOO_MUCH * came_in).groupby(level="priority_class")
        columns[year] = too_much.mean() if len(of) else pd.Series(dtype=float)
    return pd.DataFrame(columns, index=run.classes, columns=run.years, dtype=float)


def odds(run: RunView) -> "pd.DataFrame":
    """The same as texts, one row per class."""
    say, undone = run.say, odds_left(run)
    return frame(
        {
            say(CLASS): map(run.label, run.classes),
            **{run.year_label(year): map(say.share, undone[year]) for year in run.years},
        }
    )


def said(run: RunView) -> list[str]:
    """Name the classes of which much is left undone, from when, and those of which no case ends untreated.

    Nothing for a few replications.
    """
    say = run.say
    if not run.has_band:
        return []
    likely = odds_left(run) > 0.5
    ends = run.values(*ENDS_UNTREATED, along="priority_class", keep=run.classes).sum(axis=1)
    most = ends.groupby(level="priority_class").max().reindex(run.classes).fillna(0.0)
    safe = [run.label_within(name) for name in run.classes if not most[name] > 0]
    first: dict[str, list[str]] = {}
    for name in run.classes:
        years = [year for year in run.years if likely.loc[name, year:].all()]
        if years:
            first.setdefault(years[0], []).append(run.label_within(name))
    sentences = [
        say(page_phrases.ODDS_ALSO if n else page_phrases.ODDS_FIRST, year=year, names=say.listed(names))
        for n, (year, names) in enumerate(sorted(first.items()))
    ]
    return [*sentences, *([say(page_phrases.ODDS_SAFE, names=say.listed(safe))] if safe else [])]


def by_month(run: RunView) -> dict[str, "pd.DataFrame"]:
    """Return one table per year of what was due and taken up of each agreement by the end of each month, and the odds.

    Args:
        run: The run; without months, or without agreements, there is nothing to tell.

    Returns:
        By the year as it is labelled, for the years in which anything was agreed.
    """
    course, heading = course_of_agreements(run), run.say(year_phrases.MONTH)
    found = dict[str, "pd.DataFrame"]()
    for year in run.years:
        rows = list[dict[str, str]]()
        for name, months in course.items():
            of_year = {month: _so_far(run, of) for month, of in months.items() if month.startswith(f"{year}-")}
            for month, so_far in of_year.items():
                if month == next(iter(of_year)):
                    rows.append({heading: run.say(run.settings.agreements[name].label), **dict.fromkeys(so_far, "")})
                rows.append({heading: run.say(phrases.MONTHS[int(month[5:]) - 1]), **so_far})
        if rows:
            found[run.year_label(year)] = frame_of_rows(rows)
    return found


def _so_far(run: RunView, of: AgreementSoFar) -> dict[str, str]:
    """Cells of a month of an agreement, by heading; the odds are left out where the replications are few."""
    say, realised = run.say, of.realised
    cells_of_month = {
        say(year_phrases.DUE): say.number(of.due),
        say(year_phrases.TAKEN_UP_SO_FAR): with_band(
            run, SpreadOfMean(realised.mean, realised.low, realised.high), lambda n: say.count_of(n, of.due)
        ),
    }
    if not run.has_band:
        return cells_of_month
    on_track, behind = of.if_on_track, of.if_behind
    return cells_of_month | {
        say(year_phrases.ON_TRACK): of_futures(run, on_track.of, on_track.of + behind.of),
        say(year_phrases.REACHED_ON_TRACK): of_futures(run, on_track.reached, on_track.of),
        say(year_phrases.REACHED_BEHIND): of_futures(run, behind.reached, behind.of),
    }


def of_futures(run: RunView, n: int, whole: int) -> str:
    """Write so many of so many replications; of none there is nothing to tell."""
    if not whole:
        return phrases.MISSING
    return run.say(year_phrases.OF_WHOLE, n=run.say.number(n), whole=run.say.number(whole))


def floor_note(say: Say, settings: Settings) -> str:
    """Say that a number agreed of severe work is a floor; empty where none is agreed."""
    labels = [within(say(settings.agreements[name].label)) for name in floors(settings)]
    labels = [f"“{label}”" if "," in label else label for label in labels]
    return say(year_phrases.FLOOR_NOTE, names=say.listed(labels)) if labels else ""


def agreed_note(run: RunView) -> str:
    """Name the agreements and years of which the mean is near the number and few futures reach it, and say why.

    Empty where there is none, no work is reserved for agreements, or the futures are few.
    """
    say, near = run.say, list[str]()
    for name, by_year in _reserved(run).items() if run.has_band else ():
        years = [
            run.year_label(year)
            for year, of in by_year.items()
            if NEAR * of.agreed <= of.realised.mean and of.reached < SELDOM
        ]
        if years:
            label = within(say(run.settings.agreements[name].label))
            near.append(say(phrases.IN_YEAR, n=label, year=say.listed(years)))
    return say(year_phrases.AGREED_NOTE, names="; ".join(near)) if near else ""


def assumed_numbers(run: RunView) -> str:
    """Name the agreements whose number is an assumption, from which year on, with its range; empty where none is.

    Those for which work is reserved, and as far as the sources of the numbers are known.
    """
    say, named = run.say, list[str]()
    ranges = {
        (entry.key, entry.value): (entry.low, entry.high)
        for entry in run.sources
        if entry.tag == ASSUMPTION and entry.low is not None and entry.high is not None
    }
    years = [*map(int, run.years)]
    for name in _reserved(run):
        agreement = run.settings.agreements[name]
        keys = {
            year: (f"agreements.{name}.per_year.{agreement.agreed_since(year)}", agreement.agreed_in(year))
            for year in years
        }
        year = next((year for year in years if keys[year] in ranges), None)
        if year is None:
            continue
        low, high = map(say.count, ranges[keys[year]])
        phrase = year_phrases.ASSUMED_ONE if year == years[0] else year_phrases.ASSUMED_FROM
        named.append(say(phrase, name=within(say(agreement.label)), year=str(year), low=low, high=high))
    return say(year_phrases.ASSUMED_NUMBERS, names=say.listed(named)) if named else ""


def _reserved(run: RunView) -> dict[str, dict[str, AgreementOdds]]:
    """Agreements for which work is reserved, each year with a number; without those on severe work."""
    if run.settings.assignment.order != "agreements":
        return {}
    left_out = floors(run.settings)
    found = odds_of_agreements(run)
    return {name: {year: of for year, of in found[name].items() if of.agreed} for name in found if name not in left_out}


def agreed_falls(run: RunView) -> str:
    """Say why less and less of what was agreed is taken up; empty where it is not, or severe work hardly grows.

    Of the agreement of which the largest part is lost, from the first year in which it has a number to the last.
    """
    say, falls = run.say, list[tuple[float, str, str, str]]()
    found = _reserved(run)
    for name, by_year in found.items():
        years = list(by_year)
        if not years:
            continue
        before, after = (by_year[year].realised.mean / by_year[year].agreed for year in (years[0], years[-1]))
        if after < 1.0 and before - after >= LEAST_LOST:
            falls.append((before - after, name, years[0], years[-1]))
    if not falls:
        return ""
    _, name, *years = max(falls)
    before, after = (run.mean("load_severe", period=year) for year in years)
    if not before < after < math.inf or say.load(before) == say.load(after):
        return ""
    first, last = (found[name][year] for year in years)
    return say(
        year_phrases.AGREED_FALLS, load=say.load(before), load_last=say.load(after),
        name=within(say(run.settings.agreements[name].label)),
        n=say.count_of(first.realised.mean, first.agreed), agreed=say.count(first.agreed),
        n_last=say.count_of(last.realised.mean, last.agreed), agreed_last=say.count(last.agreed),
        first=run.year_label(years[0]), last=run.year_label(years[1]),
    )  # fmt: skip


def floors(settings: Settings) -> list[str]:
    """Agreements about severe work alone, which is taken up first whatever is agreed."""
    of = settings.casework.classes
    return [name for name, to in settings.agreements.items() if all(of[each].severe for each in to.classes)]
