"""Kinds of work for which a unit loses its last posts during a run, and where that work goes from then on."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tbkk_sim.domain.home_teams import home_from_days, home_teams, skills_from_days
from tbkk_sim.domain.names import names_of
from tbkk_sim.domain.rulebook import needed_skills
from tbkk_sim.settings import Settings


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Work that waited at a unit until its last posts of that kind were withdrawn."""

    unit: str
    day: dt.date
    """The first day without such posts."""
    until: dt.date | None
    """The day on which there are such posts again; None: not in this run."""
    goes_to: str | None
    """The unit that does this work for cases that arrive from that day on; None: it waits where no such post is."""
    has_posts: bool
    """The unit keeps posts of another kind."""
    steps: tuple[str, ...]
    """The kinds of work; `triage` is the judging of reports."""


def withdrawn(settings: Settings) -> list[Withdrawn]:
    """Find them in the plan of posts, by unit and day."""
    if not any(step.posts < 0 for step in settings.staffing.plan.values()):
        return []
    names, from_days, home = names_of(settings), home_from_days(settings), home_teams(settings, names_of(settings))
    of_units = {unit: skills_from_days(settings, unit) for unit in names.units}

    def on(day: float, unit: str) -> frozenset[str]:
        of_unit = of_units[unit]
        return of_unit[max(since for since in of_unit if since <= day)]

    one_queue = settings.collaboration.one_queue

    def has(day: float, unit: str, step: str) -> bool:
        return any(step in on(day, one) for one in (names.units if one_queue else [unit]))

    def home_on(day: float, unit: str, step: str) -> str:
        row = int(np.searchsorted(from_days, day, side="right")) - 1
        team: int = home[row, names.team(unit), names.skill(step)]
        return names.units[team]

    def date(day: float) -> dt.date:
        return settings.run.start + dt.timedelta(days=int(day))

    found: dict[tuple[str, float, float | None, str | None], list[str]] = {}
    days = sorted({day for of_unit in of_units.values() for day in of_unit})
    for unit in names.units:
        for step in needed_skills(settings):
            for before, day in pairwise(days):
                taken = step in on(before, unit) and step not in on(day, unit) and not has(day, unit, step)
                if not taken or not (one_queue or home_on(before, unit, step) == unit):
                    continue
                until = next((later for later in days if later > day and has(later, unit, step)), None)
                goes_to = unit if one_queue else home_on(day, unit, step)
                key = (unit, day, until, None if goes_to == unit else goes_to)
                found.setdefault(key, []).append(step)
    return [
        Withdrawn(unit, date(day), None if until is None else date(until), goes_to, bool(on(day, unit)), tuple(steps))
        for (unit, day, until, goes_to), steps in found.items()
    ]
