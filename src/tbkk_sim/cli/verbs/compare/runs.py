"""The runs of a comparison: folders that are there, or scenarios to run now."""

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.cli.arguments import shortened
from tbkk_sim.cli.before_run import warn_of_posts
from tbkk_sim.cli.progress import progress_bar
from tbkk_sim.cli.reporting import report_on
from tbkk_sim.config.compose import load_settings
from tbkk_sim.config.paths import conf_dir, scenarios_in
from tbkk_sim.problem import Phrase, Problem, SettingsError, not_known, wrong

if TYPE_CHECKING:
    from tbkk_sim.settings import Settings
    from tbkk_sim.settings.asked import Asked

NOT_A_SCENARIO = Phrase("is no folder and no scenario; scenarios: {allowed}")


@dataclass(frozen=True, slots=True)
class Named:
    """A run, finished or to be run, and its name in the comparison."""

    label: str
    path: Path | None = None
    """Folder of a finished run."""
    settings: "Settings | None" = None
    """The settings to run, when there is no folder yet."""
    overrides: tuple[str, ...] = ()
    """The overrides of these settings."""
    asked: "Asked | None" = None
    """The command of a finished run."""


def read_words(words: Sequence[str], config_dir: str | None = None) -> list[Named]:
    """Find the runs that these words mean, and run none yet.

    A word is a run folder, a folder of a sweep (all its runs), a scenario (`growth`), scenarios on top of each other
    (`growth+tools`), such with overrides of its own (`"growth triage.hours_factor=0.8"`), or an override for
    all runs that are run now (`run=smoke`).

    Raises:
        SettingsError: a word means nothing, or settings that cannot run.
    """
    from tbkk_sim.comparison.labels import labels_of, told_apart

    common = [word for word in words if is_override(word)]
    named: list[Named] = []
    for word in words:
        if is_override(word):
            continue
        is_folder = os.path.lexists(word) or os.sep in word or word in (".", "..")
        named += _in_folder(Path(word)) if is_folder else [_scenario(word, common, config_dir)]
    _check_once(named)
    if named and all(of.path for of in named):
        _check_used([word for word in common if word.partition("=")[0].lstrip("+") != "language"], config_dir)
    labels = labels_of([_typed(of) for of in named])
    labels = told_apart([(label, of.path) for label, of in zip(labels, named, strict=True)])
    return [replace(of, label=label) for of, label in zip(named, labels, strict=True)]


def _typed(of: Named) -> "tuple[str, Asked | None]":
    """The name of the scenarios of a run, and what was typed for it; of a run of a sweep its own name."""
    return (of.label, of.asked) if of.settings is None else (of.settings.name, of.settings.asked)


def _check_used(common: Sequence[str], config_dir: str | None) -> None:
    """Refuse what is for runs that are run now, where all are there already."""
    for word in (*common, *([f"--config-dir {config_dir}"] if config_dir else [])):
        raise wrong(word, "changes nothing: all runs that are to be compared are finished already")


def _check_once(named: Sequence[Named]) -> None:
    """Refuse a run that is named twice, in whatever spelling."""
    for number, of in enumerate(named):
        for other in named[:number]:
            if of.path and other.path and of.path.resolve() == other.path.resolve():
                twice = f"{other.path} {of.path}"
            elif of.settings is not None and of.settings == other.settings:
                twice = f"{other.label} {of.label}"
            else:
                continue
            raise wrong(twice, "is the same run twice; a comparison needs two different runs")


def is_override(word: str) -> bool:
    """Return True if a word is an override."""
    return " " not in word and ("=" in word or word.startswith("~"))


def run_named(named: Named, folder: Path, *, with_report: bool = True) -> Path:
    """The folder of a run: the one that it has, or a new one in which it is run now.

    Raises:
        CannotGoOnError: the machine cannot simulate it.
    """
    if named.path is not None:
        return named.path
    assert named.settings is not None
    return run_now(named.settings, folder, named.label, named.overrides, with_report=with_report)


def run_now(
    settings: "Settings", folder: Path, label: str, overrides: Sequence[str] | None = None, *, with_report: bool
) -> Path:
    """Run settings into a folder, unless this very run is there already.

    Args:
        settings: What to run.
        folder: The run folder.
        label: Said while it runs.
        overrides: How the settings are typed, to be kept with the run.
        with_report: Also write the report of the run, if its settings ask for one.

    Raises:
        CannotGoOnError: the machine cannot simulate them, or the folder holds another run.
    """
    from tbkk_sim.runs.folder.names import REPORT, TYPED
    from tbkk_sim.runs.folder.reader import holds_run_of

    wanted = with_report and settings.run.report
    if holds_run_of(folder, settings):
        report_on(folder, wanted=wanted and not (folder / REPORT).exists())
        return folder
    from tbkk_sim.config.changes import changes_record
    from tbkk_sim.runs.runner import run_experiment

    records = changes_record(settings)
    if overrides is not None:
        words = "".join(f"- '{word.replace(chr(39), 2 * chr(39))}'\n" for word in overrides)
        records[TYPED] = words or "[]\n"
    warn_of_posts(settings, label)
    with progress_bar(label) as progress:
        run_experiment(settings, folder, progress, records)
    report_on(folder, wanted=wanted)
    return folder


def _scenario(word: str, common: Sequence[str], config_dir: str | None) -> Named:
    from tbkk_sim.comparison.labels import label_of

    first, *own = _parts_of(word)
    if is_override(first):
        first, own = "baseline", [first, *own]
    names = first.split("+")
    folders = [conf_dir(), *([Path(config_dir)] if config_dir else [])]
    known = sorted(scenarios_in(folders))
    for name in names:
        if name not in known:
            raise SettingsError([not_known(name, name, known, NOT_A_SCENARIO)])
    chosen = names[0] if len(names) == 1 else f"[{','.join(names)}]"
    overrides = (f"+scenario={chosen}", *common, *own)
    settings = load_settings(overrides, config_dir)
    return Named(label_of(settings.name, own), settings=settings, overrides=overrides)


def _parts_of(word: str) -> list[str]:
    """The scenario and the overrides of its own that a word names."""
    try:
        parts = shlex.split(word)
    except ValueError:
        parts = []
    if parts and not word.startswith("'"):
        return parts
    hint = Phrase('in cmd.exe, only double quotes keep words together: "growth run=smoke"') if "'" in word else ""
    raise SettingsError([Problem(shortened(word) or '""', Phrase("is no folder and no scenario"), hint)])


def _in_folder(folder: Path) -> list[Named]:
    """The finished run in a folder, or all those of a sweep, all of which can be read.

    Raises:
        SettingsError: there is none, or somebody has touched it.
    """
    from tbkk_sim.runs.folder.names import KEY_FIGURES, MANIFEST
    from tbkk_sim.runs.folder.reader import open_run
    from tbkk_sim.runs.folder.records import check_kept
    from tbkk_sim.runs.sweep import open_sweep

    if os.path.lexists(folder / MANIFEST) or not any(folder.glob(f"*/{MANIFEST}")):
        run = open_run(folder)
        named = [Named(str(run.manifest["name"]), folder, asked=run.settings.asked)]
    else:
        sweep = open_sweep(folder)
        named = [Named(label, run.path) for label, run in zip(sweep.labels, sweep.runs, strict=True)]
    for of in named:
        assert of.path is not None
        run = open_run(of.path)
        run.settings  # noqa: B018  (reads and checks them)
        run.table(KEY_FIGURES)
        check_kept(of.path)
    return named
