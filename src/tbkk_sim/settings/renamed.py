"""Keys, classes and targets that have another name by now: who gives an old one is told the new one."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.settings.casework import CaseClass
from tbkk_sim.settings.schema import Schema
from tbkk_sim.settings.triage import Target

RENAMED = {
    "tune.robust.futures": "tune.robust.replications",
    "casework.chosen": "casework.proactive",
}
"""The new key by the old one, dotted; what stands below a key moves with it. `*` stands for any one name."""
RENAMED_CLASSES = {"maker": "producer"}
"""The new name by the old one, of classes in conf/; a class of the user's own may have an old name."""
TABLES_OF_CLASSES = (
    "casework.classes",
    "casework.classes.*.upgrade.to",
    "casework.proactive",
    "demand.stock",
    "demand.streams.*.mix",
    "demand.unit_share_by_class",
    "tune.*.norms",
    "tune.weights",
)
"""The tables whose keys are classes."""
TARGETS = "steering.targets"
RENAMED_TARGETS = {"makers": "producers"}
"""The new name by the old one, of the targets in conf/."""
RENAMED_NAMES = dict.fromkeys(TABLES_OF_CLASSES, RENAMED_CLASSES) | {TARGETS: RENAMED_TARGETS}
"""The new names by the old ones, by the table whose keys they are."""
NEW_NAMES = frozenset({*RENAMED_CLASSES.values(), *RENAMED_TARGETS.values()})


def new_key(key: str, names: Collection[str] = ()) -> str | None:
    """Return the name that a key has by now; None if it has not been renamed.

    Args:
        key: The key, dotted.
        names: Classes and targets of the settings; where an old name is among them, or the new one is not, it stays.
    """
    of_names = {
        f"{table}.{old}": f"{table}.{new}"
        for table, renamed_there in RENAMED_NAMES.items()
        for old, new in renamed_there.items()
        if new in names and old not in names
    }
    parts = key.split(".")
    for old, new in (RENAMED | of_names).items():
        parts = _moved(parts, old.split("."), new.split("."))
    now = ".".join(parts)
    return None if now == key else now


def _moved(parts: list[str], old: list[str], new: list[str]) -> list[str]:
    """Return a key with a new beginning, if it begins with the old one."""
    if len(parts) < len(old) or any(of not in ("*", part) for of, part in zip(old, parts, strict=False)):
        return parts
    names = iter([part for of, part in zip(old, parts, strict=False) if of == "*"])
    return [*(next(names) if of == "*" else of for of in new), *parts[len(old) :]]


def with_new_key(override: str, names: Collection[str] = ()) -> str:
    """Return an override with the name that its key has by now; names as for `new_key`."""
    key, sign, value = override.partition("=")
    bare = key.lstrip("+~")
    return f"{key[: len(key) - len(bare)]}{new_key(bare, names) or bare}{sign}{value}"


def names_in(given: Mapping[str, Any]) -> set[str]:
    """Return the classes and targets of settings that are complete: others with an old name were meant for the new."""
    return _complete(given, "casework.classes", CaseClass) | _complete(given, TARGETS, Target)


def _complete(given: Mapping[str, Any], table: str, form: type[Schema]) -> set[str]:
    """Return the names of the entries of a table that have all that they must have."""
    required = [name for name, field in form.model_fields.items() if field.is_required()]
    entries = _table(given, table.split("."))
    return {name for name, of in entries.items() if isinstance(of, Mapping) and all(key in of for key in required)}


def renamed_names(given: Mapping[str, Any]) -> Iterator[Problem]:
    """Name the keys that are old names of classes and targets, in settings as they were given."""
    names = names_in(given)
    for table, renamed_there in RENAMED_NAMES.items():
        for path in _paths(given, table.split(".")):
            for name in _table(given, path):
                key = ".".join([*path, name])
                if name in renamed_there and (new := new_key(key, names)):
                    yield renamed(key, new)


def _paths(given: Any, pattern: list[str]) -> Iterator[list[str]]:
    """Yield the paths of the tables that a pattern stands for."""
    if not pattern:
        yield []
    elif isinstance(given, Mapping):
        for name in given if pattern[0] == "*" else {pattern[0]} & set(given):
            yield from ([name, *below] for below in _paths(given[name], pattern[1:]))


def _table(given: Any, path: list[str]) -> Mapping[str, Any]:
    """Return the table at a path; an empty one if there is none."""
    for name in path:
        given = given.get(name) if isinstance(given, Mapping) else None
    return given if isinstance(given, Mapping) else {}


def renamed(key: str, new: str, command: str = "") -> Problem:
    """Make the problem of a key that was renamed.

    Args:
        key: The old key.
        new: The new one.
        command: What is to be typed instead, where it was typed; empty: it stands in a file.
    """
    return Problem(key, Phrase("is now called {key}", key=new), Phrase("write {command}", command=command or new))
