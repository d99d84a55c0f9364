"""Where YAML reads something else than what was meant, such as a name as a truth value, or cannot read a file."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml

from tbkk_sim.problem import Phrase, Problem

ENDLESS = Phrase("has a value that contains itself, or one that is nested too deep")


def names_that_are_none(config: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Keys that YAML does not read as a name."""
    if isinstance(config, Mapping):
        for key, value in config.items():
            if isinstance(key, bool) or key is None:
                word = "null" if key is None else str(key).lower()
                says = Phrase("has a key that YAML reads as {word}, not as a name", word=word)
                hint = Phrase('write the key in quotes, as in "{word}": ...', word=word)
                yield Problem(".".join(path) or word, says, hint)
            yield from names_that_are_none(value, (*path, str(key)))


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


def problem_of_yaml(error: yaml.YAMLError) -> Problem:
    """Say why a file is not YAML, and where."""
    if not isinstance(error, yaml.MarkedYAMLError):
        name = str(getattr(error, "name", ""))
        return Problem(name, Phrase("has a sign in it that no text has, so it is not valid YAML"))
    mark = error.problem_mark
    place = Phrase("{file}, line {line}", file=mark.name, line=mark.line + 1) if mark else ""
    for said, problem in _WORDS_OF_YAML.items():
        if said in str(error.problem):
            return replace(problem, key=place)
    return Problem(place, Phrase("is not valid YAML"))


_WORDS_OF_YAML = {
    "mapping values are not allowed": Problem(
        "",
        Phrase("is not valid YAML"),
        Phrase('a text with a colon is written in quotes, as in question: "Growth: who pays?"'),
    ),
    "duplicate key": Problem("", Phrase("sets a key for the second time")),
    "character '\\t'": Problem("", Phrase("is not valid YAML: there is a tab"), Phrase("indent with spaces")),
    "undefined alias": Problem(
        "", Phrase("refers with * to a value that has no name with &"), Phrase("write a * in quotes")
    ),
    "recursive": Problem("", ENDLESS),
    "the tag": Problem("", Phrase("has a tag with !, which is not allowed; write the value alone")),
    "that cannot start any token": Problem(
        "", Phrase("is not valid YAML"), Phrase("a text that begins with a special sign is written in quotes")
    ),
    "<stream end>": Problem("", Phrase("is not valid YAML: a bracket is not closed")),
    "unexpected end of stream": Problem("", Phrase("is not valid YAML: a quote is not closed")),
}
"""What YAML writes, and how it is said here, with what to do."""
