"""Settings by the names of scenarios, with overrides."""

import datetime as dt
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from tbkk_sim.api.inputs import names_of_scenarios, texts_of
from tbkk_sim.problem import Phrase, Problem, SettingsError
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import is_of_a_question, key_of, override_of, shown

Overrides = Mapping[str, Any] | Sequence[str]
"""Values by dotted key, or words as on the command line."""


def load(*scenarios: str, overrides: Overrides = (), config_dir: "str | PathLike[str] | None" = None) -> Settings:
    """Load and check the settings of a run.

    Args:
        *scenarios: Names of scenarios, stacked in this order; none: the baseline.
        overrides: Settings to change, as a mapping from dotted key to value (`{"run.replications": 2}`; the name of
            a group chooses one of its files: `{"run": "smoke"}`), or as a sequence of words as typed on the command
            line (`["run.replications=2", "~staffing.plan.limburg_2022"]`).
        config_dir: Folder of your own with `scenario/NAME.yaml`, beside the shipped ones.

    Returns:
        All inputs of one run. They cannot be changed; load them again with other overrides.

    Raises:
        SettingsError: a scenario, key or value is wrong. Its `problems` name for each the key, what is wrong with the
            value, what is allowed, and what was perhaps meant.

    Examples:
        >>> import tbkk_sim as ts
        >>> settings = ts.load("growth", "tools", overrides={"run.replications": 2})
        >>> settings.name, settings.run.replications
        ('growth+tools', 2)
    """
    from tbkk_sim.config.compose import load_settings

    names, words = names_of_scenarios(scenarios), overrides_as_typed(overrides)
    if problems := [problem for word in words if (problem := _not_of_a_run(word))]:
        raise SettingsError(problems)
    if names:
        chosen = names[0] if len(names) == 1 else f"[{','.join(names)}]"
        words.insert(0, f"+scenario={chosen}")
    return load_settings(words, None if config_dir is None else str(config_dir))


def overrides_as_typed(overrides: Overrides) -> list[str]:
    """Return overrides as one types them on the command line.

    Raises:
        SettingsError: they are something else.
    """
    allowed = Phrase("a mapping from dotted key to value, or words as on the command line")
    if not isinstance(overrides, Mapping):
        return texts_of("overrides", overrides, allowed)
    keys = texts_of("overrides", list(overrides), allowed)
    return [override_of(key, _plain(overrides[key])) for key in keys]


def _not_of_a_run(word: str) -> Problem | None:
    """Return what is wrong with an override that is of something else than the settings of a run."""
    if is_of_a_question(word):
        hint = Phrase('write ts.tune(settings, "where", overrides=...)')
        return Problem(shown(word), Phrase("is of a question about staffing, not of a run"), hint)
    if key_of(word).partition(".")[0] == "hydra":
        says = Phrase("is of the command line, and would have no effect here")
        return Problem(shown(word), says, Phrase("write ts.run(settings, folder=...) to choose the folder of a run"))
    return None


def _plain(value: Any) -> Any:
    """Return a value with its dates as texts, and numbers of NumPy as those of Python."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
