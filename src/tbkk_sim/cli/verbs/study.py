"""`python -m tbkk_sim study experiments/growth`: remake a study with its runs, its answer, its table and figure."""

import argparse
import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.cli.arguments import Parser, without_flag
from tbkk_sim.cli.stopped import tells_how_to_resume
from tbkk_sim.cli.verbs.compare.command import check_cells, explain_one
from tbkk_sim.cli.verbs.compare.runs import Named, run_named
from tbkk_sim.config.compose import load_settings
from tbkk_sim.problem import Phrase, SettingsError, wrong
from tbkk_sim.system.in_place import name_for
from tbkk_sim.system.lock import holding
from tbkk_sim.system.output_places import check_place

if TYPE_CHECKING:
    from tbkk_sim.comparison.study import Study


FOLDER = Phrase("folder of the study, with study.yaml")


def main(argv: Sequence[str]) -> int:
    """Run a study again and write its page, table and figure into its folder."""
    from tbkk_sim.comparison.study import read_study

    asked = _parser().read(argv, intermixed=True)
    asked.folder, asked.overrides = _folder_among([asked.folder, *asked.overrides])
    study = read_study(asked.folder)
    named = _named(study, asked.overrides, asked.config_dir)
    base = named[0].settings
    assert base is not None
    check_cells(study.asked, base, str(asked.folder / "study.yaml"))
    for flag, place in (("--into", asked.into), ("--runs", asked.runs)):
        if place:
            check_place(flag, place)
    kept = asked.runs or Path("outputs", "study", f"{asked.folder.name}-{dt.datetime.now():%Y-%m-%d-%H-%M-%S-%f}")
    into = asked.into or asked.folder
    again = ("study", *without_flag(argv, "--runs"), "--runs", str(kept))
    with tells_how_to_resume(kept, *again, kept="."), holding(into):
        return _remake(asked, study, named, kept, into)


def _remake(asked: argparse.Namespace, study: "Study", named: "list[Named]", kept: Path, into: Path) -> int:
    """Run what has no folder yet, write the study, and say its answer."""
    from tbkk_sim.comparison.comparison import Comparison
    from tbkk_sim.comparison.report.study import answer, write_study
    from tbkk_sim.comparison.report.view import ComparisonView
    from tbkk_sim.comparison.values import read_run
    from tbkk_sim.metrics.cell import expand, parse_cell

    base = named[0].settings
    assert base is not None
    paths = [run_named(of, kept / name_for(of.label), with_report=False) for of in named]
    also = tuple(expand(study.asked, base))
    runs = tuple(read_run(of.label, path, also) for of, path in zip(named, paths, strict=True))
    comparison = Comparison(runs, tuple(expand(map(parse_cell, study.figures), base)))
    explained = tuple(expand(map(parse_cell, study.explained), base))
    split = [run for run in comparison.others if run.label in study.explain]
    explanations = [(run.label, explain_one(comparison, run, explained, kept / "mixtures")) for run in split]
    view = ComparisonView(comparison)
    write_study(into, study, view, explanations, _command(asked))
    print("\n".join([study.question, *(f"- {said}" for said in answer(study, view))]))
    print(view.say(Phrase("{page} (runs: {folder})", page=str(into / "README.md"), folder=str(kept))))
    return 0


def _command(asked: argparse.Namespace) -> str:
    """Return the command that makes the study again; a study of a checkout is named as from there."""
    from tbkk_sim.settings.asked import command_of

    folder = asked.folder.resolve()
    of_checkout = folder.parent.name == "experiments"
    flags = ("--config-dir", asked.config_dir) if asked.config_dir else ()
    place = f"experiments/{folder.name}" if of_checkout else str(asked.folder)
    return command_of("study", place, *asked.overrides, *flags)


def _parser() -> Parser:
    parser = Parser("study", Phrase("remake a study: its runs, its answer, its table and figure"))
    parser.add_argument("folder", metavar="FOLDER", help=FOLDER)
    parser.add_argument("overrides", nargs="*", help=Phrase("key=value for all runs, to try something"))
    parser.add_argument("--into", type=Path, help=Phrase("write into this folder instead of that of the study"))
    parser.add_argument("--runs", type=Path, help=Phrase("folder for the runs (outputs/study/...)"))
    parser.add_argument("--config-dir", help=Phrase("a folder of your own with scenario/name.yaml"))
    return parser


def _folder_among(words: list[str]) -> tuple[Path, list[str]]:
    """Tell the folder from the overrides, in whatever order they were typed."""
    for number, word in enumerate(words):
        if os.path.lexists(word) or not ("=" in word or word.startswith("~")):
            return Path(word), [*words[:number], *words[number + 1 :]]
    raise wrong("study", "needs {what}: {meaning}", what="FOLDER", meaning=FOLDER)


def _named(study: "Study", overrides: Sequence[str], config_dir: str | None) -> list[Named]:
    """The runs of the study, composed and checked before the first one starts."""
    named, problems = [], []
    for name, own in study.runs.items():
        typed = (*own, *study.overrides, *overrides)
        try:
            named.append(Named(name, settings=load_settings(typed, config_dir), overrides=typed))
        except SettingsError as error:
            problems += [replace(p, key=Phrase("{key} (run {name})", key=p.key, name=name)) for p in error.problems]
    if problems:
        raise SettingsError(problems)
    return named
