"""Errors of the settings schema, in the words of a user."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tbkk_sim.problem import Phrase, Problem, SettingsError, closest, listed, not_allowed, not_known, shown
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import Range, range_of
from tbkk_sim.settings.renamed import gone, new_key, renamed, renamed_classes, word_now

OF_A_GROUP = ("missing", "extra_forbidden")
"""Errors of what is in a group of settings."""
NOT_A_SETTING = "asked"
"""The field of the settings that the program itself writes."""


def problems_of(error: ValidationError, given: Mapping[str, Any], of: Any = Settings, at: str = "") -> list[Problem]:
    """Give one problem per setting, in the order of the settings.

    Args:
        error: The error of the schema.
        given: The settings as they were given.
        of: The schema.
        at: Key under which its settings stand; empty: they are the whole.
    """
    found: dict[str, Problem] = {}
    for detail in error.errors():
        for problem in _problems(detail, given, of, at):
            known = found.get(problem.key)
            # A setting that may have two forms fails in both: keep the message of the first.
            if known is None or detail["type"] == "value_error":
                found[problem.key if known is None else f"{problem.key} {len(found)}"] = problem
    old = [] if at else list(renamed_classes(given))
    others = (problem for problem in found.values() if not any(_is_of_class(problem, of.key) for of in old))
    return [replace(problem, key=".".join(part for part in (at, problem.key) if part)) for problem in (*old, *others)]


def _is_of_class(problem: Problem, key: str) -> bool:
    """Return True if a problem follows from the class that a key names."""
    table, _, name = key.rpartition(".")
    is_unknown_here = problem.key == table and getattr(problem.says, "values", {}).get("word") == name
    return is_unknown_here or f"{problem.key}.".startswith(f"{key}.")


def with_taken_away(problems: Sequence[Problem], overrides: Sequence[str]) -> list[Problem]:
    """Say of what is missing since it was taken away with ~, that it is required; a reason of its own stays."""
    taken = {override[1:].partition("=")[0]: override for override in overrides if override.startswith("~")}
    required = Phrase("cannot be taken away: it is required")
    return [Problem(taken[of.key], required) if of.key in taken and of.says == _MISSING else of for of in problems]


def fields_at(path: Sequence[str], of: Any = Settings) -> list[str]:
    """Give the names of the settings below a path; none if names are free there, or if there are none."""
    return [
        name for kind in _kinds_at(path, of) if _is_model(kind) for name in kind.model_fields if name != NOT_A_SETTING
    ]


def exists(path: Sequence[str]) -> bool:
    """True if the schema has a place for this path (a free name counts)."""
    return bool(_kinds_at(path))


def range_at(path: Sequence[str], of: Any = Settings, *, of_key: bool = False) -> Range | None:
    """Give what the number or the date at a path may be; None if no number or date stands there.

    Args:
        path: The keys.
        of: The schema.
        of_key: The last key is meant, not what stands under it.
    """
    found: list[Range] = []
    for kind in _kinds_at(path[:-1], of):
        if _is_model(kind) and path[-1] in kind.model_fields and not of_key:
            field = kind.model_fields[path[-1]]
            found += range_of(field.annotation, field.metadata)
        elif get_origin(kind) in (dict, list, tuple):
            found += range_of(get_args(kind)[0 if of_key or get_origin(kind) is tuple else -1])
    return next(iter(found), None)


def may_be_list(path: Sequence[str]) -> bool:
    """True if a list may stand at a path."""
    return any(get_origin(kind) in (list, tuple) for kind in _kinds_at(path))


def may_be_text(path: Sequence[str]) -> bool:
    """True if any text may stand at a path."""
    return str in _kinds_at(path)


def forms_at(path: Sequence[str]) -> set[str]:
    """Give what may stand at a path: a table, a list or a single value; nothing if there is no such place."""
    return {
        "table"
        if _is_model(kind) or get_origin(kind) is dict
        else "list"
        if get_origin(kind) in (list, tuple)
        else "single"
        for kind in _kinds_at(path)
    }


def words_at(path: Sequence[str]) -> list[str]:
    """Give the words that may stand at a path, where they are listed; none: anything else may stand there."""
    of, path = _root_of(path)
    kinds = _kinds_at(path, of)
    return [*_words(kinds), *(["true", "false"] if bool in kinds else [])]


def allowed_at(path: Sequence[str]) -> Phrase | None:
    """Give what kind of value may stand at a path; None if nothing may, or if it is another kind."""
    of, path = _root_of(path)
    kinds = _kinds_at(path, of)
    if any(_is_model(kind) or get_origin(kind) is dict for kind in kinds):
        return _A_TABLE
    if any(get_origin(kind) in (list, tuple) for kind in kinds):
        return _A_LIST
    allowed = range_at(path, of) if path else None
    return _or_null(allowed.says, path, of) if allowed else None


def _or_null(says: Phrase, path: Sequence[str], of: Any) -> Phrase:
    """Add null to what is allowed, where a setting may be empty."""
    return Phrase("{range}, or null", range=says) if type(None) in _kinds_at(path, of) else says


def _words(kinds: Sequence[Any]) -> list[str]:
    return [str(word) for kind in kinds if get_origin(kind) is Literal for word in get_args(kind)]


def _root_of(path: Sequence[str]) -> tuple[Any, Sequence[str]]:
    """The schema that a path of the config is of, and the path in it: a run's, or that of a question to tune."""
    from tbkk_sim.settings.tuning import Tuning

    return (Tuning, path[1:]) if path[:1] == ["tune"] else (Settings, path)


