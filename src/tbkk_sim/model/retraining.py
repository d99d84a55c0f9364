"""Posts whose role changes by retraining, unit by unit: what the settings say before anybody is drawn."""

from collections.abc import Mapping

from tbkk_sim.model.establishment import divide, plan_by_role, posts_by_role
from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import Retraining


def posts_retrained(settings: Settings) -> dict[str, dict[str, int]]:
    """Posts of each unit whose role a retraining changes, by the id of the retraining.

    Those of all units are divided by their posts of that role, as these are on the day.
    """
    found: dict[str, dict[str, int]] = {}
    for name, of in _in_order(settings):
        there = _posts_of_role(settings, found, name)
        if of.unit is not None:
            there = {of.unit: there[of.unit]}
        shares = divide(min(of.people, sum(there.values())), {unit: float(posts) for unit, posts in there.items()})
        found[name] = {unit: min(posts, there[unit]) for unit, posts in shares.items() if posts > 0}
    return found


def check_retraining(settings: Settings) -> list[Problem]:
    """Name each retraining of more posts of a role than there are on that day; empty when there are enough."""
    problems, before = [], posts_retrained(settings)
    for name, of in _in_order(settings):
        there = _posts_of_role(settings, before, name)
        posts = sum(there.values()) if of.unit is None else there[of.unit]
        if of.people > posts:
            says = "is {people}, while {unit} then has {posts} posts of role {role}; allowed: {posts} or fewer"
            if of.unit is None:
                says = "is {people}, while there then are {posts} posts of role {role}; allowed: {posts} or fewer"
            values = {"people": of.people, "posts": posts, "role": of.from_role, "unit": of.unit}
            problems.append(Problem(f"capacity.retraining.{name}.people", Phrase(says, **values)))
    return problems


def _in_order(settings: Settings) -> list[tuple[str, Retraining]]:
    """The retrainings as they begin."""
    return sorted(settings.capacity.retraining.items(), key=lambda item: item[1].date)


def _posts_of_role(settings: Settings, retrained: Mapping[str, Mapping[str, int]], name: str) -> dict[str, int]:
    """Posts of the role that a retraining changes, by unit: with the plan so far, and the retraining before it."""
    staffing, known = settings.staffing, settings.capacity.retraining
    role, day = known[name].from_role, known[name].date
    before = [other for other, _ in _in_order(settings)]
    before = before[: before.index(name)]
    posts = {}
    for unit in staffing.units:
        number = posts_by_role(staffing, unit).get(role, 0)
        for step, by_role in plan_by_role(staffing, unit).items():
            if staffing.plan[step].date <= day:
                number += by_role.get(role, 0)
        for other in before:
            changed = retrained.get(other, {}).get(unit, 0)
            number += changed * ((known[other].to_role == role) - (known[other].from_role == role))
        posts[unit] = max(number, 0)
    return posts
