"""Milestones in tables and sentences: how long it takes until a child is safe."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tbkk_sim.model.names import names_of
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.chain import chain_phrases
from tbkk_sim.report.run.tables.cells import YearRow, cells, central, frame
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd

MOST_URGENT = 2
"""Classes of which a sentence has the days: with the shipped settings acute abuse and producers."""


def milestones_of(run: RunView) -> list[str]:
    """Milestones, in their order; none: no step of these settings reaches any."""
    return list(names_of(run.settings).milestones)


def milestones(run: RunView) -> "pd.DataFrame":
    """Return the time within which half, and nine in ten, of the cases of each class came so far."""
    say, classes = run.say, run.classes
    table: dict[str, Iterable[str]] = {say(phrases.CLASS): map(run.label, classes)}
    for name in milestones_of(run):
        label = say(chain_phrases.MILESTONE_NAMES[name])
        table[run.heading(f"{name}_cases", a_year=True)] = cells(
            run, run.spreads(f"{name}_cases", "priority_class", classes), say.count, 1 / run.length_years
        )
        for which, heading in (("median", chain_phrases.HALF_WITHIN), ("p90", chain_phrases.MOST_WITHIN)):
            days = run.spreads(f"{name}_days_{which}", "priority_class", classes)
            table[say(heading, milestone=label)] = cells(run, days, say.duration)
    norm = run.settings.chain.file_norm_days
    if norm is not None:
        shares = run.spreads("file_within_norm_share", "priority_class", classes)
        table[say(chain_phrases.FILES_IN_TIME, norm=say.duration(norm))] = cells(run, shares, say.share)
    return frame(table)


def year_rows(run: RunView) -> list[YearRow]:
    """Write the time within which half of the cases of each severe class with a norm came so far, in each year."""
    rows, names = list[YearRow](), milestones_of(run)
    classes = run.settings.casework.classes
    if not names:
        return []
    for of in [name for name in run.classes if classes[name].severe and classes[name].norm_days is not None]:
        days = [run.spreads(f"{name}_days_median", "period", run.years, priority_class=of) for name in names]
        beside = ["/".join(_days(run, spread[year].mean) for spread in days) for year in run.years]
        rows.append((run.label(of), beside))
    return rows


def _days(run: RunView, days: float) -> str:
    """Write days alone, in whole numbers from one day on."""
    return run.say.number(days, 0 if days >= 0.95 else 1)


def finding(run: RunView) -> str:
    """State how long it takes until a child is safe, of the most urgent classes; empty without milestones."""
    say = run.say
    names = milestones_of(run)
    if not names:
        return ""
    sentences = []
    for of in run.classes[:MOST_URGENT]:
        days = {name: run.one(f"{name}_days_median", priority_class=of) for name in names}
        if not any(math.isfinite(spread.mean) for spread in days.values()):
            continue
        parts = [
            say(chain_phrases.UNTIL[name], days=central(run, spread, say.duration_in_words))
            for name, spread in days.items()
            if math.isfinite(spread.mean)
        ]
        sentences.append(say(chain_phrases.UNTIL_SAFE, name=run.label_within(of), parts=say.listed(parts)))
    return " ".join(sentences) or say(chain_phrases.UNTIL_SAFE_UNKNOWN)