def _kinds_at(path: Sequence[str], of: Any = Settings) -> list[Any]:
    kinds: list[Any] = [of]
    for key in path:
        kinds = [below for kind in kinds for below in _below(kind, key)]
    return kinds


def _keys_at(path: Sequence[str], of: Any) -> list[Any]:
    """Return the types that the keys of the table at a path may have."""
    tables = (kind for kind in _kinds_at(path, of) if get_origin(kind) is dict)
    return [option for table in tables for option in _options(get_args(table)[0])]


def _problems(detail: ErrorDetails, given: Mapping[str, Any], of: Any, at: str) -> Iterator[Problem]:
    path, kind, context = _path(detail, given), detail["type"], detail.get("ctx", {})
    if kind == "value_error" and isinstance(context["error"], SettingsError):
        for problem in context["error"].problems:
            yield replace(problem, key=".".join(part for part in (*path, problem.key) if part))
        return
    of_key, value = "[key]" in detail["loc"], detail["input"]
    allowed = range_at(path, of, of_key=of_key) if path else None
    key = ".".join(path[:-1] if of_key and allowed else path)
    if of_key and allowed:
        yield Problem(key, Phrase("has the key {value}; allowed: {range}", value=shown(value), range=allowed.says))
    elif kind == "string_pattern_mismatch":
        yield Problem(key, Phrase("{value} is not a name; allowed: letters, digits, _ and -", value=shown(value)))
    elif kind.startswith("date"):
        says = Phrase("is {value}, which is not a date; write a day that exists as 2021-01-31", value=shown(value))
        yield Problem(key, says)
    elif kind == "missing" and isinstance(detail["loc"][-1], int):
        yield _of_another_length(path[:-1], given, of)
    elif kind in ("too_short", "too_long") and any(map(_has_a_length, _kinds_at(path, of))):
        yield _of_another_length(path, given, of)
    elif isinstance(value, Mapping) and kind not in OF_A_GROUP and any(map(_is_model, _kinds_at(path, of))):
        return  # it may be a number or a group of settings: what is wrong with the group is said
    elif allowed and kind not in OF_A_GROUP:
        yield not_allowed(key, value, _or_null(allowed.says, path, of))
    elif kind == "extra_forbidden" and (no_more := gone(".".join(filter(None, (at, key))), shown(value))):
        yield replace(no_more, key=key)
    elif kind == "extra_forbidden" and (new := new_key(".".join(filter(None, (at, key))))):
        yield renamed(key, new)
    elif kind == "extra_forbidden":
        yield not_known(key, path[-1], fields_at(path[:-1], of), "is not a setting; allowed here: {allowed}")
    elif kind == "literal_error":
        words = _words(_keys_at(path[:-1], of) if of_key else _kinds_at(path, of))
        yield not_allowed(key, value, listed(words), word_now(key, str(value)) or closest(str(value), words))
    elif kind != "string_too_long" and (
        shape := next((says for begin, says in _SHAPES.items() if kind.startswith(begin)), None)
    ):
        yield not_allowed(key, value, shape)
    else:
        yield Problem(key, _says_of_size(kind, context, value, detail["msg"]))


