"""Sources of the numbers of a conf folder, read from the comments behind them.

A number (or date) carries `# T: note` or `# T [low, high]: note` at the end of its line, or inherits that of the
nearest key above it. T is a letter of TAGS. A range written as [x0.5, x2] is a factor on the number.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple

import yaml

from tbkk_sim.problem import Phrase, Problem, SettingsError, wrong
from tbkk_sim.settings.yaml_errors import ENDLESS, check_size, line_of, place_of, problem_of_yaml

TAGS = {
    "S": Phrase("letter to parliament"),
    "P": Phrase("public source"),
    "D": Phrase("derived"),
    "X": Phrase("proxy"),
    "A": Phrase("assumption"),
    "C": Phrase("control"),
}
WITH_RANGE = ("X", "A")
"""Tags that must have a range: what is not a fact can be otherwise."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_GLOBAL = re.compile(r"^#\s*@package\s+_global_\s*$", re.MULTILINE)
_BOUND = r"\s*(x?)(-?[\d.]+)\s*"
_SOURCE = re.compile(rf"#\s*([{''.join(TAGS)}])(?:\s*\[{_BOUND},{_BOUND}\])?\s*:\s*(\S.*)$")
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp")


class Source(NamedTuple):
    """The source that a comment states."""

    tag: str
    low: float | None
    high: float | None
    is_factor: bool
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a conf folder and where it comes from."""

    key: str
    """Full key of the setting, such as `triage.hours_mean`."""
    value: float | str
    """The number; a date is its text."""
    tag: str | None
    """Letter of TAGS; None: no source is given."""
    low: float | None
    """Lower bound of its range; None: no range is given."""
    high: float | None
    """Upper bound of its range."""
    note: str
    """The source, or the reason."""
    place: str
    """File within the folder, and line."""


def list_entries(conf: Path, *, only_readable: bool = False) -> list[Entry]:
    """List all numbers in the YAML files of a folder, file by file.

    Args:
        conf: The folder.
        only_readable: Leave out a file that is no YAML: no run can have a number of it.

    Raises:
        SettingsError: a file is no YAML.
    """
    found = []
    for file in filter(Path.is_file, sorted(conf.rglob("*.yaml"))):
        try:
            found += list(_entries_of(file, conf))
        except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
            if not only_readable:
                raise _not_readable(file, error) from None
    return found


def _not_readable(file: Path, error: Exception) -> SettingsError:
    if isinstance(error, RecursionError):
        return SettingsError([Problem(str(file), ENDLESS)])
    if isinstance(error, yaml.YAMLError):
        return SettingsError([problem_of_yaml(error, place_of(str(file), line_of(error)))])
    return wrong(str(file), "is not text in UTF-8")


def in_effect(entries: list[Entry], values: Mapping[str, object]) -> list[Entry]:
    """The entries that a run uses: same key and same value, the last one where several files agree.

    Args:
        entries: Entries of a folder.
        values: Flat keys and values of a composed run.
    """
    last = {entry.key: entry for entry in entries if _same(entry.value, values.get(entry.key))}
    return [last[key] for key in values if key in last]


def entries_text(entries: Iterable[Entry]) -> str:
    """Return entries as CSV."""
    names = [column.name for column in fields(Entry)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(entry, name) for name in names] for entry in entries)
    return text.getvalue()


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Read entries from CSV; none without the file."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_entry(row) for row in csv.DictReader(file))


def _entry(row: Mapping[str, str]) -> Entry:
    low, high = (float(row[name]) if row[name] else None for name in ("low", "high"))
    try:
        value: float | str = float(row["value"])
    except ValueError:
        value = row["value"]  # a date
    return Entry(row["key"], value, row["tag"] or None, low, high, row["note"], row["place"])


def problems(entries: list[Entry]) -> list[Phrase]:
    """List what is missing or wrong: a number without a source, a range that is missing or does not hold its number."""
    found = []
    for entry in entries:
        of = {"place": entry.place, "key": entry.key, "value": entry.value}
        if entry.tag is None:
            found.append(Phrase("{place}: {key} = {value}: no source", **of))
        elif entry.low is None or entry.high is None:
            if entry.tag in WITH_RANGE:
                says = "{place}: {key} = {value}: {tag} without a range"
                found.append(Phrase(says, **of, tag=TAGS[entry.tag]))
        elif not isinstance(entry.value, str) and not entry.low <= entry.value <= entry.high:
            says = "{place}: {key} = {value}: not within its range [{low:g}, {high:g}]"
            found.append(Phrase(says, **of, low=entry.low, high=entry.high))
    return found


def _same(one: float | str, other: object) -> bool:
    if isinstance(one, str) or isinstance(other, str | bool):
        return one == other
    return isinstance(other, int | float) and float(one) == float(other)


def _entries_of(file: Path, conf: Path) -> Iterator[Entry]:
    text = file.read_text(encoding="utf-8")
    root = yaml.compose(text, Loader=_LOADER)
    if not isinstance(root, yaml.MappingNode):
        return
    check_size(root)
    inside = file.relative_to(conf)
    package = () if _GLOBAL.search(text) else inside.parent.parts
    sources = dict(_sources(text))
    for keys, node, source in _numbers(root, package, sources, None):
        if keys[0] == "hydra":
            continue
        value: float | str = node.value if node.tag.endswith("timestamp") else float(node.value)
        low = high = None
        if source is not None and source.low is not None and source.high is not None:
            factor = value if source.is_factor and not isinstance(value, str) else 1.0
            low, high = sorted((source.low * factor, source.high * factor))
        yield Entry(
            key=".".join(keys),
            value=value,
            tag=source.tag if source else None,
            low=low,
            high=high,
            note=source.note if source else "",
            place=f"{inside.as_posix()}:{node.start_mark.line + 1}",
        )


def _sources(text: str) -> Iterator[tuple[int, Source]]:
    """Line and source of each comment that stands behind something."""
    ends: dict[int, int] = {}
    for token in yaml.scan(text, Loader=_LOADER):
        if token.end_mark.column:
            ends[token.end_mark.line] = max(ends.get(token.end_mark.line, 0), token.end_mark.column)
    lines = text.splitlines()
    for line, column in ends.items():
        match = _SOURCE.match(lines[line][column:].strip()) if line < len(lines) else None
        if match:
            tag, low_x, low, high_x, high, note = match.groups()
            factor = bool(low_x and high_x)
            if bool(low_x) == bool(high_x):
                yield line, Source(tag, float(low) if low else None, float(high) if high else None, factor, note)


def _numbers(
    node: yaml.Node, keys: tuple[str, ...], sources: Mapping[int, Source], inherited: Source | None
) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode, Source | None]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            own = sources.get(key.start_mark.line, inherited)
            yield from _numbers(value, (*keys, str(key.value)), sources, own)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            own = sources.get(item.start_mark.line, inherited)
            yield from _numbers(item, (*keys, str(position)), sources, own)
    elif isinstance(node, yaml.ScalarNode) and node.tag in _NUMBERS:
        yield keys, node, inherited
