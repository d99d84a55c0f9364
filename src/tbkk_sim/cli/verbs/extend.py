"""`python -m tbkk_sim extend RUN [--replications N]`: finish a run that was stopped, or give it more futures."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.cli.going_on import going_on
from tbkk_sim.cli.progress import progress_bar
from tbkk_sim.cli.words import Parser, take_language, whole_number
from tbkk_sim.problem import Phrase
from tbkk_sim.settings.numbers import MOST_REPLICATIONS

if TYPE_CHECKING:
    from omegaconf import DictConfig

COMPOSED = ".hydra/config.yaml"
"""The composed config on record, in a run folder."""


def main(argv: Sequence[str]) -> None:
    """Simulate what is missing, write tables and pages anew, and show one screen.

    Raises:
        SettingsError: there is nothing to do, or what is there was made with other settings or another version, or
            is not readable any more.
        CannotGoOnError: the machine cannot simulate it.
    """
    parser = Parser("extend", Phrase("finish a run that was stopped, or give it more futures"))
    parser.add_argument("run", metavar="RUN", type=Path, help=Phrase("folder of the run"))
    parser.add_argument("--replications", metavar="N", help=Phrase("futures to have in all"))
    language, words = take_language(argv)
    chosen = parser.parse_args(words)

    from tbkk_sim.report import show_result
    from tbkk_sim.runs.folder.kept_with_run import check_kept
    from tbkk_sim.runs.folder.run_folder import stored_settings
    from tbkk_sim.runs.runner import extend_experiment

    typed = chosen.replications
    replications = None if typed is None else whole_number("--replications", typed, 1, MOST_REPLICATIONS)
    stored_settings(chosen.run)
    check_kept(chosen.run)
    _composed(chosen.run)
    wanted = [] if replications is None else ["--replications", str(replications)]
    with going_on(chosen.run, "extend", str(chosen.run), *wanted), progress_bar(chosen.run.name) as progress:
        extend_experiment(chosen.run, replications, progress, pages=_pages)
    show_result(chosen.run, language)


def _pages(folder: Path) -> None:
    from tbkk_sim.config.changes import keep_changes
    from tbkk_sim.config.sources import entries_used
    from tbkk_sim.report import write_reporting
    from tbkk_sim.runs.changes import CHANGES
    from tbkk_sim.runs.folder.run_folder import PROVENANCE, stored_settings
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

    from tbkk_sim.runs.folder.run_folder import stored_settings
    from tbkk_sim.runs.sweep import overrides_of
    from tbkk_sim.system.in_place import replacing

    key, number = "run.replications", stored_settings(folder).run.replications
    config, typed = folder / COMPOSED, folder / ".hydra" / "overrides.yaml"
    composed = _composed(folder)
    if composed is None or not typed.is_file() or OmegaConf.select(composed, key) == number:
        return
    OmegaConf.update(composed, key, number)
    with replacing(config) as new:
        OmegaConf.save(composed, new)
    others = [override for override in overrides_of(folder) if not override.startswith(f"{key}=")]
    with replacing(typed) as new:
        OmegaConf.save(OmegaConf.create([*others, f"{key}={number}"]), new)


def _composed(folder: Path) -> "DictConfig | None":
    """The composed config that is on record; None: there is none.

    Raises:
        SettingsError: it is not readable any more.
    """
    from omegaconf import DictConfig, OmegaConf

    from tbkk_sim.runs.folder.reading import RECORD_OF, reading

    file = folder / COMPOSED
    if not os.path.lexists(file):
        return None
    with reading(file, RECORD_OF):
        found = OmegaConf.load(file)
        if not isinstance(found, DictConfig):
            raise TypeError("keys and values are expected")
        return found
