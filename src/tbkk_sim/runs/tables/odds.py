"""Odds over the replications of a run: by when something happens, what is left undone, and what agreements come to."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.runs.tables.rows import TidyRows
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.spread import BAND

MIDDLE = 0.5
ROUNDING = 1e-9
"""Most that rounding changes a product of a share and a number."""


class HasKeyFigures(Protocol):
    """A run, however it is held."""

    @property
    def settings(self) -> Settings:
        """The settings of the run."""

    @property
    def rows(self) -> TidyRows:
        """Its key figures."""


@dataclass(frozen=True, slots=True)
class DateOdds:
    """The date of something that comes once, or not within the run."""

    share: float
    """Share of the replications in which it comes within the run."""
    at_start: float
    """Share in which it is so from the first day."""
    early: dt.date | None
    """Date by which it has come in 10 % of all replications; None: not within the run."""
    middle: dt.date | None
    """The same, of half of them."""
    late: dt.date | None
    """The same, of 90 %."""


@dataclass(frozen=True, slots=True)
class CountOdds:
    """A number per replication, and the share of replications with any."""

    share: float
    """Share of the replications with any (more than 0)."""
    mean: float
    low: float
    """Low end of the 80 % band of single replications."""
    middle: float
    """Median."""
    high: float
    """High end of that band."""


@dataclass(frozen=True, slots=True)
class AgreementOdds:
    """An agreement in one calendar year, beside what was taken up."""

    agreed: int
    """Cases to take up."""
    reached: float
    """Share of the replications in which at least so many were."""
    realised: CountOdds
    """Cases of its classes that were taken up."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Replications of a kind, and those of them that reach the agreed number by the end of the year, or of the run."""

    of: int
    """Number of these replications."""
    reached: int
    """Number of them that reach it."""


@dataclass(frozen=True, slots=True)
class AgreementSoFar:
    """An agreement at the end of a month, beside what was taken up in that calendar year until then."""

    due: int
    """Cases that an even pace would have taken up."""
    on_track: float
    """Share of the replications in which at least so many were."""
    if_on_track: Reached
    """Those replications, and how many reach the number of the year."""
    if_behind: Reached
    """The same of the other replications."""
    realised: CountOdds
    """Cases of its classes that were taken up."""


def odds_of_settling(run: HasKeyFigures) -> dict[str, DateOdds]:
    """Return from when the backlog of each class stays within its norm for half a year, the most urgent class first."""
    classes = run.settings.casework.classes
    names = [name for name in run.settings.classes_that_come if classes[name].norm_days is not None]
    return _date_odds(run, "backlog_settled_days", "priority_class", names)


def odds_of_balance(run: HasKeyFigures) -> dict[str, DateOdds]:
    """Return by when occupancy reaches the establishment, for all units together and for each."""
    return _date_odds(run, "balance_days", "team", [ALL, *run.settings.staffing.units])


def odds_of_left_undone(run: HasKeyFigures) -> dict[str, dict[str, CountOdds]]:
    """Return how many cases are left undone, by class (all together, then the most urgent first) and year."""
    years, odds = [str(year) for year in run.settings.run.years], {}
    for name in (ALL, *run.settings.classes_that_come):
        of_years = map(_count_odds, _by_year(run, "left_undone", name).T)
        odds[name] = dict(zip(years, of_years, strict=True))
    return odds


def odds_of_agreements(run: HasKeyFigures) -> dict[str, dict[str, AgreementOdds]]:
    """Return what was agreed and what was taken up, by agreement and calendar year; no year without an agreed number.

    Of a year that is partly within the run, that part of its number is asked for, rounded down as the weeks are.
    """
    odds: dict[str, dict[str, AgreementOdds]] = {}
    for name, agreement in run.settings.agreements.items():
        realised = sum(_by_year(run, "taken_up", of_class) for of_class in agreement.classes)
        odds[name] = {}
        for number, year in enumerate(run.settings.run.years):
            if agreement.agreed_in(year) > 0:
                agreed = agreed_in_run(run.settings, name, year)
                taken_up = np.asarray(realised)[:, number]
                reached = float((taken_up >= agreed).mean()) if len(taken_up) else 0.0
                odds[name][str(year)] = AgreementOdds(agreed, reached, _count_odds(taken_up))
    return odds


