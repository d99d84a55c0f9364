"""People and the work that is asked of them: who is short, by role and unit, and by how many fte."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from tbkk_sim.metrics.division import divide_evenly
from tbkk_sim.model.lendings import LEND_MODES, lendings_of
from tbkk_sim.model.names import Names, names_of, skill_bits
from tbkk_sim.model.rules import BEFORE_OWN_WORK, BY_URGENCY
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL

Central = Callable[[str, str], float]
"""Value of a key figure of a team as pages give it, for all classes over one period (view.central); NaN: none."""
HOURS_OF_LOAD = {"severe": "severe", "agreed": "agreed", "all": "demanded"}
"""Kinds of load, each with the word in the names of its hours."""
LEAST_SHORT = 0.005
"""Part of their hours by which people have to fall short before it is said that they do."""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Members of a unit in one role, or those whom a pool lends or sends along, with their hours in a period."""

    team: str
    role: str
    """Empty: of a pool."""
    hours: float
    asked: float
    """Hours of work that they get where all work is divided as evenly as it can be."""

    @property
    def load(self) -> float:
        """Hours asked per hour; inf: work for which nobody is there, NaN: neither."""
        return load_of(self.asked, self.hours)

    @property
    def short_hours(self) -> float:
        """Hours that are asked beyond those that they have; 0 where that is hardly any."""
        return self.asked - self.hours if self.load > 1 + LEAST_SHORT else 0.0


def load_of(asked: float, hours: float) -> float:
    """Hours asked per hour; inf: work for which nobody is there, NaN: neither."""
    if hours > 0:
        return asked / hours
    return math.inf if asked > 0 else math.nan


@dataclass(frozen=True)
class PeopleAsked:
    """Hours of work asked of people in a period, with help from elsewhere counted as far as the rules allow it."""

    mean: float
    """Hours of the work to hours of the people of units, without help; inf: nobody is there, NaN: not known."""
    people: tuple[AskedOf, ...]
    """Those of units, by unit and role."""
    lent: tuple[AskedOf, ...]
    """Those of pools that lend, no more than they may."""
    along: tuple[AskedOf, ...]
    """Those of pools that send specialists along; such a pool counts as lending nobody besides."""
    by_nobody: dict[tuple[str, str], float]
    """Hours that nobody is able to do, by unit and kind of work."""
    hours_of_fte: float
    """Hours that one deployable fte has in the period; NaN: not known."""

    @property
    def nobody(self) -> bool:
        """There is work, and in some replication nobody at all to do it."""
        return math.isinf(self.mean)

    def load(self, *, role: str = "", team: str = ALL) -> float:
        """Return the load of the people of units, of one role or all, in one unit or all."""
        found = self._of(role, team)
        return load_of(sum(each.asked for each in found), sum(each.hours for each in found))

    def short_fte(self, *, role: str = "", team: str = ALL) -> float:
        """Return how many people are missing, unit by unit: hours that one has to spare do not help another."""
        hours = sum(each.short_hours for each in self._of(role, team))
        return hours / self.hours_of_fte if hours else 0.0

    def fte(self, team: str = ALL) -> float:
        """Return how many fte there are, in one unit or all."""
        return load_of(sum(each.hours for each in self._of("", team)), self.hours_of_fte)

    def _of(self, role: str, team: str) -> list[AskedOf]:
        return [each for each in self.people if role in ("", each.role) and team in (ALL, each.team)]

    @cached_property
    def short(self) -> bool:
        """More is asked than can be done: on average, of those in some role and unit, or of what nobody can do."""
        return self.mean > 1 or any(each.short_hours for each in (*self.people, *self.along)) or bool(self.by_nobody)

    @property
    def roles(self) -> list[str]:
        """Roles in which there is anybody, or of which anything is asked."""
        return [role for role in dict.fromkeys(each.role for each in self.people) if self.load(role=role) >= 0]

    def worst_unit(self, role: str) -> str:
        """Return the unit in which most is asked of those in a role."""
        there = [each for each in self._of(role, ALL) if each.hours > 0]
        return max(there, key=lambda each: each.load).team


def scarcest_roles(periods: Sequence[PeopleAsked]) -> list[str]:
    """Return the roles, those of which most people are missing in any of the periods first, then by what is asked."""

    def worst(role: str) -> tuple[float, float]:
        there = [of for of in periods if role in of.roles]
        return max(of.short_fte(role=role) for of in there), max(of.load(role=role) for of in there)

    return sorted(dict.fromkeys(role for of in periods for role in of.roles), key=worst, reverse=True)