def _of_another_length(path: Sequence[str], given: Any, of: Any) -> Problem:
    """Say how many values a list is to have that always has as many, and what each may be."""
    for key in path:
        given = given[int(key) if isinstance(given, list | tuple) else key]
    number = max((len(get_args(kind)) for kind in _kinds_at(path, of)), default=0)
    allowed = range_at([*path, "0"], of)
    each = {"number": number, "range": allowed.says if allowed else Phrase("of any value")}
    return Problem(
        ".".join(path), Phrase("is {value}; allowed: {number} elements, each {range}", value=shown(given), **each)
    )


def _says_of_size(kind: str, context: Mapping[str, Any], value: Any, message: str) -> Phrase:
    """Say that there is nothing, too little or too much; of an error that has no words here, what pydantic says."""
    match kind:
        case "missing":
            return _MISSING
        case "too_short":
            return Phrase("has too few elements; allowed: at least {least}", least=context["min_length"])
        case "too_long":
            return Phrase("has too many elements; allowed: at most {most}", most=context["max_length"])
        case "string_too_long":
            return Phrase("is {value}; allowed: at most {most} signs", value=shown(value), most=context["max_length"])
    return Phrase("is {value}: {message}", value=shown(value), message=message)


_MISSING = Phrase("is missing: it needs a value")
_A_LIST = Phrase("a list, such as [a, b]")
_A_TABLE = Phrase("a table of names and settings")
_KEYS = Phrase("keys with their values")
_SHAPES = {
    "int": Phrase("a whole number"),
    "float": Phrase("a number"),
    "finite_number": Phrase("a number"),
    "bool": Phrase("true or false"),
    "string": Phrase("a text"),
    "list": _A_LIST,
    "tuple": _A_LIST,
    "dict": _KEYS,
    "mapping": _KEYS,
    "model": _KEYS,
}
"""Values allowed, in words, by the beginning of pydantic's name of the error."""


def _path(detail: ErrorDetails, given: Any) -> list[str]:
    """Give the part of a location that a user has written, or left out; the rest names types of the schema."""
    path: list[str] = []
    location, last_is_key = detail["loc"], detail["type"] in OF_A_GROUP
    for position, part in enumerate(location):
        if part == "[key]":
            continue
        if isinstance(given, Mapping) and part in given:
            given = given[part]
        elif isinstance(given, list | tuple) and isinstance(part, int):
            given = given[part] if part < len(given) else None
        elif not (last_is_key and position == len(location) - 1 and isinstance(given, Mapping)):
            continue
        path.append(str(part))
    return path


def _has_a_length(kind: Any) -> bool:
    """True if values of this type always have as many elements: (column, row), not a list of any length."""
    return get_origin(kind) is tuple and Ellipsis not in get_args(kind)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _below(kind: Any, key: str) -> list[Any]:
    """Types of what stands under `key` in a value of this type."""
    origin = get_origin(kind)
    if origin is Annotated:
        return _below(get_args(kind)[0], key)
    if origin in (Union, UnionType):
        return [below for option in get_args(kind) for below in _below(option, key)]
    if origin in (dict, list):
        return _options(get_args(kind)[-1])
    if origin is tuple:
        return _options(get_args(kind)[0])
    if _is_model(kind) and key in kind.model_fields:
        return _options(kind.model_fields[key].annotation)
    return []


def _options(kind: Any) -> list[Any]:
    if get_origin(kind) is Annotated:
        return _options(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return [option for part in get_args(kind) for option in _options(part)]
    return [kind]
