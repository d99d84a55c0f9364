"""The changes of a run on top of its scenarios, and those without effect; kept with the run."""

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tbkk_sim.runs.folder.names import CHANGES
from tbkk_sim.runs.folder.stored_file import RECORD_OF, read_form
from tbkk_sim.settings import Settings

SettingKey = tuple[str, ...]
"""The place of a setting: its key, split at the dots."""
NOT_THERE = object()


class Reason(StrEnum):
    """The reason for which a setting has no effect."""

    SAME = "same"
    """It is what the scenario has already."""
    SET_AGAIN = "set again"
    """Something typed behind it sets the same."""
    LATE = "late"
    """It begins after the last day."""
    EARLY = "early"
    """It is over before the first day."""
    YEAR = "year"
    """It is of a year that is not run."""
    YEARS_GIVEN = "years given"
    """Growth counts after the last year that is given, and every year of the run is."""
    NOT_BY_BACKLOG = "not by backlog"
    """Cases are treated in the same way whatever waits."""
    NOT_BY_AGREEMENTS = "not by agreements"
    """The order of the work does not go by agreements."""
    NOT_BY_SHARES = "not by shares"
    """The order of the work does not go by parts of the hours."""
    NO_CAMPAIGNS = "no campaigns"
    """There are no campaigns."""
    NO_TRIAGE = "no triage"
    """Reports are not triaged."""
    NO_ASSESSMENT = "no assessment"
    """The units do not assess what triage passes on."""
    NO_EXAMINATION = "no examination"
    """No laboratory examines devices."""
    NOT_BY_SYSTEM = "not by system"
    """The system judges no reports, and none goes by what it reads."""
    NOT_BY_CLASS = "not by class"
    """The order of the work makes no difference between classes."""
    ONE_REPORT = "one report"
    """There are no further reports on a person."""
    NOT_REACHED = "not reached"
    """Nobody has more hours for cases in a day than the limit allows."""
    NO_MEMBERS = "no members"
    """The pool has no members."""
    ZERO = "zero"
    """Its number is 0: no posts come or go, no reports come."""
    NOTHING = "nothing"
    """The same reports, people and rules come of it."""


@dataclass(frozen=True)
class Change:
    """A setting that was changed by hand."""

    setting: str
    was: Any
    """Value in the scenario; None: it has none. A table is an entry as a whole."""
    now: Any


@dataclass(frozen=True)
class Idle:
    """A setting, or a group of them, without effect in this run."""

    settings: tuple[str, ...]
    """The override as typed, or keys that a scenario sets; none: the whole scenario."""
    scenario: str
    """The scenario that sets it, or the choice of a file that it makes (demand=textbook); empty: it was typed."""
    reason: Reason
    values: dict[str, str | int] = field(default_factory=dict)
    """The values that the reason names: a day, a number of replications."""


@dataclass(frozen=True)
class Changes:
    """All of it."""

    changes: tuple[Change, ...] = ()
    idle: tuple[Idle, ...] = ()


def changes_text(changes: Changes) -> str:
    """Return the changes as they are kept with a run."""
    return json.dumps(asdict(changes), indent=2, ensure_ascii=False, default=str) + "\n"


def read_changes(folder: Path) -> Changes:
    """Those that are kept with a run; none if it was made without asking.

    Raises:
        SettingsError: the file is not readable any more.
    """
    file = folder / CHANGES
    return read_form(file, RECORD_OF, Changes) if os.path.lexists(file) else Changes()


def leaves(tree: Any, key: SettingKey = ()) -> Iterator[tuple[SettingKey, Any]]:
    """Yield the key and the value of each setting; a list is one value, an empty table none."""
    if isinstance(tree, Mapping):
        for name, below in tree.items():
            yield from leaves(below, (*key, str(name)))
    else:
        yield key, tree


def settings_that_differ(then: Settings, now: Settings) -> dict[SettingKey, tuple[Any, Any]]:
    """The settings that are not the same, with both values; NOT_THERE where one does not have it."""
    before, after = (dict(leaves(of.model_dump(mode="json"))) for of in (then, now))
    both = {key: (before.get(key, NOT_THERE), after.get(key, NOT_THERE)) for key in dict.fromkeys((*before, *after))}
    return {key: values for key, values in both.items() if values[0] is NOT_THERE or values[0] != values[1]}


def changes_between(then: Settings, now: Settings) -> Iterator[Change]:
    """The settings that are not the same; an entry that is new in a table, or gone from it, as a whole."""
    before, after = then.model_dump(mode="json"), now.model_dump(mode="json")
    yield from _changes(before, after, "")


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], above: str) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        key, was, is_now = f"{above}{name}", before.get(name), after.get(name)
        if isinstance(was, Mapping) and isinstance(is_now, Mapping):
            yield from _changes(was, is_now, f"{key}.")
        elif was != is_now:
            yield Change(key, was, is_now)


def with_values(settings: Settings, values: Mapping[SettingKey, Any]) -> Settings | None:
    """The settings with these values instead (NOT_THERE: taken away); None if that is no run."""
    tree: dict[str, Any] = settings.model_dump(mode="json")
    for key in [key for key, value in values.items() if value is NOT_THERE]:
        _take_away(tree, key)
    for key, value in values.items():
        if value is not NOT_THERE:
            _put(tree, key, value)
    try:
        return Settings.model_validate(tree)
    except (ValidationError, ValueError):
        return None


def day_of(text: str | int) -> dt.date:
    """A day as it is kept."""
    return dt.date.fromisoformat(str(text))


def _put(tree: dict[str, Any], key: SettingKey, value: Any) -> None:
    for name in key[:-1]:
        if not isinstance(tree.get(name), dict):
            tree[name] = {}
        tree = tree[name]
    tree[key[-1]] = value


def _take_away(tree: dict[str, Any], key: SettingKey) -> None:
    """Take away a setting, and the entries of tables that are left empty by that."""
    *above, last = key
    nodes = [tree]
    for name in above:
        below = nodes[-1].get(name)
        if not isinstance(below, dict):
            return
        nodes.append(below)
    nodes[-1].pop(last, None)
    for node, name in zip(reversed(nodes[:-1]), reversed(above), strict=True):
        if node[name]:
            return
        del node[name]
