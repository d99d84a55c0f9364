"""Batches of posts and people: items of a plan that come on one day in one role, added up over the units."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tbkk_sim.report.kit.labels import team_label
from tbkk_sim.report.kit.phrases import MISSING, N_
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.scarcity import role_within
from tbkk_sim.settings import Settings

POSTS = "staffing.plan"
BATCH = N_("{what} in {where} from {day}")
ONE_POST, N_POSTS = N_("1 post"), N_("{n} posts")
ONE_PERSON, N_PEOPLE = N_("1 person"), N_("{n} people")
IN_ROLE = N_("{what} ({role})")
IN_N_UNITS = N_("{n} units")
LEAST_ITEMS = 2
"""Items of a table that differ, from which they are added up."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Posts or people that come, or go, on one day in one role."""

    date: dt.date
    role: str | None
    units: tuple[str, ...]
    number: int
    """Sum over the units; negative: they go."""


Item = tuple[str, dt.date, str | None, str, int]
"""An item: its name, day, role, unit and number."""


def items_of(settings: Settings) -> dict[str, list[Item]]:
    """Return the items of each table that says how many come where and when, by the key of the table."""
    capacity, found = settings.capacity, dict[str, list[Item]]()
    found[POSTS] = [(name, of.date, of.role, of.unit, of.posts) for name, of in settings.staffing.plan.items()]
    for table, stays in (("reallocation", capacity.reallocation), ("temporary", capacity.temporary)):
        found[f"capacity.{table}"] = [(name, of.date, of.role, of.unit, of.people) for name, of in stays.items()]
    return found


def batches_by_table(keys: Iterable[str], runs: Sequence[Settings]) -> dict[str, list[list[Batch]]]:
    """Add up the items that differ between runs.

    Args:
        keys: Keys of all settings that differ.
        runs: Settings of the runs.

    Returns:
        By the key of each table of which several items differ: the batches of each run.
    """
    of_runs, differ, found = [items_of(run) for run in runs], list(keys), dict[str, list[list[Batch]]]()
    for table in of_runs[0]:
        of_table = [key.removeprefix(f"{table}.") for key in differ if key.startswith(f"{table}.")]
        names = {key.rpartition(".")[0] for key in of_table}
        if len(names) >= LEAST_ITEMS:
            found[table] = [added_up(item for item in of[table] if item[0] in names) for of in of_runs]
    return found


def added_up(items: Iterable[Item]) -> list[Batch]:
    """Add up items of one day and role, those that come and those that go each by themselves."""
    found = dict[tuple[dt.date, str, bool], list[Item]]()
    for item in items:
        _, date, role, _, number = item
        found.setdefault((date, role or "", number < 0), []).append(item)
    return [
        Batch(date, role or None, tuple(dict.fromkeys(unit for _, _, _, unit, _ in of)), sum(each[-1] for each in of))
        for (date, role, _), of in sorted(found.items())
    ]


def written(say: Say, settings: Settings, table: str, batches: Iterable[Batch]) -> str:
    """Write how many posts or people come, in how many units, and from when; a dash without any."""
    told = []
    for of in batches:
        one, several = (ONE_POST, N_POSTS) if table == POSTS else (ONE_PERSON, N_PEOPLE)
        what = say(one) if of.number == 1 else say(several, n=say.number(of.number))
        if of.role is not None:
            what = say(IN_ROLE, what=what, role=role_within(say, settings, of.role))
        n_units = say(IN_N_UNITS, n=say.number(len(of.units)))
        where = team_label(say, settings, of.units[0]) if len(of.units) == 1 else n_units
        told.append(say(BATCH, what=what, where=where, day=say.date(of.date)))
    return "; ".join(told) or MISSING
