"""A config file of the user, read strictly: what YAML allows and settings have no use for is refused with its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from omegaconf import OmegaConf
from omegaconf.errors import GrammarParseError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tbkk_sim.config.yaml_values import with_zeros_in_front
from tbkk_sim.problem import Phrase, Problem, SettingsError, printable
from tbkk_sim.settings.yaml_errors import (
    ENDLESS,
    LEAVE_OUT,
    NO_REFERENCE,
    NO_SIGN,
    NOT_A_NAME,
    TAG,
    TWICE,
    check_size,
    line_of,
    not_plain,
    place_of,
    problem_of_yaml,
)

_YAML = "tag:yaml.org,2002:"
BOOL, TEXT, NULL = f"{_YAML}bool", f"{_YAML}str", f"{_YAML}null"
FLOAT, DATE = f"{_YAML}float", f"{_YAML}timestamp"
TABLES, LISTS = f"{_YAML}map", f"{_YAML}seq"
_LONGEST = 60


@dataclass(frozen=True)
class ConfigFile:
    """A config file: its text and its content."""

    name: str
    text: str
    root: Node | None
    content: Any
    """Its settings; an empty file has none."""

    def place(self, key: str) -> str:
        """The line of a key of the whole file."""
        pairs = self.root.value if isinstance(self.root, MappingNode) else []
        return next((self.place_at(at) for at, _ in pairs if at.value == key), self.name)

    def place_at(self, node: Node) -> str:
        """The line on which something stands."""
        return place_of(self.name, node.start_mark.line + 1)

    def source(self, node: Node) -> str:
        """Return the text of a value in the file, on one line."""
        text = " ".join(self.text[node.start_mark.index : node.end_mark.index].split())
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def read_config_file(path: Path) -> ConfigFile:
    """Read a config file.

    Raises:
        SettingsError: it is no text, no YAML, or has what YAML allows and no setting can be.
    """
    return _config_file(str(path), _text(path))


@lru_cache(maxsize=256)
def _config_file(name: str, text: str) -> ConfigFile:
    """Understand the text of a config file, once: one command composes its settings several times.

    Raises:
        SettingsError: as `read_config_file`.
    """
    reader: Any = None
    try:
        reader = _yaml_loader()(text)
        reader.name = name
        root = reader.get_single_node()
        file = ConfigFile(name, text, root, {})
        if root is not None:
            check_size(root)
            if problems := list(_Faults(file, reader.resolve).find(root, ())):
                raise SettingsError(problems)
        content = {} if root is None else reader.construct_document(root)
    except yaml.YAMLError as error:
        raise SettingsError([problem_of_yaml(error, place_of(name, line_of(error, text)))]) from None
    except RecursionError:
        raise SettingsError([Problem(name, ENDLESS)]) from None
    finally:
        if reader is not None:
            reader.dispose()
    return ConfigFile(name, text, root, {} if content is None else content)


def misplaced(file: ConfigFile, within: tuple[str, ...]) -> Iterator[Problem]:
    """Name what is a list or a single value where the settings have a table, or the reverse.

    Args:
        file: The file.
        within: The keys under which its settings stand; empty: it has keys of the whole.
    """
    if isinstance(file.root, MappingNode):
        yield from _misplaced(file, file.root, within)


def _misplaced(file: ConfigFile, table: MappingNode, path: tuple[str, ...]) -> Iterator[Problem]:
    from tbkk_sim.settings.schema_errors import allowed_at, forms_at

    for at, value in table.value:
        here = (*path, str(at.value))
        allowed = forms_at(here) if here[0] not in ("defaults", "hydra") else set()
        if not allowed or _may_be_anything(value):
            continue
        if _FORMS[type(value)] in allowed:
            if isinstance(value, MappingNode):
                yield from _misplaced(file, value, here)
            continue
        key, shown = ".".join(here), file.source(value)
        says = Phrase("{key} is {value}; allowed: {range}", key=key, value=shown, range=allowed_at(here) or "")
        if not allowed_at(here):
            says = Phrase("{key} is {value}, and must be a single value", key=key, value=shown)
        hint = ""
        if len(here) == 1 and isinstance(value, ScalarNode):
            hint = Phrase("a file of a group is chosen by defaults: [_self_, override /{group}: name]", group=key)
        yield Problem(file.place_at(at), says, hint)


_FORMS = {MappingNode: "table", SequenceNode: "list", ScalarNode: "single"}


def _may_be_anything(value: Node) -> bool:
    """Return True if it stands for something else: nothing, a value that is to be given, one that is looked up."""
    return isinstance(value, ScalarNode) and (value.tag == NULL or value.value == "???" or "${" in value.value)


class _Faults:
    """Finds in the parts of a file what YAML allows and no setting can be."""

    def __init__(self, file: ConfigFile, resolve: Any) -> None:
        self._file = file
        self._resolve = resolve
        self._seen: set[int] = set()

    def find(self, node: Node, path: tuple[str, ...]) -> Iterator[Problem]:
        """Name the faults in a part of the file, with the line of each."""
        if id(node) not in self._seen:
            self._seen.add(id(node))
            yield from self._in(node, path)

    def _in(self, node: Node, path: tuple[str, ...]) -> Iterator[Problem]:
        if not self._is_plain(node):
            yield self._problem(node, TAG)
        if isinstance(node, ScalarNode):
            yield from self._of_signs(node)
            if "${" in node.value and not can_be_read(node.value):
                yield self._problem(node, NO_REFERENCE, LEAVE_OUT)
            if node.style is None and (says := with_zeros_in_front(node.value)):
                yield self._problem(node, says)
        elif isinstance(node, SequenceNode):
            for item in node.value:
                yield from self.find(item, path)
        elif isinstance(node, MappingNode):
            yield from self._of_keys(node, path)
            for key, value in node.value:
                yield from self.find(value, (*path, str(key.value)))

    def _of_keys(self, table: MappingNode, path: tuple[str, ...]) -> Iterator[Problem]:
        seen = set()
        for key, _ in table.value:
            if not isinstance(key, ScalarNode):
                yield self._problem(key, NOT_A_NAME)
                continue
            if not self._is_plain(key):
                yield self._problem(key, TAG)
            yield from self._of_signs(key)
            name = ".".join((*path, key.value))
            if (key.tag, key.value) in seen:
                yield self._problem(key, Phrase(TWICE, key=printable(name)))
            seen.add((key.tag, key.value))
            if key.tag in (BOOL, NULL):
                word = "null" if key.tag == NULL else key.value.lower()
                says = Phrase("has a key that YAML reads as {word}, not as a name", word=word)
                if path:
                    says = Phrase("{says}, in {table}", says=says, table=".".join(path))
                yield self._problem(key, says, Phrase('write the key in quotes, as in "{word}": ...', word=word))

    def _of_signs(self, node: ScalarNode) -> Iterator[Problem]:
        wrong_signs = (sign for sign in node.value if printable(sign) != sign)
        if sign := next(wrong_signs, ""):
            yield self._problem(node, Phrase(NO_SIGN, sign=printable(sign)))

    def _is_plain(self, node: Node) -> bool:
        """Return True if a part has no tag that makes something else of it."""
        if isinstance(node, ScalarNode):
            return node.tag in (TEXT, self._resolve(ScalarNode, node.value, (True, False)))
        return node.tag == (TABLES if isinstance(node, MappingNode) else LISTS)

    def _problem(self, node: Node, says: Phrase, hint: str = "") -> Problem:
        return Problem(self._file.place_at(node), says, hint)


def can_be_read(value: str) -> bool:
    """Return True if each ${ has the name of a setting and } behind it; a call is one too, and is refused later."""
    try:
        OmegaConf.create([value])
    except GrammarParseError:
        return False
    return True


def _text(path: Path) -> str:
    """Read the text of a file, without the mark that Windows sets in front of UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = place_of(str(path), data.count(b"\n", 0, error.start) + 1)
        raise SettingsError(
            [Problem(place, Phrase("is not text in UTF-8"), Phrase("save the file as UTF-8"))]
        ) from None


