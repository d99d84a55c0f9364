"""The words of a command: flags and numbers, refused in the one form in which everything is refused."""

import argparse
import copy
import math
import re
from collections.abc import Sequence
from typing import NoReturn

from tbkk_sim.cli.language import LANGUAGES, command_language
from tbkk_sim.problem import Phrase, Problem, SettingsError, closest, wrong

_LANGUAGE = re.compile(r"[+]*language=")
_CHOICE = re.compile(r"invalid choice: (.+?) \(choose from", re.DOTALL)
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
        speak_as_one(self, verb)

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
    """Part the language that was typed as a setting, as in language=nl, from the other words.

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


def speak_as_one(parser: argparse.ArgumentParser, verb: str) -> None:
    """Let a parser raise its problems, without its usage, and take no abbreviations."""

    def error(message: str) -> NoReturn:
        raise SettingsError([_problem(parser, verb, message)])

    parser.allow_abbrev = False
    parser.error = error  # type: ignore[method-assign]


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


def _problem(parser: argparse.ArgumentParser, verb: str, message: str) -> Problem:
    """Make a problem of a message of argparse."""
    help_of = Phrase("{command} shows what can be typed", command=f"python -m tbkk_sim {verb} --help")
    if match := re.match(r"argument (.+?): (.*)", message, re.DOTALL):
        return _of_argument(parser, match[1], match[2], help_of)
    if match := re.match(r"the following arguments are required: (.*)", message, re.DOTALL):
        return _what_is_needed(parser, verb, match[1].split(", "), help_of)
    if match := re.match(r"unrecognized arguments: (.*)", message, re.DOTALL):
        word = match[1].split()[0] if match[1].split() else match[1]
        flags = [flag for action in parser._actions for flag in action.option_strings if flag not in PAGES_OF_HYDRA]
        if not word.startswith("-"):
            return Problem(shortened(word), Phrase("is a word too many for {verb}", verb=verb), help_of)
        name = word.partition("=")[0]
        allowed = ", ".join(flag for flag in flags if flag.startswith("--"))
        says = Phrase("is not a flag of {verb}; allowed: {allowed}", verb=verb, allowed=allowed)
        begun = next((flag for flag in flags if name.startswith("--") and flag.startswith(name)), "")
        meant = Phrase("did you mean {word}?", word=begun) if begun else closest(name, flags)
        return Problem(shortened(word), says, meant or help_of)
    return Problem(verb, Phrase("{says}", says=message), help_of)


def _what_is_needed(parser: argparse.ArgumentParser, verb: str, names: Sequence[str], help_of: str) -> Problem:
    """Say what must be typed behind a verb: argparse also names what need not be."""
    for action in parser._actions:
        name = str(action.metavar or action.dest)
        if name in names and action.nargs not in ("*", "?") and not action.option_strings:
            says = Phrase("needs {what}: {meaning}", what=name, meaning=Phrase(action.help or ""))
            return Problem(verb, says, help_of)
    return Problem(verb, Phrase("needs {what}", what=names[0]), help_of)


def _of_argument(parser: argparse.ArgumentParser, name: str, message: str, help_of: str) -> Problem:
    action = next(
        (of for of in parser._actions if name in ("/".join(of.option_strings), of.dest, of.metavar)),
        None,
    )
    flag = action.option_strings[0] if action and action.option_strings else name
    if match := _CHOICE.match(message):
        value = match[1].strip("'\"")
        allowed = [str(choice) for choice in (action.choices if action else None) or ()]
        says = Phrase("is not known; allowed: {allowed}", allowed=", ".join(allowed))
        return Problem(f"{flag} {shortened(value)}", says, closest(value, allowed))
    if message.startswith("expected"):
        metavar = action.metavar if action and isinstance(action.metavar, str) else None
        wanted = metavar or (action.dest.upper() if action else "")
        return Problem(flag, Phrase("needs a value behind it"), f"{flag} {wanted}".rstrip())
    if message.startswith("ignored explicit argument"):
        return Problem(flag, Phrase("takes no value"), help_of)
    if message.startswith("not allowed with"):
        other = message.rpartition(" ")[2]
        return Problem(flag, Phrase("cannot go together with {other}", other=other), help_of)
    return Problem(flag, Phrase("{says}", says=message), help_of)
