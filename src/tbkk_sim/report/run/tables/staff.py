"""Tables of staff: levels, newcomers and leavers, availability."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.arrays import Codes, Floats
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.tables.cells import cells, frame, spread_over_replications, with_band
from tbkk_sim.report.run.view import Along, RunView, spread_at
from tbkk_sim.report.run.withdrawn import units_of_withdrawn_posts
from tbkk_sim.stats.spread import summarise

if TYPE_CHECKING:
    import pandas as pd


AGE_BAND_YEARS = 5
OLD_YEARS = 55
STAFF_FIGURES = {"establishment_fte": "fte", "occupancy_fte": "fte", "deployable_fte": "fte", "vacancy_share": "share"}
"""The three levels of staff and the vacant posts, each with its unit."""


def _staff(run: RunView, along: Along, keep: list[str]) -> dict[str, Iterable[str]]:
    return {
        run.heading(name): cells(run, run.spreads(name, along, keep), partial(run.say.value, unit=unit))
        for name, unit in STAFF_FIGURES.items()
    }


def staff(run: RunView) -> "pd.DataFrame":
    """Establishment, occupancy and deployable staff per year."""
    return frame({run.say(phrases.YEAR): map(run.year_label, run.years), **_staff(run, "period", run.years)})


def staff_by_unit(run: RunView) -> "pd.DataFrame":
    """Establishment, occupancy and deployable staff by unit, mean over the period."""
    return frame({run.say(phrases.UNIT): map(run.label, run.units), **_staff(run, "team", run.units)})


def leaver_causes(run: RunView) -> list[str]:
    """Causes of leaving in this run, those with a phrase first; overtime only where there is some."""
    found = [name.removeprefix("leavers_") for name in run.names if name.startswith("leavers_")]
    found = [cause for cause in found if cause != "overtime" or run.settings.capacity.overtime]
    known = list(phrases.CAUSES)
    return sorted(found, key=lambda cause: (known.index(cause) if cause in known else len(known), cause))


def ages(run: RunView) -> tuple[list[Floats], list[Floats]]:
    """Ages of holders of a post at the start, and at the end: one array a replication."""
    if run.people is None:
        return [], []
    columns = run.people.groupby("replication")[["age_at_start_years", "age_at_end_years"]]
    sides: tuple[list[Floats], list[Floats]] = ([], [])
    for _, people in columns:
        for side, column in zip(sides, people, strict=True):
            side.append(people[column].dropna().to_numpy(float))
    return sides


def old_share(side: Sequence[Floats]) -> float:
    """The share of people of OLD_YEARS and older, over all replications; NaN without people."""
    people = np.concatenate(side) if side else np.zeros(0)
    return float((people >= OLD_YEARS).mean()) if people.size else float("nan")


def age_shares(*sides: Sequence[Floats]) -> tuple[Codes, list[Floats]]:
    """Edges of the bands of ages, and of each side the shares of its people [replication with people, band]."""
    everyone = np.concatenate([np.zeros(0), *(people for side in sides for people in side)])
    first, last = (int(end // AGE_BAND_YEARS) for end in (everyone.min(), everyone.max())) if everyone.size else (0, -1)
    edges = AGE_BAND_YEARS * np.arange(first, last + 2)
    by_band = ([np.histogram(people, edges)[0] / people.size for people in side if people.size] for side in sides)
    return edges, [np.array(shares, dtype=float).reshape(len(shares), len(edges) - 1) for shares in by_band]


def age_table(run: RunView) -> "pd.DataFrame":
    """Shares of the staff by age at the start and at the end."""
    import pandas as pd

    say = run.say
    edges, sides = age_shares(*ages(run))
    columns: dict[str, Iterable[str]] = {
        say(words.AGE): [phrases.BETWEEN.format(low=edge, high=edge + AGE_BAND_YEARS - 1) for edge in edges[:-1]]
    }
    for shares, title in zip(sides, (words.AT_START, words.AT_END), strict=True):
        spread = spread_over_replications(pd.DataFrame(shares).rename(columns=str))
        columns[say(title)] = [with_band(run, spread_at(spread, row), say.share) for row in spread.index]
    return frame(columns)


def cause_label(run: RunView, cause: str) -> str:
    """Label of a cause of leaving."""
    return run.say(phrases.CAUSES[cause]) if cause in phrases.CAUSES else cause.replace("_", " ")


def turnover(run: RunView) -> "pd.DataFrame":
    """Newcomers and leavers per year, by cause."""
    say = run.say
    columns = {run.heading(name): name for name in ("hires", "leavers")}
    columns |= {cause_label(run, cause): f"leavers_{cause}" for cause in leaver_causes(run)}
    return frame(
        {
            say(phrases.YEAR): map(run.year_label, run.years),
            **{text: cells(run, run.spreads(name, "period", run.years), say.count) for text, name in columns.items()},
        }
    )


def available_share(run: RunView) -> "pd.DataFrame":
    """Deployable share of the establishment per unit: mean, and band over all months (or years) of all replications.

    Where posts are withdrawn, it leaves out the months in which there are more people than posts: until these have
    left, the share shows nothing of the people missing.
    """
    import pandas as pd

    columns, names = [], ("deployable_fte", "establishment_fte", "occupancy_fte")
    withdrawn = units_of_withdrawn_posts(run.settings)
    for unit in run.units:
        deployable, posts, people = (run.wide(name, "period", run.steps_in_time, team=unit) for name in names)
        counts = (posts > 0) & ((people <= posts) | (unit not in withdrawn))
        columns.append((deployable / np.where(counts, posts, np.nan)).ravel())
    of = summarise(np.stack(columns, axis=1))
    table = {"mean": of.mean, "low": of.band_low, "high": of.band_high}
    posts_of = [float(run.settings.staffing.units[unit].posts) for unit in run.units]
    return pd.DataFrame(table | {"posts": posts_of}, index=pd.Index(run.units, dtype="str"))


def availability(run: RunView) -> "pd.DataFrame":
    """Deployable share of the establishment against the posts of the unit, smallest first."""
    say = run.say
    table = available_share(run).sort_values("posts", kind="stable")
    return frame(
        {
            say(phrases.UNIT): (run.label(str(unit)) for unit in table.index),
            say(words.POSTS): map(say.number, table["posts"]),
            say(words.DEPLOYABLE_SHARE): map(say.share, table["mean"]),
            say(words.SWING): (
                say.between(say.share(low), say.share(high))
                for low, high in zip(table["low"], table["high"], strict=True)
            ),
        }
    )
