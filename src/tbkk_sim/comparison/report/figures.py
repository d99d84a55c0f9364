"""Figures of a comparison: differences with intervals, backlogs, a map of the settings that differ, years."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.tables import n_changed
from tbkk_sim.comparison.report.view import ComparisonView
from tbkk_sim.comparison.settings_groups import GROUPS
from tbkk_sim.metrics.cell import EACH, Cell, expand
from tbkk_sim.report.kit import charts, time_axis
from tbkk_sim.report.kit.charts import FAINT, INK, QUIET
from tbkk_sim.report.kit.labels import capital
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_RUNS = len(charts.LOOKS)
"""Runs that can be told apart in one figure."""


@charts.styled
def differences(view: ComparisonView) -> "Figure":
    """One panel per key figure, one row per run and class: mean difference and its interval."""
    comparison, name, say = view.comparison, view.name, view.say
    changed = {against.cell for against in comparison.against_base if against.difference != 0}
    kinds: dict[str, list[Cell]] = {}
    for cell in comparison.shown:
        if cell in changed or not changed:
            kinds.setdefault(cell.key_figure, []).append(cell)
    runs = comparison.others[:MOST_RUNS]
    rows = [len(cells) * len(runs) for cells in kinds.values()]
    note = say(words.FIGURE_DIFFERENCES_NOTE, level=view.percent(comparison.level))
    heights = [0.19 * n + 0.42 for n in rows]
    figure, panels = charts.sheet(
        say(words.FIGURE_DIFFERENCES, base=comparison.base.label),
        "",
        f"{note} {legend(view) if len(runs) > 1 else ''}",
        height=sum(heights) + 0.4,
        rows=len(kinds),
        left=2.1,
        above=0.42,
        panel_titles=0.15,
    )
    if grid := panels[0].get_gridspec():
        grid.set_height_ratios([n + 0.6 for n in rows])
        for panel, place in zip(panels, (grid[row, 0] for row in range(len(rows))), strict=True):
            panel.set_subplotspec(place)  # takes the new heights
    for panel, cells in zip(panels, kinds.values(), strict=True):
        _forest(panel, view, cells, runs=[run.label for run in runs])
        unit = name.amount(cells[0], 1e3).phrase.format(n="").strip()
        panel.set_title(capital(name.figure(cells[0])) + (f" ({unit})" if unit else ""), fontweight="bold")
    return figure


def _forest(panel: "Axes", view: ComparisonView, cells: list[Cell], runs: list[str]) -> None:
    name, labels = view.name, []
    factor = name.amount(cells[0], 1e3).factor
    for k, cell in enumerate(cells):
        for r, run in enumerate(runs):
            against, row = view.comparison.against(run, cell), k * len(runs) + r
            colour = charts.LOOKS[(r + 1) % MOST_RUNS].colour
            labels.append(name.scope(cell) if r == 0 else "")
            ends = [factor * against.interval_low, factor * against.interval_high]
            if not np.isfinite(against.difference):
                continue
            if np.isfinite(ends).all():
                panel.plot(ends, [row, row], color=colour, linewidth=1.4, solid_capstyle="butt")
            face = colour if against.is_clear else "white"
            panel.plot(factor * against.difference, row, "o", color=colour, markerfacecolor=face, markersize=4.5)
    panel.axvline(0, color=INK, linewidth=0.8)
    charts.name_rows(panel, labels, fontsize=7.5, room=0.6)
    charts.number_axis(panel.xaxis, view.say, 5)


def legend(view: ComparisonView) -> str:
    """Legend of the runs, in the order of rows."""
    return view.say(words.ROWS, runs=", ".join(run.label for run in view.comparison.others[:MOST_RUNS]))


@charts.styled
def backlog(view: ComparisonView, runs: Sequence[RunView], labels: Sequence[str]) -> "Figure":
    """The backlog of all classes over time, a line with its band a run."""
    say = view.say
    note = say(words.FIGURE_BACKLOG_NOTE)
    figure, (axes,) = charts.sheet(say(words.FIGURE_BACKLOG), "", note, height=2.9, left=0.6, right=1.5)
    last, highest = [], 1.0
    for number, run in enumerate(runs):
        spread = run.spread("backlog_end", "period", run.steps_in_time)
        look = charts.LOOKS[number % MOST_RUNS]
        charts.line_with_band(axes, time_axis.ends_of(run, run.steps_in_time), spread, look)
        last.append(float(spread["mean"].iloc[-1]))
        highest = max(highest, float(spread["high"].max()))
    charts.from_zero(axes, highest)
    heights = charts.apart(last, highest / 16)
    for label, height, number in zip(labels, heights, range(len(labels)), strict=True):
        _beside(axes, label, height, charts.LOOKS[number % MOST_RUNS].colour)
    charts.number_axis(axes.yaxis, say, whole=True)
    time_axis.calendar_axis(axes, runs[0])
    return figure


def _beside(axes: "Axes", text: str, height: float, colour: str) -> None:
    axes.annotate(
        text, (1.01, height), xycoords=axes.get_yaxis_transform(), color=colour, fontsize=7.5, va="center"
    )  # fmt: skip


@charts.styled
def settings_map(view: ComparisonView) -> "Figure":
    """Runs against groups of settings: where each differs from the base."""
    comparison, say = view.comparison, view.say
    runs = comparison.others[: 3 * MOST_RUNS]
    figure, (axes,) = charts.sheet(
        say(words.FIGURE_SETTINGS),
        "",
        say(words.FIGURE_SETTINGS_NOTE, base=comparison.base.label),
        height=0.24 * len(runs) + 0.75,
        left=2.1,
    )
    for row, run in enumerate(runs):
        for column, group in enumerate(GROUPS):
            changed = n_changed(comparison, run.label, group)
            colour = charts.LOOKS[1].colour if changed else FAINT
            axes.plot(column, row, "o", color=colour, markersize=7 if changed else 2)
            if changed:
                axes.annotate(
                    say.number(changed), (column, row), xytext=(7, 0), textcoords="offset points", va="center"
                )
    axes.set_xticks(range(len(GROUPS)), [_two_lines(say(words.GROUPS[group])) for group in GROUPS])
    axes.set_yticks(range(len(runs)), [run.label for run in runs], color=INK, fontsize=7.5)
    axes.set_xlim(-0.5, len(GROUPS) - 0.4)
    axes.set_ylim(len(runs) - 0.5, -0.5)
    axes.grid(visible=False)
    return figure


@charts.styled
def along(view: ComparisonView, cell: Cell) -> "Figure":
    """One key figure by year, class or unit (where the cell has a `*`): a dot with its band a run."""
    comparison, name, say = view.comparison, view.name, view.say
    cells = expand([cell], comparison.base.settings)
    by_year = cell.period == EACH
    kind = (
        words.FIGURE_YEARS if by_year else words.FIGURE_CLASSES if cell.priority_class == EACH else words.FIGURE_UNITS
    )
    common = cell._replace(**{field: ALL for field, value in cell._asdict().items() if value == EACH})
    title = say(kind, figure=name.figure(cell), of=name.scope(common))
    figure, (axes,) = charts.sheet(
        capital(title), "", say(words.ALONG_NOTE), height=2.7 if by_year else 3.3, left=0.6, right=1.6
    )
    figure.subplots_adjust(bottom=None if by_year else 0.26)
    runs, last, ends = comparison.runs[:MOST_RUNS], list[float](), [0.0]
    width = 0.2 if by_year else 0.5
    for number, of in enumerate(runs):
        colour = charts.LOOKS[number % MOST_RUNS].colour
        spread = [comparison.summary(one)[of.label] for one in cells]
        places = [k + width * ((number + 0.5) / len(runs) - 0.5) for k in range(len(cells))]
        means = [float(s.mean[0]) for s in spread]
        low, high = ([float(getattr(s, end)[0]) for s in spread] for end in ("band_low", "band_high"))
        axes.plot(places, means, "o-" if by_year else "o", color=colour, markersize=4, linewidth=1)
        axes.vlines(places, low, high, color=colour, linewidth=1)
        ends += [end for end in (*low, *high) if np.isfinite(end)]
        last.append(means[-1] if np.isfinite(means[-1]) else 0.0)
    charts.from_zero(axes, max(ends))
    top = axes.get_ylim()[1]
    if min(ends) < 0:
        axes.set_ylim(bottom=1.12 * min(ends))
    places = charts.apart(last if by_year else [top * (1 - k / 12) for k in range(len(runs))], top / 15)
    for number, (of, height) in enumerate(zip(runs, places, strict=True)):
        _beside(axes, of.label, height, charts.LOOKS[number % MOST_RUNS].colour)
    labels = [one.period if by_year else name.team(one.team) if cell.team == EACH else name.scope(one) for one in cells]
    axes.set_xticks(range(len(cells)), labels, rotation=0 if by_year else 35, ha="center" if by_year else "right")
    axes.set_xlim(-0.5, len(cells) - 0.5)
    (charts.share_axis if name.unit(cell) == "share" else charts.number_axis)(axes.yaxis, say)
    axes.tick_params(axis="x", length=0, labelcolor=QUIET)
    return figure


def _two_lines(text: str) -> str:
    """A text of several words on two lines."""
    first, _, rest = text.rpartition(" ")
    return f"{first}\n{rest}" if first else text
