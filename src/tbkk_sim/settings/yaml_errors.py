"""Errors of YAML in the words of a user: the line, what is wrong there, the remedy."""

import re

import yaml

from tbkk_sim.problem import Phrase, Problem

MOST_VALUES = 100_000
"""Values that a file may have, those that it takes over by a name counted each time."""
ENDLESS = Phrase("has a value that contains itself, or one that is nested too deep")
NO_SIGN = Phrase("has the sign {sign} in it, which no text has")
TAG = Phrase("has a tag with !, which is not allowed; write the value alone")
TWICE = Phrase("sets {key} for the second time")
NOT_A_NAME = Phrase("has a list or a table where the name of a key is expected")
NO_REFERENCE = Phrase(
    "has {sign} without the name of a setting and {end} behind it, as in {example}",
    sign="${",
    end="}",
    example="${seed}",
)
LEAVE_OUT = Phrase("write the text without {sign}", sign="${")
_NOT_VALID = Phrase("is not valid YAML")
_IN_QUOTES = Phrase("a text that begins with a special sign is written in quotes")


def not_plain(node: yaml.Node, says: Phrase, hint: str = "") -> yaml.MarkedYAMLError:
    """Make the error of YAML that is valid, and that no setting can be: it has our phrases, not a text of PyYAML."""
    return yaml.MarkedYAMLError(problem=says, problem_mark=node.start_mark, note=hint)


def place_of(file: str, line: int | None) -> str:
    """Name a line of a file; None: the file as a whole."""
    return file if line is None else Phrase("{file}, line {line}", file=file, line=line)


def line_of(error: yaml.YAMLError, text: str = "") -> int | None:
    """Give the number of the line in which an error lies; None if it is not known.

    Args:
        error: The error that YAML raised.
        text: The text that was read; without it, the line of a sign that no text has is not known.
    """
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        if "quoted scalar" in str(error.context) and "found unexpected" in str(error.problem):
            mark = error.context_mark  # a quote that is not closed is noticed at the end of the file
        return mark.line + 1 if mark else None
    position = getattr(error, "position", None)
    return text.count("\n", 0, position) + 1 if text and position is not None else None


def check_size(root: yaml.Node) -> None:
    """Refuse what contains itself, or has more values than can be read when each that is taken over by a name counts.

    Raises:
        yaml.MarkedYAMLError: it does.
    """
    _count_values(root, frozenset(), {})


def _count_values(node: yaml.Node, around: frozenset[int], counted: dict[int, int]) -> int:
    if id(node) in around:
        raise not_plain(node, ENDLESS)
    if id(node) not in counted:
        parts = node.value if isinstance(node, yaml.SequenceNode) else []
        if isinstance(node, yaml.MappingNode):
            parts = [part for pair in node.value for part in pair]
        within = around | {id(node)}
        counted[id(node)] = 1 + sum(_count_values(part, within, counted) for part in parts)
        if counted[id(node)] > MOST_VALUES:
            raise not_plain(node, Phrase("has more than {most:,} values", most=MOST_VALUES))
    return counted[id(node)]


def problem_of_yaml(error: yaml.YAMLError, key: str = "") -> Problem:
    """Say what is wrong with a text that is no YAML, and what to do.

    Args:
        error: The error that YAML raised.
        key: The file, perhaps with its line.
    """
    if isinstance(error, yaml.reader.ReaderError):
        sign = error.character
        return Problem(key, Phrase(NO_SIGN, sign=ascii(chr(sign) if isinstance(sign, int) else str(sign)).strip("'")))
    said = getattr(error, "problem", None) or ""
    if isinstance(said, Phrase):
        return Problem(key, said, getattr(error, "note", ""))
    if twice := re.search("duplicate key (.*)", said):
        return Problem(key, Phrase(TWICE, key=twice[1]))
    says, hint = next((ours for of, ours in _WORDS.items() if of in said), (_NOT_VALID, ""))
    return Problem(key, says, hint)


_BRACKET = Phrase("is not valid YAML: a bracket is not closed, or a comma is missing")
_ONE_DOCUMENT = Phrase("leave out lines that begin with %, --- or ...: a file is one document")
_INDENTED = (
    Phrase("is not indented as the lines around it, or a sign is missing there"),
    Phrase("keys that belong together stand under each other, behind as many spaces"),
)
_WORDS: dict[str, tuple[Phrase, str]] = {
    "mapping values are not allowed": (
        _NOT_VALID,
        Phrase('a text with a colon is written in quotes, as in question: "Growth: who pays?"'),
    ),
    "character '\\t'": (Phrase("is not valid YAML: there is a tab"), Phrase("indent with spaces")),
    "undefined alias": (
        Phrase("refers with * to a value that has no name with &"), Phrase("write a * in quotes"),
    ),
    "the tag": (TAG, ""),
    "tag handle": (TAG, ""),
    "another document": (Phrase("begins a second document"), _ONE_DOCUMENT),
    "'<document start>'": (Phrase("has a line that begins or ends a document"), _ONE_DOCUMENT),
    "incompatible YAML": (Phrase("asks for another version of YAML"), _ONE_DOCUMENT),
    "directive": (Phrase("has a line with % that cannot be read"), _ONE_DOCUMENT),
    "character '%'": (_NOT_VALID, Phrase("a text with % is written in quotes; a line does not begin with it")),
    "for merging": (
        Phrase("takes over with << what is no table"),
        Phrase("<<: *name takes over the table that is named with &name"),
    ),
    "unhashable": (NOT_A_NAME, ""),
    "that cannot start any token": (_NOT_VALID, _IN_QUOTES),
    "expected alphabetic or numeric character": (_NOT_VALID, _IN_QUOTES),
    "unknown escape character": (
        Phrase("has a \\ that means nothing between double quotes"),
        Phrase("write the text between single quotes"),
    ),
    "expected <block end>": _INDENTED,
    "did not find expected key": _INDENTED,
    "could not find expected ':'": (Phrase("has no colon behind a key"), Phrase("write key: value, with a space")),
    "expected ',' or": (_BRACKET, ""),
    "<stream end>": (_BRACKET, ""),
    "expected node content": (_BRACKET, ""),
    "end of stream": (Phrase("is not valid YAML: a quote is not closed"), ""),
    "document separator": (Phrase("is not valid YAML: a quote is not closed"), ""),
}  # fmt: skip
"""Phrases for errors by the text that YAML writes, each with what to do; the first that fits counts.

PyYAML has the line as data, but what is wrong in its text only, and four types of error for all of it.
"""
