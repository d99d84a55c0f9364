"""Table of differences between units: load, waiting, backlog."""

from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.tables.cells import WriteNumber, cells, frame
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd


def by_unit(run: RunView) -> "pd.DataFrame":
    """Load, share within the norm, waiting, backlog and cases left undone, a row a unit."""
    say, units = run.say, run.units

    columns: dict[str, WriteNumber] = {
        "load_severe": say.load, "largest_load_severe": say.load, "load_agreed": say.load, "load_all": say.load,
        "share_within_norm": say.share_within, "waiting_days_p90": say.wait, "backlog_end": say.count,
    }  # fmt: skip
    undone = run.spreads("left_undone", "team", units)
    return frame(
        {
            say(phrases.UNIT): map(run.label, units),
            **{run.heading(name): cells(run, run.spreads(name, "team", units), to) for name, to in columns.items()},
            run.heading("left_undone", a_year=True): cells(run, undone, say.count, 1 / run.length_years),
        }
    )
