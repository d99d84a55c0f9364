"""Where the work of a case waits: at its unit, or at the national unit while the unit has no post for it."""

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain import rules
from tbkk_sim.domain.establishment import plan_by_role, posts_by_role
from tbkk_sim.domain.names import Names
from tbkk_sim.settings import Settings


def skills_from_days(settings: Settings, unit: str) -> dict[str, float]:
    """Skills for which the unit has a post at the start (-inf) or by plan, and from which day on."""
    staffing, steps = settings.staffing, settings.staffing.plan
    since = [(-np.inf, posts_by_role(staffing, unit))]
    for name, by_role in plan_by_role(staffing, unit).items():
        starts = (steps[name].date - settings.run.start).days
        since.append((float(starts) if starts > 0 else -np.inf, by_role))
    found: dict[str, float] = {}
    for day, by_role in since:
        for role, posts in by_role.items():
            for skill in staffing.roles[role].skills if posts > 0 else ():
                found[skill] = min(day, found.get(skill, np.inf))
    return found


def home_from_days(settings: Settings) -> NDArray[np.float64]:
    """Days from which some unit has a skill that it had no post for before; -inf first."""
    days = {day for unit in settings.staffing.units for day in skills_from_days(settings, unit).values()}
    return np.array(sorted(days | {-np.inf}))


def home_teams(settings: Settings, names: Names) -> NDArray[np.int32]:
    """The unit itself; the national unit for steps that it does for all or that the unit has no post for yet.

    Where the national unit never has one either, the work waits for the posts to come.
    """
    from_days = home_from_days(settings)
    home = np.full((len(from_days), len(names.teams), len(names.skills)), rules.NOBODY, dtype=np.int32)
    national = names.team(settings.triage.team)
    since = {unit: skills_from_days(settings, unit) for unit in names.units}
    home[:, :, 0] = national
    for number, team in enumerate(names.teams):
        home[:, number, names.own_work_skill] = number
        if team in names.pools:
            continue
        for step, kind in settings.casework.steps.items():
            if kind.national_team is not None:
                home[:, number, names.skill(step)] = names.team(kind.national_team)
                continue
            is_here = since[team].get(step, np.inf) <= from_days
            if step in since[team] and step not in since[settings.triage.team]:
                is_here[:] = True
            home[:, number, names.skill(step)] = np.where(is_here, number, national)
    return home
