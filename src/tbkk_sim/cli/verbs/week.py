"""`python -m tbkk_sim week RUN unit=NAME week=2022-W14`: a week at a unit in words, from one future of a run."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.cli.arguments import Parser, shortened, take_language, whole_number
from tbkk_sim.cli.verbs.replay import read_future
from tbkk_sim.problem import Phrase, Problem, SettingsError, not_known
from tbkk_sim.settings.numbers import MOST_REPLICATIONS
from tbkk_sim.week.facts.weeks import Weeks

if TYPE_CHECKING:
    from tbkk_sim.settings import Settings

UNIT, WEEK, FUTURE = "unit", "week", "future"
ASKED = (UNIT, WEEK, FUTURE)
"""Names of all that can be asked for, with = and a value behind it."""


def main(argv: Sequence[str]) -> None:
    """Print the account of a week, or the sentences that a head of unit can mark.

    Raises:
        SettingsError: there is no finished run, or not the events of this future, or no such unit or week.
        CannotGoOnError: the run was made by another version, whose futures cannot be drawn again.
    """
    parser = Parser("week", Phrase("read a week at a unit: who was there, what came in, what was put aside"))
    parser.usage = (
        "tbkk_sim week RUN unit=NAME week=2022-W14 [future=0] [language=nl]\n"
        "       tbkk_sim week RUN --sentences [unit=NAME] [future=0] [language=nl]"
    )
    parser.add_argument("run", metavar="RUN", type=Path, help=Phrase("folder of a finished run"))
    parser.add_argument(
        "--sentences",
        action="store_true",
        help=Phrase("instead, sentences about the whole run that a head of unit can mark as right or wrong"),
    )
    language, words = take_language(argv)
    asked, words = take_asked(words)
    chosen = parser.read(words)
    future = whole_number(FUTURE, asked.get(FUTURE, "0"), 0, MOST_REPLICATIONS - 1)
    if chosen.sentences and WEEK in asked:
        says = Phrase("cannot go together with {other}", other="--sentences")
        raise SettingsError([Problem(f"{WEEK}={shortened(asked[WEEK])}", says)])

    from tbkk_sim.runs.folder.reader import open_run
    from tbkk_sim.week.telling.terminal import show_sentences, show_week

    run = open_run(chosen.run)
    check_asked(run.settings, asked, (UNIT, WEEK) if not chosen.sentences else ())
    reader = read_future(run, chosen.run, future, FUTURE)
    if chosen.sentences:
        show_sentences(reader, asked.get(UNIT), language)
    else:
        show_week(reader, asked[UNIT], asked[WEEK], language)


def take_asked(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Part what is asked for, as in week=2022-W14, from the other words.

    Raises:
        SettingsError: something else is asked for, or the same thing twice.
    """
    asked: dict[str, str] = {}
    others = []
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.isidentifier():
            others.append(word)
        elif name not in ASKED:
            raise SettingsError([not_known(shortened(word), name, ASKED)])
        elif name in asked:
            raise SettingsError([Problem(shortened(word), Phrase("is asked for twice; once is enough"))])
        else:
            asked[name] = value.strip("\"'")
    return asked, others


def words_that_fit(typed: Sequence[str], word: str) -> list[str]:
    """Return what can be asked for, and of the run that was typed its units and weeks, that begin as a word does."""
    name, sign, _ = word.partition("=")
    if not sign:
        return [f"{known}=" for known in (*ASKED, "language") if known.startswith(name) and (name or typed)]
    offered: Sequence[str] = ()
    for folder in typed if name in ASKED else ():
        with suppress(SettingsError):
            from tbkk_sim.runs.folder.reader import open_run

            run = open_run(Path(folder))
            offered = {
                UNIT: list(run.settings.staffing.units),
                WEEK: Weeks(run.settings.run.start, run.settings.run.horizon_days).names,
                FUTURE: [str(number) for number in range(int(run.manifest["replications"]))],
            }[name]
            break
    return [fit for value in offered if (fit := f"{name}={value}").startswith(word)]


def check_asked(settings: "Settings", asked: dict[str, str], needed: Sequence[str]) -> None:
    """Refuse a unit and a week that the run does not have, and what is needed and was not typed.

    Raises:
        SettingsError: it says for each what is allowed.
    """
    weeks = Weeks(settings.run.start, settings.run.horizon_days).names
    units, problems = list(settings.staffing.units), []
    if UNIT in asked:
        problems += (
            [not_known(f"{UNIT}={shortened(asked[UNIT])}", shortened(asked[UNIT]), units)]
            if asked[UNIT] not in units
            else []
        )
    elif UNIT in needed:
        problems.append(Problem(f"{UNIT}=", Phrase("is needed; allowed: {allowed}", allowed=", ".join(units))))
    span = Phrase("a week of the run, from {first} to {last}", first=weeks[0], last=weeks[-1])
    if WEEK in asked and asked[WEEK] not in weeks:
        says = Phrase("is not known; allowed: {allowed}", allowed=span)
        problems.append(Problem(f"{WEEK}={shortened(asked[WEEK])}", says, _meant(asked[WEEK], weeks)))
    elif WEEK in needed and WEEK not in asked:
        problems.append(Problem(f"{WEEK}=", Phrase("is needed; allowed: {allowed}", allowed=span)))
    if problems:
        raise SettingsError(problems)


def _meant(typed: str, weeks: Sequence[str]) -> str:
    """Write a week as it is to be typed, where it was typed in another way; empty if no week can be told from it."""
    found = re.fullmatch(r"(\d{4})\D*(\d{1,2})", typed)
    week = f"{found[1]}-W{int(found[2]):02d}" if found else ""
    return Phrase("write {command}", command=f"{WEEK}={week}") if week in weeks else ""
