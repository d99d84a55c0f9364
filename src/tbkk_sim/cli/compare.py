"""`python -m tbkk_sim compare RUN RUN...`: what differs, by how much, how sure, and why."""

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.cli.commands import without_flag
from tbkk_sim.cli.compare_runs import Named, read_words, run_named, run_now
from tbkk_sim.cli.errors import closest, listed
from tbkk_sim.cli.going_on import going_on
from tbkk_sim.in_place import name_for
from tbkk_sim.lock import holding
from tbkk_sim.problem import Problem, SettingsError

if TYPE_CHECKING:
    from tbkk_sim.experiment.comparison import Comparison
    from tbkk_sim.experiment.comparison_cell import Cell
    from tbkk_sim.experiment.comparison_values import RunValues
    from tbkk_sim.experiment.explanation import Explanation, Mix
    from tbkk_sim.experiment.grid import Floats
    from tbkk_sim.settings import Settings

EXPLAINED = ("backlog_end", "demand_not_met", "finished")
"""What is explained when no key figure is asked for."""
FAMILIES = ("comparisons", "all", "each")


def main(argv: Sequence[str]) -> int:
    """Compare runs; the first one named is the base."""
    asked = _parser().parse_intermixed_args(list(argv))
    named = read_words(asked.runs, asked.config_dir)
    _check(asked, named)
    folder = asked.into or Path("outputs", "compare", f"{dt.datetime.now():%Y-%m-%d/%H-%M-%S-%f}")
    again = ("compare", *without_flag(argv, "--into"), "--into", str(folder))
    with going_on(folder, *again, kept="figures"), holding(folder):
        _check(asked, named)  # once more: it may have been finished while this one waited
        return _compare(asked, named, folder, argv)


def _compare(asked: argparse.Namespace, named: list[Named], folder: Path, argv: Sequence[str]) -> int:
    """Run what has no folder yet, write the comparison, and show it."""
    from rich.console import Console

    from tbkk_sim.experiment.comparison_folder import write_comparison
    from tbkk_sim.experiment.comparison_values import read_run
    from tbkk_sim.reporting.comparison_files import write_pages
    from tbkk_sim.reporting.comparison_page import show
    from tbkk_sim.reporting.comparison_view import ComparisonView
    from tbkk_sim.settings.asked import command_of

    (folder / "figures").mkdir(parents=True, exist_ok=True)
    paths = [run_named(of, folder / "runs" / f"{n}-{name_for(of.label)}") for n, of in enumerate(named)]
    cells, margins = _cells(asked, _settings(paths[0])), _margins(asked, _settings(paths[0]))
    also = (*cells, *margins)
    runs = tuple(read_run(of.label, path, also) for of, path in zip(named, paths, strict=True))
    comparison = _comparison(asked, runs, cells, margins)
    explanations = list(_explanations(comparison, cells, folder)) if asked.explain else []
    view = ComparisonView(comparison)
    console = Console()
    cases = None
    if asked.cases or asked.case is not None:
        from tbkk_sim.cli.compare_cases import follow  # brings the engines along

        cases = follow(comparison, asked.replication, asked.cases, asked.case, folder, console)
    typed = command_of("compare", *without_flag(argv, "--into"))
    write_comparison(folder, comparison, explanations, cases, lambda to: write_pages(to, view, explanations, typed))
    show(view, explanations, folder, console)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tbkk_sim compare", description=__doc__)
    parser.add_argument(
        "runs", nargs="+", metavar="RUN", help="run folder, sweep folder, scenario, or key=value for all"
    )
    parser.add_argument("--figure", action="append", default=[], metavar="KEY_FIGURE[/CLASS[/PERIOD[/TEAM]]]")
    parser.add_argument("--class", dest="priority_class", default="all", help="class of each --figure; * is each")
    parser.add_argument("--period", default="all", help="period of each --figure, such as 2024; * is each year")
    parser.add_argument("--team", default="all", help="unit or pool of each --figure; * is each unit")
    parser.add_argument("--not-worse", action="append", default=[], metavar="KEY_FIGURE=D", help="not worse by D?")
    parser.add_argument("--unpaired", action="store_true", help="take the runs as independent (Welch)")
    parser.add_argument("--level", type=float, default=0.95, help="level of intervals (0.95)")
    parser.add_argument("--family", choices=FAMILIES, default="comparisons", help="what holds at that level at once")
    parser.add_argument("--explain", action="store_true", help="split the difference over groups of settings")
    parser.add_argument("--cases", nargs="?", const=5, type=int, default=0, metavar="N", help="the N that gained, lost")
    parser.add_argument("--case", type=int, metavar="KEY", help="follow one case in both runs")
    parser.add_argument("--replication", type=int, default=0, help="future in which cases are followed (0)")
    parser.add_argument("--config-dir", help="a folder of your own with scenario/name.yaml")
    parser.add_argument("--into", type=Path, help="folder for the comparison")
    return parser


