"""The verbs: `python -m tbkk_sim [verb] ...`; without a verb it runs a scenario."""

import atexit
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from tbkk_sim.cli.arguments import said
from tbkk_sim.cli.completion import asks_what_fits, words_that_fit
from tbkk_sim.cli.encoding import replace_characters_that_fail
from tbkk_sim.cli.errors import exit_code
from tbkk_sim.cli.help import help_text
from tbkk_sim.cli.language import note_command
from tbkk_sim.cli.logs import translate_logs
from tbkk_sim.config.paths import conf_dir
from tbkk_sim.problem import Phrase, Problem, SettingsError, closest, wrong
from tbkk_sim.system.stopping import heeding_signals
from tbkk_sim.version import __version__

VERBS = {
    "run": ("tbkk_sim.cli.verbs.run", Phrase("simulate; the verb that is meant if there is none")),
    "extend": ("tbkk_sim.cli.verbs.extend", Phrase("finish a run that was stopped, or give it more futures")),
    "report": ("tbkk_sim.cli.verbs.report", Phrase("write the report of a finished run anew")),
    "compare": (
        "tbkk_sim.cli.verbs.compare.command",
        Phrase("compare runs: what differs, by how much, how sure, and why"),
    ),
    "study": ("tbkk_sim.cli.verbs.study", Phrase("remake a study: its runs, its answer, its table and figure")),
    "tune": ("tbkk_sim.cli.verbs.tune", Phrase("ask how many people are needed, where and when")),
    "whatif": ("tbkk_sim.cli.verbs.whatif", Phrase("change a plan by hand on a page, and see what it does")),
    "replay": ("tbkk_sim.cli.verbs.replay", Phrase("look at one future of a run, week by week")),
    "week": (
        "tbkk_sim.cli.verbs.week",
        Phrase("read a week at a unit: who was there, what came in, what was put aside"),
    ),
    "export": ("tbkk_sim.cli.verbs.export", Phrase("tables of a run for Excel, and as CSV")),
    "provenance": ("tbkk_sim.cli.verbs.provenance", Phrase("list where every number comes from")),
}
"""Verb, the module whose `main` does it (imported when it is asked for), and what it does."""

TAKE_A_VALUE = frozenset(
    ("--cfg", "-c", "--package", "-p", "--config-path", "-cp", "--config-name", "-cn", "--config-dir", "-cd")
)
"""Flags of a run with a value behind them, which may be spelt as a verb is."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says and return its exit code."""
    gc.set_threshold(50_000)  # a run makes many objects, few of which refer to each other in circles
    atexit.register(gc.freeze)  # at exit all memory goes at once; to look for circles first takes a tenth of a second
    replace_characters_that_fail()
    translate_logs()
    words = list(sys.argv[1:] if argv is None else argv)
    note_command(words)
    try:
        with heeding_signals():
            return exit_code(lambda: _do(words))
    finally:
        note_command(())


def _do(words: list[str]) -> int | None:
    _check_letters(words)
    if asks_what_fits(words):
        print(" ".join(words_that_fit(words, {verb: module for verb, (module, _) in VERBS.items()})))
        return None
    verb = words[0] if words else "run"
    if verb in VERBS:
        words = words[1:]
    elif verb.isidentifier():
        example = Phrase("a scenario: +scenario={word}; a setting: {word}=value", word=verb)
        not_one = Phrase("is not a verb; allowed: {verbs}", verbs=", ".join(VERBS))
        raise SettingsError([Problem(verb, not_one, closest(verb, VERBS, cutoff=0.7) or example)])
    else:
        verb = "run"
        _check_verb_is_first(words)
    if verb == "run" and {"--help", "-h"} & set(words):
        says = {name: said(what) for name, (_, what) in VERBS.items()}
        theirs = [Path(folder) for flag, folder in pairwise(words) if flag in ("--config-dir", "-cd")]
        print(help_text(says, [conf_dir(), *theirs]))
        return None
    if verb == "run" and "--version" in words:
        print(f"tbkk_sim {__version__}")
        return None
    module, _ = VERBS[verb]
    result: int | None = import_module(module).main(words)
    return result


def _check_verb_is_first(words: Sequence[str]) -> None:
    """Refuse a verb that stands behind a setting or a flag."""
    for before, word in pairwise(words):
        if word in VERBS and before not in TAKE_A_VALUE:
            others = [other for other in words if other is not word]
            from tbkk_sim.settings.asked import quoted

            hint = Phrase("write {command}", command=" ".join([word, *map(quoted, others)]))
            raise SettingsError([Problem(word, Phrase("is a verb, and the verb comes first"), hint)])


def _check_letters(words: list[str]) -> None:
    """Refuse words in letters that this system cannot read, and so could not write down either."""
    for word in words:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            said = word.encode("ascii", "replace").decode("ascii")
            raise wrong(said, "has letters that this terminal does not name in UTF-8; set PYTHONUTF8=1")
