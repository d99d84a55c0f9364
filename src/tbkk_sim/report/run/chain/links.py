"""The chain after the file in tables and sentences: what is at each link, and what is done in time."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.run.chain import chain_phrases
from tbkk_sim.report.run.tables.cells import WriteNumber, YearRow, cells, frame, with_band
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd


def links_of(run: RunView) -> list[str]:
    """Links of the chain, in order."""
    return list(run.settings.chain.links)


def limited(run: RunView) -> list[str]:
    """Links with a capacity."""
    return [name for name, link in run.settings.chain.links.items() if link.is_limited]


def link_label(run: RunView, name: str) -> str:
    """Label of a link."""
    return run.say(run.settings.chain.links[name].label)


def at_start(run: RunView, name: str) -> float:
    """Cases that were at a link at the start."""
    return float(sum(run.settings.chain.links[name].waiting_at_start.values()))


def chain(run: RunView) -> "pd.DataFrame":
    """Return what came to each link, was done, and is there, over the whole period; a row a link."""
    say, names, a_year = run.say, links_of(run), 1 / run.length_years

    def column(key_figure: str, write: WriteNumber, factor: float = 1.0) -> list[str]:
        return [
            cell
            for name in names
            for cell in cells(run, {name: run.one(f"{key_figure}_{name}")}, write, factor)
        ]  # fmt: skip

    waiting = column("chain_waiting_end", say.count)
    columns: dict[str, Iterable[str]] = {
        say(chain_phrases.LINK): [link_label(run, name) for name in names],
        say(chain_phrases.CAME_A_YEAR): column("chain_in", say.count, a_year),
        say(chain_phrases.DONE_A_YEAR): column("chain_done", say.count, a_year),
        say(chain_phrases.THERE_AT_START): [say.count(at_start(run, name)) for name in names],
        say(chain_phrases.THERE_AT_END): column("chain_stock_end", say.count),
        say(chain_phrases.WAITING_FOR_TURN): [
            cell if name in limited(run) else say(chain_phrases.NO_LIMIT_KNOWN)
            for name, cell in zip(names, waiting, strict=True)
        ],
        say(chain_phrases.MEAN_DAYS): column("chain_days_mean", say.duration),
        say(chain_phrases.WITHIN_ITS_NORM): column("chain_within_norm", say.share),
        say(chain_phrases.IN_TIME_FROM_FILE): column("chain_in_time", say.share),
    }
    return frame(columns)


def year_rows(run: RunView, *, bands: bool) -> list[YearRow]:
    """Write what waits at each link at the end of each year, and the share done within the norms since the file."""
    say, rows = run.say, list[YearRow]()
    for name in limited(run):
        waiting = run.spreads(f"chain_waiting_end_{name}", "period", run.years)
        label = say(chain_phrases.ROW_WAITING, link=link_label(run, name))
        rows.append((label, cells(run, waiting, say.count, bands=bands)))
        days = run.settings.chain.norm_days_from_file(name)
        if days is not None:
            shares = run.spreads(f"chain_in_time_{name}", "period", run.years)
            label = say(chain_phrases.ROW_IN_TIME, link=link_label(run, name), norm=say.duration(days))
            rows.append((label, cells(run, shares, say.share, bands=bands)))
    return rows


def finding(run: RunView) -> str:
    """State what is at each link with a capacity at the end, and what is done in time; empty without any."""
    say = run.say
    if not limited(run):
        return ""
    parts, in_time = [], []
    for name in limited(run):
        there, waiting = (run.one(f"{figure}_{name}") for figure in ("chain_stock_end", "chain_waiting_end"))
        if math.isnan(there.mean):
            continue
        label = link_label(run, name)
        n, waits = (with_band(run, of, say.count) for of in (there, waiting))
        parts.append(say(chain_phrases.AT_LINK, link=within(label), n=n, waiting=waits))
        share, days = run.one(f"chain_in_time_{name}"), run.settings.chain.norm_days_from_file(name)
        if days is not None and math.isfinite(share.mean):
            of_share = with_band(run, share, say.share)
            norm = say.duration_in_words(days)
            in_time.append(say(chain_phrases.IN_TIME, link=label, norm=norm, share=of_share))
    if not parts:
        return say(chain_phrases.CHAIN_NOTHING)
    return " ".join([say(chain_phrases.CHAIN_FINDING, parts=say.listed(parts)), *in_time])
