"""`python -m tbkk_sim [+scenario=growth] [key=value] [--multirun]`: compose, check, simulate, report."""

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import hydra

# Not public: hydra.main() makes a loader of its own, and gives neither what a run returned nor a way to check all runs
# first. The flags are Hydra's, so their parser is too.
from hydra._internal.hydra import Hydra
from hydra._internal.utils import get_args_parser
from hydra.core.config_loader import ConfigLoader
from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException

from tbkk_sim.cli.arguments import PAGES_OF_HYDRA, read_words
from tbkk_sim.cli.before_run import warn_of_posts
from tbkk_sim.cli.errors import MENDED_BY_USER, tell
from tbkk_sim.cli.progress import progress_bar
from tbkk_sim.cli.reporting import report_on
from tbkk_sim.cli.stopped import tells_how_to_resume, tells_sweep_ends
from tbkk_sim.config.compose import compose, make_loader, runs_of, settings_of
from tbkk_sim.config.hydra_errors import explained
from tbkk_sim.config.hydra_settings import wrong_overrides
from tbkk_sim.config.paths import CONFIG_NAME, conf_dir
from tbkk_sim.config.sources import inputs_of
from tbkk_sim.problem import Phrase, Problem, SettingsError, not_known, wrong
from tbkk_sim.runs.folder.names import COMPOSED, TYPED
from tbkk_sim.system.output_places import check_place

if TYPE_CHECKING:
    from tbkk_sim.runs.folder.writer import Records
    from tbkk_sim.settings import Settings

LAUNCHER = "hydra._internal.core_plugins.basic_launcher"
"""Logger of what starts the runs of a sweep; not public, but a logger is known by its name only."""
KEPT_BY_US = "hydra.output_subdir=null"
"""Else Hydra writes what was typed before it is known whether this run may be written to the folder."""
NO_PART = Phrase("'{word}' is not there, or is empty; groups of settings: {allowed}")
COMPLETED = "tbkk-sim"
"""The command of which Tab completes the words; a shell cannot complete those of `python -m tbkk_sim`."""


def main(argv: Sequence[str]) -> None:
    """Run what the arguments say; they are Hydra's own.

    All runs are composed and checked before the first one starts, so that wrong input leaves no folder.

    Raises:
        SettingsError: something is wrong with the input.
    """
    _check_pages_of_hydra(argv)
    arguments = read_words(get_args_parser(), "run", argv, intermixed=True)
    _check_flags(arguments)
    loader = make_loader(arguments.config_path, arguments.config_dir, keeps_last=True)
    name = arguments.config_name or CONFIG_NAME
    app, shows = Hydra("tbkk_sim", loader), _only_shows(arguments)
    typed = arguments.overrides if shows else [KEPT_BY_US, *arguments.overrides]
    if problems := list(wrong_overrides(arguments.overrides)):
        raise SettingsError(problems)
    asked = None if shows else _check_runs(loader, typed, name, arguments.multirun)
    if arguments.cfg:
        runs_of(loader, arguments.overrides, name)  # Hydra shows it with a loader of its own, which checks no file
    if arguments.cfg and arguments.package:
        _check_package(loader, arguments, name)
    with explained(loader, typed, name):
        if shows:
            os.environ["HYDRA_FULL_ERROR"] = "1"  # Hydra then raises its errors, instead of printing a traceback
            program = COMPLETED if arguments.shell_completion else sys.argv[0]
            sys.argv = [program, *_flags_first(argv, arguments.overrides)]
            hydra.main(version_base="1.3", config_path=str(conf_dir()), config_name=CONFIG_NAME)(run_one)()
        elif isinstance(asked, list):
            logging.getLogger(LAUNCHER).setLevel(logging.WARNING)  # it tells in its own way of each run
            with tells_sweep_ends():
                sweep = app.multirun(name, partial(_try_run_of_sweep, asked), [*typed, "hydra.mode=MULTIRUN"])
            _raise_first(job for batch in sweep or () if isinstance(batch, Sequence) for job in batch)
        else:
            _raise_first([app.run(name, partial(_try_run, settings=asked), typed)])


