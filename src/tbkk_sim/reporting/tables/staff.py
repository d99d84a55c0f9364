"""Tables of staff: levels, joiners and leavers, availability."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tbkk_sim.reporting import words
from tbkk_sim.reporting.run_view import Along, RunView
from tbkk_sim.reporting.tables.cells import cells, frame, spread_over_futures

if TYPE_CHECKING:
    import pandas as pd


STAFF_FIGURES = {
    "establishment_fte": words.ESTABLISHMENT,
    "occupancy_fte": words.OCCUPANCY,
    "deployable_fte": words.DEPLOYABLE,
}
"""The three levels of staff, and what a reader calls them."""


def _staff(run: RunView, along: Along, keep: list[str]) -> dict[str, Iterable[str]]:
    columns: dict[str, Iterable[str]] = {
        run.say(text): cells(run, run.spread(name, along, keep), lambda fte: run.say.number(fte, 1))
        for name, text in STAFF_FIGURES.items()
    }
    vacancy = run.spread("vacancy_share", along, keep)
    return columns | {run.say(words.VACANCY): cells(run, vacancy, lambda share: run.say.share(share, 1))}


def staff(run: RunView) -> "pd.DataFrame":
    """Establishment, occupancy and deployable staff per year."""
    return frame({run.say(words.YEAR): map(run.year_label, run.years), **_staff(run, "period", run.years)})


def staff_by_unit(run: RunView) -> "pd.DataFrame":
    """Establishment, occupancy and deployable staff by unit, mean over the period."""
    return frame({run.say(words.UNIT): map(run.label, run.units), **_staff(run, "team", run.units)})


def leaver_causes(run: RunView) -> list[str]:
    """Causes of leaving in this run, those that a reader knows first."""
    found = [name.removeprefix("leavers_") for name in run.names if name.startswith("leavers_")]
    known = list(words.CAUSES)
    return sorted(found, key=lambda cause: (known.index(cause) if cause in known else len(known), cause))


def cause_label(run: RunView, cause: str) -> str:
    """What a reader calls a cause of leaving."""
    return run.say(words.CAUSES[cause]) if cause in words.CAUSES else cause.replace("_", " ")


def turnover(run: RunView) -> "pd.DataFrame":
    """Joiners and leavers per year, by cause."""
    say = run.say
    columns = {say(words.JOINERS): "hires", say(words.LEAVERS): "leavers"}
    columns |= {cause_label(run, cause): f"leavers_{cause}" for cause in leaver_causes(run)}
    return frame(
        {
            say(words.YEAR): map(run.year_label, run.years),
            **{text: cells(run, run.spread(name, "period", run.years), say.count) for text, name in columns.items()},
        }
    )


def available_share(run: RunView) -> "pd.DataFrame":
    """Deployable share of the establishment per unit: mean, and band over all months (or years) of all futures."""
    import pandas as pd

    rows = []
    for unit in run.units:
        fte = run.values("deployable_fte", "establishment_fte", along="period", team=unit, keep=run.steps_in_time)
        share = fte["deployable_fte"] / fte["establishment_fte"].where(fte["establishment_fte"] > 0)
        rows.append(spread_over_futures(share.to_frame(unit)))
    table = pd.concat(rows) if rows else pd.DataFrame(columns=["mean", "low", "high"], dtype=float)
    return table.assign(posts=[float(run.settings.staffing.units[unit].posts) for unit in run.units])


def availability(run: RunView) -> "pd.DataFrame":
    """Deployable share of the establishment against the posts of the unit, smallest first."""
    say = run.say
    table = available_share(run).sort_values("posts", kind="stable")
    return frame(
        {
            say(words.UNIT): (run.label(str(unit)) for unit in table.index),
            say(words.POSTS): map(say.number, table["posts"]),
            say(words.DEPLOYABLE_SHARE): map(say.share, table["mean"]),
            say(words.SWING): (
                words.BETWEEN.format(low=say.share(low), high=say.share(high))
                for low, high in zip(table["low"], table["high"], strict=True)
            ),
        }
    )
