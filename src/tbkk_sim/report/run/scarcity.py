"""Sentences on gaps between work and the people who can do it: who is short, from when, and by how many fte."""

import math
from collections.abc import Sequence

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.labels import step_label, team_label, within
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.people_asked import Central, PeopleAsked, asked_of_people, scarcest_role
from tbkk_sim.settings import Settings


def role_label(say: Say, settings: Settings, role: str) -> str:
    """Label of a role."""
    return say(settings.staffing.roles[role].label)


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
        return say(phrases.SCARCEST_NONE, skills=skills, team=team, n=n)
    along = max((pool for pool in asked.along if pool.short_hours), key=lambda pool: pool.load, default=None)
    if along is None:
        return ""
    phrase = phrases.SCARCEST_NONE_ALONG if math.isinf(along.load) else phrases.SCARCEST_ALONG
    label, hours = team_label(say, settings, along.team), say.count(along.hours / years)
    return say(phrase, team=label, n=say.load(along.load), hours=hours)


def scarcest(say: Say, settings: Settings, asked: PeopleAsked) -> str:
    """State of which role most people are missing over the whole run, and where; empty where none are."""
    role = scarcest_role([asked])
    if not role or not asked.short_fte(role=role):
        return ""
    return say(
        phrases.SCARCEST,
        role=within(role_label(say, settings, role)),
        n=say.load(asked.load(role=role)),
        fte=say.number(asked.short_fte(role=role), 1),
        unit=team_label(say, settings, asked.worst_unit(role)),
    )


def skills_listed(say: Say, settings: Settings, skills: Sequence[str]) -> str:
    """Kinds of work inside a sentence."""
    return say.listed([within(step_label(say, settings, name)) for name in skills])


def short_of_people(say: Say, settings: Settings, mean: Central, roles: str = "") -> str:
    """State in a sentence or two that not all work can be done; empty when it can, or when that is not known.

    Args:
        say: The language.
        settings: The settings of a run.
        mean: Its key figures over the whole run.
        roles: Sentence on who is short and when; empty: the role that is shortest over the whole run is named.
    """
    asked = asked_of_people(settings, mean)
    if asked.nobody:
        return say(phrases.LOAD_NOBODY_SOME)
    if not asked.short:
        return ""
    phrase = phrases.LOAD_ABOVE if asked.mean > 1 else phrases.LOAD_UNEVEN
    found = out_of_reach(say, settings, asked) or roles or scarcest(say, settings, asked)
    return f"{say(phrase, load=say.number(asked.mean, 2))} {found}".strip()
