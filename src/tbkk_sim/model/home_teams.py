"""The team at which the work of a case waits, by the posts of its unit and of the national unit; and who is asked."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model import rules
from tbkk_sim.model.establishment import plan_by_role, posts_by_role
from tbkk_sim.model.names import Names
from tbkk_sim.model.retraining import posts_retrained
from tbkk_sim.settings import Settings


def skills_before_plan(settings: Settings, unit: str) -> frozenset[str]:
    """Skills for which the unit has a post when no step of the plan is carried out, not even one of the first day."""
    return _skills_of(settings, posts_by_role(settings.staffing, unit))


def _skills_of(settings: Settings, posts: Mapping[str, int]) -> frozenset[str]:
    """Skills for which there is a post among these, by role."""
    return frozenset(skill for role, n in posts.items() if n > 0 for skill in settings.staffing.roles[role].skills)


def skills_from_days(settings: Settings, unit: str) -> dict[float, frozenset[str]]:
    """Skills for which the unit has a post, by the day from which that is so: -inf, then each step within the run."""
    return {day: _skills_of(settings, posts) for day, posts in _posts_from_days(settings, unit).items()}


def skills_on(day: float, from_days: Mapping[float, frozenset[str]]) -> frozenset[str]:
    """Skills for which a unit has a post on a day: those since the last change (`skills_from_days`)."""
    return from_days[max(since for since in from_days if since <= day)]


def most_posts_for(settings: Settings, unit: str, skill: str) -> int:
    """The most posts that a unit has for a skill at any time within the run."""
    roles = settings.staffing.roles
    return max(
        sum(n for role, n in posts.items() if n > 0 and skill in roles[role].skills)
        for posts in _posts_from_days(settings, unit).values()
    )


def _posts_from_days(settings: Settings, unit: str) -> dict[float, Mapping[str, int]]:
    """Posts of the unit by role, by the day from which that is so: -inf, then each step within the run.

    Posts that the plan takes whatever their role count as if they went by the shares of the roles.
    """
    staffing, steps = settings.staffing, settings.staffing.plan
    changes = [(steps[name].date, by_role) for name, by_role in plan_by_role(staffing, unit).items()]
    for name, by_unit in posts_retrained(settings).items():
        of, posts = settings.capacity.retraining[name], by_unit.get(unit, 0)
        changes.append((of.date, {of.from_role: -posts, of.to_role: posts}))
    there: Mapping[str, int] = posts_by_role(staffing, unit)
    found = {-np.inf: there}
    for date, by_role in sorted(changes, key=lambda change: change[0]):
        starts = (date - settings.run.start).days
        if starts >= settings.run.horizon_days:
            continue
        there = {role: there.get(role, 0) + by_role.get(role, 0) for role in [*there, *by_role]}
        found[float(starts) if starts > 0 else -np.inf] = there
    return found


def home_from_days(settings: Settings) -> NDArray[np.float64]:
    """Days from which some unit has posts for other skills than before; -inf first."""
    days = {-np.inf}
    for unit in settings.staffing.units:
        before: frozenset[str] = frozenset()
        for day, skills in skills_from_days(settings, unit).items():
            if skills != before:
                days.add(day)
            before = skills
    return np.array(sorted(days))


def home_teams(settings: Settings, names: Names) -> NDArray[np.int32]:
    """The unit itself; the national unit for steps that it does for all or that the unit has no post for that day.

    Where the national unit has none either, then or later, the work waits at the unit, if that ever has one.
    """
    from_days = home_from_days(settings)
    home = np.full((len(from_days), len(names.teams), len(names.skills)), rules.NOBODY, dtype=np.int32)
    national = names.team(settings.triage.team)
    of_units = {unit: skills_from_days(settings, unit) for unit in names.units}
    has = {unit: [skills_on(day, of_unit) for day in from_days] for unit, of_unit in of_units.items()}
    home[:, :, 0] = national
    for number, team in enumerate(names.teams):
        home[:, number, names.own_work_skill] = number
        if team in names.pools:
            continue
        for step, kind in settings.casework.steps.items():
            if kind.national_team is not None:
                home[:, number, names.skill(step)] = names.team(kind.national_team)
                continue
            here, there = ([step in skills for skills in has[unit]] for unit in (team, settings.triage.team))
            for row in range(len(from_days)):
                stays = here[row] or (any(here) and not any(there[row:]))
                home[row, number, names.skill(step)] = number if stays else national
    return home


def teams_asked(queue_of_team: list[int]) -> NDArray[np.int32]:
    """All teams, queue by queue, in the order in which they are asked for a step after the team at which it waits."""
    return np.argsort(queue_of_team, kind="stable").astype(np.int32)
