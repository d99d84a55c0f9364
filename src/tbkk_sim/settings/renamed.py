"""Keys and classes that have another name by now, or are gone: who gives an old one is told what to write instead."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.settings.casework import CaseClass

RENAMED = {
    "tune.robust.futures": "tune.robust.replications",
    "casework.chosen": "casework.proactive",
    "tune.objectives.*.not_met": "tune.objectives.*.left_undone",
    "casework.classes.*.recurrence.probability": "casework.classes.*.recurrence_share",
    "casework.classes.*.recurrence.mean_days": "casework.classes.*.recurrence_mean_days",
    "casework.classes.*.lighter.*.recurrence.probability": "casework.classes.*.lighter.*.recurrence_share",
}
"""The new key by the old one, dotted; what stands below a key moves with it. `*` stands for any one name."""
GONE = {
    "casework.classes.*.may_be_parked": (
        Phrase("is gone, since cases are not parked any more"),
        Phrase("write severe: false for a class where it was true, and nothing where it was false"),
    ),
    "casework.classes.*.lighter.*.recurrence.mean_days": (
        Phrase("is gone, since a person returns after the same time whatever the treatment"),
        Phrase("write recurrence_mean_days once for the class"),
    ),
    "chain.links.*.urgent_first": (
        Phrase("is gone, since by it a case that is not urgent could wait without end"),
        Phrase(
            "write severe_ahead_days, the days by which a case of a severe class goes before the others, where it was "
            "true, and nothing where it was false"
        ),
    ),
    "triage.misjudged_share": (
        Phrase("is gone, since persons and the system err each in their own way, and in both directions"),
        Phrase(
            "write 1 less that share as triage.by_hand.sensitivity and triage.by_system.sensitivity, and the share of "
            "cases that do not seem more urgent than they are as triage.by_hand.specificity and "
            "triage.by_system.specificity"
        ),
    ),
    "assignment.in_hand_limit_per_member": (
        Phrase("is gone, since what is taken up waits for investigators, who are some two in three members"),
        Phrase("write 1.5 times that limit as assignment.in_hand_limit_per_investigator"),
    ),
    "assignment.owed_above_limit": (
        Phrase("is gone, since what was taken up above the limit only waited for an investigator"),
        Phrase("write nothing: what is owed waits for room as the rest does"),
    ),
    "steering.targets": (
        Phrase("is gone: what was a target is now an agreement"),
        Phrase(
            "write agreements.NAME with label, classes as shares, and per_year by year, as agreements=current has it"
        ),
    ),
    "steering.park_above_weeks": (
        Phrase("is gone, since cases are not parked any more"),
        Phrase("with steering=by_backlog, steering.pressed_from_weeks says when treatments get lighter"),
    ),
    "steering.decline_above_weeks": (
        Phrase("is gone, since no class is declined as a whole any more"),
        Phrase("with steering=by_backlog, steering.treatments_when_pressed says which share is not treated"),
    ),
}
"""The sentence on a key that is gone with all below it, and the one on what to write instead; keys as in RENAMED."""
NUMBERS_NOW = {"assignment.in_hand_limit_per_member": ("assignment.in_hand_limit_per_investigator", 1.5)}
"""The key that takes the place of one that is gone, and the factor from the old number to the new one."""
WORDS_NOW = {
    "steering": {"capacity": "by_backlog", "take_all": "full_only"},
    "steering.policy": {"capacity": "by_backlog", "take_all": "fixed"},
}
"""The word that stands now for an old one, by the key, or the group of which it was a file."""
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
NEW_CLASSES = frozenset(RENAMED_CLASSES.values())


def new_key(key: str, classes: Collection[str] = ()) -> str | None:
    """Return the name that a key has by now; None if it has not been renamed.

    Args:
        key: The key, dotted.
        classes: Classes of the settings; where the old name of a class is among them, or the new one is not, it stays.
    """
    of_classes = {
        f"{table}.{old}": f"{table}.{new}"
        for table in TABLES_OF_CLASSES
        for old, new in RENAMED_CLASSES.items()
        if new in classes and old not in classes
    }
    parts = key.split(".")
    for old, new in (RENAMED | of_classes).items():
        parts = _moved(parts, old.split("."), new.split("."))
    now = ".".join(parts)
    return None if now == key else now


def gone(key: str, value: str = "") -> Problem | None:
    """Return the problem of a key that is gone, or that stands below such a key; None if it is not gone.

    Args:
        key: The key, dotted.
        value: The value that was given for it, as it is shown; empty: none.
    """
    parts = key.split(".")
    for old, (says, hint) in GONE.items():
        if _begins(parts, old.split(".")):
            told = Phrase("is {value}; it {says}", value=value, says=says) if value else says
            return Problem(key, told, _number_now(key, value) or hint)
    return None


def _number_now(key: str, value: str) -> Phrase | None:
    """Write the key that takes the place of one that is gone, with its number; None where it has none."""
    new, factor = NUMBERS_NOW.get(key, ("", 0.0))
    if not new or not re.fullmatch(r"\d+(\.\d+)?", value):
        return None
    return Phrase("write {command}", command=f"{new}={factor * float(value):g}")


def word_now(key: str, word: str) -> Phrase | None:
    """Return the sentence that names the word of today for one that could once be given; None if it never could.

    Args:
        key: The setting, or the group of which a file was chosen.
        word: What was given.
    """
    now = WORDS_NOW.get(key, {}).get(word)
    return Phrase("{old} is now {new}", old=f"{key}={word}", new=f"{key}={now}") if now else None


def _begins(parts: list[str], old: list[str]) -> bool:
    """Return True if a key is an old one, or stands below it."""
    return len(parts) >= len(old) and all(of in ("*", part) for of, part in zip(old, parts, strict=False))


def _moved(parts: list[str], old: list[str], new: list[str]) -> list[str]:
    """Return a key with a new beginning, if it begins with the old one."""
    if not _begins(parts, old):
        return parts
    names = iter([part for of, part in zip(old, parts, strict=False) if of == "*"])
    return [*(next(names) if of == "*" else of for of in new), *parts[len(old) :]]


def with_new_key(override: str, classes: Collection[str] = ()) -> str:
    """Return an override with the name that its key has by now; classes as for `new_key`."""
    key, sign, value = override.partition("=")
    bare = key.lstrip("+~")
    return f"{key[: len(key) - len(bare)]}{new_key(bare, classes) or bare}{sign}{value}"


def classes_in(given: Mapping[str, Any]) -> set[str]:
    """Return the classes of settings that are complete: one with an old name that is not was meant for the new name."""
    classes = _table(given, ["casework", "classes"])
    required = [name for name, field in CaseClass.model_fields.items() if field.is_required()]
    return {name for name, of in classes.items() if isinstance(of, Mapping) and all(key in of for key in required)}


def renamed_classes(given: Mapping[str, Any]) -> Iterator[Problem]:
    """Name the keys that are old names of classes, in settings as they were given."""
    classes = classes_in(given)
    for table in TABLES_OF_CLASSES:
        for path in _paths(given, table.split(".")):
            for name in _table(given, path):
                key = ".".join([*path, name])
                if name in RENAMED_CLASSES and (new := new_key(key, classes)):
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
