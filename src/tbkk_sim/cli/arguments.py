"""The arguments of a command: flags and numbers, refused in the one form in which everything is refused."""

import argparse
import copy
import math
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NoReturn

from tbkk_sim.cli.language import LANGUAGES, command_language
from tbkk_sim.problem import Phrase, Problem, SettingsError, closest, wrong

_LANGUAGE = re.compile(r"[+]*language=")
MOST_DIGITS = 20
"""Digits of a number on the command line: no number that is asked for has more; the key of a case has up to 20."""

PAGES_OF_HYDRA = ("--info", "-i", "--hydra-help")
"""Flags that would show pages of Hydra, most of which do not hold here; they are refused, and not offered."""


class Parser(argparse.ArgumentParser):
    """The flags of a verb; what is wrong with them is a problem like any other."""

    def __init__(self, verb: str, description: str) -> None:
        super().__init__(prog=f"tbkk_sim {verb}", description=description, allow_abbrev=False, add_help=False)
        self._positionals.title, self._optionals.title = Phrase("words"), Phrase("flags")
        self.add_argument("-h", "--help", action="help", help=Phrase("show what can be typed, and stop"))
        self.verb = verb

    def read(self, words: Sequence[str], *, intermixed: bool = False) -> argparse.Namespace:
        """Read the words behind the verb; see `read_words`."""
        return read_words(self, self.verb, words, intermixed=intermixed)

    def format_help(self) -> str:
        """Say what can be typed, in the language of the command."""
        formatter = argparse.HelpFormatter(prog=self.prog)
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups, said(Phrase("usage")) + ": ")
        formatter.add_text(said(Phrase(self.description or "")))
        for group in self._action_groups:
            formatter.start_section(said(Phrase(group.title or "")))
            for action in group._group_actions:
                in_language = copy.copy(action)
                in_language.help = said(action.help if isinstance(action.help, Phrase) else Phrase(action.help or ""))
                formatter.add_argument(in_language)
            formatter.end_section()
        return formatter.format_help()


def said(phrase: Phrase) -> str:
    """Say a phrase in the language of the command."""
    from tbkk_sim.report.kit.say import Say

    return Say(command_language())(phrase)


