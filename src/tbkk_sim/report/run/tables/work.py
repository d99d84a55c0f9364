"""Tables of work: backlog, waiting, what is left undone, work done."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tbkk_sim.metrics.cell import ENDS_UNTREATED
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.tables.cells import WriteNumber, beside, cells, frame
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    import pandas as pd


def ended_untreated(run: RunView, name: str = ALL) -> float:
    """Mean number of cases of a class that ended without any work."""
    means = (run.mean(end, priority_class=name) for end in ENDS_UNTREATED)
    return sum(mean for mean in means if not math.isnan(mean))


def all_and_classes(run: RunView) -> list[str]:
    """All classes together, then each."""
    return [ALL, *run.classes]


def _by_class_and_year(run: RunView, key_figure: str) -> dict[str, Iterable[str]]:
    classes = all_and_classes(run)
    columns: dict[str, Iterable[str]] = {}
    for year in run.years:
        spreads = run.spreads(key_figure, "priority_class", classes, period=year)
        columns[run.year_label(year)] = cells(run, spreads, run.say.count)
    return columns


def start_stock(run: RunView) -> dict[str, float]:
    """Cases waiting at the start, per class and for all."""
    stock = run.settings.demand.stock
    waiting = {name: float(stock[name].waiting) if name in stock else 0.0 for name in run.classes}
    return {ALL: sum(waiting.values()), **waiting}


def start_in_hand(run: RunView) -> float:
    """Cases in hand at the start."""
    return float(sum(stock.in_hand for stock in run.settings.demand.stock.values()))


def backlog(run: RunView) -> "pd.DataFrame":
    """Work waiting at the start and at the end of each year, by class."""
    say, stock, classes = run.say, start_stock(run), all_and_classes(run)
    table: dict[str, Iterable[str]] = {
        say(phrases.CLASS): [
            say(words.TO_BE_JUDGED), say(words.TO_BE_ASSESSED), *map(run.label, classes), say(words.IN_HAND),
        ],
        say(words.AT_START): [
            say.count(n) for n in (0.0, 0.0, *(stock[name] for name in classes), start_in_hand(run))
        ],
    }  # fmt: skip
    triaged, assessed, in_hand = (
        cells(run, run.spreads(name, "period", run.years), say.count)
        for name in ("triage_backlog_end", "assessment_backlog_end", "in_hand_end")
    )
    for k, (year, column) in enumerate(_by_class_and_year(run, "backlog_end").items()):
        table[say(words.AT_END_OF, period=year)] = [triaged[k], assessed[k], *column, in_hand[k]]
    return frame(table)


def waiting(run: RunView) -> "pd.DataFrame":
    """Norm and waiting time by class, over the whole period, beside how many were taken up at all."""
    say, classes = run.say, run.classes
    taken_up, came_in = (run.spreads(name, "priority_class", classes) for name in ("taken_up", "cases_in"))

    columns: dict[str, WriteNumber] = {
        "waiting_days_median": say.wait, "waiting_days_p90": say.wait, "share_within_norm": say.share_within,
        "backlog_above_norm_share": say.share,
    }  # fmt: skip
    norms = (run.settings.casework.classes[name].norm_days for name in classes)
    return frame(
        {
            say(phrases.CLASS): map(run.label, classes),
            say(words.NORM): (say(words.NO_NORM) if norm is None else say.duration(norm) for norm in norms),
            say(words.TAKEN_UP_OF): (
                beside(run, taken_up[name], came_in[name].mean, say.count, bands=True) for name in classes
            ),
            **{
                run.heading(name): cells(run, run.spreads(name, "priority_class", classes), to)
                for name, to in columns.items()
            },
        }
    )


def left_undone(run: RunView) -> "pd.DataFrame":
    """Cases left undone per year by class."""
    labels = map(run.label, all_and_classes(run))
    return frame({run.say(phrases.CLASS): labels, **_by_class_and_year(run, "left_undone")})


def work(run: RunView) -> "pd.DataFrame":
    """Reports in and work done per year, under both counting rules."""
    say = run.say
    names = ("reports_in", "cases_in", "taken_up", "taken_up_and_running", "finished")
    columns = {run.heading(name): cells(run, run.spreads(name, "period", run.years), say.count) for name in names}
    return frame({say(phrases.YEAR): map(run.year_label, run.years), **columns})


def by_class(run: RunView) -> "pd.DataFrame":
    """Main figures by class and per year."""
    return frame(class_columns(run, bands=True))


def class_columns(run: RunView, *, bands: bool) -> dict[str, Iterable[str]]:
    """Cases in, taken up, waiting against norm, left undone and waiting at the end: one row per class, then all."""
    say, classes, a_year = run.say, [*run.classes, ALL], 1 / run.length_years

    def column(key_figure: str, write: WriteNumber, factor: float = 1.0) -> list[str]:
        return cells(run, run.spreads(key_figure, "priority_class", classes), write, factor, bands=bands)

    norms = [run.settings.casework.classes[name].norm_days for name in run.classes]
    return {
        say(phrases.CLASS): map(run.label, classes),
        run.heading("cases_in"): column("cases_in", say.count, a_year),
        run.heading("taken_up"): column("taken_up", say.count, a_year),
        run.heading("waiting_days_p90"): [*column("waiting_days_p90", say.wait)[:-1], ""],
        say(words.NORM): [*(say.duration(norm) if norm else phrases.MISSING for norm in norms), ""],
        run.heading("share_within_norm"): [*column("share_within_norm", say.share_within)[:-1], ""],
        run.heading("left_undone"): column("left_undone", say.count, a_year),
        run.heading("backlog_end"): column("backlog_end", say.count),
    }


def largest_severe(run: RunView) -> str | None:
    """Return the severe class with a norm of which most cases come in; None without one."""
    classes = run.settings.casework.classes
    normed = [name for name in run.classes if classes[name].severe and classes[name].norm_days is not None]
    came_in = {name: run.mean("cases_in", priority_class=name) for name in normed}
    known = {name: n for name, n in came_in.items() if not math.isnan(n)}
    return max(known, key=lambda name: known[name]) if known else None


def within_norm_heading(run: RunView, name: str) -> str:
    """Name the share of a class that is begun within its norm."""
    norm = run.settings.casework.classes[name].norm_days or 0.0
    return run.say(words.BEGUN_WITHIN, name=run.label(name), norm=run.say.duration(norm))
