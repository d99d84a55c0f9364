"""Shortages of people: hours asked of each role and unit in each year after all help, and fte missing."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.labels import team_label
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.figures import figure_phrases
from tbkk_sim.report.run.people_asked import PeopleAsked, scarcest_roles
from tbkk_sim.report.run.scarcity import out_of_reach, role_label, role_within
from tbkk_sim.report.run.tables import short_phrases as words
from tbkk_sim.report.run.tables.cells import frame, with_band
from tbkk_sim.report.run.tables.hours import worst_year
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    import pandas as pd

LEAST_SHOWN, LEAST_SAID, LEAST_PART = 0.05, 0.5, 0.1
"""Missing fte that a cell shows, and from which it is said that people are short; or the part of the fte of a unit.

Half an fte is hardly anything in a country, but in a unit of two 0.4 is much. From five on, a tenth is at least half.
"""

MUCH_ASKED, MOST_ROWS = 0.95, 4
"""Hours asked per hour from which a role has a row of its own, and how many roles have one."""
OFTEN_FREE, ALWAYS_BUSY = 0.9, 0.95
"""Utilisation below which people are said to be often without work, and from which to be nearly always at work."""
MOST_ROLES = 3
"""Roles of which a sentence gives years and numbers: those of which most people are missing."""


class AskedByYear(Protocol):
    """A run or a plan that tells what is asked of whom in each of its years."""

    @property
    def say(self) -> Say:
        """The language."""

    @property
    def settings(self) -> Settings:
        """The settings."""

    @property
    def years(self) -> list[str]:
        """The calendar years, as periods."""

    def asked_of(self, *, period: str = ALL, kind: str = "severe") -> PeopleAsked:
        """Divide the work of a period over all who can do it; see people_asked."""


def who_is_short(run: RunView, kind: str = "severe") -> "pd.DataFrame":
    """Return the hours asked of each role, the pools and each unit per hour after help, by year, and the fte missing.

    Args:
        run: The run.
        kind: severe (severe work and judging) or agreed (with what was agreed).
    """
    say, by_year = run.say, [run.asked_of(period=year, kind=kind) for year in run.years]

    def row(role: str = "", team: str = ALL) -> list[str]:
        return [cell(run, asked, role=role, team=team) for asked in by_year]

    rows = [(say(words.ALL_TOGETHER), row()), (say(words.GROUP_ROLES), [""] * len(by_year))]
    rows += [(role_label(say, run.settings, role), row(role)) for role in roles(run)]
    if any(asked.lent for asked in by_year):
        rows.append((say(words.OF_POOLS), [_of_pools(run, asked) for asked in by_year]))
    rows.append((say(words.GROUP_UNITS), [""] * len(by_year)))
    rows += [(run.label(unit), row(team=unit)) for unit in run.units]
    years = {run.year_label(year): [of[k] for _, of in rows] for k, year in enumerate(run.years)}
    return frame({say(phrases.YEAR): [label for label, _ in rows], **years})


def titled(run: RunView) -> dict[str, "pd.DataFrame"]:
    """Return the tables by their title: for severe work and judging, and with what was agreed if anything was."""
    kinds = {"severe": words.TABLE_SHORT} | ({"agreed": words.TABLE_SHORT_AGREED} if run.settings.agreements else {})
    return {run.say(title): who_is_short(run, kind) for kind, title in kinds.items()}


def roles(run: AskedByYear) -> list[str]:
    """Return the roles in which there is anybody in any year."""
    there = {each.role for year in run.years for each in run.asked_of(period=year).people if each.hours > 0}
    return [role for role in run.settings.staffing.roles if role in there]


def cell(run: RunView, asked: PeopleAsked, *, role: str = "", team: str = ALL) -> str:
    """Write the hours asked per hour, and behind them the fte that are missing."""
    load, short = asked.load(role=role, team=team), asked.short_fte(role=role, team=team)
    if math.isnan(load):
        return phrases.MISSING
    if not is_told(short):
        return run.say.load(load)
    return run.say(words.SHORT_BY, load=run.say.load(load), fte=run.say.number(short, 1))


def is_told(short_fte: float) -> bool:
    """True if as many are missing as a decimal shows."""
    return short_fte >= LEAST_SHOWN


def _of_pools(run: RunView, asked: PeopleAsked) -> str:
    """Write the share that is asked of the hours that pools may lend, and how many fte these are."""
    hours = sum(pool.hours for pool in asked.lent)
    if not hours > 0:
        return phrases.MISSING
    share, fte = sum(pool.asked for pool in asked.lent) / hours, hours / asked.hours_of_fte
    return run.say(words.USED_OF, share=run.say.share(share), fte=run.say.number(fte, 1))


def rows_of_years(run: RunView) -> list[tuple[str, list[str]]]:
    """Write what is asked per hour of the scarcest roles, and the fte that are missing of each and of all roles.

    Those of which any are missing or much is asked in any year; at least one.
    """
    say, by_year = run.say, [run.asked_of(period=year) for year in run.years]
    rows = list[tuple[str, list[str]]]()
    for n, role in enumerate(scarcest_roles(by_year)[:MOST_ROWS]):
        if n == 0 or any(_is_pressed(of, role) for of in by_year):
            label = role_within(say, run.settings, role)
            rows.append((say(words.ROW_ROLE, role=label), [_load_and_short(run, of, role) for of in by_year]))
    if any(is_told(of.short_fte()) for of in by_year):
        rows.append((say(words.ROW_SHORT), [say.number(of.short_fte(), 1) for of in by_year]))
    return rows


def _is_pressed(asked: PeopleAsked, role: str) -> bool:
    """True if people in a role are missing, or nearly all of their hours are asked for."""
    return is_told(asked.short_fte(role=role)) or asked.load(role=role) > MUCH_ASKED


def _load_and_short(run: RunView, asked: PeopleAsked, role: str) -> str:
    """Write the hours asked per hour of a role and, where any are missing, the fte behind it."""
    load, short = run.say.load(asked.load(role=role)), asked.short_fte(role=role)
    if not is_told(short):
        return load
    return run.say(words.LOAD_AND_SHORT, load=load, fte=run.say.number(short, 1))


@dataclass(frozen=True, slots=True)
class Short:
    """Number of people that are missing: in the first year in which any are, and in the worst."""

    first: str
    fte: float
    worst: str
    most_fte: float


def short_of(
    run: AskedByYear, *, role: str = "", team: str = ALL, however_few: bool = False, kind: str = "severe"
) -> Short | None:
    """Return from when people are short, of one role or all in one unit or all.

    Args:
        run: The run.
        role: The role; empty: all of them.
        team: The unit, or all.
        however_few: Count as short as few as a decimal shows, not only as many as it is said of.
        kind: severe (severe work and judging) or agreed (with what was agreed).

    Returns:
        None if fewer are missing in each year.
    """
    asked = {year: run.asked_of(period=year, kind=kind) for year in run.years}
    by_year = {year: of.short_fte(role=role, team=team) for year, of in asked.items()}
    told = [
        year for year in run.years if (is_told(by_year[year]) if however_few else _is_said(asked[year], role, team))
    ]
    if not told:
        return None
    worst = max(told, key=lambda year: by_year[year])
    return Short(told[0], by_year[told[0]], worst, by_year[worst])


def _is_said(asked: PeopleAsked, role: str, team: str) -> bool:
    """True if half an fte is missing, or in any one unit a tenth of its people and as many as a decimal shows."""
    units = {each.team for each in asked.people} if team == ALL else {team}
    least_of = {unit: max(LEAST_PART * asked.fte(unit), LEAST_SHOWN) for unit in units}
    in_units = any(asked.short_fte(role=role, team=unit) >= least for unit, least in least_of.items())
    return in_units or asked.short_fte(role=role, team=team) >= LEAST_SAID


def is_short(run: AskedByYear) -> bool:
    """Tell whether severe work and judging are more than can be done in any year, with all help that the rules allow.

    That is so if people are short, if nobody in reach can do some of it, or if nobody is there in some future.
    """
    asked = run.asked_of()
    beyond = bool(asked.by_nobody) or any(pool.short_hours for pool in asked.along)
    return asked.nobody or beyond or short_of(run) is not None


def verdict(run: AskedByYear) -> str:
    """State whether people are short after all help: who, where, in which year, and by how many fte."""
    asked = run.asked_of()
    if asked.nobody:
        return run.say(figure_phrases.LOAD_NOBODY_SOME)
    beyond = out_of_reach(run.say, run.settings, asked)
    if beyond and not short_of(run, however_few=True):
        return beyond
    return f"{beyond} {first_short(run)}".strip()


def short_with_agreed(run: AskedByYear) -> Short | None:
    """Return from when people are short with what was agreed; None where nothing was, or they are not."""
    return short_of(run, kind="agreed") if run.settings.agreements else None


def with_agreed(run: RunView) -> str:
    """State how many people are short with what was agreed, in the worst year; empty where none are."""
    found = short_with_agreed(run)
    if found is None:
        return ""
    phrase = words.SHORT_WITH_AGREED if is_short(run) else words.BUT_WITH_AGREED
    said = run.say(phrase, fte=run.say.number(found.most_fte, 1), year=run.year_label(found.worst))
    return said if short_yet_free(run) else f"{said} {_always_busy(run, found.worst)}".strip()


def _always_busy(run: RunView, year: str) -> str:
    """Name the roles that have nearly always work in hand in a year, the busiest first; empty where there is none."""
    busy = {role: share for role, share in _utilisation(run, year).items() if share >= ALWAYS_BUSY}
    named = [
        run.say(words.BUSY, role=role_within(run.say, run.settings, role), share=run.say.share(busy[role]))
        for role in sorted(busy, key=lambda role: -busy[role])
    ]
    return run.say(words.ALWAYS_BUSY, roles=run.say.listed(named)) if named else ""


def _utilisation(run: RunView, year: str) -> dict[str, float]:
    """Utilisation in a year of each role of which it is known."""
    busy = {role: run.mean(f"utilisation_{role}", period=year) for role in roles(run)}
    return {role: share for role, share in busy.items() if not math.isnan(share)}


def own_people(run: RunView) -> str:
    """State the hours that are asked of own people for each hour that they have, without help of others."""
    say = run.say
    agreed, everything = (say.load(run.mean(name)) for name in ("load_agreed", "load_all"))
    if run.settings.agreements:
        more = say(words.MORE_WITH_AGREED, agreed=agreed, all=everything)
    else:
        more = say(words.MORE_WITH_ALL, all=everything)
    severe, worst = with_band(run, run.one("load_severe"), say.load), worst_year(run)
    if len(run.years) == 1 or worst is None:
        return say(words.LOAD_OWN, severe=severe, more=more)
    most = say.load(run.mean("load_severe", period=worst))
    return say(words.LOAD_OWN_MOST, severe=severe, most=most, year=run.year_label(worst), more=more)


def first_short(run: AskedByYear) -> str:
    """State which people are short in which year first, where, by how many fte, and when it is worst."""
    if short_of(run) is None:
        return _hardly_short(run)
    of_roles = _short_roles(run) or _short_roles(run, however_few=True)
    most = sorted(of_roles, key=lambda role: -of_roles[role].most_fte)
    told = sorted(most[:MOST_ROLES], key=lambda role: (of_roles[role].first, -of_roles[role].most_fte))
    said = "; ".join(_told(run, role, of_roles[role]) for role in told)
    if others := [role_within(run.say, run.settings, role) for role in most[MOST_ROLES:]]:
        said = run.say(words.OTHERS_SHORT, roles=said, others=run.say.listed(others))
    return run.say(words.FIRST_SHORT, roles=said)


def short_yet_free(run: RunView) -> str:
    """State which role is short in the worst year though its people are often without work, and whom they wait for.

    Empty where nobody is short, or who is short has nearly always work in hand, or nobody else is busier.
    """
    found = short_of(run)
    if found is None:
        return ""
    year, asked = found.worst, run.asked_of(period=found.worst)
    known = _utilisation(run, year)
    short = [role for role in known if _is_said(asked, role, ALL)]
    role, busiest = min(short, key=known.__getitem__, default=""), max(known, key=known.__getitem__, default="")
    if not role or not (known[role] < OFTEN_FREE and known[busiest] >= ALWAYS_BUSY):
        return ""
    label, most = (role_within(run.say, run.settings, name) for name in (role, busiest))
    share, most_share = run.say.share(known[role]), run.say.share(known[busiest])
    return run.say(
        words.SHORT_YET_FREE, year=run.year_label(year), role=label, share=share, busiest=most, most=most_share
    )


def _short_roles(run: AskedByYear, *, however_few: bool = False) -> dict[str, Short]:
    """Roles of which people are short in any year."""
    found = {role: short_of(run, role=role, however_few=however_few) for role in roles(run)}
    return {role: short for role, short in found.items() if short is not None}


def _hardly_short(run: AskedByYear) -> str:
    """State that hardly any people are missing, or none; and of whom most is asked, where there is anything to do."""
    if found := short_of(run, however_few=True):
        return run.say(words.HARDLY_SHORT, fte=run.say.number(found.most_fte, 1), year=found.worst)
    role, year, load = most_asked(run)
    if not load > 0:
        return ""
    label = role_within(run.say, run.settings, role)
    return run.say(words.NOBODY_SHORT, role=label, n=run.say.load(load), year=year)


def most_asked(run: AskedByYear) -> tuple[str, str, float]:
    """Return the scarcest role, the year in which most is asked of it, and the hours asked per hour; NaN: of nobody."""
    role = next(iter(scarcest_roles([run.asked_of(period=year) for year in run.years])), "")
    loads = {year: run.asked_of(period=year).load(role=role) for year in run.years} if role else {}
    known = {year: load for year, load in loads.items() if load > 0}
    year = max(known, key=lambda name: known[name], default="")
    return role, year, known.get(year, math.nan)


def _told(run: AskedByYear, role: str, short: Short) -> str:
    """Write of a role the first year in which people are missing and where, and the year in which most are."""
    say, asked = run.say, run.asked_of(period=short.first)
    units = [each.team for each in asked.people if each.role == role and each.hours > 0]
    few = [unit for unit in units if is_told(asked.short_fte(role=role, team=unit))] or [asked.worst_unit(role)]
    several = say(words.IN_UNITS, n=say.number(len(few)), all=say.number(len(units)))
    where = team_label(say, run.settings, few[0]) if len(few) == 1 else several
    values = {"year": short.first, "where": where, "fte": say.number(short.fte, 1)}
    label = role_within(say, run.settings, role)
    if short.worst == short.first:
        return say(words.ROLE_SHORT_ONCE, role=label, **values)
    return say(words.ROLE_SHORT, role=label, **values, most=say.number(short.most_fte, 1), worst=short.worst)
