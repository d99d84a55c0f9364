"""Writing a scenario file: what was typed and what was changed by hand, as one YAML that the command line can run."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override

from tbkk_sim.config.compose import is_scenario
from tbkk_sim.config.hydra_settings import plain
from tbkk_sim.config.paths import SCENARIO
from tbkk_sim.problem import wrong
from tbkk_sim.settings import asked

CHOSEN = "C: chosen by hand"
"""The source of the numbers, as provenance reads it."""


def typed_as_file(typed: Sequence[str], groups: Sequence[str]) -> tuple[list[Any], dict[str, Any]]:
    """Return the defaults list and the values that stand for overrides as typed.

    Args:
        typed: Overrides of one run.
        groups: Names of the groups of settings.

    Raises:
        SettingsError: a file cannot say the same.
    """
    scenarios: list[Any] = []
    chosen: list[Any] = []
    values: dict[str, Any] = {}
    for override in OverridesParser.create().parse_overrides(list(typed)):
        key, value = override.key_or_group, _plain(override)
        if is_scenario(key):
            scenarios += value if isinstance(value, list) else [value]
        elif key.lstrip("/").split("@")[0] in groups and isinstance(value, str):
            chosen.append({f"override /{key.lstrip('/')}": value})
        elif key != "hydra" and not key.startswith("hydra."):
            put(values, key.split("."), value)
    return [*scenarios, "_self_", *chosen], values


def put(values: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put a value at its place in nested values."""
    for key in path[:-1]:
        values = values.setdefault(key, {})
    values[path[-1]] = value


def scenario_text(command: str, question: str, defaults: Sequence[Any], values: Mapping[str, Any]) -> str:
    """The file: its command and its question first, then what it builds on, then its values by group of settings."""
    parts = [f"# @package _global_\n# {command}\n", _yaml({"question": question})]
    if list(defaults) != ["_self_"]:
        parts.append(_yaml({"defaults": list(defaults)}))
    for group, content in values.items():
        head, *rest = _yaml({group: content}).splitlines(keepends=True)
        parts.append("".join([head.rstrip("\n") + f"  # {CHOSEN}\n", *rest]))
    return "".join(parts)


def override_of(path: Sequence[str], value: Any) -> str:
    """An override that sets a value, whether it was there or not."""
    written = (
        value.isoformat() if isinstance(value, dt.date) else value if isinstance(value, str) else json.dumps(value)
    )
    return f"++{'.'.join(path)}={written}"


def command_of(folder: Path, name: str) -> str:
    """Return the command that runs a scenario of a folder of the user."""
    return asked.command_of("--config-dir", str(folder), f"+{SCENARIO}={name}")


def _plain(override: Override) -> Any:
    """The value of an override that a file can hold."""
    if override.is_delete() or override.is_sweep_override():
        raise wrong(str(override.input_line), "cannot be part of a scenario file; leave it out")
    return plain(override.value())


def _yaml(content: Mapping[str, Any]) -> str:
    return yaml.dump(dict(content), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Writes a value that occurs twice twice, instead of pointing to it."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (the signature is the library's)
        return True
