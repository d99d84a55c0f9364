"""Links of the chain after a case, as numbers."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats, Integers
from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds, seconds_of_days
from tbkk_sim.settings import Settings
from tbkk_sim.settings.chain.links import Link
from tbkk_sim.settings.schema import Delay, Spread

FIRST = -1
"""Number of the link before one that takes cases as they end."""


class Wait(NamedTuple):
    """A time that is drawn: its mean and its distribution."""

    mean_days: float
    spread: Spread


class AtStart(NamedTuple):
    """Cases of one class that are at a link at the start."""

    case_class: int
    drawn_as: str
    number: int


@dataclass(frozen=True, slots=True)
class LinkParameters:
    """One link of the chain."""

    name: str
    takes: tuple[End, ...]
    """Ends of cases that come to it; none where it takes from another link."""
    after: int
    """Number of the link before; FIRST: it takes cases as they end."""
    from_share: float
    """Cases go on to it whose number in (0, 1), drawn once for all links after the one before, is from here on..."""
    upto_share: float
    """...and below this."""
    done_until: Floats
    """Cases that it can have done since the start by each of `year_starts_seconds`; empty: not counted so."""
    places: int
    """Cases that it can have at once; 0: no limit."""
    stay: Wait
    delay: Wait
    severe_ahead_seconds: int
    """Head start in the line of a case of a severe class."""
    norm_seconds: int
    """NEVER_SECONDS: none."""
    norm_from_file_seconds: int
    """Norms of this link and those before it together; NEVER_SECONDS: one of them has none."""
    stock: tuple[AtStart, ...]
    oldest_seconds: int

    @property
    def is_limited(self) -> bool:
        """True if it has a capacity."""
        return len(self.done_until) > 0 or self.places > 0


@dataclass(frozen=True, slots=True)
class ChainParameters:
    """The chain after a case; nothing of it has a bearing on what the teams do."""

    seed: int
    links: tuple[LinkParameters, ...]
    year_starts_seconds: Seconds
    """Midnights of the first days of the calendar years that the run touches, and of the year after."""
    units_by_name: Integers
    """Units in the order of their names, so that the order in the settings decides nothing."""
    unit_share: Floats
    """[class, unit by name]: shares of the units in the cases that are there at the start, added up."""
    file_norm_seconds: int
    """Seconds from a report to its file; NEVER_SECONDS: no norm."""


def chain_of(settings: Settings, names: Names) -> ChainParameters:
    """Number the chain of these settings."""
    run, chain = settings.run, settings.chain
    by_name = np.argsort(np.array(names.units))
    years = range(run.start.year, run.end.year + 2)
    starts = seconds_of_days([(dt.date(year, 1, 1) - run.start).days for year in years])
    numbers, upto = {name: number for number, name in enumerate(chain.links)}, dict[str, float]()
    links = []
    for name, link in chain.links.items():
        before = link.after or ""
        upto[before] = upto.get(before, 0.0) + link.share
        norm, from_file = (
            NEVER_SECONDS if days is None else int(seconds_of_days(days))
            for days in (link.norm_days, chain.norm_days_until(name))
        )
        links.append(
            LinkParameters(
                name=name,
                takes=tuple(End[end.upper()] for end in link.takes),
                after=FIRST if link.after is None else numbers[link.after],
                from_share=upto[before] - link.share,
                upto_share=upto[before],
                done_until=_done_until(link, list(years), starts),
                places=link.places or 0,
                stay=_wait(link.stay),
                delay=_wait(link.delay),
                severe_ahead_seconds=int(seconds_of_days(link.severe_ahead_days)),
                norm_seconds=norm,
                norm_from_file_seconds=from_file,
                stock=tuple(
                    AtStart(names.case_class(of), names.random_name(of), number)
                    for of, number in link.waiting_at_start.items()
                ),
                oldest_seconds=int(seconds_of_days(link.oldest_days_at_start)),
            )
        )
    file_norm = chain.file_norm_days
    return ChainParameters(
        seed=settings.seed,
        links=tuple(links),
        year_starts_seconds=starts,
        units_by_name=by_name,
        unit_share=np.cumsum(_unit_share(settings, names)[:, by_name], axis=1),
        file_norm_seconds=NEVER_SECONDS if file_norm is None else int(seconds_of_days(file_norm)),
    )


def _wait(delay: Delay) -> Wait:
    return Wait(delay.mean_days, Spread(family=delay.family if delay.mean_days > 0 else "fixed"))


def _done_until(link: Link, years: list[int], starts: Seconds) -> Floats:
    """Add up the capacity of the calendar years from the start of the run on, a part of a year for its part."""
    if not link.per_year:
        return np.zeros(0)
    per_year = [link.capacity_in(year) for year, _ in pairwise(years)]
    upto = np.concatenate(([0.0], np.cumsum(per_year)))
    return upto - np.interp(0.0, starts, upto)


def _unit_share(settings: Settings, names: Names) -> Floats:
    by_class = [settings.demand.shares_of_units(case_class) for case_class in names.classes]
    share = np.array([[shares.get(unit, 0.0) for unit in names.units] for shares in by_class])
    whole = share.sum(axis=1, keepdims=True)
    part: Floats = np.divide(share, whole, out=np.full(share.shape, 1 / len(names.units)), where=whole > 0)
    return part