def _try_run(config: DictConfig, settings: "Settings | None" = None, of_run: str = "") -> Exception | None:
    """Make one run, and return the error that a user can mend; of one that is raised, Hydra writes in its own way."""
    try:
        run_one(config, settings, of_run)
    except MENDED_BY_USER as error:
        return error
    return None


def _try_run_of_sweep(sweep: Sequence[str], config: DictConfig) -> Exception | None:
    """Say which run of a sweep is made now, and make it."""
    number = int(HydraConfig.get().job.num)
    tell(Phrase("run {number} of {all}: {typed}", number=number + 1, all=len(sweep), typed=sweep[number]))
    return _try_run(config, of_run=sweep[number])


def _raise_first(jobs: Iterable[Any]) -> None:
    """Raise the first error that a run returned."""
    for job in jobs:
        if isinstance(error := getattr(job, "return_value", None), Exception):
            raise error


def run_one(config: DictConfig, settings: "Settings | None" = None, of_run: str = "") -> None:
    """One run, in the folder that Hydra has made for it.

    Args:
        config: As composed.
        settings: Those of the config, if known already.
        of_run: What tells it apart from the other runs of a sweep.
    """
    of_hydra = cast(DictConfig, HydraConfig.get())
    folder = Path(of_hydra.runtime.output_dir)
    typed = {
        COMPOSED: config,
        ".hydra/hydra.yaml": HydraConfig.instance().cfg,
        TYPED: of_hydra.overrides.task,
    }
    records = {name: OmegaConf.to_yaml(content) for name, content in typed.items()}
    settings = settings or settings_of(config, of_hydra)
    simulate_and_report(settings, folder, records | inputs_of(settings), of_run)


def simulate_and_report(settings: "Settings", folder: Path, records: "Records | None" = None, of_run: str = "") -> None:
    """Simulate all replications into the folder, then write the report of the finished run and show one screen.

    Args:
        settings: All inputs.
        folder: The run folder.
        records: What was typed and what the numbers come from, to be kept with the run.
        of_run: What tells it apart from the other runs of a sweep; empty: there is one.

    Raises:
        CannotGoOnError: the folder holds another run, or the machine cannot simulate this one.
    """
    from tbkk_sim.report import show_result
    from tbkk_sim.runs.runner import run_experiment

    warn_of_posts(settings, of_run)
    with tells_how_to_resume(folder, "extend", str(folder)), progress_bar(settings.name) as progress:
        run_experiment(settings, folder, progress, records)
    report_on(folder, wanted=settings.run.report)
    show_result(folder)


def _check_runs(loader: ConfigLoader, typed: list[str], name: str, multirun: bool) -> "Settings | list[str]":
    """Check all runs: the settings of the one run that there is, or what the runs of a sweep are told apart by."""
    if not multirun and not any("," in override for override in typed):  # most often: one run
        config, of_hydra = compose(loader, typed, name)
        if of_hydra.mode != RunMode.MULTIRUN:
            settings = settings_of(config, of_hydra)
            check_place("hydra.run.dir", Path(str(of_hydra.run.dir)))
            return settings
    sweep = runs_of(loader, typed, name, multirun)
    runs = [typed] if sweep is None else sweep
    problems, places = [], set[tuple[str, ...]]()
    checked: Settings | None = None
    for number, overrides in enumerate(runs):
        try:
            config, of_hydra = compose(loader, overrides, name)
            checked = settings_of(config, of_hydra)
            place = ("run.dir", of_hydra.run.dir) if sweep is None else ("sweep.dir", of_hydra.sweep.dir)
            places.add(tuple(map(str, place)))
        except SettingsError as error:
            of_sweep = (number + 1, len(runs))
            problems += [_of_run(problem, *of_sweep) if len(runs) > 1 else problem for problem in error.problems]
    if problems:
        raise SettingsError(problems)
    for key, folder in sorted(places):
        check_place(f"hydra.{key}", Path(folder))
    if sweep is not None:
        return _told_apart([[word for word in run if not word.lstrip("+~").startswith("hydra")] for run in sweep])
    assert checked is not None
    return checked


