"""The runs of a sweep on one screen: one row per run."""

from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.view import Namer
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.report.kit.fitted import show_frame
from tbkk_sim.report.kit.phrases import MISSING
from tbkk_sim.report.run import asked, asked_phrases
from tbkk_sim.report.run.tables.cells import frame
from tbkk_sim.report.run.terminal import show_idle
from tbkk_sim.runs.changes import read_changes
from tbkk_sim.runs.sweep import Sweep

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

COLUMNS = tuple(map(Cell, ("left_undone", "taken_up", "finished", "share_within_norm", "deployable_fte")))


def sweep_table(sweep: Sweep) -> "pd.DataFrame":
    """One row per run: its choices in the sweep, then its main key figures with the interval of the mean."""
    name = Namer(sweep.runs[0].settings)
    rows = {
        (row["run"], Cell(*(row[name] for name in Cell._fields))): row for _, row in sweep.table(COLUMNS).iterrows()
    }

    def text(run: str, cell: Cell) -> str:
        row = rows.get((run, cell))
        if row is None:
            return MISSING
        mean, low, high = (name.level(cell, float(row[end])) for end in ("mean", "interval_low", "interval_high"))
        return mean if low == high or MISSING in (low, high) else f"{mean} ({name.say.between(low, high)})"

    runs = [run.path.name for run in sweep.runs]
    columns = {name.figure(cell): [text(run, cell) for run in runs] for cell in COLUMNS}
    return frame({"#": runs, name.say(words.RUN): sweep.labels, **columns})


def show_sweep(sweep: Sweep, folder: Path, console: "Console") -> None:
    """Write the table of a sweep, and where all of it is."""
    from rich.text import Text

    say = Namer(sweep.runs[0].settings).say
    show_frame(console, say(words.SWEEP_TITLE, n=len(sweep.runs)), sweep_table(sweep), left=2)
    for sentence in asked.changed_in_all(say, [run.settings for run in sweep.runs]):
        console.print(Text(sentence))
    changes = {label: read_changes(run.path) for run, label in zip(sweep.runs, sweep.labels, strict=True)}
    show_idle(say(asked_phrases.IDLE_IN_RUNS), asked.without_effect_in(say, changes), console)
    console.print(Text(say(words.SWEEP_IN, folder=folder)), soft_wrap=True)
