"""Checks of settings, folders and names that callers give; each refusal says what to write instead."""

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import TypeVar

from tbkk_sim.problem import Phrase, Problem, SettingsError, not_allowed, not_known, shown, wrong
from tbkk_sim.settings import Settings
from tbkk_sim.system.output_places import check_place

ValueT = TypeVar("ValueT")
NAMES_APART = Phrase('give each by itself: ts.load("growth", "tools")')


def check_is_settings(given: object, call: str) -> None:
    """Refuse what is no settings.

    Args:
        given: What was given.
        call: The call with settings in it, as a hint has it; `{settings}` stands for them.

    Raises:
        SettingsError: it is something else.
    """
    if isinstance(given, Settings):
        return
    scenario = f'"{given}"' if isinstance(given, str) else ""
    hint = Phrase("write {call}", call=call.format(settings=f"ts.load({scenario})"))
    raise SettingsError([not_allowed("settings", given, Phrase("settings, as ts.load returns them"), hint)])


def names_of_scenarios(given: Iterable[object]) -> list[str]:
    """Return the names of scenarios.

    Raises:
        SettingsError: one of them is something else than one name.
    """
    names = []
    for name in given:
        if not isinstance(name, str) or not name.strip() or set(name) & set("[],="):
            allowed = Phrase("names of scenarios, each by itself")
            raise SettingsError([not_allowed("scenarios", name, allowed, NAMES_APART)])
        names.append(name)
    return names


def place_of(folder: "str | PathLike[str]") -> Path:
    """Return the folder to write to.

    Raises:
        SettingsError: it has no name, or cannot be made or written to.
    """
    if not str(folder):
        raise wrong("folder", "is empty; allowed: the name of a folder, or None to write nothing")
    path = Path(folder)
    check_place("folder", path)
    return path


def one_of(key: str, name: str, named: Mapping[str, ValueT]) -> ValueT:
    """Return what has this name.

    Raises:
        SettingsError: nothing has.
    """
    if not isinstance(name, str):
        name = shown(name)
    if name not in named:
        raise SettingsError([not_known(key, name, named)])
    return named[name]


def check_whole_number(key: str, given: object, most: int) -> None:
    """Refuse what is no whole number from 0 to the most.

    Raises:
        SettingsError: it is something else.
    """
    if isinstance(given, bool) or not hasattr(given, "__index__") or not 0 <= int(given) <= most:
        allowed = Phrase("a whole number from {low:,} to {high:,}", low=0, high=most)
        raise SettingsError([Problem(key, not_allowed(key, given, allowed).says)])


def texts_of(key: str, given: "Iterable[str]", allowed: Phrase) -> list[str]:
    """Return texts, of which a single one may be given by itself.

    Raises:
        SettingsError: there are other things among them.
    """
    if isinstance(given, str):
        return [given]
    texts = list(given) if isinstance(given, Iterable) else [given]
    for text in texts:
        if not isinstance(text, str):
            raise SettingsError([not_allowed(key, text, allowed)])
    return texts
