"""Problems that a user can mend, as data: the setting, file or word of the command, its value, the values allowed.

A problem is found in English. Its phrase and its values are kept apart, so that they can be read again, and shown in
the language of the user; no sentence is taken apart.
"""

import difflib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, Self

LONGEST_VALUE = 60
"""Characters of a value that are shown."""


class Phrase(str):
    """English text that remembers the phrase and the values of which it is made."""

    template: str
    """The phrase, with the names of its values in braces."""
    values: dict[str, Any]
    """The values by name."""

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """Fill the values into the phrase."""
        phrase = super().__new__(cls, template.format(**values) if values else template)
        phrase.template, phrase.values = str(template), values
        return phrase

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Return how the phrase is made again in another process."""
        return (self.template,), self.values

    def said(self, translate: Callable[[str], str], thousands: str = ",") -> str:
        """Translate the phrase.

        Args:
            translate: Gives a phrase in that language, with the same names in braces. Values that are phrases
                themselves are translated too.
            thousands: Stands between the thousands of numbers. Decimals keep the point with which they are typed.
        """
        values = {
            name: value.said(translate, thousands) if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        template = translate(self.template)
        return _Filler(thousands).vformat(template, (), values) if values else template


class _Filler(Formatter):
    """Fills values into a phrase, with thousands apart as a language has it."""

    def __init__(self, thousands: str) -> None:
        self.thousands = thousands

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one value."""
        text = format(value, format_spec)
        return text.replace(",", self.thousands) if "," in format_spec else text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    key: str
    """The setting, override or file; empty: the run as a whole."""
    says: str
    """The sentence on its value: the error, and the values allowed."""
    hint: str = ""
    """The remedy."""


class SettingsError(ValueError):
    """The run cannot start with what was given."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """All problems, each on a line with its remedy."""
        lines = (f"{p.key}: {p.says}" if p.key else p.says for p in self.problems)
        return "\n".join(f"{line} ({p.hint})" if p.hint else line for line, p in zip(lines, self.problems, strict=True))


class CannotGoOnError(Exception):
    """A run without problems cannot be finished here."""


def wrong(key: str, template: str, /, **values: Any) -> SettingsError:
    """Make the error of one problem.

    Args:
        key: The setting, override or file.
        template: The fault and what is allowed, with names of values in braces.
        **values: The values.
    """
    return SettingsError([Problem(key, Phrase(template, **values))])


def message_of(error: BaseException) -> str:
    """Give the message of an error for users: the very phrase that it was raised with, which `str` would flatten."""
    return next((given for given in error.args if isinstance(given, Phrase)), str(error))


def joined(parts: Sequence[str], by: str = ", ") -> str:
    """Put texts behind each other, of which those that are phrases stay phrases."""
    names = [f"part_{number}" for number in range(len(parts))]
    template = by.join(f"{{{name}}}" for name in names)
    return Phrase(template, **dict(zip(names, parts, strict=True)))


def shown(value: Any) -> str:
    """Write a value that is wrong as one types it, cut where it is long."""
    try:
        is_plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        text = repr(value) if is_plain else json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # a number of thousands of digits, or a list of lists of lists ...
        text = type(value).__name__
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}..."


def printable(text: str) -> str:
    """Write signs that no text has, and that could steer a terminal, so that they can be read."""
    return _NO_SIGN_OF_TEXT.sub(lambda sign: ascii(sign[0]).strip("'"), text)


_NO_SIGN_OF_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def closest(word: str, allowed: Iterable[str], write: str = "{}", cutoff: float = 0.6) -> str:
    """Ask `did you mean ...?`, or say nothing if no allowed word is near.

    Args:
        word: The word that was given.
        allowed: The words that may be given.
        write: Form in which the allowed word is written, with {} in its place.
        cutoff: Least similarity, from 0 to 1.
    """
    near = difflib.get_close_matches(word, list(allowed), n=1, cutoff=cutoff)
    return Phrase("did you mean {word}?", word=write.format(near[0])) if near else ""


def listed(words: Iterable[str], most: int = 16) -> str:
    """Join words with commas; a long list is cut."""
    words = list(words)
    named = ", ".join(words[:most])
    return Phrase("{words}, ... ({number} in all)", words=named, number=len(words)) if len(words) > most else named


def not_allowed(key: str, value: Any, allowed: str, hint: str = "") -> Problem:
    """Make the problem of a value that may not stand there."""
    return Problem(key, Phrase("is {value}; allowed: {range}", value=shown(value), range=allowed), hint)


NOT_KNOWN = Phrase("'{word}' is not known; allowed: {allowed}")


def not_known(key: str, word: str, allowed: Iterable[str], template: str = NOT_KNOWN) -> Problem:
    """Make the problem of a name that is none of those that are allowed.

    Args:
        key: Key at which it stands.
        word: The name.
        allowed: The names that may stand there.
        template: The message, with `word` and `allowed` in braces.
    """
    names = list(allowed)
    of_names = listed(names, 30) or Phrase("nothing, since there are none")
    return Problem(key, Phrase(template, word=word, allowed=of_names), closest(word, names))
