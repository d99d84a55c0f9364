"""The course of cases along the chain, from how and when they ended at the teams.

Nothing of it feeds back: it is followed when a replication is over. All that is random belongs to the key of a report,
so that the same case meets the same handling whatever the capacity and whatever the teams do.
"""

from dataclasses import dataclass, fields

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Floats, Integers, Longs
from tbkk_sim.chain.queue import serve
from tbkk_sim.model.chain.links import FIRST, ChainParameters, LinkParameters, Wait
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds, seconds_of_days
from tbkk_sim.sampling.chance import Chance, key_of

NO_REPORT = -1
"""Stands for the report of a case that was there at the start."""


@dataclass(frozen=True, slots=True)
class EndedCases:
    """One row per case that ended at the teams, in the order of reports."""

    report: Codes
    key: Longs
    unit: Integers
    case_class: Integers
    """Class that it had at the end."""
    end: Integers
    """End of the case (event_records.End)."""
    ended_seconds: Seconds


@dataclass(frozen=True, slots=True)
class LinkCourse:
    """One row per case that comes to a link, sooner or later; moments beyond the run are NEVER_SECONDS."""

    report: Codes
    """NO_REPORT: it was there at the start."""
    key: Longs
    unit: Integers
    case_class: Integers
    from_file_seconds: Seconds
    """Second at which it ended at the teams and came to the first link; NEVER_SECONDS: of what was there, not known."""
    came_seconds: Seconds
    """Before 0: it was there at the start."""
    ready_seconds: Seconds
    """Second at which its delay is over, so that it waits for its turn."""
    begun_seconds: Seconds
    done_seconds: Seconds


def follow_chain(
    ended: EndedCases, parameters: ChainParameters, severe: Flags, replication: int, horizon_seconds: int
) -> tuple[LinkCourse, ...]:
    """Follow cases along the chain.

    Args:
        ended: Cases that ended.
        parameters: The chain.
        severe: Per class, whether it is severe.
        replication: Number of the replication, which decides what is drawn.
        horizon_seconds: End of the run.

    Returns:
        The course of the cases at each link, in the order of the links.
    """
    chance, found = Chance(parameters.seed, replication), list[LinkCourse]()
    for link in parameters.links:
        came = _of_ends(link, ended) if link.after == FIRST else _gone_on(link, parameters, found[link.after], chance)
        came = _joined(_stock(link, parameters, chance), came)
        found.append(_handled(link, parameters, came, severe, chance, horizon_seconds))
    return tuple(found)


def _course(
    report: Codes, key: Longs, unit: Integers, case_class: Integers, file: Seconds, came: Seconds
) -> LinkCourse:
    """Return a course of cases that nobody has handled yet."""
    never = np.full(len(report), NEVER_SECONDS)
    return LinkCourse(report, key, unit, case_class, file, came, never, never, never)


def _of_ends(link: LinkParameters, ended: EndedCases) -> LinkCourse:
    """Cases that ended at the teams such that they come to a link."""
    rows = np.flatnonzero(np.isin(ended.end, link.takes))
    at = ended.ended_seconds[rows]
    return _course(ended.report[rows], ended.key[rows], ended.unit[rows], ended.case_class[rows], at, at)


def _gone_on(link: LinkParameters, parameters: ChainParameters, before: LinkCourse, chance: Chance) -> LinkCourse:
    """Cases of the link before that come to this one once they are done there: by one number for all links after it."""
    draw = chance.uniform(f"chain/{parameters.links[link.after].name}/goes_on", before.key)
    rows = np.flatnonzero((draw >= link.from_share) & (draw < link.upto_share))
    columns = (before.report, before.key, before.unit, before.case_class, before.from_file_seconds, before.done_seconds)
    return _course(*(column[rows] for column in columns))


