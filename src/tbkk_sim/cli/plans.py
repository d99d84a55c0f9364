"""The plans of the what-if page: composed from what was typed and what was changed by hand."""

import re
import threading
from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import DictConfig, OmegaConf, open_dict

from tbkk_sim.config.changes import changes_of
from tbkk_sim.config.compose import compose, load_settings, make_loader, settings_of
from tbkk_sim.config.paths import SCENARIO, conf_dir
from tbkk_sim.config.scenario_file import command_of, override_of, put, scenario_text, typed_as_file
from tbkk_sim.problem import Phrase, SettingsError
from tbkk_sim.runs.changes import Changes
from tbkk_sim.settings import Settings
from tbkk_sim.system.in_place import is_reserved, take_away, write_whole
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.levers import PlanChange
from tbkk_sim.whatif.plans import PlanError, Saved, refused

Composed = tuple[DictConfig, DictConfig]
"""A config, and what of it is for Hydra itself."""
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_one_at_a_time = threading.Lock()
"""Hydra keeps what it composes in one place for all threads."""


class ComposedPlans:
    """Plans that differ by hand from the run that these overrides describe."""

    def __init__(self, typed: Sequence[str], config_dir: str | None, save_in: Path) -> None:
        self.typed, self.config_dir, self.save_in = list(typed), config_dir, save_in
        self._composed: dict[tuple[str, ...], Composed] = {}
        """The configs without values that are changed by hand, as reading all files takes a second."""

    def settings(self, change: PlanChange) -> Settings:
        """The settings as typed, changed."""
        groups = tuple(f"{group}={option}" for group, option in change.groups.items())
        values = [override_of(path, value) for path, value in change.values.items()]
        with _one_at_a_time:
            try:
                if groups not in self._composed:
                    self._composed[groups] = compose(make_loader(config_dir=self.config_dir), [*self.typed, *groups])
                return settings_of(*_with_values(self._composed[groups], values))
            except SettingsError as error:
                raise refused(error) from None

    def without_effect(self, settings: Settings) -> Changes:
        """Find what was typed or is set by a scenario, and has no effect in these settings."""
        with _one_at_a_time:
            return changes_of(settings)

    def save(self, name: str, question: str, change: PlanChange) -> Saved:
        """Write scenario/`name`.yaml in the folder of the user, and see that it gives the same settings."""
        folder = self.save_in / SCENARIO
        path = folder / f"{name}.yaml"
        if not NAME.fullmatch(name) or is_reserved(name):
            raise PlanError(Phrase(phrases.NOT_A_NAME, name=name))
        if path.exists() or (conf_dir() / SCENARIO / path.name).exists():
            raise PlanError(Phrase(phrases.NAME_TAKEN, name=name))
        wanted = self.settings(change)
        command = command_of(self.save_in, name)
        try:
            defaults, values = typed_as_file(self.typed, [p.name for p in conf_dir().iterdir() if p.is_dir()])
        except SettingsError as error:
            raise refused(error) from None
        defaults = [d for d in defaults if not (isinstance(d, dict) and _group(d) in change.groups)]
        defaults += [{f"override /{group}": option} for group, option in change.groups.items()]
        for setting, value in change.values.items():
            put(values, setting, value)
        values.pop("question", None)
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, scenario_text(command, question, defaults, values))
        with _one_at_a_time:
            self._check(path, name, wanted)
        return Saved(path, command)

    def _check(self, path: Path, name: str, wanted: Settings) -> None:
        """A file that says something else than the page must not stay."""
        try:
            found = load_settings([f"+{SCENARIO}={name}"], str(self.save_in))
        except SettingsError as error:
            take_away(path)
            raise refused(error) from None
        said = {"name": wanted.name, "question": wanted.question}
        if found.model_copy(update=said) != wanted:
            take_away(path)
            raise PlanError(Phrase(phrases.NOT_THE_SAME))


@lru_cache(maxsize=4)
def composed_plans(typed: tuple[str, ...], config_dir: str | None, save_in: Path) -> ComposedPlans:
    """The plans of one page, kept while it is served."""
    return ComposedPlans(typed, config_dir, save_in)


def _with_values(composed: Composed, overrides: list[str]) -> Composed:
    """Put values into a config as Hydra does at its end."""
    config, of_hydra = deepcopy(composed)
    for override in OverridesParser.create().parse_overrides(overrides):
        OmegaConf.update(config, override.key_or_group, override.value(), merge=True, force_add=True)
    with open_dict(of_hydra):
        of_hydra.overrides.task.extend(overrides)
    return config, of_hydra


def _group(default: dict[str, str]) -> str:
    return next(iter(default)).removeprefix("override /").split("@")[0]
