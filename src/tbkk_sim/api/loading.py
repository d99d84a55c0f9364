"""Settings by the names of scenarios, with overrides."""

import datetime as dt
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import override_of

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

    words = overrides_as_typed(overrides)
    if scenarios:
        chosen = scenarios[0] if len(scenarios) == 1 else f"[{','.join(scenarios)}]"
        words.insert(0, f"+scenario={chosen}")
    return load_settings(words, None if config_dir is None else str(config_dir))


def overrides_as_typed(overrides: Overrides) -> list[str]:
    """Return overrides as one types them on the command line."""
    if not isinstance(overrides, Mapping):
        return [overrides] if isinstance(overrides, str) else list(overrides)
    return [override_of(key, _plain(value)) for key, value in overrides.items()]


def _plain(value: Any) -> Any:
    """Return a value with its dates as texts."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
