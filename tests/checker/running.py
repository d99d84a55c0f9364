"""Runs of an engine to be checked: random worlds, and scenarios as they are shipped or with a rule turned on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.engine import simulate
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.builders import LAB, first_days, small_settings
from tests.checker.breaches import Breaches
from tests.checker.checking import breaches_in
from tests.engine.random_capacity import with_capacity
from tests.engine.random_settings import in_step, random_settings, weighed_at_random, with_campaigns
from tests.engine.small_worlds import AGREEMENTS, BUSY, RULES

SCENARIOS = sorted(file.stem for file in (conf_dir() / "scenario").glob("*.yaml"))
WITH_A_RULE = {
    "deadline": ("assignment=deadline",),
    "acute work in office hours": ("casework.classes.acute.round_the_clock=false",),
    "a reserve, neighbours": ("+scenario=collaboration_wide", "+assignment.reserve_members.landelijke_eenheid=2"),
    "cases stay, few each": ("assignment.stays_with_investigator=true", "assignment.caseload_limit=4"),
    "specialists, one of them": (
        "+casework.steps.digital.together_with=digital_support", "collaboration.pools.digital_support.members=1",
    ),
    "one queue, first come": ("+scenario=[one_queue,first_come]",),
    "turns, pressure, judged in the regions": (
        "+scenario=[shares,by_backlog,regions_judge]", "steering.every_weeks=1", "steering.pressed_from_weeks=0.5",
        "steering.most_pressed_from_weeks=2",
    ),
    "the system takes over, persons are reported often, by score": (
        "++triage.automatic_above_reports=100", "demand.persons.further_reports_mean=3",
        "demand.persons.further_within_days=7", "triage.assessment.retention_days=60",
        "assignment.portfolio_by=score",
    ),
}  # fmt: skip
"""Overrides that turn a rule on that no scenario turns on, or not together with another."""

STAY = {"date": "2021-02-01", "months": 3}
SMALL_WITH_RULES: dict[str, dict[str, Any]] = {
    "much urgent work, neighbours": {
        **BUSY,
        "demand.streams.image.mix": {"acute": {"share": 0.08}, "serious": {"share": 0.1}, "light": {"share": 0.2}},
        "collaboration.neighbours": {"max_share": 0.5, "lends": "before_own_work"},
        "casework.classes.acute.round_the_clock": False,
    },
    "posts of a new kind": {
        "staffing.roles": {
            "looker": {"label": "Looker", "skills": ["triage", "enrich"]},
            "server": {"label": "Server", "skills": ["search", "dossier"]},
        },
        "staffing.role_share": {"looker": 0.4, "server": 0.6},
        "staffing.units.coast.posts": 1,
        "staffing.plan": {"more": {"unit": "coast", "role": None, "date": "2021-07-01", "posts": 5}},
    },
    "the last posts of a kind go": {
        "staffing.roles": {
            "looker": {"label": "Looker", "skills": ["triage", "enrich"]},
            "server": {"label": "Server", "skills": ["search", "dossier"]},
        },
        "staffing.role_share": {"looker": 0.5, "server": 0.5},
        "staffing.units.coast.posts": 4,
        "staffing.plan": {
            "fewer": {"unit": "coast", "role": "server", "date": "2021-04-01", "posts": -2},
            "again": {"unit": "coast", "role": "server", "date": "2021-10-01", "posts": 1},
        },
    },
    "people who are retrained, lent and hired for a time": {
        **BUSY,
        "collaboration.pools": {"lab": LAB},
        "staffing.roles": {
            "looker": {"label": "Looker", "skills": ["triage", "enrich", "dossier"]},
            "server": {"label": "Server", "skills": ["search", "dossier"]},
        },
        "staffing.role_share": {"looker": 0.6, "server": 0.4},
        "staffing.units.coast": {"label": "Coast", "posts": 5, "role_share": {"looker": 1.0}},
        "capacity": {
            "reallocation": {"a": {**STAY, "from_pool": "lab", "unit": "coast", "role": "server", "people": 3}},
            "temporary": {"b": {**STAY, "unit": "capital", "role": "looker", "people": 2}},
            "retraining": {
                "c": {"from_role": "looker", "to_role": "server", "people": 5, "date": "2021-03-10", "course_months": 1}
            },
            "overtime": {"d": {"date": "2021-04-01", "months": 2, "extra_share": 0.2, "back_share": 0.8}},
        },
    },
    "few in hand, steered, misjudged": {**RULES["everything"], "triage.automatic_share": 0.0},
    "owed beside what is as urgent": {
        **BUSY,
        **AGREEMENTS,
        "agreements": {"light": {"label": "Light", "classes": {"light": 1.0}, "per_year": {2021: 900}}},
        "run.start": "2021-10-01",
        "run.end": "2022-03-31",
    },
    "few in hand, beside simple interventions": {
        **BUSY,
        **AGREEMENTS,
        "agreements": {
            "light": {"label": "Light", "classes": {"light": 1.0}, "per_year": {2021: 900}, "simple": True},
        },
        "assignment.in_hand_limit_per_investigator": 1.0,
    },
    "judges kept free": {
        "triage.automatic_share": 0.0,
        "triage.hours_mean": 2.0,
        "demand.streams.image.mix": {"acute": {"share": 0.08}, "serious": {"share": 0.05}, "light": {"share": 0.1}},
        "triage.units_judge": "when_idle",
        "staffing.roles": {
            "detective": {"label": "Detective", "skills": ["triage", "enrich", "search", "dossier"]},
            "judge": {"label": "Judge", "skills": ["triage"]},
        },
        "staffing.units.coast": {"label": "Coast", "posts": 2, "role_share": {"detective": 0.5, "judge": 0.5}},
        "assignment.reserve_members": {"capital": 3},
        "collaboration.national_helps": {"max_share": 1.0, "lends": "before_own_work"},
        "casework.classes.acute.round_the_clock": False,
    },
    "urgent work beside what takes two": {
        **BUSY,
        "casework.steps.search.in_pairs": True,
        "demand.streams.image.mix": {"acute": {"share": 0.05}, "serious": {"share": 0.1}, "light": {"share": 0.05}},
        "staffing.roles": {
            "detective": {"label": "Detective", "skills": ["triage", "enrich", "search", "dossier"]},
            "searcher": {"label": "Searcher", "skills": ["search"]},
        },
        "staffing.role_share": {"detective": 0.5, "searcher": 0.5},
    },
    "held and found to be urgent": {
        **BUSY,
        "casework.steps.enrich.in_pairs": True,
        "demand.streams.image.mix": {"acute": {"share": 0.04}, "serious": {"share": 0.1}, "light": {"share": 0.05}},
        "staffing.roles": {
            "detective": {"label": "Detective", "skills": ["triage", "enrich", "search", "dossier"]},
            "enricher": {"label": "Enricher", "skills": ["enrich"]},
        },
        "staffing.role_share": {"detective": 0.5, "enricher": 0.5},
        "triage.by_hand": {"sensitivity": 0.5, "specificity": 0.9},
        "triage.by_system": {"sensitivity": 0.5, "specificity": 0.9},
        "triage.found_after_days": 1,
        "casework.classes.serious.hours": {"enrich": 8, "search": 40},
    },
    "seen as more urgent": {
        **BUSY,
        "demand.streams.image.mix": {"acute": {"share": 0.02}, "serious": {"share": 0.3}, "light": {"share": 0.02}},
        "staffing.units.capital.posts": 2,
        "staffing.units.coast.posts": 2,
        "casework.classes.serious.preempts": True,
        "triage.by_hand": {"sensitivity": 0.9, "specificity": 0.6},
        "triage.by_system": {"sensitivity": 0.9, "specificity": 0.6},
        "casework.classes.serious.hours": {"enrich": 40},
        "triage.found_after_days": 2,
    },
}  # fmt: skip
"""Changes to the small settings in which rules meet that seldom do."""


@dataclass(frozen=True)
class Checked:
    """What the checker finds in one run."""

    name: str
    n_events: int
    breaches: Breaches


def check(name: str, settings: Settings, world: World, engine: str) -> Checked:
    """Run an engine, and check what it makes of a world."""
    log = simulate(world, compile_parameters(settings), engine)
    return Checked(name, len(log), breaches_in(log, settings, world))


def check_random_world(number: int, engine: str = "simpy") -> Checked:
    """Check a world of random settings; in every second one, all times are rounded so that they tie.

    In two of each five there are campaigns, if there is a treatment for one. In two of each three persons are reported
    again in any class and unit, and weighed as chance has it.
    """
    settings = random_settings(number)
    if number % 5 in (1, 3):
        settings = with_campaigns(settings, number)
    world = draw_world(settings, number % 3)
    if number % 3:
        world = weighed_at_random(world, settings, number)
    return check(f"random world {number}", settings, in_step(world) if number % 2 else world, engine)


def check_world_with_more_people(number: int, engine: str = "simpy") -> Checked:
    """Check a world of random settings in which people come otherwise than by hiring."""
    settings = with_capacity(random_settings(number), number)
    return check(f"random world {number} with more people", settings, draw_world(settings, number % 3), engine)


def check_small(name: str, engine: str = "simpy") -> Checked:
    """Check the small settings with rules that seldom meet."""
    settings = small_settings(SMALL_WITH_RULES[name])
    return check(name, settings, draw_world(settings, 0), engine)


def check_overrides(name: str, overrides: Iterable[str], days: int, engine: str = "simpy") -> Checked:
    """Check the first days of a run with overrides as on the command line."""
    settings = first_days(load_settings(list(overrides)), days)
    return check(name, settings, draw_world(settings, 0), engine)
