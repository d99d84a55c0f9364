"""Tables of hours: by step, and load and utilisation by team."""

import math
from functools import partial
from typing import TYPE_CHECKING

from tbkk_sim.metrics.catalogue import fixed_key_figures
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.labels import step_label, team_label
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.scarcity import role_within
from tbkk_sim.report.run.tables import short_phrases, year_phrases
from tbkk_sim.report.run.tables.cells import (
    WriteNumber,
    YearRow,
    cells,
    frame,
    spread_over_replications,
    spreads_of,
    with_band,
)
from tbkk_sim.report.run.view import RunView, spread_at
from tbkk_sim.settings.settings import ALL, TRIAGE

if TYPE_CHECKING:
    import pandas as pd

SUMS = ("establishment_fte", "deployable_fte", "outside_office_hours", "hours_lent", "hours_borrowed")
"""Key figures of teams that add up over teams."""


def case_steps(run: RunView) -> list[str]:
    """Triage, then the steps of a case, in their order."""
    return [TRIAGE, *run.settings.casework.steps]


def is_digital(run: RunView, step: str) -> bool:
    """True if a step counts as digital work."""
    return step != TRIAGE and run.settings.casework.steps[step].digital


def step_hours(run: RunView) -> "pd.DataFrame":
    """Hours of cases per replication (rows) and step (columns), worked by units and pools alike."""
    steps = case_steps(run)
    hours = run.values(*(f"hours_{step}" for step in steps), along="team", keep=[ALL, *run.pools])
    return hours.groupby(level="replication").sum().set_axis(steps, axis=1)


def step_shares(run: RunView) -> "pd.DataFrame":
    """Mean and band of each step's share in all hours of cases; NaN without any."""
    hours = step_hours(run)
    total = hours.sum(axis=1)
    return spread_over_replications(hours.div(total.where(total > 0), axis=0))


def digital_share(run: RunView) -> float:
    """Mean share of digital steps in all hours of cases; NaN without any."""
    shares = step_shares(run)["mean"]
    if shares.isna().all():
        return float("nan")
    return float(shares[[step for step in shares.index if is_digital(run, str(step))]].sum())


def steps(run: RunView) -> "pd.DataFrame":
    """Hours by step."""
    say = run.say
    a_year = spread_over_replications(step_hours(run))
    return frame(
        {
            say(phrases.STEP): (step_label(say, run.settings, step) for step in case_steps(run)),
            say(words.SHARE_COLUMN): cells(run, spreads_of(step_shares(run)), lambda share: say.share(share, 1)),
            say(words.HOURS_COLUMN): cells(run, spreads_of(a_year), say.count, 1 / run.length_years),
            say(phrases.DIGITAL).capitalize(): (
                say(phrases.YES) if is_digital(run, step) else "" for step in case_steps(run)
            ),
        }
    )


def load(run: RunView) -> "pd.DataFrame":
    """Loads and utilisation by team."""
    return _by_team(run, "load_severe", "load_agreed", "load_all", "utilisation", "outside_office_hours")


def utilisation_rows(run: RunView, *, bands: bool) -> list[YearRow]:
    """Write the share of their office hours in which own people, and those of each role, had work in hand by year."""
    say = run.say
    columns = {say(year_phrases.ALL_OWN_PEOPLE): "utilisation"}
    columns |= {
        say(short_phrases.ROW_ROLE, role=role_within(say, run.settings, role)): f"utilisation_{role}"
        for role in run.settings.staffing.roles
    }
    of_years = {label: run.spreads(key_figure, "period", run.years) for label, key_figure in columns.items()}
    known = {label: of for label, of in of_years.items() if any(math.isfinite(year.mean) for year in of.values())}
    return [(label, cells(run, of, say.share, bands=bands)) for label, of in known.items()]


def _by_team(run: RunView, *key_figures: str) -> "pd.DataFrame":
    """A row for all units together and each, then for all pools together and each; cells without a sum stay empty.

    Hours are per year, shares in whole per cent.
    """
    names = [ALL, *run.units, *run.pools]
    labels = [team_label(run.say, run.settings, team) for team in names]
    at = len(run.pools) > 1 and 1 + len(run.units)
    if at:
        labels.insert(at, run.say(words.ALL_POOLS))
    table: dict[str, list[str]] = {}
    for name in key_figures:
        unit = fixed_key_figures()[name].unit
        write = run.say.share if unit == "share" else partial(run.say.value, unit=unit)
        factor = 1 / run.length_years if unit == "hours" else 1.0
        spreads = run.spreads(name, "team", names)
        column = cells(run, spreads, write, factor)
        if at:
            column.insert(at, _pools_together(run, name, write, factor) if name in SUMS else phrases.MISSING)
        table[run.heading(name, a_year=unit == "hours")] = column
    return frame({run.say(phrases.TEAM): labels, **table})


def _pools_together(run: RunView, key_figure: str, write: WriteNumber, factor: float) -> str:
    """A sum over all pools, with its band."""
    total = run.values(key_figure, along="team", keep=run.pools).groupby(level="replication").sum() * factor
    return (
        with_band(run, spread_at(spread_over_replications(total), key_figure), write) if len(total) else phrases.MISSING
    )


def teams(run: RunView) -> "pd.DataFrame":
    """Main figures by team: staff, load, and hours lent and borrowed, means over the period."""
    return _by_team(
        run, "establishment_fte", "vacancy_share", "deployable_fte", "load_severe", "hours_lent",
        "hours_borrowed",
    )  # fmt: skip


def worst_year(run: RunView) -> str | None:
    """Return the year in which severe work and judging ask for most of the hours of own people; None: not known."""
    loads = {year: of.mean for year, of in run.spreads("load_severe", "period", run.years).items()}
    known = {year: load for year, load in loads.items() if not math.isnan(load)}
    return max(known, key=lambda year: known[year]) if known else None
