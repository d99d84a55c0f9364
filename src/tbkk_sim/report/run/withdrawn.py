"""Sentences on posts that are not there: where the work goes, who is there without a post, who is below the minimum."""

import math

from tbkk_sim.model.home_teams import skills_before_plan
from tbkk_sim.model.withdrawn import Withdrawn, withdrawn
from tbkk_sim.report.kit.labels import team_label
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import withdrawn_phrases as words
from tbkk_sim.report.run.people_asked import Central
from tbkk_sim.report.run.scarcity import skills_listed
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import TRIAGE

LEAST_ABOVE_FTE = 0.05
"""Fewer people than this above the posts are written as none."""


def work_without_posts(say: Say, settings: Settings, mean: Central | None = None) -> list[str]:
    """For each unit without posts of a kind: from when, where that work goes, and the work left open.

    Units that have too few posts to come up to their minimum on any day come last.

    Args:
        say: The language.
        settings: The run.
        mean: Its key figures; None: it has not run yet.
    """
    said: dict[str, list[str]] = {}
    for each in withdrawn(settings):
        said.setdefault(each.unit, []).extend(_sentences(say, settings, each))
    for unit, sentences in said.items():
        n = math.nan if mean is None else mean("open_end", unit)
        if n > 0:
            sentences.append(say(words.OPEN_OF_UNIT, n=say.count(n), unit=team_label(say, settings, unit)))
    of_minimum = [
        say(
            words.BELOW_MINIMUM,
            unit=team_label(say, settings, unit),
            posts=say.number(posts),
            minimum=say.exact(minimum),
        )
        for unit, posts, minimum in units_below_minimum(settings)
    ]
    return [*(" ".join(dict.fromkeys(sentences)) for sentences in said.values()), *of_minimum]


def units_below_minimum(settings: Settings) -> list[tuple[str, int, float]]:
    """Return the units that have posts but never as many as their minimum, with their most posts and that minimum."""
    staffing, run = settings.staffing, settings.run
    found = []
    for name, unit in staffing.units.items():
        posts = most = unit.posts
        for _, step in staffing.plan_in_order():
            if step.unit == name and step.date <= run.end:
                posts += step.posts
                most = max(most, posts)
        if 0 < most * (1 + staffing.hiring.hire_ahead_share) < unit.minimum_fte:
            found.append((name, most, unit.minimum_fte))
    return found


def more_people_than_posts(say: Say, settings: Settings, mean: Central) -> str:
    """State in which units of withdrawn posts there are more people than posts; empty: in none."""
    above = {
        unit: mean("occupancy_fte", unit) + mean("vacancy_fte", unit) - mean("establishment_fte", unit)
        for unit in units_of_withdrawn_posts(settings)
    }
    named = [
        say(words.ABOVE_POSTS_UNIT, n=say.number(fte, 1), unit=team_label(say, settings, unit))
        for unit, fte in above.items()
        if fte >= LEAST_ABOVE_FTE
    ]
    return say(words.ABOVE_POSTS, units=say.listed(named)) if named else ""


def units_of_withdrawn_posts(settings: Settings) -> list[str]:
    """Units of which the plan withdraws posts."""
    return list(dict.fromkeys(step.unit for step in settings.staffing.plan.values() if step.posts < 0))


def units_that_pass_work_on(settings: Settings) -> set[str]:
    """Units that have no posts for part of the run, so that their new cases are done elsewhere."""
    return {each.unit for each in withdrawn(settings) if each.goes_to is not None and not each.has_posts}


def _sentences(say: Say, settings: Settings, each: Withdrawn) -> list[str]:
    unit = team_label(say, settings, each.unit)
    from_start = each.day <= settings.run.start
    if each.until is None:
        span = say(words.FROM_START) if from_start else say(words.FROM_DAY, day=say.date(each.day))
    elif from_start:
        span = say(words.FROM_START_UNTIL, end=say.date(each.until))
    else:
        span = say(words.FROM_UNTIL_DAY, day=say.date(each.day), end=say.date(each.until))
    common = {"span": span, "unit": unit}
    if each.goes_to is None:
        cases = [step for step in each.steps if step != TRIAGE]
        found = [say(words.NOBODY_TO_JUDGE, **common)] if TRIAGE in each.steps else []
        if cases:
            found.append(say(words.WORK_WITHOUT_POSTS, **common, skills=skills_listed(say, settings, cases)))
        return found
    if from_start and not each.has_posts:
        idle = [say(words.WITHOUT_WORK)] if skills_before_plan(settings, each.unit) else []
        return [say(words.UNIT_NEVER_HAD_POSTS, **common), *idle]
    if from_start:
        return [say(words.KIND_NEVER_HAD_POSTS, **common, skills=skills_listed(say, settings, each.steps))]
    stays = say(words.WORK_STAYS if each.until is None else words.WORK_STAYS_UNTIL, unit=unit)
    if not each.has_posts:
        return [say(words.UNIT_WITHOUT_POSTS, **common), stays]
    skills = skills_listed(say, settings, each.steps)
    return [say(words.KIND_WITHOUT_POSTS, **common, skills=skills), stays]