def _check(asked: argparse.Namespace, named: list[Named]) -> None:
    if len(named) < 2:
        raise SettingsError([Problem("compare", "needs two runs or more", "compare baseline growth")])
    if len(named) > 2 and (asked.cases or asked.case is not None):
        raise SettingsError([Problem("--cases", f"follows cases in two runs, not in {len(named)}")])
    if not 0.5 < asked.level < 1:
        raise SettingsError([Problem(f"--level {asked.level}", "must be between 0.5 and 1")])
    if asked.into and (asked.into / "manifest.json").exists():
        raise SettingsError([Problem(f"--into {asked.into}", "holds something finished; give another folder")])


def _settings(path: Path) -> "Settings":
    from tbkk_sim.experiment.finished_run import open_run

    return open_run(path).settings


def _cells(asked: argparse.Namespace, settings: "Settings") -> "tuple[Cell, ...]":
    """The key figures that are asked for, checked and written out."""
    from tbkk_sim.experiment.comparison_cell import Cell, expand, parse_cell

    like = Cell("", asked.priority_class, asked.period, asked.team)
    cells = [parse_cell(text, like) for text in asked.figure]
    check_cells(cells, settings, "--figure")
    return tuple(expand(cells, settings))


def check_cells(cells: "Sequence[Cell]", settings: "Settings", where: str) -> None:
    """Refuse cells that no run of these settings has.

    Raises:
        SettingsError: a name is not known.
    """
    from tbkk_sim.experiment.comparison_cell import unknown

    problems = [
        Problem(f"{where} {name}", f"is not known; allowed: {listed(allowed)}", closest(name, allowed))
        for name, allowed in unknown(cells, settings)
    ]
    if problems:
        raise SettingsError(problems)


def _margins(asked: argparse.Namespace, settings: "Settings") -> "dict[Cell, float]":
    from tbkk_sim.experiment.comparison_cell import Cell, better, expand, parse_cell

    margins: dict[Cell, float] = {}
    like = Cell("", asked.priority_class, asked.period, asked.team)
    for text in asked.not_worse:
        key, _, number = text.partition("=")
        cell = parse_cell(key, like)
        check_cells([cell], settings, "--not-worse")
        if better(cell.key_figure) == 0:
            raise SettingsError([Problem(f"--not-worse {key}", "neither more nor less of it is better")])
        try:
            margin = float(number)
        except ValueError:
            margin = 0.0
        if not margin > 0:
            raise SettingsError([Problem(f"--not-worse {text}", "needs a number above 0", f"--not-worse {key}=5")])
        margins |= dict.fromkeys(expand([cell], settings), margin)
    return margins


def _comparison(
    asked: argparse.Namespace, runs: "tuple[RunValues, ...]", cells: "tuple[Cell, ...]", margins: "dict[Cell, float]"
) -> "Comparison":
    from tbkk_sim.experiment.comparison import Comparison, Family
    from tbkk_sim.experiment.comparison_pairing import PairingError

    comparison = Comparison(runs, cells, margins, not asked.unpaired, asked.level, Family(asked.family))
    try:
        _ = comparison.pairing
    except PairingError as error:
        says = "these runs did not see the same futures, so they cannot be paired:\n" + str(error)
        hint = "give both the same seed and period, or compare them as independent runs: --unpaired"
        raise SettingsError([Problem("compare", says, hint)]) from None
    return comparison


def _explanations(
    comparison: "Comparison", cells: "tuple[Cell, ...]", folder: Path
) -> "Iterator[tuple[str, Explanation]]":
    from tbkk_sim.experiment.comparison_cell import Cell

    if not comparison.paired:
        raise SettingsError(
            [Problem("--explain --unpaired", "cannot go together: the parts are differences in a future")]
        )
    for run in comparison.others:
        yield run.label, explain_one(comparison, run, cells or tuple(map(Cell, EXPLAINED)), folder / "mixtures")


def explain_one(comparison: "Comparison", run: "RunValues", cells: "tuple[Cell, ...]", folder: Path) -> "Explanation":
    """Split the difference of a run and the base; mixtures that are among the runs are not run again.

    Raises:
        SettingsError: settings of the two cannot be mixed.
    """
    from tbkk_sim.experiment.comparison_values import read_run
    from tbkk_sim.experiment.explanation import explain, in_order
    from tbkk_sim.experiment.origin import futures_hash
    from tbkk_sim.experiment.settings_groups import MixError

    numbers = comparison.pairing.replications
    known = {of.run.manifest["futures_hash"]: of for of in reversed(comparison.runs)}
    changed = {"replications": int(numbers[-1]) + 1, "keep_events": "none"}
    if not any("-" in cell.period for cell in cells):
        changed["monthly"] = False

    def simulate(mix: "Mix", settings: "Settings") -> "Floats":
        import numpy as np

        there = known.get(futures_hash(settings))
        if there is None:
            settings = settings.model_copy(update={"run": settings.run.model_copy(update=changed)})
            label = "+".join(in_order(mix)) or "none"
            path = run_now(settings, folder / f"{name_for(run.label)}-{label}", label, with_pages=False)
            there = read_run(label, path, cells)
        return np.column_stack([there.of(cell, numbers) for cell in cells])

    try:
        return explain(
            comparison.base.settings, run.settings, cells, simulate, comparison.level, comparison.level_of_each
        )
    except MixError as error:
        raise SettingsError([Problem("--explain", str(error))]) from None
