"""The page of the settings in the reference, written from the code: `python scripts/reference.py settings`."""

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from sphinx.pycode import ModuleAnalyzer

from remake import bounds, files_of_baseline, pattern, together
from tbkk_sim.config.compose import load_settings
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import range_of
from tbkk_sim.settings.provenance import TAGS, Entry, list_entries
from tbkk_sim.settings.tuning import Tuning

CONF = Path(__file__).resolve().parents[1] / "conf"
TUNE = "tune"
"""The group of the settings of `tune`, which are no part of the settings of a run."""
MOST_SOURCES = 15
"""Lines with values and sources of one setting; the command `provenance` lists them all."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the reference."""

    key: str
    """Its full key, with a star for each name or number that the user chooses."""
    field: FieldInfo
    sentence: str


def settings_page() -> str:
    """All settings, group by group: key, what may stand there, default, meaning, and the values of the baseline."""
    entries = list_entries(CONF)
    of_baseline = [entry for entry in entries if file_of(entry) in files_of_baseline()]
    values = load_settings().model_dump(mode="json")
    whole = {name: field for name, field in Settings.model_fields.items() if not field.exclude}
    groups = {name: kind for name, field in whole.items() if (kind := model_in(field.annotation))}
    single = [Setting(name, whole[name], sentence_of(Settings, name)) for name in whole if name not in groups]
    parts = [section("The run as a whole", "", single, of_baseline, values)]
    for name, kind in groups.items():
        path = name + ".*" * depth_of(whole[name].annotation)
        parts.append(section(f"`{name}`", about(name, kind), list(settings_in(kind, path)), of_baseline, values))
    of_tune = [entry for entry in entries if file_of(entry).startswith(f"{TUNE}/")]
    parts.append(section(f"`{TUNE}`", about(TUNE, Tuning), list(settings_in(Tuning, TUNE)), of_tune, {}))
    return "\n\n".join(parts)


def file_of(entry: Entry) -> str:
    """The file of conf/ that a number stands in."""
    return entry.place.partition(":")[0]


def about(group: str, kind: type[BaseModel]) -> str:
    """What a group of settings is, and the files with values for it."""
    choices = ", ".join(f"`{group}={file.stem}`" for file in sorted((CONF / group).glob("*.yaml")) if is_choice(file))
    return f"{inspect.getdoc(kind)}\n\nFiles with values, in `conf/{group}/`: {choices}."


def is_choice(file: Path) -> bool:
    """Whether a file can be chosen by itself; what the questions of `tune` share is no question."""
    return file.parent.name != TUNE or file.stem in get_args(Tuning.model_fields["question"].annotation)


def section(title: str, text: str, settings: Sequence[Setting], entries: list[Entry], values: Mapping[str, Any]) -> str:
    """A heading and a list of settings, each with the values that stand in the files of conf/."""
    of_key: dict[str, list[Entry]] = {}
    for entry in entries:
        fitting = [setting.key for setting in settings if fits(setting.key, entry.key)]
        if fitting:
            of_key.setdefault(max(fitting, key=lambda key: key.count(".")), []).append(entry)
    items = [item(setting, of_key.get(setting.key, []), values) for setting in settings]
    return "\n\n".join([f"## {title}", *([text] if text else []), *items])


def item(setting: Setting, entries: list[Entry], values: Mapping[str, Any]) -> str:
    """One setting as an item of a list of definitions, which can be linked to."""
    lines = [f"{allowed(setting.field)}. {default(setting.field)}.", "", setting.sentence]
    given = sources(entries) if entries else given_in(values, setting)
    lines += ["", *(f"- {line}" for line in given)] if given else []
    body = "\n".join(f"  {line}".rstrip() for line in lines)
    anchor = setting.key.replace("*", "x").replace(".", "-")
    return f"`{setting.key}`{{#{anchor}}}\n:{body[1:]}"


def given_in(values: Mapping[str, Any], setting: Setting) -> list[str]:
    """What the baseline gives a setting that is no number, where that is not its default."""
    value: Any = values
    for part in setting.key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    is_plain = isinstance(value, str | bool) or (isinstance(value, list) and all(isinstance(of, str) for of in value))
    if not is_plain or not value or value == setting.field.default:
        return []
    return [f"{typed(value)} in the baseline"]


def settings_in(kind: type[BaseModel], path: str) -> Iterator[Setting]:
    """Give all settings in a part, those of its parts included."""
    for name, field in kind.model_fields.items():
        key = f"{path}.{name}"
        yield Setting(key, field, sentence_of(kind, name))
        if inner := model_in(field.annotation):
            yield from settings_in(inner, key + ".*" * depth_of(field.annotation))


