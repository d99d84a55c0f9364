"""Runs of an engine to be checked: random worlds, and scenarios as they are shipped or with a rule turned on."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from builders import small_settings
from checker.breaches import Breaches
from checker.checking import breaches_in
from engine.random_settings import in_step, random_settings
from engine.small_worlds import BUSY, RULES
from tbkk_sim.cli.compose import load_settings
from tbkk_sim.cli.paths import conf_dir
from tbkk_sim.domain.rulebook import make_rulebook
from tbkk_sim.engine import simulate
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import OUTCOMES
from tbkk_sim.world.draw import draw_world
from tbkk_sim.world.world import World

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
}  # fmt: skip
"""Overrides that turn a rule on that no scenario turns on, or not together with another."""

SMALL_WITH_RULES: dict[str, dict[str, Any]] = {
    "much urgent work, neighbours": {
        **BUSY,
        "demand.streams.image.mix": {"acute": {"share": 0.08}, "serious": {"share": 0.1}, "light": {"share": 0.2}},
        "collaboration.neighbours": {"max_share": 0.5, "lends": "before_own_work"},
        "casework.classes.acute.round_the_clock": False,
    },
    "few in hand, steered, misjudged": {**RULES["everything"], "triage.automatic_share": 0.0},
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
    log = simulate(world, make_rulebook(settings), engine)
    return Checked(name, len(log), breaches_in(log, settings, world))


def check_random_world(number: int, engine: str = "simpy") -> Checked:
    """Check a world of random settings; in every second one, all times are rounded so that they tie."""
    settings = varied(random_settings(number), number)
    world = draw_world(settings, number % 3)
    return check(f"random world {number}", settings, in_step(world) if number % 2 else world, engine)


def check_small(name: str, engine: str = "simpy") -> Checked:
    """Check the small settings with rules that seldom meet."""
    settings = small_settings(SMALL_WITH_RULES[name])
    return check(name, settings, draw_world(settings, 0), engine)


def check_overrides(name: str, overrides: Iterable[str], days: int, engine: str = "simpy") -> Checked:
    """Check the first days of a run with overrides as on the command line."""
    start = load_settings(list(overrides)).run.start
    settings = load_settings([*overrides, f"run.end={start + dt.timedelta(days=days - 1)}"])
    return check(name, settings, draw_world(settings, 0), engine)


def varied(settings: Settings, number: int) -> Settings:
    """Random settings in which classes also differ in how they end, and not every case needs every step.

    A case needs at least one step in any case: the first step of each class is left as it is, or the last.
    """
    rng = np.random.default_rng([number, 1])
    values: dict[str, Any] = settings.model_dump(mode="json")
    for case_class in values["casework"]["classes"].values():
        ends = [outcome for outcome in OUTCOMES if rng.random() < 0.4] or [OUTCOMES[number % len(OUTCOMES)]]
        case_class["outcomes"] = dict.fromkeys(ends, 1 / len(ends))
        steps = list(case_class["hours"])
        for step in steps[1:] if rng.random() < 0.5 else steps[:-1]:
            if rng.random() < 0.5 and isinstance(case_class["hours"][step], float | int):
                share = [0.2, 0.6][rng.integers(2)]
                case_class["hours"][step] = {"mean_hours": case_class["hours"][step], "needed_share": share}
    return Settings.model_validate(values)