def take_language(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Separate the language that was typed as a setting, as in language=nl, from the other words.

    Returns:
        The language, None where none was typed; and the other words.

    Raises:
        SettingsError: it is none of those that are known.
    """
    typed = [word for word in words if _LANGUAGE.match(word)]
    for word in typed:
        value = word.partition("=")[2].strip("\"'")
        if value not in LANGUAGES:
            raise wrong(shortened(word), "is not known; allowed: {allowed}", allowed=", ".join(LANGUAGES))
    language = typed[-1].partition("=")[2].strip("\"'") if typed else None
    return language, [word for word in words if word not in typed]


def read_words(
    parser: argparse.ArgumentParser, verb: str, words: Sequence[str], *, intermixed: bool = False
) -> argparse.Namespace:
    """Read words with a parser, which takes no abbreviations and never prints its usage.

    Args:
        parser: The parser.
        verb: The verb that it belongs to.
        words: The words behind the verb.
        intermixed: Flags may stand between the other words.

    Raises:
        SettingsError: a word or flag is not known, is missing, or has a wrong value.
    """
    parser.allow_abbrev = parser.exit_on_error = False
    parser.error = _raise  # type: ignore[method-assign]
    for action in parser._actions:
        if action.choices:
            action.type = partial(_chosen, action)
    read = parser.parse_known_intermixed_args if intermixed else parser.parse_known_args
    try:
        asked, left = read(list(words))
    except argparse.ArgumentError as error:
        if isinstance(error.__context__, SettingsError):  # of _chosen: argparse raises its own error instead
            raise error.__context__ from None
        raise SettingsError([_problem(parser, verb, error.argument_name)]) from None
    if left:
        raise SettingsError([_not_expected(parser, verb, left[0])])
    return asked


def without_flag(words: Sequence[str], flag: str) -> Iterator[str]:
    """The words without a flag and its value, which named a folder that is full now."""
    skip = False
    for word in words:
        if skip or word == flag:
            skip = word == flag and not skip
        elif not word.startswith(f"{flag}="):
            yield word


def whole_number(flag: str, text: str, least: int, most: int) -> int:
    """Read a whole number, in the digits 0 to 9 alone.

    Raises:
        SettingsError: it is anything else, or out of range.
    """
    if not re.fullmatch("[0-9]+", text) or len(text) > MOST_DIGITS or not least <= int(text) <= most:
        raise wrong(
            f"{flag} {shortened(text)}",
            "must be a whole number of {least:,} to {most:,}, in the digits 0-9",
            least=least,
            most=most,
        )
    return int(text)


def number_between(flag: str, text: str, least: float, most: float) -> float:
    """Read a number between two, in the digits 0 to 9 and a point.

    Raises:
        SettingsError: it is anything else, or not between them.
    """
    number = decimal(text)
    if not least < number < most:
        raise wrong(f"{flag} {shortened(text)}", "must be between {least} and {most}", least=least, most=most)
    return number


def decimal(text: str) -> float:
    """A number in the digits 0 to 9 and a point; NaN: it is written in another way, or is very long."""
    fits = re.fullmatch(r"[0-9]+(\.[0-9]*)?|\.[0-9]+", text) and len(text) <= MOST_DIGITS
    return float(text) if fits else math.nan


def shortened(text: str) -> str:
    """Cut a text that was typed where it is long."""
    return text if len(text) <= 40 else f"{text[:40]}..."


def needs(flag: str, others: Sequence[str]) -> SettingsError:
    """Make the error of a flag that would do nothing without another."""
    return wrong(flag, "does nothing without {others}", others=" / ".join(others))


def _raise(message: str) -> NoReturn:
    raise argparse.ArgumentError(None, message)  # of what is missing, as newer versions of argparse do by themselves


def _chosen(action: argparse.Action, value: str) -> str:
    """Check the value of a flag that takes one of a few."""
    allowed = list(map(str, action.choices or ()))
    if value not in allowed:
        says = Phrase("is not known; allowed: {allowed}", allowed=", ".join(allowed))
        raise SettingsError([Problem(f"{action.option_strings[0]} {shortened(value)}", says, closest(value, allowed))])
    return value


def _help_of(verb: str) -> Phrase:
    return Phrase("{command} shows what can be typed", command=f"python -m tbkk_sim {verb} --help")


def _not_expected(parser: argparse.ArgumentParser, verb: str, word: str) -> Problem:
    """Say that a word is one too many, or a flag that is not known."""
    if not word.startswith("-"):
        return Problem(shortened(word), Phrase("is a word too many for {verb}", verb=verb), _help_of(verb))
    flags = [flag for action in parser._actions for flag in action.option_strings if flag not in PAGES_OF_HYDRA]
    name = word.partition("=")[0]
    allowed = ", ".join(flag for flag in flags if flag.startswith("--"))
    says = Phrase("is not a flag of {verb}; allowed: {allowed}", verb=verb, allowed=allowed)
    begun = next((flag for flag in flags if name.startswith("--") and flag.startswith(name)), "")
    meant = Phrase("did you mean {word}?", word=begun) if begun else closest(name, flags)
    return Problem(shortened(word), says, meant or _help_of(verb))


def _problem(parser: argparse.ArgumentParser, verb: str, name: str | None) -> Problem:
    """Say what is wrong with a flag, or what must be typed behind the verb.

    Args:
        parser: The parser.
        verb: The verb.
        name: The flag, as argparse names it; None: a word is missing.
    """
    actions = parser._actions
    if name is None:
        needed = next(of for of in actions if not of.option_strings and of.nargs not in ("*", "?"))
        meaning = Phrase(needed.help or "")
        says = Phrase("needs {what}: {meaning}", what=needed.metavar or needed.dest, meaning=meaning)
        return Problem(verb, says, _help_of(verb))
    action = next(of for of in actions if "/".join(of.option_strings) == name)
    flag = action.option_strings[0]
    if action.nargs == 0:
        return Problem(flag, Phrase("takes no value"), _help_of(verb))
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return Problem(flag, Phrase("needs a value behind it"), Phrase("write {command}", command=f"{flag} {metavar}"))
