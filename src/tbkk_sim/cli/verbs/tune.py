"""`python -m tbkk_sim tune [+scenario=growth] tune=where [tune.where.extra_fte=24]`: how many people, where, when."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.cli.arguments import said
from tbkk_sim.cli.before_run import warn_of_posts
from tbkk_sim.cli.progress import stage_bars
from tbkk_sim.cli.reporting import naming_the_command
from tbkk_sim.cli.stopped import tells_how_to_resume
from tbkk_sim.config.choices import check_question, questions
from tbkk_sim.config.compose import compose, make_loader, settings_of, take_question, tuning_of
from tbkk_sim.config.paths import NOT_A_QUESTION
from tbkk_sim.config.paths import TUNE as GROUP
from tbkk_sim.problem import Phrase, Problem, SettingsError, wrong
from tbkk_sim.system.output_places import check_place

if TYPE_CHECKING:
    from tbkk_sim.settings import Settings
    from tbkk_sim.settings.tuning import Tuning

QUESTIONS = {
    "where": Phrase("place tune.where.extra_fte posts over the units"),
    "how_many": Phrase("the fewest posts with which classes meet their norms"),
    "when": Phrase("a hiring plan over the run"),
    "mix": Phrase("own posts against hours borrowed from pools"),
    "robust": Phrase("which plan holds in many futures, and when it fails"),
}
"""The questions in one line each."""


def main(argv: Sequence[str]) -> None:
    """Answer the question in a folder of its own, and show the answer.

    Raises:
        SettingsError: something is wrong with the input.
        CannotGoOnError: the folder holds another study.
    """
    if {"--help", "-h"} & set(argv):
        print(_help())
        return
    settings, tuning, folder = read(argv)
    if tuning.cache:
        check_place(f"{GROUP}.cache", Path(tuning.cache))
    check_place("hydra.run.dir", folder)
    from tbkk_sim.config.changes import changes_record
    from tbkk_sim.config.sources import entries_used
    from tbkk_sim.settings.asked import command_of
    from tbkk_sim.tuning.answer import tune
    from tbkk_sim.tuning.report.files import show_answer, write_reports

    typed = command_of("tune", *(word for word in argv if not word.startswith("hydra.run.dir=")))
    again = ("tune", *(word for word in argv if not word.startswith("hydra.run.dir=")), f"hydra.run.dir={folder}")
    warn_of_posts(settings)
    with tells_how_to_resume(folder, *again), stage_bars(settings.language) as progress:
        tune(settings, tuning, folder, progress, entries_used(settings), changes_record)
    with naming_the_command(folder):
        write_reports(folder, typed)
    show_answer(folder)


def read(argv: Sequence[str]) -> tuple["Settings", "Tuning", Path]:
    """The run that is tuned, the question, and the folder for the answer.

    Raises:
        SettingsError: something is wrong with them.
    """
    words, config_dir = _without_config_dir(argv)
    overrides = [re.sub(rf"^\+?{GROUP}=", f"+{GROUP}=", word) for word in words]
    asked = [word.partition("=")[2] for word in overrides if word.startswith(f"+{GROUP}=")]
    if not asked:
        hint = Phrase("write {command}", command=f"{GROUP}={questions()[-1]}")
        raise SettingsError([Problem(GROUP, Phrase("needs a question"), hint)])
    check_question(asked[0])
    if len(asked) > 1:
        raise wrong(
            " ".join(f"{GROUP}={name}" for name in asked), "is more than one question; allowed: one in a command"
        )
    config, of_hydra = compose(make_loader(config_dir=config_dir), overrides)
    folder = Path(str(of_hydra.run.dir))
    given = take_question(config, words)
    settings = settings_of(config, of_hydra)
    tuning = tuning_of(given, words)
    from tbkk_sim.tuning.search.fewest import check_fits

    check_fits(settings, tuning)
    return settings, tuning, folder


def _without_config_dir(argv: Sequence[str]) -> tuple[list[str], str | None]:
    words, folder = list(argv), None
    for flag in ("--config-dir", "-cd"):
        if flag in words:
            at = words.index(flag)
            if at + 1 == len(words):
                raise wrong(flag, "needs a value behind it")
            folder = words[at + 1]
            del words[at : at + 2]
    flags = [word for word in words if word.startswith("-")]
    if flags:
        raise wrong(
            flags[0], "is not a flag of {verb}; allowed: {allowed}", verb="tune", allowed="--config-dir, --help"
        )
    return words, folder


def _help() -> str:
    """Return the help, in the language of the command."""
    known = [name for name in QUESTIONS if name in questions()]
    usage = said(Phrase("python -m tbkk_sim tune [+scenario=growth] tune=QUESTION [tune.KEY=value] [KEY=value]"))
    settings = Phrase(
        "What can be set stands in conf/tune/: {files}; what is good in {shared}.yaml.",
        files=", ".join(known),
        shared=NOT_A_QUESTION,
    )
    goes_on = Phrase("Every evaluation is kept in tune.cache: the same command goes on where it stopped.")
    each = [f"  {GROUP}={name:10} {said(QUESTIONS[name])}" for name in known]
    return "\n".join([usage, "", *each, "", said(settings), said(goes_on)])
