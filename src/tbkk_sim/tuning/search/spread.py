"""Posts spread over units by a rule of thumb, without simulation."""

from collections.abc import Sequence
from typing import Literal

from tbkk_sim.model.establishment import divide
from tbkk_sim.settings import Settings
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan

Rule = Literal["by_posts", "by_load"]


def spread(settings: Settings, posts: int, rule: Rule, frozen: Sequence[str], load: dict[str, float]) -> StaffingPlan:
    """Return a plan of so many posts more (or fewer) over the units that are not frozen.

    Args:
        settings: Settings of the run that is tuned.
        posts: Posts more; negative: posts less.
        rule: by_posts: in proportion to the posts that are there; by_load: such that hours demanded a post even out.
        frozen: Units that stay as they are.
        load: Hours demanded of each unit.
    """
    there = {name: unit.posts for name, unit in settings.staffing.units.items() if name not in frozen}
    if rule == "by_posts" or posts < 0:
        weights = {name: float(n) for name, n in there.items()}
        part = divide(abs(posts), weights)
        sign = 1 if posts >= 0 else -1
        return StaffingPlan.with_posts(
            {PostPlace(name): sign * min(n, there[name]) if sign < 0 else n for name, n in part.items()}
        )
    added = dict.fromkeys(there, 0)
    for _ in range(posts):
        neediest = max(added, key=lambda name: load.get(name, 0.0) / max(there[name] + added[name], 0.5))
        added[neediest] += 1
    return StaffingPlan.with_posts({PostPlace(name): n for name, n in added.items()})


def expected_load(settings: Settings) -> dict[str, float]:
    """Return the hours demanded of each unit in the first replication: triage, assessment and steps, by queue."""
    import numpy as np

    from tbkk_sim.model.parameters import compile_parameters
    from tbkk_sim.model.seconds import hours_of
    from tbkk_sim.sampling.draw import draw_reports
    from tbkk_sim.sampling.parameters import compile_reports
    from tbkk_sim.sampling.world import BY_HAND

    parameters = compile_parameters(settings)
    reports, steps = draw_reports(compile_reports(settings), 0)
    n_teams = len(parameters.names.teams)
    triaged = reports.triaged_by == BY_HAND
    hours = np.zeros(n_teams)
    hours[parameters.triage_team] += reports.triage_hours[triaged].sum()
    of_one_person = reports.person == np.arange(len(reports.person))  # a further report joins a case
    passed_on = (reports.triaged_class > 0) & (of_one_person | (reports.stream == parameters.returns_stream))
    assessed = np.flatnonzero(passed_on & (reports.assessment_seconds > 0))
    hours += np.bincount(
        parameters.home_of(
            reports.unit[assessed], np.array([parameters.assessment_skill]), reports.arrived_seconds[assessed]
        ),
        weights=hours_of(reports.assessment_seconds[assessed]),
        minlength=n_teams,
    )
    works = passed_on & (reports.assessed_class > 0) & (reports.trace_until_seconds > 0) & (reports.n_steps > 0)
    n_steps = np.where(works, reports.n_steps, 0).astype(np.int64)
    unit, arrived = np.repeat(reports.unit, n_steps), np.repeat(reports.arrived_seconds, n_steps)
    first = np.repeat(reports.first_step, n_steps)
    place = np.arange(n_steps.sum()) - np.repeat(np.cumsum(n_steps) - n_steps, n_steps)
    row = first + place
    home = parameters.home_of(unit, steps.skill[row], arrived)
    hours += np.bincount(home, weights=steps.hours[row], minlength=n_teams)
    return {name: float(hours[n]) for n, name in enumerate(parameters.names.units)}