def model_in(kind: Any) -> type[BaseModel] | None:
    """The part of the settings that may stand in a field, if there is one."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((model for inner in get_args(kind) if (model := model_in(inner))), None)


def depth_of(kind: Any) -> int:
    """How many names or numbers lead from a field to the part that stands in it."""
    if get_origin(kind) in (dict, list, tuple):
        return 1 + max(depth_of(inner) for inner in get_args(kind))
    return max((depth_of(inner) for inner in get_args(kind) if model_in(inner)), default=0)


def sentence_of(kind: type[BaseModel], name: str) -> str:
    """The text behind a field in the source."""
    for of in kind.__mro__:
        if name in vars(of).get("__annotations__", {}):
            lines = ModuleAnalyzer.for_module(of.__module__).find_attr_docs().get((of.__name__, name))
            if lines:
                return " ".join(line.strip() for line in lines if line.strip())
    raise ValueError(f"{kind.__name__}.{name} has no sentence")


def default(field: FieldInfo) -> str:
    """The default of a field, as one would type it."""
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined:
        return "Must be given"
    if isinstance(value, BaseModel):
        return "Default: those of its settings below"
    return f"Default: {typed(value)}" if value or value in (0, False) else "Default: empty"


def typed(value: Any) -> str:
    """A value as one would type it."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Mapping):
        return f"`{{{', '.join(f'{key}: {of}' for key, of in value.items())}}}`"
    if isinstance(value, list | tuple):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{value:.12g}`" if isinstance(value, int | float) else f"`{value}`"


def allowed(field: FieldInfo) -> str:
    """What may stand in a field, in words that begin with a capital letter."""
    text = words_for(field.annotation, field.metadata)
    return text if text.startswith("`") else text[0].upper() + text[1:]


def words_for(kind: Any, metadata: Iterable[Any] = ()) -> str:
    """What a type takes."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return words_for(inner[0], [*metadata, *inner[1:]])
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin in (Union, UnionType):
        return " or ".join(words_for(option, metadata) for option in inner)
    if origin is dict:
        return f"a table: for each {words_for(inner[0]).removeprefix('a ')}, {words_for(inner[1])}"
    if origin in (list, tuple):
        return f"a list of {' and '.join(plural(of) for of in dict.fromkeys(inner) if of is not Ellipsis)}"
    return words_for_one(kind, metadata)


def plural(kind: Any) -> str:
    """What several elements of a list take."""
    return {"a name": "names", "text": "texts"}.get(words := words_for(kind), words)


def words_for_one(kind: Any, metadata: Iterable[Any]) -> str:
    """What a type that holds no other takes."""
    if model_in(kind):
        return "the settings below"
    if kind in (bool, type(None)):
        return "`true` or `false`" if kind is bool else "empty"
    for found in range_of(kind, metadata):
        return str(found.says)
    return "a name" if any(getattr(mark, "pattern", None) for mark in flat(metadata)) else "text"


def flat(metadata: Iterable[Any]) -> Iterator[Any]:
    """Give what is marked on a type, that of fields within it included."""
    for mark in metadata:
        yield from (mark, *mark.metadata) if isinstance(mark, FieldInfo) else (mark,)


def fits(pattern: str, key: str) -> bool:
    """A key is that of a setting, or of an entry in the table or list of numbers that a setting is."""
    parts, of_key = pattern.split("."), key.split(".")
    return len(of_key) >= len(parts) and all(part in ("*", given) for part, given in zip(parts, of_key, strict=False))


def sources(entries: list[Entry]) -> list[str]:
    """The values in the files of conf/: one line for those that share a source."""
    rows = together(entries)
    lines = [source(alike) for alike in rows[:MOST_SOURCES]]
    left = len(rows) - len(lines)
    return [*lines, f"and {left} more: `python -m tbkk_sim provenance`"] if left else lines


def source(alike: list[Entry]) -> str:
    """Values with one source, their keys, their range, and that source."""
    values = [entry.value for entry in alike]
    ends = (values[0], values[-1]) if isinstance(values[0], str) else (min(values), max(values))
    shown = " to ".join(dict.fromkeys(typed(value) for value in ends))
    within = f", range {bounds(alike)}" if bounds(alike) else ""
    first = alike[0]
    tag = TAGS[first.tag] if first.tag else "no source"
    return f"{shown} (`{pattern(alike)}`{within}): {tag}, {first.note} (`conf/{file_of(first)}`)"
