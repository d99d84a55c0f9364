"""A config is data: nothing in it can run code or read the environment."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tbkk_sim.problem import Phrase, Problem

_RESOLVER = re.compile(r"\$\{\s*[\w.]+\s*:")
_FACTORIES = ("_target_", "class", "()")
"""Keys by which Hydra and Python's logging choose what to call."""
_TRUSTED = ("hydra.", "hydra_plugins.", "tbkk_sim.cli.verbs.sweep.", "logging.", "rich.", "colorlog.")


def code_in_settings(config: Any) -> Iterator[Problem]:
    """Keys and values of the settings that ask for code or for the environment."""
    for keys, value in _walk(config, ()):
        key = ".".join(keys)
        if keys[-1].startswith("_") and keys[-1].endswith("_"):
            yield Problem(key, Phrase("is not a setting: nothing in a config can run code"))
        elif isinstance(value, str) and _RESOLVER.search(value):
            says = "is {value}: nothing in a config is computed; write the value itself"
            if "oc.env" in value:
                says = "is {value}: a config cannot read the environment; write the value itself"
            yield Problem(key, Phrase(says, value=value))


def code_in_hydra(config: Any) -> Iterator[Problem]:
    """The same for the `hydra` part, in which Hydra's own classes are all right."""
    for keys, value in _walk(config, ("hydra",)):
        key = ".".join(keys)
        called = keys[-1] in _FACTORIES and not str(value).startswith(_TRUSTED)
        fetched = "ext://" in str(value) and value not in ("ext://sys.stdout", "ext://sys.stderr")
        if isinstance(value, str) and (called or fetched):
            yield Problem(key, Phrase("is {value}: nothing in a config can run code", value=value))
        elif keys[:3] == ("hydra", "job", "env_set") and len(keys) > 3:
            yield Problem(key, Phrase("is set: a config cannot change the environment"))


def _walk(config: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    items: Any = ()
    if isinstance(config, Mapping):
        items = config.items()
    elif isinstance(config, list):
        items = enumerate(config)
    for key, value in items:
        here = (*path, str(key))
        yield here, value
        yield from _walk(value, here)