def _told_apart(runs: Sequence[Sequence[str]]) -> list[str]:
    """Return the overrides of each run, without those that all have; all of them, for a single run."""
    if len(runs) == 1:
        return [" ".join(runs[0])]
    differs = [len(set(of_all)) > 1 for of_all in zip(*runs, strict=True)]
    return [" ".join(word for word, is_own in zip(run, differs, strict=True) if is_own) for run in runs]


def _of_run(problem: Problem, number: int, runs: int) -> Problem:
    of_sweep = {"number": number, "all": runs}
    return replace(problem, key=Phrase("{key} (run {number} of {all} in the sweep)", key=problem.key, **of_sweep))


def _check_flags(arguments: Namespace) -> None:
    """Refuse flags that Hydra would misunderstand, or that would load more than data."""
    chosen = [f"--{name}" for name in ("run", "multirun", "cfg") if getattr(arguments, name)]
    if len(chosen) > 1:
        raise wrong(" ".join(chosen), "cannot go together")
    if arguments.resolve and not arguments.cfg:
        raise wrong("--resolve", "goes with --cfg job")
    if arguments.package and not arguments.cfg:
        raise wrong("--package", "goes with --cfg job")
    if arguments.experimental_rerun:
        hint = Phrase("repeat a run with --config-path <its folder>/.hydra --config-name config")
        raise SettingsError([Problem("--experimental-rerun", Phrase("is not supported: it would load code"), hint)])
    path = arguments.config_path
    if path and not Path(path).is_absolute():
        absolute = Phrase("write {command}", command=f"--config-path {Path(path).absolute()}")
        raise SettingsError([Problem(f"--config-path {path}", Phrase("must be absolute"), absolute)])


def _check_pages_of_hydra(argv: Sequence[str]) -> None:
    """Refuse flags that show Hydra's own pages: most of what these say does not hold here."""
    for word in argv:
        if word.partition("=")[0] in PAGES_OF_HYDRA:
            hint = Phrase("{command} shows what can be typed", command="python -m tbkk_sim --help")
            says = Phrase("would show pages of Hydra, most of which do not hold here")
            raise SettingsError([Problem(word, says, hint)])


def _check_package(loader: ConfigLoader, arguments: Namespace, name: str) -> None:
    """Refuse to show a part of the config that is not there."""
    config, of_hydra = compose(loader, arguments.overrides, name)
    shown = {"job": config, "hydra": OmegaConf.create({"hydra": None})}.get(arguments.cfg, config)
    if arguments.cfg != "job":
        with open_dict(shown):
            shown["hydra"] = of_hydra
    try:
        found = arguments.package == "_global_" or OmegaConf.select(shown, arguments.package) is not None
    except OmegaConfBaseException:
        found = False
    if not found:
        plain: Any = OmegaConf.to_container(shown)
        groups = [str(key) for key, value in plain.items() if isinstance(value, dict | list)]
        raise SettingsError([not_known(f"--package {arguments.package}", arguments.package, groups, NO_PART)])


def _flags_first(argv: Sequence[str], overrides: Sequence[str]) -> list[str]:
    """Put overrides behind the flags: between them, Hydra's own reading of the words takes only the first ones."""
    flags, left = [], list(overrides)
    for word in argv:
        if left and word == left[0]:
            left.pop(0)
        else:
            flags.append(word)
    return [*flags, *overrides]


def _only_shows(arguments: Namespace) -> bool:
    return bool(arguments.cfg or arguments.shell_completion)
