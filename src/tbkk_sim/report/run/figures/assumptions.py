"""Figure of the assumptions that matter most."""

import textwrap
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, ALERT, FAINT, INK, QUIET
from tbkk_sim.report.run import findings
from tbkk_sim.report.run.assumptions import assumptions as find
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.tables.assumptions import MOST
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LABEL_LETTERS = 56
"""Letters of a label for which there is room beside a row; longer ones take more lines."""


@charts.styled
def assumptions(run: RunView) -> "Figure":
    """The load at both ends of the range of each assumption, the one that moves it most on top."""
    say, shown = run.say, find(run)[:MOST]
    figure, (axes,) = charts.sheet(
        say(words.ASSUMPTIONS), findings.assumptions(run), say(words.ASSUMPTIONS_NOTE),
        height=0.3 * max(len(shown), 3) + 0.5, left=3.0, right=0.35, panel_titles=0.05,
    )  # fmt: skip
    if not shown:
        charts.say_empty(axes, say)
        return figure
    load = run.mean("load_severe")
    lowest = min(load, 1.0, *(min(a.load_at_low, a.load_at_high) for a in shown))
    highest = max(load, 1.0, *(max(a.load_at_low, a.load_at_high) for a in shown))
    room = 0.08 * (highest - lowest)
    for row, each in enumerate(shown):
        for end, text in ((each.load_at_low, each.low), (each.load_at_high, each.high)):
            axes.barh(row, end - load, left=load, height=0.5, color=ALERT if end > load else ACCENT, alpha=0.75)
            axes.annotate(
                text, (end, row), xytext=(4 if end > load else -4, 0), textcoords="offset points", fontsize=6.5,
                ha="left" if end > load else "right", va="center", color=QUIET,
            )  # fmt: skip
    axes.axvline(load, color=INK, linewidth=1)
    axes.axvline(1, color=FAINT, linewidth=1, linestyle=(0, (4, 2)))
    labels = [say(words.ASSUMPTION_NOW, label=each.label, now=each.now) for each in shown]
    charts.name_rows(axes, [textwrap.fill(label, LABEL_LETTERS) for label in labels], fontsize=7)
    axes.set_xlim(max(lowest - 2 * room, 0), highest + 2 * room)
    charts.number_axis(axes.xaxis, say, 6)
    return figure
