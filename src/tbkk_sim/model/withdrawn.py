"""Kinds of work for which a unit has no posts from some day on, and where that work goes from then on."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tbkk_sim.model.home_teams import home_from_days, home_teams, skills_before_plan, skills_from_days, skills_on
from tbkk_sim.model.names import names_of
from tbkk_sim.model.skills_needed import needed_skills
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import TRIAGE


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Work of a unit whose last posts of that kind are withdrawn, or that has no posts at all from the start."""

    unit: str
    day: dt.date
    """The first day without such posts."""
    until: dt.date | None
    """The day on which there are such posts again; None: not in this run."""
    goes_to: str | None
    """The unit that does this work for cases that arrive from that day on; None: it waits where no such post is."""
    has_posts: bool
    """The unit has posts of another kind then, or gets them before it has such posts again."""
    steps: tuple[str, ...]
    """The kinds of work; `triage` is the triage of reports."""


def may_lack_posts(settings: Settings) -> bool:
    """True if a unit may lose its last posts of a kind, or have none from the start, without looking when and which."""
    staffing = settings.staffing
    may_lose = settings.capacity.retraining or any(step.posts < 0 for step in staffing.plan.values())
    return bool(may_lose) or not all(unit.posts for unit in staffing.units.values())


def withdrawn(settings: Settings) -> list[Withdrawn]:
    """Find the withdrawn work in the establishment and the plan of posts, by unit and day."""
    if not may_lack_posts(settings):
        return []
    names = names_of(settings)
    from_days, home = home_from_days(settings), home_teams(settings, names)
    of_units = {unit: skills_from_days(settings, unit) for unit in names.units}

    def on(day: float, unit: str) -> frozenset[str]:
        return skills_on(day, of_units[unit])

    one_queue = settings.collaboration.one_queue

    def has(day: float, unit: str, step: str) -> bool:
        return any(step in on(day, one) for one in (names.units if one_queue else [unit]))

    def home_on(day: float, unit: str, step: str) -> str:
        row = int(np.searchsorted(from_days, day, side="right")) - 1
        team: int = home[row, names.team(unit), names.skill(step)]
        return names.units[team]

    def is_own(unit: str, step: str) -> bool:
        if step == TRIAGE:
            return settings.triage.team == unit
        return settings.casework.steps[step].national_team in (None, unit)

    def date(day: float) -> dt.date:
        return settings.run.start + dt.timedelta(days=int(max(day, 0)))

    found: dict[tuple[str, float, float | None, str | None], list[str]] = {}
    days = sorted({day for of_unit in of_units.values() for day in of_unit})
    for unit in names.units:
        for step in needed_skills(settings):
            for before, day in zip([None, *days], days, strict=False):
                if before is None:
                    lost = is_own(unit, step) and (step in skills_before_plan(settings, unit) or not on(day, unit))
                else:
                    lost = step in on(before, unit) and (one_queue or home_on(before, unit, step) == unit)
                if not lost or step in on(day, unit) or has(day, unit, step):
                    continue
                until = next((later for later in days if later > day and has(later, unit, step)), None)
                goes_to = unit if one_queue else home_on(day, unit, step)
                key = (unit, day, until, None if goes_to == unit else goes_to)
                found.setdefault(key, []).append(step)

    def has_posts(unit: str, day: float, until: float | None) -> bool:
        return any(on(later, unit) for later in days if day <= later and (until is None or later < until))

    return [
        Withdrawn(
            unit, date(day), None if until is None else date(until), goes_to, has_posts(unit, day, until), tuple(steps)
        )
        for (unit, day, until, goes_to), steps in found.items()
    ]
