"""`python -m tbkk_sim compare RUN RUN...`: what differs, by how much, how sure, and why."""

import argparse
import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.arrays import Floats
from tbkk_sim.cli.arguments import Parser, decimal, shortened, take_language, without_flag
from tbkk_sim.cli.completion import FAMILIES
from tbkk_sim.cli.stopped import tells_how_to_resume
from tbkk_sim.cli.verbs.compare.flags import PLACES, cell_like, check_used, read_numbers
from tbkk_sim.cli.verbs.compare.runs import Named, read_words, run_named, run_now
from tbkk_sim.problem import Phrase, Problem, SettingsError, joined, message_of, not_known, wrong
from tbkk_sim.system.in_place import name_for
from tbkk_sim.system.lock import holding
from tbkk_sim.system.output_places import check_place

if TYPE_CHECKING:
    from tbkk_sim.comparison.comparison import Comparison
    from tbkk_sim.comparison.explanation import Explanation, SettingsMix
    from tbkk_sim.comparison.values import RunValues
    from tbkk_sim.metrics.cell import Cell
    from tbkk_sim.settings import Settings

UNPAIRED = "--unpaired"
EXPLAINED = ("left_undone", "taken_up", "finished")
"""The key figures that are explained when none is asked for."""
IS_NOT_KNOWN = Phrase("is not known; allowed: {allowed}")


def main(argv: Sequence[str]) -> int:
    """Compare runs; the first one named is the base."""
    asked = _parser().read(argv, intermixed=True)
    asked.language, _ = take_language(asked.runs)
    read_numbers(asked)
    check_used(asked)
    named = read_words(asked.runs, asked.config_dir)
    _check(asked, named)
    _check_figures(asked, named)
    if asked.into:
        check_place("--into", asked.into)
    folder = asked.into or Path("outputs", "compare", f"{dt.datetime.now():%Y-%m-%d/%H-%M-%S-%f}")
    again = ("compare", *without_flag(argv, "--into"), "--into", str(folder))
    with tells_how_to_resume(folder, *again, kept="figures"), holding(folder):
        _check(asked, named)  # once more: it may have been finished while this one waited
        try:
            return _compare(asked, named, folder, argv)
        except SettingsError:
            _leave_nothing_empty(folder)
            raise


def _compare(asked: argparse.Namespace, named: list[Named], folder: Path, argv: Sequence[str]) -> int:
    """Run what has no folder yet, write the comparison, and show it."""
    from rich.console import Console

    from tbkk_sim.comparison.folder import finish, manifest_of, write_tables
    from tbkk_sim.comparison.report.page import write_pages
    from tbkk_sim.comparison.report.summary import show
    from tbkk_sim.comparison.report.view import ComparisonView
    from tbkk_sim.comparison.values import read_run
    from tbkk_sim.settings.asked import command_of

    (folder / "figures").mkdir(parents=True, exist_ok=True)
    paths = [run_named(of, folder / "runs" / f"{n}-{name_for(of.label)}") for n, of in enumerate(named, 1)]
    cells, margins = _cells(asked, _settings(paths[0])), _margins(asked, _settings(paths[0]))
    also = (*cells, *margins)
    runs = tuple(read_run(of.label, path, also) for of, path in zip(named, paths, strict=True))
    comparison = _comparison(asked, runs, cells, margins)
    explanations = list(_explanations(comparison, cells, folder)) if asked.explain else []
    view = ComparisonView(comparison, asked.language)
    console = Console()
    cases = None
    if asked.cases or asked.case is not None:
        from tbkk_sim.cli.verbs.compare.cases import follow  # brings the engines along

        cases = follow(view, asked.replication, asked.cases, asked.case, folder, console)
    typed = command_of("compare", *without_flag(argv, "--into"))
    write_tables(folder, comparison, explanations, cases)
    write_pages(folder, view, explanations, typed)
    finish(folder, manifest_of(comparison))
    show(view, explanations, folder, console)
    return 0


