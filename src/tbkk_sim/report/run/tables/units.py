"""Table of differences between units: load, waiting, backlog."""

from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.tables.cells import WriteNumber, cells, frame
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd


def by_unit(run: RunView) -> "pd.DataFrame":
    """Load, share within the norm, waiting, backlog and demand not met, a row a unit."""
    say, units = run.say, run.units

    def column(key_figure: str, write: WriteNumber, factor: float = 1.0) -> list[str]:
        return cells(run, run.spreads(key_figure, "team", units), write, factor)

    return frame(
        {
            say(phrases.UNIT): map(run.label, units),
            say(phrases.LOAD_COLUMN): column("load", say.load),
            say(phrases.LARGEST_LOAD): column("largest_load", say.load),
            say(phrases.SHARE_WITHIN): column("share_within_norm", say.share_within),
            say(phrases.WAITING_COLUMN): column("waiting_days_p90", say.wait),
            say(phrases.BACKLOG_COLUMN): column("backlog_end", say.count),
            say(phrases.NOT_MET_YEAR): column("demand_not_met", say.count, 1 / run.length_years),
        }
    )
