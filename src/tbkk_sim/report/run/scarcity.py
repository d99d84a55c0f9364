"""Sentences on work that nobody in reach can do, and on specialists who are asked along too often."""

import math
from collections.abc import Sequence

from tbkk_sim.report.kit.labels import step_label, team_label, within
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.people_asked import PeopleAsked
from tbkk_sim.settings import Settings


def role_label(say: Say, settings: Settings, role: str) -> str:
    """Label of a role."""
    return say(settings.staffing.roles[role].label)


def role_within(say: Say, settings: Settings, role: str) -> str:
    """Label of a role inside a sentence."""
    return within(role_label(say, settings, role))


def out_of_reach(say: Say, settings: Settings, asked: PeopleAsked) -> str:
    """State which work nobody in reach can do, or which specialists are asked along too often; empty if none is.

    Args:
        say: The language.
        settings: The settings of the run.
        asked: What is asked of whom over the whole run.
    """
    years = settings.run.length_years
    if asked.by_nobody:
        (unit, _), nobodys = max(asked.by_nobody.items(), key=lambda each: each[1])
        skills = skills_listed(say, settings, [skill for of, skill in asked.by_nobody if of == unit])
        team, n = team_label(say, settings, unit), say.count(nobodys / years)
        return say(words.SCARCEST_NONE, skills=skills, team=team, n=n)
    along = max((pool for pool in asked.along if pool.short_hours), key=lambda pool: pool.load, default=None)
    if along is None:
        return ""
    phrase = words.SCARCEST_NONE_ALONG if math.isinf(along.load) else words.SCARCEST_ALONG
    label, hours = team_label(say, settings, along.team), say.count(along.hours / years)
    return say(phrase, team=label, n=say.load(along.load), hours=hours)


def skills_listed(say: Say, settings: Settings, skills: Sequence[str]) -> str:
    """Kinds of work inside a sentence."""
    return say.listed([within(step_label(say, settings, name)) for name in skills])