def asked_of_people(settings: Settings, mean: Central, kind: str = "severe") -> PeopleAsked:
    """Divide the work of a period over all who can do it.

    Hours are means over the replications, so that no single future in which somebody is absent decides.

    Args:
        settings: The settings of the run.
        mean: Its key figures in the period.
        kind: severe (severe work and judging), agreed (with what was agreed) or all (with all that comes in).
    """
    names, word = names_of(settings), HOURS_OF_LOAD[kind]
    parts = [*_parts_of_units(settings, names, mean), *_lent_by_pools(settings, names, mean)]
    kinds = [(unit, skill) for unit in names.units for skill in names.skills[:-1]]
    work = np.array([_known(mean(f"hours_{word}_{skill}", unit)) for unit, skill in kinds])
    hours = np.array([part.hours for part in parts])
    can = np.array([part.can for part in parts], dtype=np.bool_).reshape(len(parts), len(kinds)).T
    divided = divide_evenly(work, hours, can, np.array([part.is_lent for part in parts], dtype=np.bool_))
    found = dict[tuple[str, str], tuple[float, float]]()
    for part, asked in zip(parts, divided.asked.tolist(), strict=True):
        of_hours, of_asked = found.get((part.team, part.role), (0.0, 0.0))
        found[part.team, part.role] = (of_hours + part.hours, of_asked + asked)
    people = [AskedOf(team, role, *numbers) for (team, role), numbers in found.items()]
    return PeopleAsked(
        mean=mean(f"load_{kind}", ALL),
        people=tuple(each for each in people if each.role),
        lent=tuple(each for each in people if not each.role),
        along=tuple(_going_along(settings, names, mean, word)),
        by_nobody={of: n for of, n in zip(kinds, divided.by_nobody.tolist(), strict=True) if n > LEAST_SHORT},
        hours_of_fte=load_of(_known(mean("hours_available", ALL)), _known(mean("deployable_fte", ALL))),
    )


@dataclass(frozen=True, slots=True)
class _HoursOf:
    """A part of the hours of some people, and the work that they may do in it."""

    team: str
    role: str
    hours: float
    can: list[bool]
    """By unit and kind of work."""
    is_lent: bool
    """True where work beyond these hours falls on others."""


def _known(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _parts_of_units(settings: Settings, names: Names, mean: Central) -> Iterable[_HoursOf]:
    """The hours of each role in each unit: what is left at home, and what may be lent, a part for each limit."""
    lendings, anywhere = lendings_of(settings, names), settings.collaboration.one_queue
    for number, unit in enumerate(names.units):
        rows = np.flatnonzero(lendings.lender == number)
        limits = sorted({0.0, *lendings.max_share[rows].tolist(), 1.0})
        for role, of_role in settings.staffing.roles.items():
            hours, bits = _known(mean(f"hours_available_{role}", unit)), skill_bits(names, list(of_role.skills))
            at_home = np.array([bits if anywhere or unit == other else 0 for other in names.units])
            for low, high in pairwise(limits):
                may = at_home.copy()
                for row in rows[lendings.max_share[rows] >= high].tolist():
                    may[lendings.borrower[row]] |= bits & int(lendings.skills[row])
                yield _HoursOf(unit, role, hours * (high - low), _by_kind(names, may.tolist()), 0 < high < 1)


def _lent_by_pools(settings: Settings, names: Names, mean: Central) -> Iterable[_HoursOf]:
    """The hours that each pool may work for units, at its speed there."""
    lendings = lendings_of(settings, names)
    go_along = {step.together_with for step in settings.casework.steps.values()}
    for name in names.pools:
        rows = np.flatnonzero(lendings.lender == names.team(name))
        if len(rows) and name not in go_along:
            share = _share_lent(settings, name)
            hours = _known(mean("hours_available", name)) * share * settings.collaboration.pools[name].efficiency
            yield _HoursOf(
                name, "", hours, _by_kind(names, [int(lendings.skills[rows[0]])] * len(names.units)), is_lent=True
            )


def _share_lent(settings: Settings, name: str) -> float:
    """Share of the hours of a pool that units can have: the most that it lends, or what its own work leaves of it."""
    pool, together = settings.collaboration.pools[name], settings.collaboration
    most = math.ceil(pool.members * pool.max_share - 1e-9) / pool.members
    of_severe = [of.priority for of in settings.casework.classes.values() if of.severe]
    mode = LEND_MODES[pool.lends]
    first = mode == BEFORE_OWN_WORK or (mode == BY_URGENCY and min(of_severe, default=0) < together.own_work_priority)
    return most if first else min(most, max(1 - pool.own_work.load, 0.0))


def _by_kind(names: Names, bits_of_units: list[int]) -> list[bool]:
    return [bool(bits >> skill & 1) for bits in bits_of_units for skill in range(len(names.skills) - 1)]


def _going_along(settings: Settings, names: Names, mean: Central, word: str) -> Iterable[AskedOf]:
    """The specialists of each pool that work along: its own work is asked of them, and the hours of those steps."""
    for pool in names.pools:
        steps = [name for name, step in settings.casework.steps.items() if step.together_with == pool]
        along = sum(_known(mean(f"hours_{word}_{step}", ALL)) for step in steps)
        if along > 0:
            own = _known(mean("hours_demanded", pool))
            yield AskedOf(pool, "", _known(mean("hours_available", pool)), own + along)
