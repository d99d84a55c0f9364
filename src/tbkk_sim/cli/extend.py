"""`python -m tbkk_sim extend RUN [--replications N]`: finish a run that was stopped, or give it more futures."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from tbkk_sim.cli.errors import CannotGoOnError
from tbkk_sim.cli.going_on import going_on
from tbkk_sim.cli.progress import progress_bar


def main(argv: Sequence[str]) -> None:
    """Simulate what is missing, write tables and pages anew, and show one screen.

    Raises:
        CannotGoOnError: there is nothing to do, or what is there was made with other settings or another version.
    """
    parser = argparse.ArgumentParser(prog="tbkk_sim extend", description=__doc__)
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("--replications", type=_number, metavar="N", help="futures to have in all")
    chosen = parser.parse_args(list(argv))

    from tbkk_sim.experiment.run_folder import RunFolderError
    from tbkk_sim.experiment.runner import extend_experiment
    from tbkk_sim.experiment.workers import ReplicationError
    from tbkk_sim.reporting import show_result

    wanted = [] if chosen.replications is None else ["--replications", str(chosen.replications)]
    try:
        with going_on(chosen.run, "extend", str(chosen.run), *wanted), progress_bar(chosen.run.name) as progress:
            extend_experiment(chosen.run, chosen.replications, progress, pages=_pages)
    except (RunFolderError, ReplicationError) as error:
        raise CannotGoOnError(str(error)) from None
    show_result(chosen.run)


def _pages(folder: Path) -> None:
    from tbkk_sim.cli.changes import keep_changes
    from tbkk_sim.cli.provenance import entries_used
    from tbkk_sim.experiment.changes import CHANGES
    from tbkk_sim.experiment.run_folder import PROVENANCE, stored_settings
    from tbkk_sim.reporting import write_reporting
    from tbkk_sim.settings.provenance import write_entries

    _note_replications(folder)
    if not (folder / PROVENANCE).exists():  # the run was stopped before it came to its pages
        write_entries(folder / PROVENANCE, entries_used(stored_settings(folder)))
    if not (folder / CHANGES).exists():
        keep_changes(folder, stored_settings(folder))
    write_reporting(folder)


def _note_replications(folder: Path) -> None:
    """Let the command on record be the one that makes this run in one go."""
    from omegaconf import OmegaConf

    from tbkk_sim.experiment.run_folder import stored_settings
    from tbkk_sim.in_place import replacing

    key, number = "run.replications", stored_settings(folder).run.replications
    config, typed = folder / ".hydra" / "config.yaml", folder / ".hydra" / "overrides.yaml"
    if not config.is_file() or not typed.is_file():
        return
    composed = OmegaConf.load(config)
    if OmegaConf.select(composed, key) == number:
        return
    OmegaConf.update(composed, key, number)
    with replacing(config) as new:
        OmegaConf.save(composed, new)
    others = [str(override) for override in OmegaConf.load(typed) if not str(override).startswith(f"{key}=")]
    with replacing(typed) as new:
        OmegaConf.save(OmegaConf.create([*others, f"{key}={number}"]), new)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of at least 1")
    return int(text)
