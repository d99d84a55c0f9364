"""Table of differences between units: load, backlog, begun within the norm."""

from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.tables import work
from tbkk_sim.report.run.tables.cells import WriteNumber, cells, frame
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd


def by_unit(run: RunView) -> "pd.DataFrame":
    """Loads, backlog, the largest severe class within its norm, and cases left undone, one row per unit."""
    say, units = run.say, run.units

    columns: dict[str, WriteNumber] = {
        "load_severe": say.load, "load_agreed": say.load, "load_all": say.load, "backlog_end": say.count,
    }  # fmt: skip
    severe, within = work.largest_severe(run), dict[str, list[str]]()
    if severe is not None:
        shares = run.spreads("share_within_norm", "team", units, priority_class=severe)
        within = {work.within_norm_heading(run, severe): cells(run, shares, say.share_within)}
    undone = run.spreads("left_undone", "team", units)
    return frame(
        {
            say(phrases.UNIT): map(run.label, units),
            **{run.heading(name): cells(run, run.spreads(name, "team", units), to) for name, to in columns.items()},
            **within,
            run.heading("left_undone", a_year=True): cells(run, undone, say.count, 1 / run.length_years),
        }
    )
