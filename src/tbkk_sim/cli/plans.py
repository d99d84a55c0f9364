"""The plans of the what-if page: composed from what was typed and what was changed by hand."""

import re
import threading
from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.cli.compose import compose, make_loader, settings_of
from tbkk_sim.cli.paths import conf_dir
from tbkk_sim.cli.scenario_file import SCENARIO, command_of, override_of, put, scenario_text, typed_as_file
from tbkk_sim.in_place import is_reserved, take_away, write_whole
from tbkk_sim.problem import Problem, SettingsError
from tbkk_sim.settings import Settings
from tbkk_sim.whatif import words
from tbkk_sim.whatif.levers import Change
from tbkk_sim.whatif.plans import PlanError, Saved

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_one_at_a_time = threading.Lock()
"""Hydra keeps what it composes in one place for all threads."""


class ComposedPlans:
    """Plans that differ by hand from the run that these overrides describe."""

    def __init__(self, typed: Sequence[str], config_dir: str | None, save_in: Path) -> None:
        self.typed, self.config_dir, self.save_in = list(typed), config_dir, save_in

    def settings(self, change: Change) -> Settings:
        """The settings as typed, changed."""
        by_hand = [f"{group}={option}" for group, option in change.groups.items()]
        by_hand += [override_of(path, value) for path, value in change.values.items()]
        with _one_at_a_time:
            try:
                return self._compose([*self.typed, *by_hand], self.config_dir)
            except SettingsError as error:
                raise PlanError(_said(error)) from None

    def save(self, name: str, question: str, change: Change) -> Saved:
        """Write scenario/`name`.yaml in the folder of the user, and see that it gives the same settings."""
        folder = self.save_in / SCENARIO
        path = folder / f"{name}.yaml"
        if not NAME.fullmatch(name) or is_reserved(name):
            raise PlanError(words.NOT_A_NAME, name=name)
        if path.exists() or (conf_dir() / SCENARIO / path.name).exists():
            raise PlanError(words.NAME_TAKEN, name=name)
        wanted = self.settings(change)
        command = command_of(self.save_in, name)
        try:
            defaults, values = typed_as_file(self.typed, [p.name for p in conf_dir().iterdir() if p.is_dir()])
        except SettingsError as error:
            raise PlanError(_said(error)) from None
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
            found = self._compose([f"+{SCENARIO}={name}"], str(self.save_in))
        except SettingsError as error:
            take_away(path)
            raise PlanError(_said(error)) from None
        said = {"name": wanted.name, "question": wanted.question}
        if found.model_copy(update=said) != wanted:
            take_away(path)
            raise PlanError(words.NOT_THE_SAME)

    def _compose(self, overrides: list[str], config_dir: str | None) -> Settings:
        return settings_of(*compose(make_loader(config_dir=config_dir), overrides))


def _group(default: dict[str, str]) -> str:
    return next(iter(default)).removeprefix("override /").split("@")[0]


def _said(error: SettingsError) -> str:
    def line(problem: Problem) -> str:
        return ": ".join(part for part in (problem.key, problem.says) if part)

    return "; ".join(line(problem) for problem in error.problems)
