"""Figures of what protects a child and of what comes after the file: days to milestones, cases at each link."""

import math
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts, phrases, time_axis
from tbkk_sim.report.kit.charts import ACCENT, ALERT, INK, QUIET, Look
from tbkk_sim.report.run.chain import chain_phrases
from tbkk_sim.report.run.chain import links as chain_tables
from tbkk_sim.report.run.chain import milestones as milestone_tables
from tbkk_sim.report.run.figures.work import class_look
from tbkk_sim.report.run.view import RunView

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINES = {"chain_stock_end": Look(QUIET, (0, (4, 1.4))), "chain_waiting_end": Look(ACCENT, "-")}
"""Key figures of a link, and how they are drawn."""


@charts.styled
def milestones(run: RunView) -> "Figure":
    """Time within which half and nine in ten came to each milestone, one panel per milestone and one row per class."""
    say, names, classes = run.say, milestone_tables.milestones_of(run), run.classes
    note = f"{say(chain_phrases.MILESTONES_NOTE)} {charts.note_on_band(say, run.replications, phrases.BAND_WHISKER)}"
    figure, panels = charts.sheet(
        say(chain_phrases.TABLE_MILESTONES),
        milestone_tables.finding(run),
        note,
        height=0.3 * len(classes) + 0.45,
        columns=max(len(names), 1),
        left=1.55,
        between=0.25,
        panel_titles=0.2,
    )
    for number, (panel, name) in enumerate(zip(panels, names, strict=True)):
        charts.title_panel(panel, say(chain_phrases.MILESTONE_NAMES[name]))
        _days_of(panel, run, name)
        charts.name_rows(panel, [run.label(of) for of in classes] if number == 0 else [""] * len(classes), room=0.6)
    return figure


def _days_of(panel: "Axes", run: RunView, name: str) -> None:
    median, p90 = (run.spread(f"{name}_days_{of}", "priority_class", run.classes) for of in ("median", "p90"))
    known = [float(value) for value in (*median["mean"], *p90["mean"]) if math.isfinite(value)]
    for row, of in enumerate(run.classes):
        colour = class_look(run, of).colour
        half, most = float(median["mean"][of]), float(p90["mean"][of])
        if math.isfinite(half) and math.isfinite(most):
            panel.plot([half, most], [row, row], color=colour, linewidth=1.2)
        if math.isfinite(half):
            if run.replications > 1 and math.isfinite(float(median["high"][of])):
                panel.hlines(row, float(median["low"][of]), float(median["high"][of]), color=INK, linewidth=1)
            panel.plot(half, row, "o", color=colour, markerfacecolor="white", markersize=5)
        if math.isfinite(most):
            panel.plot(most, row, "o", color=colour, markersize=5)
    panel.set_xlim(0, 1.1 * max([1.0, *known]))
    charts.number_axis(panel.xaxis, run.say, 4)


@charts.styled
def chain(run: RunView) -> "Figure":
    """Cases at each link over the years, and those of them that wait for their turn; one panel per link."""
    say, names = run.say, chain_tables.links_of(run)
    note = f"{say(chain_phrases.CHAIN_NOTE)} {charts.note_on_band(say, run.replications)}"
    figure, panels = charts.sheet(
        say(chain_phrases.TABLE_CHAIN),
        chain_tables.finding(run),
        note,
        height=2.2,
        columns=max(len(names), 1),
        left=0.5,
        between=0.5,
        panel_titles=0.4,
    )
    for panel, name in zip(panels, names, strict=True):
        charts.title_panel(panel, chain_tables.link_label(run, name), lines=2)
        spreads = {
            figure: run.spread(f"{figure}_{name}", "period", run.years)
            for figure in LINES
            if figure == "chain_stock_end" or name in chain_tables.limited(run)
        }
        _draw_link(panel, run, spreads, chain_tables.at_start(run, name))
    return figure


def _draw_link(panel: "Axes", run: RunView, spreads: "dict[str, pd.DataFrame]", first: float) -> None:
    """Draw what is there and what waits: the latter dark, in warning red where it is most of what is there."""
    say, ends = run.say, time_axis.ends_of(run, run.years)
    there = spreads["chain_stock_end"]
    if there["mean"].isna().all():
        charts.say_empty(panel, say)
        return
    highest = max(float(there["high"].max()), first, 1.0)
    charts.from_zero(panel, highest)
    last = float(there["mean"].iloc[-1])
    for figure, spread in spreads.items():
        look, x = LINES[figure], ends
        if figure == "chain_waiting_end" and float(spread["mean"].iloc[-1]) > last / 2 > 0:
            look = Look(ALERT, "-")
        charts.line_with_band(panel, x, spread, look)
        panel.plot(x, spread["mean"], "o", color=look.colour, markersize=3, clip_on=False)
    panel.plot(time_axis.start_of(run), first, "o", color=QUIET, markerfacecolor="white", markersize=4, clip_on=False)
    charts.number_axis(panel.yaxis, say, whole=True)
    time_axis.calendar_axis(panel, run, narrow=True)
    text = say(phrases.FROM_TO, first=say.count(first), last=say.count(last))
    panel.annotate(text, (0, 1), xycoords="axes fraction", xytext=(0, 5), textcoords="offset points", fontsize=7.5)
