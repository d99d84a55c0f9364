"""Values that YAML reads otherwise than they were meant: numbers as texts, truth values, or octal."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tbkk_sim.problem import Phrase, Problem


def written_twice(config: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Keys that are in a table both as a number and as a text, such as 2025 and "2025"."""
    if isinstance(config, Mapping):
        texts = [str(key) for key in config]
        for key in dict.fromkeys(key for key in texts if texts.count(key) > 1):
            at, (value, *_) = ".".join((*path, key)), [of for name, of in config.items() if str(name) == key != name]
            says = Phrase(
                'is there as a number and as a text; in a file write the key as "{key}", as an override {at}={value}',
                key=key,
                at=at,
                value=value,
            )
            yield Problem(at, says)
        for key, value in config.items():
            yield from written_twice(value, (*path, str(key)))


_ZEROS = re.compile(r"([-+]?)0[0_]*(\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?)", re.ASCII)
"""Zeros in front of a number; YAML takes 010 for 8, as octal, and 009 for a text."""


def with_zeros_in_front(text: str) -> Phrase | None:
    """Give what is wrong with a number that has zeros in front; None: it is no such number."""
    found = _ZEROS.fullmatch(text.strip())
    template = "is {value}; write the number without zeros in front: {number}"
    return Phrase(template, value=text, number=found[1] + found[2]) if found else None


def not_written_as_numbers(given: Any, checked: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Name what was taken for a number, and is a truth value or has zeros in front."""
    if isinstance(given, Mapping) and isinstance(checked, Mapping):
        by_text = {str(key): value for key, value in checked.items()}
        for key, value in given.items():
            yield from not_written_as_numbers(value, by_text.get(str(key)), (*path, str(key)))
    elif isinstance(checked, int | float) and not isinstance(checked, bool):
        if isinstance(given, bool):
            yield Problem(".".join(path), Phrase("is {value}; it should be a number", value=str(given).lower()))
        elif isinstance(given, str) and (says := with_zeros_in_front(given)):
            yield Problem(".".join(path), says)


def with_text_keys(config: Any) -> Any:
    """The same with all keys as texts."""
    if isinstance(config, Mapping):
        return {str(key): with_text_keys(value) for key, value in config.items()}
    return [with_text_keys(item) for item in config] if isinstance(config, list) else config