def _stock(link: LinkParameters, parameters: ChainParameters, chance: Chance) -> LinkCourse:
    """Cases that are at a link at the start: of which units, and since when, is drawn."""
    parts = []
    for stock in link.stock:
        key = key_of(f"chain/{link.name}/{stock.drawn_as}") + np.arange(stock.number, dtype=np.int64)
        came = -np.rint(link.oldest_seconds * chance.uniform("chain/age", key)).astype(np.int64) - 1
        upto = parameters.unit_share[stock.case_class]
        place = np.searchsorted(upto / upto[-1], chance.uniform("chain/unit", key), side="right")
        unit = parameters.units_by_name[place]
        nobody: Codes = np.full(stock.number, NO_REPORT)
        case_class = np.full(stock.number, stock.case_class)
        file = came if link.after == FIRST else np.full(stock.number, NEVER_SECONDS)
        parts.append(_course(nobody, key, unit, case_class, file, came))
    return _joined(*parts)


def _joined(*parts: LinkCourse) -> LinkCourse:
    """Courses behind each other."""
    columns = [[getattr(part, of.name) for part in parts] for of in fields(LinkCourse)]
    return LinkCourse(*(np.concatenate([np.zeros(0, dtype=np.int64), *column]) for column in columns))


def _handled(
    link: LinkParameters,
    parameters: ChainParameters,
    came: LinkCourse,
    severe: Flags,
    chance: Chance,
    horizon_seconds: int,
) -> LinkCourse:
    """Let a link handle what comes to it: its delay, then its turn."""
    rows = np.flatnonzero(came.came_seconds < horizon_seconds)
    key = came.key[rows]
    ready = came.came_seconds[rows] + _drawn(link.delay, f"chain/{link.name}/delay", key, chance)
    stay = _drawn(link.stay, f"chain/{link.name}/stay", key, chance)
    place = ready - link.severe_ahead_seconds * severe[came.case_class[rows]]
    begun, done = _turns(link, parameters, ready, place, stay)
    columns = []
    for moments in (ready, begun, done):
        column = np.full(len(came.key), NEVER_SECONDS)
        column[rows] = np.where(moments < horizon_seconds, moments, NEVER_SECONDS)
        columns.append(column)
    return LinkCourse(
        came.report, came.key, came.unit, came.case_class, came.from_file_seconds, came.came_seconds, *columns
    )


def _turns(
    link: LinkParameters, parameters: ChainParameters, ready: Seconds, place: Seconds, stay: Seconds
) -> tuple[Seconds, Seconds]:
    """Work out the seconds at which the turn of each case begins and ends.

    What does so many a year is one server, for whom time is counted in cases that it could have done by then: each
    takes 1, in a year with a high capacity and in one with a low capacity.
    """
    if len(link.done_until):
        by_then, starts = link.done_until, parameters.year_starts_seconds
        begun, done = serve(_at(ready, starts, by_then), place, np.ones(len(ready)), 1)
        begin, end = (np.rint(_at(moments, by_then, starts)).astype(np.int64) for moments in (begun, done))
        return np.maximum(begin, ready), np.maximum(end, ready)  # rounding does not begin it before it is ready
    begin = np.maximum(ready, 0)
    if link.places > 0:
        begin = serve(ready, place, stay, link.places)[0].astype(np.int64)
    return begin, begin + stay


def _at(place: Floats | Seconds, at: Floats | Seconds, values: Floats | Seconds) -> Floats:
    """Interpolate between given points, and go on beyond the last and the first two as between them."""
    found: Floats = np.interp(place, at, values)
    for edge, other, outside in ((-1, -2, place > at[-1]), (0, 1, place < at[0])):
        slope = (values[edge] - values[other]) / (at[edge] - at[other])
        found = np.where(outside, values[edge] + (place - at[edge]) * slope, found)
    return found


def _drawn(wait: Wait, decision: str, keys: Longs, chance: Chance) -> Seconds:
    """Draw a time for each case."""
    return seconds_of_days(wait.mean_days * chance.amounts(wait.spread, decision, keys))
