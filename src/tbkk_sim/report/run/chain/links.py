"""The chain after the file in tables and sentences: what is at each link, and what is done in time."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.run.chain import chain_phrases
from tbkk_sim.report.run.chain.queues import grows
from tbkk_sim.report.run.tables.cells import WriteNumber, YearRow, cells, frame, shares_of_years, with_band
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    import pandas as pd

MOST_CLASSES = 3
"""Classes of which a sentence says how many cases wait."""
HARDLY_SHARE = 0.1
"""Hardly anybody waits if less than this share of what is at the links waits for its turn, over the ends of years."""


def links_of(run: RunView) -> list[str]:
    """Links of the chain, in order."""
    return list(run.settings.chain.links)


def limited(run: RunView) -> list[str]:
    """Links with a capacity."""
    return [name for name, link in run.settings.chain.links.items() if link.is_limited]


def link_label(run: RunView, name: str) -> str:
    """Label of a link."""
    return run.say(run.settings.chain.links[name].label)


def at_start(run: RunView, name: str, of_class: str = ALL) -> float:
    """Cases that were at a link at the start, of a class or of all."""
    there = run.settings.chain.links[name].waiting_at_start
    return float(sum(there.values()) if of_class == ALL else there.get(of_class, 0))


def chain(run: RunView) -> "pd.DataFrame":
    """Return what came to each link, was done, and is there, over the whole period.

    One row per link and, below each link with a capacity, one row per class of which anything came or was there.
    """
    say, rows = run.say, list[tuple[str, str, str]]()
    for name in links_of(run):
        rows.append((link_label(run, name), name, ALL))
        classes = run.classes if name in limited(run) else []
        there = [of for of in classes if _any(run, name, of)]
        rows += [(say(chain_phrases.OF_CLASS, name=run.label_within(of)), name, of) for of in there]
    a_year = 1 / run.length_years

    def column(key_figure: str, write: WriteNumber, factor: float = 1.0) -> list[str]:
        spreads = [(link, run.one(f"{key_figure}_{link}", priority_class=of)) for _, link, of in rows]
        return [cell for link, spread in spreads for cell in cells(run, {link: spread}, write, factor)]

    waiting = column("chain_waiting_end", say.count)
    columns: dict[str, Iterable[str]] = {
        say(chain_phrases.LINK): [label for label, _, _ in rows],
        say(chain_phrases.CAME_A_YEAR): column("chain_in", say.count, a_year),
        say(chain_phrases.DONE_A_YEAR): column("chain_done", say.count, a_year),
        say(chain_phrases.THERE_AT_START): [say.count(at_start(run, link, of)) for _, link, of in rows],
        say(chain_phrases.THERE_AT_END): column("chain_stock_end", say.count),
        say(chain_phrases.WAITING_FOR_TURN): [
            cell if link in limited(run) else say(chain_phrases.NO_LIMIT_KNOWN)
            for (_, link, _), cell in zip(rows, waiting, strict=True)
        ],
        say(chain_phrases.WAIT_SO_FAR): column("chain_waiting_days_mean", say.duration),
        say(chain_phrases.MEAN_DAYS): column("chain_days_mean", say.duration),
        say(chain_phrases.WITHIN_ITS_NORM): column("chain_within_norm", say.share),
        say(chain_phrases.FILES_DUE): column("chain_due", say.count, a_year),
        say(chain_phrases.IN_TIME_FROM_FILE): column("chain_in_time", say.share),
    }
    return frame(columns)


def _any(run: RunView, name: str, of_class: str) -> bool:
    """Tell whether any case of a class came to a link, or was there."""
    came = run.one(f"chain_in_{name}", priority_class=of_class).mean
    return came > 0 or at_start(run, name, of_class) > 0


def year_rows(run: RunView, *, bands: bool) -> list[YearRow]:
    """Write the share done in time at each link with a capacity, beside the files due.

    Of one that cannot keep up also what waits there at the end of each year, and for how long so far: elsewhere a queue
    of the start of the run at most drains away.
    """
    say, rows = run.say, list[YearRow]()
    for name in limited(run):
        if grows(name, run.mean):
            waiting = run.spreads(f"chain_waiting_end_{name}", "period", run.years)
            label = say(chain_phrases.ROW_WAITING, link=link_label(run, name))
            rows.append((label, cells(run, waiting, say.count, bands=bands)))
            waited = run.spreads(f"chain_waiting_days_mean_{name}", "period", run.years)
            rows.append((say(chain_phrases.ROW_WAIT_SO_FAR), cells(run, waited, say.duration, bands=bands)))
        days = run.settings.chain.norm_days_from_file(name)
        if days is not None:
            label = say(chain_phrases.ROW_IN_TIME, link=link_label(run, name), norm=say.duration(days))
            in_time = shares_of_years(run, f"chain_in_time_{name}", f"chain_due_{name}", say.share, bands=bands)
            rows.append((label, in_time))
    return rows


def finding(run: RunView) -> str:
    """State what is at each link with a capacity at the end, who waits, and what is done in time; empty without any."""
    say = run.say
    if not limited(run):
        return ""
    parts, more = [], []
    for name in limited(run):
        there, waiting = (run.one(f"{figure}_{name}") for figure in ("chain_stock_end", "chain_waiting_end"))
        if math.isnan(there.mean):
            continue
        n, waits = (with_band(run, of, say.count) for of in (there, waiting))
        parts.append(say(chain_phrases.AT_LINK, link=within(link_label(run, name)), n=n, waiting=waits))
        more += [_who_waits(run, name), _in_time(run, name)]
    if not parts:
        return say(chain_phrases.CHAIN_NOTHING)
    return " ".join([say(chain_phrases.CHAIN_FINDING, parts=say.listed(parts)), *filter(None, more)])


def _in_time(run: RunView, name: str) -> str:
    """State which share of the files that were due was done in time; empty without a norm or any such file."""
    share, days = run.one(f"chain_in_time_{name}"), run.settings.chain.norm_days_from_file(name)
    if days is None or not math.isfinite(share.mean):
        return ""
    values = {"share": with_band(run, share, run.say.share), "n": run.say.count(run.mean(f"chain_due_{name}"))}
    text = run.say(chain_phrases.IN_TIME, link=link_label(run, name), norm=run.say.duration_in_words(days), **values)
    return f"{text} {run.say(chain_phrases.HARDLY_WAITS)}" if _hardly_waits(run, name) else text


def _hardly_waits(run: RunView, name: str) -> bool:
    """Tell whether of what is at a link and at those before it, at the ends of the years, nearly all is handled."""
    links, line = run.settings.chain.links, list[str]()
    of: str | None = name
    while of is not None:
        line.append(of)
        of = links[of].after
    there, waiting = (
        sum(at.mean for link in line for at in run.spreads(f"chain_{figure}_{link}", "period", run.years).values())
        for figure in ("stock_end", "waiting_end")
    )
    return waiting < HARDLY_SHARE * there


def _who_waits(run: RunView, name: str) -> str:
    """State of which classes most cases wait for their turn at a link that cannot keep up; empty if it can."""
    say = run.say
    if not grows(name, run.mean):
        return ""
    waiting = {of: run.mean(f"chain_waiting_end_{name}", priority_class=of) for of in run.classes}
    most = sorted(waiting, key=lambda of: -waiting[of])[:MOST_CLASSES]
    others = sum(n for of, n in waiting.items() if of not in most)
    days = {of: run.mean(f"chain_waiting_days_mean_{name}", priority_class=of) for of in most}
    told = [
        say(
            chain_phrases.OF_THE_CLASS,
            name=run.label_within(of),
            n=say.count(waiting[of]),
            days=say.duration_in_words(days[of]),
        )
        for of in most
        if waiting[of] >= 1
    ]
    told += [say(chain_phrases.OF_OTHERS, n=say.count(others))] if others >= 1 else []
    label = within(link_label(run, name))
    return say(chain_phrases.WAITING_CLASSES, link=label, classes="; ".join(told)) if told else ""
