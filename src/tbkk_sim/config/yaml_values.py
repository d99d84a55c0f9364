"""Values that YAML reads otherwise than they were meant: a number as a text, a truth value as a number."""

from collections.abc import Iterator, Mapping
from typing import Any

from tbkk_sim.problem import Phrase, Problem


def written_twice(config: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Keys that are in a table both as a number and as a text, such as 2025 and "2025"."""
    if isinstance(config, Mapping):
        texts = [str(key) for key in config]
        for key in dict.fromkeys(key for key in texts if texts.count(key) > 1):
            says = Phrase('is there as a number and as a text; write the key as "{key}"', key=key)
            yield Problem(".".join((*path, key)), says)
        for key, value in config.items():
            yield from written_twice(value, (*path, str(key)))


def truth_for_numbers(given: Any, checked: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Truth values that were taken for the numbers 1 and 0.

    Args:
        given: What was written.
        checked: What the schema made of it.
        path: Where both are.
    """
    if isinstance(given, Mapping) and isinstance(checked, Mapping):
        by_text = {str(key): value for key, value in checked.items()}
        for key, value in given.items():
            yield from truth_for_numbers(value, by_text.get(str(key)), (*path, str(key)))
    elif isinstance(given, bool) and isinstance(checked, int | float) and not isinstance(checked, bool):
        yield Problem(".".join(path), Phrase("is {value}; it should be a number", value=str(given).lower()))


def with_text_keys(config: Any) -> Any:
    """The same with all keys as texts."""
    if isinstance(config, Mapping):
        return {str(key): with_text_keys(value) for key, value in config.items()}
    return [with_text_keys(item) for item in config] if isinstance(config, list) else config
