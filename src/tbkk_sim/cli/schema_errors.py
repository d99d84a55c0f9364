"""Errors of the settings schema, in the words of a user."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tbkk_sim.cli.errors import closest, listed, split_message
from tbkk_sim.problem import Problem, SettingsError
from tbkk_sim.settings import Settings

NOT_A_SETTING = "asked"
"""What the program writes into the settings itself."""


def problems_of(error: ValidationError, given: Mapping[str, Any]) -> list[Problem]:
    """One problem per setting, in the order of the settings."""
    found: dict[str, Problem] = {}
    for detail in error.errors():
        for problem in _problems(detail, given):
            known = found.get(problem.key)
            # A setting that may have two forms fails in both: keep what it says of the first.
            if known is None or detail["type"] == "value_error":
                found[problem.key if known is None else f"{problem.key} {len(found)}"] = problem
    return list(found.values())


def fields_at(path: Sequence[str]) -> list[str]:
    """Names of the settings below a path; empty if names are free there, or if there are none."""
    kinds: list[Any] = [Settings]
    for key in path:
        kinds = [below for kind in kinds for below in _below(kind, key)]
    return [name for kind in kinds if _is_model(kind) for name in kind.model_fields if name != NOT_A_SETTING]


def exists(path: Sequence[str]) -> bool:
    """Whether the schema has a place for this path (a free name counts)."""
    kinds: list[Any] = [Settings]
    for key in path:
        kinds = [below for kind in kinds for below in _below(kind, key)]
    return bool(kinds)


def _problems(detail: ErrorDetails, given: Mapping[str, Any]) -> Iterator[Problem]:
    path = _path(detail["loc"], given)
    key, kind, context = ".".join(path), detail["type"], detail.get("ctx", {})
    value = detail["input"]
    if kind == "value_error" and isinstance(context["error"], SettingsError):
        for problem in context["error"].problems:
            yield replace(problem, key=".".join(part for part in (key, problem.key) if part))
        return
    if kind == "value_error":
        for line in str(context["error"]).splitlines():
            below, says, hint = split_message(line)
            yield Problem(".".join(part for part in (key, below) if part), says, hint)
        return
    hint = ""
    match kind:
        case "extra_forbidden":
            allowed = fields_at(path[:-1])
            says = f"is not a setting; allowed here: {listed(allowed)}"
            hint = closest(path[-1], allowed)
        case "missing":
            says = "is missing: it needs a value"
        case "literal_error":
            says = f"is {_show(value)}; allowed: {context['expected']}"
            words = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
            hint = closest(str(value), words)
        case "string_pattern_mismatch":
            says = f"{_show(value)} is not a name; allowed: letters, digits, _ and -"
        case _ if kind.startswith("date"):
            says = f"is {_show(value)}, which is not a date; write a day that exists as 2021-01-31"
        case _:
            says = f"is {_show(value)}; it {detail['msg'].replace('Input should', 'should')}"
    yield Problem(key, says, hint)


def _path(location: tuple[int | str, ...], given: Any) -> list[str]:
    """The part of a location that a user has written; the rest names types of the schema."""
    path: list[str] = []
    for position, part in enumerate(location):
        if part == "[key]":
            continue
        inside = part in given if isinstance(given, Mapping) else isinstance(given, list) and isinstance(part, int)
        if inside:
            given = given[part]
        elif position < len(location) - 1 or not isinstance(given, Mapping):
            continue
        path.append(str(part))
    return path


def _show(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a group of settings"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


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
    if _is_model(kind) and key in kind.model_fields:
        return _options(kind.model_fields[key].annotation)
    return []


def _options(kind: Any) -> list[Any]:
    if get_origin(kind) is Annotated:
        return _options(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return [option for part in get_args(kind) for option in _options(part)]
    return [kind]
