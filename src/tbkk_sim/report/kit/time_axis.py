"""Periods of a run as places on an axis of time, in calendar years."""

import datetime as dt
from typing import TYPE_CHECKING

from tbkk_sim.report.kit.phrases import MONTHS, SHORT_YEAR
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MONTHS_PER_YEAR = 12


def start_of(run: RunView) -> float:
    """The first day."""
    return _place(run.start)


def ends_of(run: RunView, periods: list[str]) -> list[float]:
    """The ends of months or years of the run, never beyond its last day."""
    last = _place(run.end + dt.timedelta(days=1))
    return [min(_after(period), last) for period in periods]


def middles_of(run: RunView) -> list[float]:
    """The middles of the months (or years) of the run."""
    ends = ends_of(run, run.steps_in_time)
    return [(begin + end) / 2 for begin, end in zip([start_of(run), *ends[:-1]], ends, strict=True)]


def calendar_axis(axes: "Axes", run: RunView, *, narrow: bool = False) -> None:
    """Name the years under the axis, or the months where the run is shorter than two years."""
    first, last = start_of(run), ends_of(run, run.years)[-1]
    axes.set_xlim(first, last)
    if last - first < 2:
        months = int((last - first) * MONTHS_PER_YEAR + 0.999)
        step = max(1, -(-months // (4 if narrow else 12)))
        begin = 12 * run.start.year + run.start.month - 1
        numbers = range(begin, begin + months + 1, step)
        places = [n / MONTHS_PER_YEAR for n in numbers]
        labels = [_month_label(run, n, named=n % MONTHS_PER_YEAR == 0 or n == begin, narrow=narrow) for n in numbers]
        shown = [(p, text) for p, text in zip(places, labels, strict=True) if first - 1e-9 <= p <= last + 1e-9]
        axes.set_xticks([p for p, _ in shown], [text for _, text in shown])
        return
    years = run.settings.run.years
    step = max(1, -(-len(years) // (5 if narrow else 12)))
    axes.set_xticks([float(year) for year in years if year >= first], [""] * sum(year >= first for year in years))
    axes.set_xticks([year + 0.5 for year in years if year + 0.5 <= last], minor=True)
    axes.set_xticklabels(
        [
            (run.say(SHORT_YEAR, year=year % 100) if narrow else str(year))
            if (year - run.start.year) % step == 0
            else ""
            for year in years
            if year + 0.5 <= last
        ],
        minor=True,
    )
    axes.tick_params(axis="x", which="minor", length=0, labelsize=7, labelcolor="#5f6368")


def _month_label(run: RunView, month: int, *, named: bool, narrow: bool) -> str:
    """A month, with its year where a year begins: beside it in a narrow panel, else under it."""
    name, year = run.say(MONTHS[month % MONTHS_PER_YEAR]), month // MONTHS_PER_YEAR
    if not named:
        return name
    return f"{name} {run.say(SHORT_YEAR, year=year % 100)}" if narrow else f"{name}\n{year}"


def _place(day: dt.date) -> float:
    return day.year + (day.month - 1) / MONTHS_PER_YEAR + (day.day - 1) / 372


def _after(period: str) -> float:
    year, _, month = period.partition("-")
    return int(year) + (int(month) / MONTHS_PER_YEAR if month else 1.0)
