"""After a sweep: one table of all its runs, in its folder and on the screen."""

from pathlib import Path
from typing import Any

from hydra.experimental.callback import Callback
from omegaconf import DictConfig


class SweepTable(Callback):
    """Hydra tells it when a sweep is done, whatever started the jobs."""

    def on_multirun_end(self, config: DictConfig, **_: Any) -> None:
        """Write sweep.csv and sweep.parquet beside the runs, and show the table."""
        tell_of_sweep(Path(config.hydra.sweep.dir))


def tell_of_sweep(folder: Path) -> None:
    """Write and show the table of the finished runs in a folder; nothing if there are none."""
    from rich.console import Console

    from tbkk_sim.comparison.report.sweep import show_sweep
    from tbkk_sim.runs.folder.stored_file import RunFolderError
    from tbkk_sim.runs.sweep import SWEEP, open_sweep

    try:
        sweep = open_sweep(folder)
    except RunFolderError:
        return
    sweep.write(folder)
    show_sweep(sweep, folder / SWEEP, Console())
