"""Keys that were typed and that the composed config does not have: misspelt, or such that must be added with +."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from hydra.core.config_loader import ConfigLoader
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.types import RunMode
from omegaconf import OmegaConf

from tbkk_sim.problem import LONGEST_VALUE, Phrase, Problem, closest, listed
from tbkk_sim.settings.asked import key_of, quoted
from tbkk_sim.settings.renamed import classes_in, gone, new_key, renamed, with_new_key


def unknown_key(key: str, loader: ConfigLoader, overrides: Sequence[str], config_name: str) -> Problem | None:
    """Say what is wrong with a key that cannot be set, and what to type instead.

    Returns:
        The problem; None: the key is there, so it is the value that is wrong.
    """
    from tbkk_sim.settings.schema_errors import exists, fields_at

    config = _config_without(key, loader, overrides, config_name)
    names = classes_in(config)
    if new := new_key(key, names):
        typed = next((with_new_key(override, names) for override in overrides if key_of(override) == key), new)
        return renamed(key, new, quoted(typed))
    parts = key.split(".")
    for depth, part in enumerate(parts):
        above = parts[:depth]
        fields = fields_at(above)
        if above and not isinstance(config, Mapping):
            if config is None and (fields or exists([*above, part])):
                return _to_be_added(key, depth, overrides)
            return Problem(key, Phrase("'{above}' is a single value; it has nothing below it", above=".".join(above)))
        here = list(map(str, config)) if isinstance(config, Mapping) else []
        if part in here:
            config = config[part]
        elif part in fields or (not fields and not here and exists([*above, part])):
            return _to_be_added(key, depth, overrides)
        else:
            return _not_a_setting(key, depth, list(dict.fromkeys([*here, *fields])), overrides)
    new_names = _new_names(key, config, overrides)
    return _not_added(key, new_names, list(map(str, config)), names) if new_names else None


def _not_added(key: str, new: Mapping[str, str], there: Sequence[str], names: Collection[str]) -> Problem:
    """Make the problem of names in a table that the config does not have there."""
    for name, value in new.items():
        if key_now := new_key(f"{key}.{name}", names):
            return renamed(f"{key}.{name}", key_now, quoted(f"{key_now}={value}"))
    says = Phrase("has no {new}; it has {there}", new=listed(list(new)), there=listed(there) or Phrase("nothing yet"))
    adding = " ".join(quoted(f"+{key}.{name}={value}") for name, value in new.items())
    return Problem(key, says, Phrase("a new name is added by itself: {adding}", adding=adding))


def renamed_keys(overrides: Sequence[str]) -> Iterator[Problem]:
    """Name the overrides of keys that have another name by now, or are gone, each with what to type instead."""
    for override in overrides:
        key = key_of(override)
        if problem := gone(key, _value_in(override)):
            yield problem
        elif new := new_key(key):
            yield renamed(key, new, quoted(with_new_key(override)))


def _value_in(override: str) -> str:
    """Give the value of an override as a message shows it; empty: it has none."""
    value = override.partition("=")[2]
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 3]}..."


def value_of(key: str, overrides: Sequence[str]) -> str:
    """Give the value that was typed for a key."""
    typed = (override.partition("=") for override in overrides)
    return next((value for of, _, value in typed if of.lstrip("+") == key and value), "...")


def _config_without(key: str, loader: ConfigLoader, overrides: Sequence[str], config_name: str) -> Any:
    """Compose the other overrides; where these are wrong too, the choices of groups among them."""
    others = [o for o in overrides if o.lstrip("+~").partition("=")[0] != key]
    choices = [o for o in others if "." not in o.partition("=")[0]]
    for kept in (others, choices, []):
        try:
            composed = loader.load_configuration(config_name, kept, run_mode=RunMode.MULTIRUN)
            return OmegaConf.to_container(composed)
        except Exception:  # another override is wrong too, and is said when this one is mended
            continue
    return {}


def _to_be_added(key: str, depth: int, overrides: Sequence[str]) -> Problem:
    """A key that the schema knows as far as `depth`: it must be added, if the schema knows all of it."""
    from tbkk_sim.settings.schema_errors import exists, fields_at

    parts = key.split(".")
    for below in range(depth, len(parts)):
        if not exists(parts[: below + 1]):
            return _not_a_setting(key, below, fields_at(parts[:below]), overrides)
    says = Phrase("is not written in the config, so it must be added")
    return Problem(key, says, Phrase("write {command}", command=_adding(key, overrides)))


def _not_a_setting(key: str, depth: int, known: Sequence[str], overrides: Sequence[str]) -> Problem:
    """A name in a key that is none of those that are known there."""
    from tbkk_sim.settings.schema_errors import exists, fields_at

    parts = key.split(".")
    above = ".".join(parts[:depth])
    if above and not known:
        return Problem(key, Phrase("'{above}' is a single value; it has nothing below it", above=above))
    names = known if above else [*fields_at([]), "hydra"]
    not_one = "'{part}' is not a setting of {above}; allowed: {allowed}"
    if not above:
        not_one = "'{part}' is not a setting; allowed: {allowed}"
    hint = closest(parts[depth], names, ".".join([*parts[:depth], "{}", *parts[depth + 1 :]]))
    if not hint and not fields_at(parts[:depth]) and exists(parts):
        hint = Phrase("a new name is added by itself: {adding}", adding=_adding(key, overrides))
    return Problem(key, Phrase(not_one, part=parts[depth], above=above, allowed=listed(names)), hint)


def _adding(key: str, overrides: Sequence[str]) -> str:
    return quoted(f"+{key}={value_of(key, overrides)}")


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
