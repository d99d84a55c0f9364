"""Table of the assumptions that matter most."""

from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.run.assumptions import assumptions as find
from tbkk_sim.report.run.tables.cells import frame
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd

MOST = 10
"""Assumptions that are shown."""


def assumptions(run: RunView) -> "pd.DataFrame":
    """Value, range, and the load at both ends."""
    say, shown = run.say, find(run)[:MOST]
    return frame(
        {
            say(phrases.ASSUMPTION): (each.label for each in shown),
            say(phrases.NOW): (each.now for each in shown),
            say(phrases.LOW): (each.low for each in shown),
            say(phrases.HIGH): (each.high for each in shown),
            say(phrases.LOAD_AT_LOW): (say.number(each.load_at_low, 2) for each in shown),
            say(phrases.LOAD_AT_HIGH): (say.number(each.load_at_high, 2) for each in shown),
        }
    )
