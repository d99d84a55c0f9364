"""Table of the assumptions that matter most."""

from typing import TYPE_CHECKING

from tbkk_sim.report.run.assumptions import assumptions as find
from tbkk_sim.report.run.figures import figure_phrases as words
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
            say(words.ASSUMPTION): (each.label for each in shown),
            say(words.NOW): (each.now for each in shown),
            say(words.LOW): (each.low for each in shown),
            say(words.HIGH): (each.high for each in shown),
            say(words.LOAD_AT_LOW): (say.number(each.load_at_low, 2) for each in shown),
            say(words.LOAD_AT_HIGH): (say.number(each.load_at_high, 2) for each in shown),
        }
    )