def agreed_in_run(settings: Settings, name: str, year: int) -> int:
    """Return the cases to take up by an agreement in the part of a calendar year that is in the run, rounded down."""
    agreed = settings.agreements[name].agreed_in(year) * settings.run.share_of_year(year)
    return math.floor(agreed + ROUNDING)


def is_planned(settings: Settings, name: str) -> bool:
    """Return True if an agreement is on cases that the teams seek themselves: whether it is reached is put in."""
    return settings.casework.proactive.keys() >= settings.agreements[name].classes.keys()


def course_of_agreements(run: HasKeyFigures) -> dict[str, dict[str, AgreementSoFar]]:
    """Return what was taken up of each agreement by the end of each month, counted anew in each calendar year.

    Args:
        run: A run with key figures by month; without, there is nothing to tell.

    Returns:
        By agreement, and by month of the years in which something was agreed.
    """
    start, end = run.settings.run.start, run.settings.run.end
    months = [name for name in run.rows.periods if "-" in name]
    course: dict[str, dict[str, AgreementSoFar]] = {}
    for name, agreement in run.settings.agreements.items():
        by_month = sum((_by_period(run, "taken_up", of, months) for of in agreement.classes), np.zeros(()))
        course[name] = {}
        for year in run.settings.run.years:
            of_year = [number for number, month in enumerate(months) if month.startswith(f"{year}-")]
            if agreement.agreed_in(year) == 0 or not of_year:
                continue
            so_far = np.cumsum(by_month[:, of_year], axis=1)
            reached = so_far[:, -1] >= agreed_in_run(run.settings, name, year)
            first, days = max(start, dt.date(year, 1, 1)), (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
            for column, number in enumerate(of_year):
                of_month = int(months[number][5:])
                after = dt.date(year + of_month // 12, of_month % 12 + 1, 1)
                passed = (min(after, end + dt.timedelta(days=1)) - first).days
                due = math.floor(agreement.agreed_in(year) * passed / days + ROUNDING)
                on_track = so_far[:, column] >= due
                course[name][months[number]] = AgreementSoFar(
                    due, float(on_track.mean()), _reached(reached, on_track), _reached(reached, ~on_track),
                    _count_odds(so_far[:, column]),
                )  # fmt: skip
    return course


def _reached(reached: Flags, among: Flags) -> Reached:
    return Reached(int(among.sum()), int((reached & among).sum()))


def _by_year(run: HasKeyFigures, key_figure: str, of_class: str) -> Floats:
    """Values of a key figure of a class [replication, year], of all units together."""
    return _by_period(run, key_figure, of_class, [str(year) for year in run.settings.run.years])


def _by_period(run: HasKeyFigures, key_figure: str, of_class: str, periods: list[str]) -> Floats:
    """Values of a key figure of a class [replication, period], of all units together; 0 where there is none."""
    return np.nan_to_num(run.rows.wide(key_figure, "period", periods, period=ALL, team=ALL, priority_class=of_class))


def _count_odds(counts: Floats) -> CountOdds:
    if not len(counts):
        return CountOdds(0.0, 0.0, 0.0, 0.0, 0.0)
    low, middle, high = (float(q) for q in np.quantile(counts, (BAND[0], MIDDLE, BAND[1])))
    return CountOdds(float((counts > 0).mean()), float(counts.mean()), low, middle, high)


def _date_odds(run: HasKeyFigures, key_figure: str, along: str, names: list[str]) -> dict[str, DateOdds]:
    """Odds of a key figure that is a day of the run, and absent when that day does not come."""
    found = run.rows.wide(key_figure, along, names, period=ALL, team=ALL, priority_class=ALL)
    odds = {}
    for name, days in zip(names, np.where(np.isnan(found), np.inf, found).T, strict=True):
        early, middle, late = (_date_by(run, days, share) for share in (BAND[0], MIDDLE, BAND[1]))
        there, first = (float(so.mean()) if len(days) else 0.0 for so in (np.isfinite(days), days <= 0))
        odds[name] = DateOdds(there, first, early, middle, late)
    return odds


def _date_by(run: HasKeyFigures, days: Floats, share: float) -> dt.date | None:
    """The date by which at least this share of all replications has got there."""
    day = float(np.sort(days)[max(math.ceil(share * len(days) - 1e-9) - 1, 0)]) if len(days) else math.inf
    return run.settings.run.start + dt.timedelta(days=math.floor(day)) if math.isfinite(day) else None
