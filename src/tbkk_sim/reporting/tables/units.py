"""Table of what differs by unit: load, waiting, backlog."""

from typing import TYPE_CHECKING

from tbkk_sim.reporting import words
from tbkk_sim.reporting.run_view import RunView
from tbkk_sim.reporting.tables.cells import Write, cells, frame

if TYPE_CHECKING:
    import pandas as pd


def by_unit(run: RunView) -> "pd.DataFrame":
    """Load, share within the norm, waiting, backlog and demand not met, a row a unit."""
    say, units = run.say, run.units

    def column(key_figure: str, write: Write, factor: float = 1.0) -> list[str]:
        return cells(run, run.spreads(key_figure, "team", units), write, factor)

    return frame(
        {
            say(words.UNIT): map(run.label, units),
            say(words.LOAD_COLUMN): column("load", say.load),
            say(words.LARGEST_LOAD): column("largest_load", say.load),
            say(words.SHARE_WITHIN): column("share_within_norm", say.share_within),
            say(words.WAITING_COLUMN): column("waiting_days_p90", say.wait),
            say(words.BACKLOG_COLUMN): column("backlog_end", say.count),
            say(words.NOT_MET_YEAR): column("demand_not_met", say.count, 1 / run.length_years),
        }
    )