def _parser() -> Parser:
    parser = Parser("compare", Phrase("compare runs: what differs, by how much, how sure, and why"))
    parser.add_argument(
        "runs", nargs="+", metavar="RUN", help=Phrase("run folder, sweep folder, scenario, or key=value for all")
    )
    parser.add_argument(
        "--figure",
        action="append",
        default=[],
        metavar="KEY_FIGURE[/CLASS[/PERIOD[/TEAM]]]",
        help=Phrase("key figure to compare"),
    )
    parser.add_argument(
        "--class", dest="priority_class", metavar="CLASS", help=Phrase("class of each --figure; * is each")
    )
    parser.add_argument("--period", help=Phrase("period of each --figure, such as 2024; * is each year"))
    parser.add_argument("--team", help=Phrase("unit or pool of each --figure; * is each unit"))
    parser.add_argument(
        "--not-worse", action="append", default=[], metavar="KEY_FIGURE=D", help=Phrase("not worse by D?")
    )
    parser.add_argument(UNPAIRED, action="store_true", help=Phrase("take the runs as independent (Welch)"))
    parser.add_argument("--level", default="0.95", help=Phrase("level of intervals (0.95)"))
    parser.add_argument(
        "--family", choices=FAMILIES, default="comparisons", help=Phrase("what holds at that level at once")
    )
    parser.add_argument("--explain", action="store_true", help=Phrase("split the difference over groups of settings"))
    parser.add_argument("--cases", nargs="?", const="5", metavar="N", help=Phrase("the N that gained, lost"))
    parser.add_argument("--case", metavar="KEY", help=Phrase("follow one case in both runs"))
    parser.add_argument("--replication", help=Phrase("future in which cases are followed (0)"))
    parser.add_argument("--config-dir", help=Phrase("a folder of your own with scenario/name.yaml"))
    parser.add_argument("--into", type=Path, help=Phrase("folder for the comparison"))
    return parser


def _check(asked: argparse.Namespace, named: list[Named]) -> None:
    if len(named) < 2:
        hint = Phrase("write {command}", command="compare baseline growth")
        raise SettingsError([Problem("compare", Phrase("needs two runs or more"), hint)])
    if len(named) > 2 and (asked.cases or asked.case is not None):
        flag = "--cases" if asked.cases else "--case"
        raise wrong(flag, "follows cases in two runs, not in {number}", number=len(named))
    if asked.explain and asked.unpaired:
        raise wrong("--explain --unpaired", "cannot go together: the parts are differences in a future")
    if asked.into and os.path.lexists(asked.into / "manifest.json"):
        raise wrong(f"--into {asked.into}", "holds something finished; give another folder")


def _check_figures(asked: argparse.Namespace, named: list[Named]) -> None:
    """Refuse what the runs do not have, and runs whose futures differ, before anything is run or written."""
    from tbkk_sim.comparison.pairing import cannot_be_paired, reasons_not_to_pair
    from tbkk_sim.runs.folder.reader import open_run
    from tbkk_sim.system.fingerprint import decided_by

    settings = [of.settings or _settings(of.path) for of in named]  # type: ignore[arg-type]
    _cells(asked, settings[0])
    _margins(asked, settings[0])
    made = [open_run(of.path).manifest if of.path else decided_by() for of in named]
    if not asked.unpaired and (reasons := reasons_not_to_pair([of.label for of in named], settings, made)):
        raise cannot_be_paired(joined(reasons, "\n"), UNPAIRED)


def _leave_nothing_empty(folder: Path) -> None:
    """Take away folders in which nothing was written."""
    for path in (folder / "figures", folder / "runs", folder):
        with suppress(OSError):
            path.rmdir()


def _settings(path: Path) -> "Settings":
    from tbkk_sim.runs.folder.reader import open_run

    return open_run(path).settings


def _cells(asked: argparse.Namespace, settings: "Settings") -> "tuple[Cell, ...]":
    """The key figures that are asked for, checked and written out."""
    from tbkk_sim.metrics.cell import expand, parse_cell

    like = cell_like(asked)
    cells = [parse_cell(text, like) for text in asked.figure]
    check_cells(cells, settings, "--figure", _by_flags(asked))
    return tuple(expand(cells, settings))


def _by_flags(asked: argparse.Namespace) -> dict[str, str]:
    """Names that were given by a flag of their own, each with that flag."""
    return {name: flag for flag, part in PLACES.items() if (name := getattr(asked, part)) is not None}