@cache
def _yaml_loader() -> Any:
    """Loader of data only, by which `NO` is a word, a date is text, as in OmegaConf, and `1e5` is a number."""

    class WordsStayWords(yaml.SafeLoader):
        def construct_object(self, node: Node, deep: bool = False) -> Any:
            try:
                return super().construct_object(node, deep=deep)
            except ValueError:
                says = Phrase("has a value that begins as a number and is none")
                raise not_plain(node, says, Phrase("write a text in quotes")) from None

    resolvers: dict[str, list[Any]] = {
        first: [(tag, pattern) for tag, pattern in of_first if tag not in (BOOL, DATE)]
        for first, of_first in WordsStayWords.yaml_implicit_resolvers.items()
    }
    WordsStayWords.yaml_implicit_resolvers = resolvers
    WordsStayWords.add_implicit_resolver(BOOL, re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
    exponent = re.compile(r"^[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$")
    WordsStayWords.add_implicit_resolver(FLOAT, exponent, list("-+.0123456789"))
    return WordsStayWords


def builds_on(content: Any, group: str) -> Iterator[str]:
    """Name the files that a file builds on, as far as its list of defaults names them, with their groups."""
    for item in (content.get("defaults") or []) if isinstance(content, Mapping) else []:
        where, named = next(iter(item.items())) if isinstance(item, Mapping) else (None, item)
        if where is None:
            name = str(named).partition("@")[0].removeprefix("optional ")
            yield name.lstrip("/") if name.startswith("/") else f"{group}/{name}".lstrip("/")
        elif not str(where).startswith("override "):
            folder = str(where).partition("@")[0].removeprefix("optional ")
            folder = folder.lstrip("/") if folder.startswith("/") else f"{group}/{folder}".strip("/")
            yield from (f"{folder}/{name}" for name in (named if isinstance(named, list) else [named]))
