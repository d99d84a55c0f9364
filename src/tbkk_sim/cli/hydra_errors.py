"""Errors of Hydra and YAML, in the words of a user."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import yaml
from hydra.core.config_loader import ConfigLoader
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException, MissingConfigException, OverrideParseException
from hydra.types import RunMode
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from tbkk_sim.cli.errors import closest, listed
from tbkk_sim.problem import Problem, SettingsError


@contextmanager
def explained(loader: ConfigLoader, overrides: Sequence[str], config_name: str) -> Iterator[None]:
    """Turn what Hydra and YAML raise while composing into a SettingsError."""
    try:
        yield
    except OverrideParseException as error:
        raise SettingsError([_unreadable(error)]) from None
    except MissingConfigException as error:
        raise SettingsError([_missing_file(error, loader)]) from None
    except HydraException as error:
        raise SettingsError([_composition(str(error), error.__cause__, loader, overrides, config_name)]) from None
    except OmegaConfBaseException as error:
        raise SettingsError([Problem(str(error.full_key or ""), str(error).splitlines()[0])]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{mark.name}, line {mark.line + 1}" if mark else ""
        raise SettingsError([Problem(place, f"is not valid YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        raise SettingsError([Problem("", f"a file is not valid YAML: {error}")]) from None
    except UnicodeDecodeError as error:
        raise SettingsError([Problem("", f"a config file is not text in UTF-8: {error}")]) from None
    except (ValueError, TypeError) as error:
        if not (said := _said_of_a_choice(error, overrides)):
            raise
        raise SettingsError([said]) from None


def _said_of_a_choice(error: Exception, overrides: Sequence[str]) -> Problem | None:
    """A group of the configuration for which something else than a name was given."""
    if not str(error).startswith(("Config group override", "can only concatenate str")):
        return None
    wrong = [o for o in overrides if re.fullmatch(r"[+]*[\w/@]+=\s*(?:null|\{.*\}|\[.*[\[{].*\]|[-\d.]+)\s*", o)]
    return Problem(wrong[0] if wrong else "", "chooses among the files of a group: give a name, as in run=smoke")


def _unreadable(error: OverrideParseException) -> Problem:
    override = error.override
    if "=" not in override:
        return Problem(override, "is not an override; write key=value, or +scenario=name")
    key = override.partition("=")[0]
    return Problem(override, "cannot be read", f"quote a value with special signs, such as \"{key}='a b, c'\"")


def _missing_file(error: MissingConfigException, loader: ConfigLoader) -> Problem:
    group, _, option = str(error.missing_cfg_file or "").strip("/").rpartition("/")
    options = loader.get_group_options(group) if group else []
    if options:
        says = f"there is no such {group}; allowed: {listed(options, 30)}"
        return Problem(f"{group}={option}", says, closest(option, options))
    return Problem(option or "config", str(error).splitlines()[0])


def _several_values(match: re.Match[str], _: Sequence[str]) -> Problem:
    key, _, values = match[1].partition("=")
    return Problem(
        match[1], "has several values", f'all in one run: "{key}=[{values}]"; a run for each: add --multirun'
    )


def _twice(match: re.Match[str], overrides: Sequence[str]) -> Problem:
    given = [override.lstrip("+").partition("=") for override in overrides]
    names = [name.strip("[]") for group, _, name in given if group == match[1]]
    return Problem(f"+{match[1]}", "is given more than once", f'stack them: "+{match[1]}=[{",".join(names)}]"')


def _without_plus(match: re.Match[str], overrides: Sequence[str]) -> Problem:
    value = next((value for group, _, value in (o.partition("=") for o in overrides) if group == match[1]), "...")
    return Problem(f"{match[1]}={value}", "this group has no choice to replace", f"write +{match[1]}={value}")


def _with_plus(match: re.Match[str], _: Sequence[str]) -> Problem:
    return Problem(f"+{match[1]}", "is there already", f"write {match[1]}=... without +")


def _cannot_merge(match: re.Match[str], _: Sequence[str]) -> Problem:
    return Problem(match[1], f"cannot be put on top of the rest: {match[2]}")


_WORDS = (
    (r"Ambiguous value for argument '(.*)'", _several_values),
    (r"Multiple values for (\w+)", _twice),
    (r"Could not override '(.*?)'\. No match in the defaults list", _without_plus),
    (r"Could not append to config\. An item is already at '(.*?)'", _with_plus),
    (r"In '(.*?)': \w+ raised while composing config:\s*(.*)", _cannot_merge),
)
"""What Hydra writes, and how it is said here."""


def _composition(
    message: str, cause: BaseException | None, loader: ConfigLoader, overrides: Sequence[str], config_name: str
) -> Problem:
    for pattern, say in _WORDS:
        if match := re.match(pattern, message):
            return say(match, overrides)
    if match := re.match(r"Could not override '(.*?)'\.?", message):
        return _unknown_key(match[1], cause, loader, overrides, config_name)
    return Problem("", message.strip().splitlines()[0] + (f" ({str(cause).splitlines()[0]})" if cause else ""))


def _unknown_key(
    key: str, cause: BaseException | None, loader: ConfigLoader, overrides: Sequence[str], config_name: str
) -> Problem:
    """A key that the composed config does not have: misspelt, or one that is not written there."""
    from tbkk_sim.cli.schema_errors import exists, fields_at

    others = [o for o in overrides if o.lstrip("+~").partition("=")[0] != key]
    try:
        config: Any = OmegaConf.to_container(loader.load_configuration(config_name, others, run_mode=RunMode.MULTIRUN))
    except (HydraException, OmegaConfBaseException, yaml.YAMLError, OSError):
        config = {}
    parts = key.split(".")
    for depth, part in enumerate(parts):
        above = parts[:depth]
        if above and not isinstance(config, Mapping):
            return Problem(key, f"'{'.'.join(above)}' is a single value; it has nothing below it")
        here = list(map(str, config)) if isinstance(config, Mapping) else []
        fields = fields_at(above)
        known = list(dict.fromkeys([*here, *fields])) if depth else [*fields, "hydra"]
        free_name = not fields and exists([*above, part])
        if part in here:
            config = config[part]
        elif part in fields or (free_name and not here):
            return Problem(key, "is not written in the config, so it must be added", f"write +{key}=...")
        else:
            where = f" of {'.'.join(above)}" if above else ""
            return Problem(
                key,
                f"'{part}' is not a setting{where}; allowed: {listed(known)}",
                closest(part, known, ".".join([*above, "{}", *parts[depth + 1 :]]))
                or (f"a new name is added with +{key}=..." if free_name else ""),
            )
    if new := _new_names(key, config, overrides):
        says = f"has no {listed(list(new))}; it has {listed(list(map(str, config))) or 'nothing yet'}"
        from tbkk_sim.settings.asked import quoted

        adding = " ".join(quoted(f"+{key}.{name}={value}") for name, value in new.items())
        return Problem(key, says, f"a new name is added by itself: {adding}")
    reason = f": {str(cause).splitlines()[0]}" if cause else ""
    return Problem(key, f"cannot have this value{reason}")


def _new_names(key: str, config: Any, overrides: Sequence[str]) -> dict[str, str]:
    """Names in the table that is given for a key, that the config does not have there, with their values as typed."""
    given = next((o for o in overrides if o.partition("=")[0] == key), "")
    if not given or not isinstance(config, Mapping):
        return {}
    override = OverridesParser.create().parse_override(given)
    table = override.value()
    if not isinstance(table, Mapping):
        return {}
    there = set(map(str, config))
    values = {str(getattr(name, "text", name)): value for name, value in table.items()}
    return {name: Override._get_value_element_as_str(value) for name, value in values.items() if name not in there}