def check_cells(
    cells: "Sequence[Cell]", settings: "Settings", where: str, by_flags: "Mapping[str, str] | None" = None
) -> None:
    """Refuse cells that no run of these settings has.

    Args:
        cells: The cells.
        settings: The settings of the run.
        where: The flag that names the cells.
        by_flags: Parts of cells that another flag named, each with that flag.

    Raises:
        SettingsError: a name is not known.
    """
    from tbkk_sim.metrics.cell import unknown

    known_by = by_flags or {}
    problems = {
        name: not_known(f"{known_by.get(name, where)} {name}", name, allowed, IS_NOT_KNOWN)
        for name, allowed in unknown(cells, settings)
    }
    if problems:
        raise SettingsError(problems.values())


def _margins(asked: argparse.Namespace, settings: "Settings") -> "dict[Cell, float]":
    from tbkk_sim.metrics.cell import Cell, better, expand, parse_cell

    margins: dict[Cell, float] = {}
    like = cell_like(asked)
    for text in asked.not_worse:
        key, _, number = text.partition("=")
        cell = parse_cell(key, like)
        check_cells([cell], settings, "--not-worse", _by_flags(asked))
        if better(cell.key_figure) == 0:
            raise wrong(f"--not-worse {key}", "neither more nor less of it is better")
        margin = decimal(number)
        if not margin > 0:
            hint = Phrase("write {command}", command=f"--not-worse {key}=5")
            raise SettingsError([Problem(f"--not-worse {shortened(text)}", Phrase("needs a number above 0"), hint)])
        margins |= dict.fromkeys(expand([cell], settings), margin)
    return margins


def _comparison(
    asked: argparse.Namespace, runs: "tuple[RunValues, ...]", cells: "tuple[Cell, ...]", margins: "dict[Cell, float]"
) -> "Comparison":
    from tbkk_sim.comparison.comparison import Comparison, Family
    from tbkk_sim.comparison.pairing import PairingError, cannot_be_paired

    comparison = Comparison(runs, cells, margins, not asked.unpaired, asked.level, Family(asked.family))
    try:
        _ = comparison.pairing
    except PairingError as error:
        raise cannot_be_paired(message_of(error), UNPAIRED) from None
    return comparison


def _explanations(
    comparison: "Comparison", cells: "tuple[Cell, ...]", folder: Path
) -> "Iterator[tuple[str, Explanation]]":
    from tbkk_sim.metrics.cell import Cell

    for run in comparison.others:
        yield run.label, explain_one(comparison, run, cells or tuple(map(Cell, EXPLAINED)), folder / "mixtures")


def explain_one(comparison: "Comparison", run: "RunValues", cells: "tuple[Cell, ...]", folder: Path) -> "Explanation":
    """Split the difference of a run and the base; mixtures that are among the runs are not run again.

    Raises:
        SettingsError: settings of the two cannot be mixed.
    """
    from tbkk_sim.comparison.explanation import explain, in_order
    from tbkk_sim.comparison.settings_groups import MixError
    from tbkk_sim.comparison.values import read_run
    from tbkk_sim.runs.folder.identity import replications_hash

    numbers = comparison.pairing.replications
    known = {of.run.manifest["replications_hash"]: of for of in reversed(comparison.runs)}
    changed = {"replications": int(numbers[-1]) + 1, "keep_events": "none"}
    if not any("-" in cell.period for cell in cells):
        changed["monthly"] = False

    def simulate(mix: "SettingsMix", settings: "Settings") -> "Floats":
        import numpy as np

        there = known.get(replications_hash(settings))
        if there is None:
            settings = settings.model_copy(update={"run": settings.run.model_copy(update=changed)})
            label = "+".join(in_order(mix)) or "none"
            path = run_now(settings, folder / f"{name_for(run.label)}-{label}", label, with_report=False)
            there = read_run(label, path, cells)
        return np.column_stack([there.read(cell, numbers) for cell in cells])

    try:
        return explain(
            comparison.base.settings, run.settings, cells, simulate, comparison.level, comparison.level_of_each
        )
    except MixError as error:
        raise SettingsError([Problem("--explain", message_of(error))]) from None
