"""Gaps between work and the people who can do it: the scarcest skills, of which team, and sentences on them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tbkk_sim.metrics.key_figures.skill_load import scarcest_skills
from tbkk_sim.model.names import names_of, skill_bits
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.labels import step_label, team_label, within
from tbkk_sim.report.kit.say import Say
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL

Central = Callable[[str, str], float]
"""Value of a key figure of a team as pages give it, for all classes over the whole run (view.central); NaN: none."""


@dataclass(frozen=True, slots=True)
class Load:
    """A load of a run as a whole, and of the skills that are scarcest."""

    mean: float
    """Hours of work of its kind to hours available; inf: nobody is there, NaN: not known."""
    largest: float
    """The same, of the skills and the team where it is largest in the middle of the replications."""
    team: str
    skills: tuple[str, ...]
    """Steps that make up the largest load; of a pool whose specialists work along none."""
    hours_per_year: float = math.nan
    """Mean hours of those who can do one of these steps (or are of that pool)."""

    @property
    def nobody(self) -> bool:
        """There is work, and in some replication nobody at all to do it."""
        return math.isinf(self.mean)

    @property
    def short(self) -> bool:
        """More is asked than can be done: on average, or of those who have some skill."""
        return self.mean > 1 or self.largest > 1

    @property
    def is_uneven(self) -> bool:
        """True if more is asked of those who have some skill than of all on average."""
        return not self.nobody and self.largest > self.mean * 1.005


HOURS_OF_LOAD = {"severe": "severe", "agreed": "agreed", "all": "demanded"}
"""Kinds of load, each with the word in the names of its hours."""


def load_of_run(settings: Settings, mean: Central, kind: str = "severe") -> Load:
    """Read a load of a run from its key figures.

    Args:
        settings: The settings of the run.
        mean: Its key figures.
        kind: severe (severe work and judging), agreed (with what was agreed) or all (with all that comes in).
    """
    names = names_of(settings)
    along = {step.together_with for step in settings.casework.steps.values()}
    groups = [ALL] if settings.collaboration.one_queue else list(names.units)
    loads = {
        team: mean(f"largest_load_{kind}", team) for team in (*groups, *(pool for pool in names.pools if pool in along))
    }
    known = {team: load for team, load in loads.items() if not math.isnan(load)}
    if not known:
        return Load(mean(f"load_{kind}", ALL), math.nan, ALL, ())
    team = max(known, key=lambda name: known[name])
    if team in names.pools:
        return Load(
            mean(f"load_{kind}", ALL), known[team], team, (), mean("hours_available", team) / settings.run.length_years
        )
    roles = settings.staffing.roles
    demanded = np.array([[mean(f"hours_{HOURS_OF_LOAD[kind]}_{skill}", team)] for skill in names.skills[:-1]])
    available = np.array([[mean(f"hours_available_{role}", team)] for role in roles])
    found = scarcest_skills(
        np.nan_to_num(demanded), np.nan_to_num(available), [skill_bits(names, role.skills) for role in roles.values()]
    )
    tightest = found.sets[found.set_number[0]]
    asked = tuple(names.skills[skill] for skill in tightest if demanded[skill, 0] > 0)
    able = [not {names.skills[skill] for skill in tightest}.isdisjoint(role.skills) for role in roles.values()]
    hours = float(np.nansum(available[able])) / settings.run.length_years
    return Load(mean(f"load_{kind}", ALL), known[team], team, asked, hours)


def scarcest(say: Say, settings: Settings, load: Load) -> str:
    """The skills with the highest load, and the load; empty where that is not known, or is the same for all."""
    if not load.is_uneven:
        return ""
    amount, hours = say.number(load.largest, 2 if load.largest < 2 else 1), say.count(load.hours_per_year)
    team = team_label(say, settings, load.team)
    if load.team in settings.collaboration.pools:
        phrase = phrases.SCARCEST_NONE_ALONG if math.isinf(load.largest) else phrases.SCARCEST_ALONG
        return say(phrase, team=team, n=amount, hours=hours)
    team = within(team) if load.team == ALL else team
    skills = skills_listed(say, settings, load.skills)
    phrase = phrases.SCARCEST_NONE if math.isinf(load.largest) else phrases.SCARCEST
    return say(phrase, team=team, skills=skills, n=amount, hours=hours)


def skills_listed(say: Say, settings: Settings, skills: Sequence[str]) -> str:
    """Kinds of work inside a sentence."""
    return say.listed([within(step_label(say, settings, name)) for name in skills])


def short_of_people(say: Say, settings: Settings, mean: Central) -> str:
    """State in a sentence or two that not all work can be done; empty when it can, or when that is not known."""
    load = load_of_run(settings, mean)
    if load.nobody:
        return say(phrases.LOAD_NOBODY_SOME)
    if not load.short:
        return ""
    phrase = phrases.LOAD_ABOVE if load.mean > 1 else phrases.LOAD_UNEVEN
    return f"{say(phrase, load=say.number(load.mean, 2))} {scarcest(say, settings, load)}".strip()
