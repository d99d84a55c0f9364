"""`python -m tbkk_sim extend RUN [--replications N]`: finish a run that was stopped, or give it more futures."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.cli.arguments import Parser, take_language, whole_number
from tbkk_sim.cli.progress import progress_bar
from tbkk_sim.cli.reporting import report_on
from tbkk_sim.cli.stopped import tells_how_to_resume
from tbkk_sim.problem import Phrase
from tbkk_sim.settings.numbers import MOST_REPLICATIONS

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from tbkk_sim.settings import Settings


def main(argv: Sequence[str]) -> None:
    """Simulate the replications that are missing, write tables and report anew, and show one screen.

    Raises:
        SettingsError: there is nothing to do, or what is there was made with other settings or another version, or
            is not readable any more.
        CannotGoOnError: the machine cannot simulate it.
    """
    parser = Parser("extend", Phrase("finish a run that was stopped, or give it more futures"))
    parser.add_argument("run", metavar="RUN", type=Path, help=Phrase("folder of the run"))
    parser.add_argument("--replications", metavar="N", help=Phrase("futures to have in all"))
    language, words = take_language(argv)
    chosen = parser.read(words)

    from tbkk_sim.report import show_result
    from tbkk_sim.runs.folder.records import check_kept
    from tbkk_sim.runs.folder.stored_settings import stored_settings
    from tbkk_sim.runs.runner import extend_experiment

    number = chosen.replications
    replications = None if number is None else whole_number("--replications", number, 1, MOST_REPLICATIONS)
    settings = stored_settings(chosen.run)
    check_kept(chosen.run)
    records = _records(chosen.run, settings, replications)
    wanted = [] if replications is None else ["--replications", str(replications)]
    with tells_how_to_resume(chosen.run, "extend", str(chosen.run), *wanted), progress_bar(chosen.run.name) as progress:
        extend_experiment(chosen.run, replications, progress, records)
    report_on(chosen.run, wanted=settings.run.report)
    show_result(chosen.run, language)


def _records(folder: Path, settings: "Settings", replications: int | None) -> dict[str, str]:
    """Return the records that the run gets now: those that it lacks, and what was typed for so many replications."""
    from tbkk_sim.config.sources import inputs_of
    from tbkk_sim.runs.folder.names import CHANGES, PROVENANCE

    records = _typed_for(folder, replications)
    if all((folder / name).exists() for name in (PROVENANCE, CHANGES)):
        return records
    lacking = {name: text for name, text in inputs_of(settings).items() if not (folder / name).exists()}
    return records | lacking


def _typed_for(folder: Path, replications: int | None) -> dict[str, str]:
    """Return the command on record as the one that makes the run with this many replications in one go."""
    from omegaconf import OmegaConf

    from tbkk_sim.runs.folder.names import COMPOSED, TYPED
    from tbkk_sim.runs.folder.records import overrides_of

    key, composed = "run.replications", _composed(folder)
    if composed is None or not (folder / TYPED).is_file() or replications in (None, OmegaConf.select(composed, key)):
        return {}
    OmegaConf.update(composed, key, replications)
    others = [override for override in overrides_of(folder) if not override.startswith(f"{key}=")]
    typed = OmegaConf.create([*others, f"{key}={replications}"])
    return {COMPOSED: OmegaConf.to_yaml(composed), TYPED: OmegaConf.to_yaml(typed)}


def _composed(folder: Path) -> "DictConfig | None":
    """Read the composed config that is on record; None: there is none.

    Raises:
        SettingsError: it is not readable any more.
    """
    from omegaconf import DictConfig, OmegaConf

    from tbkk_sim.runs.folder.names import COMPOSED
    from tbkk_sim.runs.folder.stored_file import RECORD_OF, reading

    file = folder / COMPOSED
    if not os.path.lexists(file):
        return None
    with reading(file, RECORD_OF):
        found = OmegaConf.load(file)
        if not isinstance(found, DictConfig):
            raise TypeError("keys and values are expected")
        return found
