"""Checks of the settings of capacity: names that must be there, people of whom there are enough, one at a time."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from tbkk_sim.problem import Phrase, Problem, not_known
from tbkk_sim.settings.capacity.capacity import Capacity, Reallocation
from tbkk_sim.settings.capacity.costs import Costs
from tbkk_sim.settings.collaboration import Collaboration
from tbkk_sim.settings.staffing import Staffing

SAME_ROLE = Phrase("'{word}' is the role that they have already; allowed: {allowed}")


def problems_of_capacity(capacity: Capacity, staffing: Staffing, collaboration: Collaboration) -> list[Problem]:
    """Name what cannot be: names that there are not, more people than a pool has, overtime on top of overtime."""
    unknown = list(_unknown_names(capacity, staffing, collaboration))
    return unknown or [*_more_than_the_pool(capacity, collaboration), *_overtime_at_once(capacity, staffing)]


def problems_of_costs(costs: Costs, roles: Iterable[str]) -> Iterator[Problem]:
    """Name the roles with a price that there are not; a tool may have a price where no step can use it."""
    allowed = list(roles)
    for name in costs.role_eur_per_year:
        if name not in allowed:
            yield not_known("costs.role_eur_per_year", name, allowed)


def _unknown_names(capacity: Capacity, staffing: Staffing, collaboration: Collaboration) -> Iterator[Problem]:
    """Name units, roles and pools that there are not, and a retraining from a role to itself."""
    tables: dict[str, Mapping[str, object]] = {
        "unit": staffing.units,
        "units": staffing.units,
        "from_pool": collaboration.pools,
    }
    tables |= dict.fromkeys(("role", "from_role", "to_role"), staffing.roles)
    for kind in type(capacity).model_fields:
        for name, item in getattr(capacity, kind).items():
            for setting in (setting for setting in type(item).model_fields if setting in tables):
                given = getattr(item, setting)
                for word in given if isinstance(given, list) else [given]:
                    if word is not None and word not in tables[setting]:
                        yield not_known(f"capacity.{kind}.{name}.{setting}", word, tables[setting])
    for name, retraining in capacity.retraining.items():
        if retraining.to_role == retraining.from_role:
            others = [role for role in staffing.roles if role != retraining.from_role]
            yield not_known(f"capacity.retraining.{name}.to_role", retraining.to_role, others, SAME_ROLE)


def _more_than_the_pool(capacity: Capacity, collaboration: Collaboration) -> Iterator[Problem]:
    """Name each reallocation with which more members are away from a pool than it has."""
    earlier: list[Reallocation] = []
    for name, of in sorted(capacity.reallocation.items(), key=lambda item: item[1].date):
        if of.from_pool is None:
            continue
        still = [other for other in earlier if other.end is None or other.end > of.date]
        away = sum(other.people for other in still if other.from_pool == of.from_pool)
        members = collaboration.pools[of.from_pool].members
        if away + of.people <= members:
            earlier.append(of)
        else:
            says = Phrase(
                "is {people}, with {away} away from {pool} on {date} already, which has {members} members; "
                "allowed: {most} or fewer",
                people=of.people,
                away=away,
                pool=of.from_pool,
                date=str(of.date),
                members=members,
                most=max(members - away, 0),
            )
            yield Problem(f"capacity.reallocation.{name}.people", says)


def _overtime_at_once(capacity: Capacity, staffing: Staffing) -> Iterator[Problem]:
    """Name each overtime that begins in a unit before another one there is over, time off and all."""
    last_of_unit: dict[str, tuple[str, dt.date]] = {}
    for name, of in sorted(capacity.overtime.items(), key=lambda item: (item[1].date, item[0])):
        for unit in of.units or staffing.units:
            other, until = last_of_unit.get(unit, (name, of.date))
            if until > of.date:
                says = Phrase(
                    "begins on {date}, within capacity.overtime.{other} of {unit}, which lasts until {until}, time off "
                    "and all; allowed: one at a time in a unit",
                    date=str(of.date),
                    other=other,
                    unit=unit,
                    until=str(until - dt.timedelta(days=1)),
                )
                yield Problem(f"capacity.overtime.{name}.date", says)
                break
            last_of_unit[unit] = name, of.end_of_time_off
