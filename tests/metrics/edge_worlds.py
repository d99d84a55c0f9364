"""Small runs that together hold every edge of what key figures count, and the table of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.key_figures import key_figures
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.builders import LAB, changed
from tests.engine.random_capacity import with_capacity
from tests.engine.random_settings import in_step, random_settings, weighed_at_random, with_campaigns
from tests.engine.small_worlds import small_world
from tests.metrics.plain_story import Story, read_story
from tests.metrics.plain_table import Row, expected_rows
from tests.metrics.story import held_story, story


@dataclass(frozen=True)
class Told:
    """A run of which the key figures are recounted."""

    settings: Settings
    world: World
    parameters: Parameters
    log: EventLog

    @cached_property
    def rows(self) -> dict[Row, float]:
        """What the program says; inf: a row without a number."""
        return rows_of(key_figures(self.world, self.parameters, self.log))

    @cached_property
    def recounted(self) -> dict[Row, float]:
        """What is right."""
        return expected_rows(self.settings, self.world, self.parameters, self.log)

    @cached_property
    def story(self) -> Story:
        """What happened."""
        return read_story(self.settings, self.world, self.parameters, self.log)


def rows_of(table: pd.DataFrame) -> dict[Row, float]:
    """The rows of a tidy table; inf: a row without a number."""
    names = (table[column].astype(str) for column in ("key_figure", "period", "team", "priority_class"))
    rows = dict(zip(zip(*names, strict=True), table["value"].fillna(np.inf).tolist(), strict=True))
    assert len(rows) == len(table)
    return rows


def let_pass(settings: Settings, replication: int = 0, ties: bool = False) -> Told:
    """Simulate one replication; `ties`: in which many things happen at the same moment."""
    plan = Simulation(settings)
    world = plan.draw(replication)
    world = in_step(world) if ties else world
    return Told(settings, world, plan.parameters, plan.run(world).log)


def with_chain(steps: Iterable[str], classes: Iterable[str], number: int) -> dict[str, Any]:
    """Milestones at the ends of steps, and a chain of which a link is slow: what to change in settings."""
    first, *between, last = steps
    decision = {
        "takes": ["file_to_om", "no_offence"],
        "per_year": {"2021": 150, "2024": 250},
        "norm_days": 9,
        "severe_ahead_days": 4,
    }
    hearing = {"after": "decision", "share": 0.7, "norm_days": 12, "delay": {"mean_days": 4}, "severe_ahead_days": 90}
    order = {
        "after": "decision",
        "share": 0.2,
        "places": 2,
        "stay": {"mean_days": 30},
        "severe_ahead_days": 10 * (number % 3),
    }
    return {
        **{f"casework.steps.{step}.milestone": None for step in between},
        f"casework.steps.{first}.milestone": "identified",
        f"casework.steps.{last}.milestone": "searched",
        "chain": {
            "file_norm_days": 15,
            "links": {
                "decision": {
                    "label": "Decision",
                    "waiting_at_start": dict.fromkeys(classes, 2),
                    "oldest_days_at_start": 8.0,
                    **decision,
                },
                "hearing": {"label": "Hearing", "waiting_at_start": dict.fromkeys(list(classes)[:1], 3), **hearing},
                "order": {"label": "Order", **order},
                "aid": {"label": "Aid", "takes": ["alternative"], "stay": {"mean_days": 20, "family": "fixed"}},
            },
        },
    }


def random_world(number: int, changes: dict[str, Any] | None = None) -> Told:
    """A random configuration, in which besides some work is digital, load drives people away, and units have minima."""
    values = random_settings(number).model_dump(mode="json")
    step, unit = next(iter(values["casework"]["steps"])), next(iter(values["staffing"]["units"]))
    of_all = {
        f"casework.steps.{step}.digital": True,
        **with_chain(values["casework"]["steps"], values["casework"]["classes"], number),
        f"staffing.units.{unit}.minimum_fte": values["staffing"]["units"][unit]["posts"] * 0.7,
        "staffing.turnover.workload_leaving": 1.0,
        "staffing.hiring.hire_ahead_share": 0.5,
    }
    return let_pass(Settings.model_validate(changed(values, {**of_all, **(changes or {})})), ties=number % 2 == 1)


SELECTION: dict[str, Any] = {
    "assignment.order": "agreements",
    "agreements": {
        "few": {"label": "Few", "classes": {"light": 1.0}, "per_year": {2023: 200, 2024: 200}},
        "most": {"label": "Most", "classes": {"serious": 1.0}, "per_year": {2024: 100}},
    },
    "casework.classes.light.recurrence_share": 0.5,
    "casework.classes.light.recurrence_mean_days": 15,
    "casework.classes.light.lighter": {
        "short": {
            "hours": {"enrich": 1, "dossier": 1},
            "outcomes": {"alternative": 1.0},
            "finds_share": 0.5,
            "recurrence_share": 0.6,
        },
        "letter_or_visit": {"hours": {"enrich": 1}, "outcomes": {"letter_or_visit": 1.0}},
        "nothing": {"recurrence_share": 0.9},
    },
    "steering": {
        "policy": "by_backlog",
        "every_weeks": 1.0,
        "pressed_from_weeks": 0.5,
        "most_pressed_from_weeks": 2.0,
        "treatments": {"light": {"full": 0.3, "short": 0.3, "letter_or_visit": 0.3, "nothing": 0.1}},
        "treatments_when_pressed": {"light": {"full": 0.1, "short": 0.2, "letter_or_visit": 0.3, "nothing": 0.4}},
    },
}
"""Agreements, all treatments, and returns within weeks."""


PRICES: dict[str, Any] = {
    "price_year": 2020,
    "post_eur_per_year": 100_000.0,
    "civilian_eur_per_year": 80_000.0,
    "temporary_eur_per_year": 130_000.0,
    "reallocated_eur_per_year": 110_000.0,
    "borrowed_hour_eur": 100.0,
    "overtime_hour_eur": 60.0,
    "hire_eur": 20_000.0,
    "cohort_place_eur": 25_000.0,
    "retraining_eur": 15_000.0,
    "device_eur": 500.0,
}
"""No two alike."""
TOOLS: dict[str, Any] = {
    "casework.tools": {"search": 0.9, "dossier": 1.1},
    "costs.tools": {
        "search": {"licence_eur_per_year": 30_000.0, "purchase_eur": 50_000.0},
        "dossier": {"licence_eur_per_year": 7_000.0},
        "triage": {"purchase_eur": 3_000.0},
    },
    "costs.role_eur_per_year": {"detective": 105_000.0},
    "staffing.roles.clerk.civilian": True,
}
"""One tool with a price in use, two that are not; civilians, and a role with a price of its own."""


def leap_winter(changes: dict[str, Any] | None = None) -> Told:
    """Everything at once in a winter with a 29 February, with a kind of posts that is new to the coast."""
    roles = {
        "detective": {"label": "Detective", "skills": ["triage", "enrich", "search", "dossier"]},
        "clerk": {"label": "Clerk", "skills": ["triage", "enrich", "search"]},
    }
    return let_pass(
        small_world(
            "everything",
            {
                "run.start": "2023-12-11",
                "run.end": "2024-03-05",
                "demand.streams.image.reports_per_year": {2021: 1500, 2022: 1500},
                "demand.bursts": {"rush": {"stream": "image", "date": "2024-03-04", "days": 1, "reports": 60}},
                "triage.automatic_share": 0.2,
                "triage.hours_mean": 1.5,
                "collaboration.pools": {
                    "lab": {**LAB, "efficiency": 0.8, "own_work": {**LAB["own_work"], "norm_days": 10}},
                    "bench": {**LAB, "members": 1, "label": "Bench"},
                },
                "casework.proactive": {"serious": {"per_year": 40}},
                "casework.steps.search.digital": True,
                "staffing.roles": roles,
                "staffing.role_share": {"detective": 1.0},
                "staffing.units.coast.role_share": {"clerk": 1.0},
                "staffing.units.capital.minimum_fte": 6.0,
                "staffing.plan": {"grow": {"unit": "coast", "date": "2024-01-20", "posts": 3, "role": "detective"}},
                "costs": PRICES,
                **SELECTION,
                **with_chain(["enrich", "search"], ["acute", "serious", "light"], 1),
                **(changes or {}),
            },
        )
    )


WEIGHED: dict[str, Any] = {
    "demand.streams.image.reports_per_year": {2021: 2500, 2022: 2500},
    "demand.persons": {"further_reports_mean": 2.0, "further_within_days": 15},
    "triage.by_hand": {"sensitivity": 0.7, "specificity": 0.8, "closed_by_mistake_share": 0.05},
    "triage.by_system": {"sensitivity": 0.6, "specificity": 0.7, "closed_by_mistake_share": 0.1},
    "triage.flagged_share": 0.5,
    "triage.order": "arrival",
    "triage.automatic_above_reports": 15,
    "triage.assessment": {
        "enabled": True,
        "step": "enrich",
        "hours_mean": 1.0,
        "priority": 6,
        "sensitivity": 0.7,
        "specificity": 0.8,
        "closed_by_mistake_share": 0.1,
        "untraceable_share": 0.15,
        "retention_days": 4,
    },
    "casework.classes.light.expires": {"mean_days": 20},
    "casework.classes.serious.severe": True,
    "demand.streams.image.mix.serious": {"share": 0.25},
    "agreements": {"few": {"label": "Few", "classes": {"light": 1.0}, "per_year": {2023: 200, 2024: 200}}},
    "assignment.portfolio_by": "score",
}
"""Persons reported again and again, a desk and units that err, and traces that are soon gone."""


LABORATORY: dict[str, Any] = {
    "chain": {
        "examination": {
            "enabled": True, "step": "search", "devices_mean": 3.0, "capacity_devices_per_year": 900.0, "norm_days": 10,
        },
    },
}  # fmt: skip
"""A laboratory that has too little to do at first and too much later on."""

EXPOSURE = {"exposure": {"steps": ["enrich"], "leave_spells_per_year": 4.0, "leave_mean_days": 10.0}}


def desk(at_random: bool = False) -> Told:
    """The winter, with much to be judged; `at_random`: with persons of several units and classes."""
    of = leap_winter(WEIGHED)
    if not at_random:
        return of
    world = weighed_at_random(of.world, of.settings, 18)
    return Told(of.settings, world, of.parameters, simulate(world, of.parameters, "simpy"))


def random_worlds(*numbers: int) -> dict[str, Callable[[], Told]]:
    return {f"random {number}": partial(random_world, number) for number in numbers}


def with_more_people(number: int) -> Told:
    """A random configuration in which people come otherwise than by hiring."""
    settings = with_capacity(random_settings(number), number)
    return let_pass(Settings.model_validate(settings.model_dump() | {"costs": PRICES}))


WORLDS: dict[str, Callable[[], Told]] = {
    "leap winter": leap_winter,
    "story": lambda: Told(*story()),
    "held story": lambda: Told(*held_story()),
    "desk": desk,
    **random_worlds(130, 3, 109),
    "laboratory, exposure and tools": lambda: leap_winter({**LABORATORY, **EXPOSURE, **TOOLS}),
    "campaigns": lambda: let_pass(with_campaigns(random_settings(3), 3), ties=True),
    **{f"capacity {number}": partial(with_more_people, number) for number in (53, 22, 47)},
}
"""Those of the quick subset: they hold every edge, and each key figure that is ever above 0 is so there."""
MORE_WORLDS: dict[str, Callable[[], Told]] = {
    "desk at random": lambda: desk(at_random=True),
    **random_worlds(12, 31, 41, 55, 111, 132, 150),
    "capacity 132": partial(with_more_people, 132),
}


@cache
def told(name: str) -> Told:
    """A run by its name, once for all tests."""
    return {**WORLDS, **MORE_WORLDS}[name]()
