"""Kinds of work that the settings ask for, and whether somebody in reach is able to do each."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model.expected_hours import mean_hours
from tbkk_sim.model.home_teams import home_teams, most_posts_for, skills_before_plan, skills_from_days
from tbkk_sim.model.names import Names, names_of
from tbkk_sim.problem import Phrase, Problem, listed
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import TRIAGE


def needed_skills(settings: Settings) -> list[str]:
    """All kinds of work that somebody has to do, in alphabetical order.

    These are the steps with hours in some class, however it is treated, triage where people do it, and the step of the
    assessment.
    """
    classes = settings.casework.classes.values()
    of_ways = [*map(mean_hours, classes), *(mean_hours(way) for of in classes for way in of.lighter.values())]
    needed = {step for of_steps in of_ways for step, hours in of_steps.items() if hours > 0}
    if settings.triage.enabled and settings.triage.automatic_share < 1:
        needed.add(TRIAGE)
    if settings.triage.enabled and settings.triage.assessment.enabled:
        needed.add(settings.triage.assessment.step)
    return sorted(needed)


def check_every_step_can_be_done(settings: Settings) -> list[Problem]:
    """Name each step with hours that nobody in reach is able to do; empty when all can be done."""
    names = names_of(settings)
    home = home_teams(settings, names)
    problems = []
    withdrawn: dict[str, list[str]] = {}
    for step in needed_skills(settings):
        for unit in names.units:
            team = names.units[home[0, names.team(unit), names.skill(step)]]
            if not any(step in skills for skills in skills_from_days(settings, team).values()):
                if step in skills_before_plan(settings, team):
                    withdrawn.setdefault(team, []).append(step)
                    break
                says = (
                    "nobody there is able to do '{step}', which waits there for {unit}; "
                    "give a role with that skill a share in {team}, or another national_team"
                )
                problems.append(Problem(f"staffing.units.{team}", Phrase(says, step=step, unit=unit, team=team)))
                break
    for team, steps in withdrawn.items():
        problems += _withdrawn_on_the_first_day(settings, team, steps)
    return problems + list(_done_by_two(settings, names, home))


def _done_by_two(settings: Settings, names: Names, home: NDArray[np.int32]) -> Iterator[Problem]:
    """Name each step with hours that two members do together, and that waits at a unit with one post for it."""
    for step in needed_skills(settings):
        if step not in settings.casework.steps or not settings.casework.steps[step].in_pairs:
            continue
        told = set()
        for unit in names.units:
            for team in dict.fromkeys(names.units[n] for n in home[:, names.team(unit), names.skill(step)].tolist()):
                if team not in told and most_posts_for(settings, team, step) == 1:
                    told.add(team)
                    says = (
                        "has one post for '{step}', which two do together and which waits there for "
                        "{unit}; allowed: two or more of roles with that skill, another national_team, or "
                        "casework.steps.{step}.in_pairs: false"
                    )
                    yield Problem(f"staffing.units.{team}", Phrase(says, step=step, unit=unit))


def _withdrawn_on_the_first_day(settings: Settings, unit: str, steps: Sequence[str]) -> Iterator[Problem]:
    """Name the steps of the plan with which a unit begins without a post for work that no other unit does."""
    says = (
        "{posts} on the first day leaves no post in {unit} for {steps}, which no other unit does; "
        "allowed: fewer posts withdrawn, or on a later day"
    )
    for name, planned in settings.staffing.plan.items():
        if planned.unit == unit and planned.posts < 0 and planned.date <= settings.run.start:
            values = {"posts": planned.posts, "unit": unit, "steps": listed(steps)}
            yield Problem(f"staffing.plan.{name}.posts", Phrase(says, **values))
