"""A map of tiles: one square a unit, roughly where it lies."""

import math
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, ALERT, INK, QUIET
from tbkk_sim.report.run import findings
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.tables.cells import band
from tbkk_sim.report.run.tables.work import largest_severe, within_norm_heading
from tbkk_sim.report.run.view import RunView, SpreadOfMean, spread_at

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

TilePosition = tuple[int, int]
BEHIND = 4
"""Tiles in a row, for units without a place."""


def places_of(run: RunView) -> dict[str, TilePosition]:
    """Column and row of each unit; those without a place, or on a place that is taken, come in rows below."""
    places: dict[str, TilePosition] = {}
    for name, unit in run.settings.staffing.units.items():
        if unit.tile is not None and unit.tile not in places.values():
            places[name] = unit.tile
    below = max((row for _, row in places.values()), default=-1) + 1
    rest = [name for name in run.units if name not in places]
    return places | {name: (k % BEHIND, below + k // BEHIND) for k, name in enumerate(rest)}


@charts.styled
def units(run: RunView) -> "Figure":
    """Load and waiting by unit, two maps of the same tiles."""
    say, places = run.say, places_of(run)
    columns, rows = (1 + max((place[axis] for place in places.values()), default=0) for axis in (0, 1))
    note = f"{say(words.TILES_NOTE)} {charts.note_on_band(say, run.replications, words.BAND_SMALL)}"
    side = (charts.WIDTH_INCHES - 0.2 - 0.35) / 2
    figure, (left, right) = charts.sheet(
        say(words.TILES), findings.by_unit(run), note, height=side / columns * rows * 0.78 + 0.32,
        columns=2, left=0.1, right=0.1, between=0.35, panel_titles=0.25,
    )  # fmt: skip
    severe = largest_severe(run)
    title_within = "" if severe is None else within_norm_heading(run, severe)
    for axes, title in ((left, say(words.TILES_LOAD)), (right, title_within)):
        axes.set_title(title, fontweight="bold")
        axes.set_xlim(-0.5, columns - 0.5)
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_axis_off()
    loads = run.spread("load_severe", "team", run.units)
    highest = max((load for load in loads["mean"] if math.isfinite(load)), default=0.0)
    highest = max(highest, 2.0)

    def load_shade(load: float) -> tuple[str, float]:
        if load <= 1:
            return ACCENT, 0.15
        return ALERT, 0.2 + 0.65 * min(math.log(load) / math.log(highest), 1.0)

    _draw(left, run, places, loads, load_shade, say.load)
    if severe is None:
        charts.say_empty(right, say)
    else:
        within = run.spread("share_within_norm", "team", run.units, priority_class=severe)
        _draw(right, run, places, within, lambda share: (ACCENT, 0.85 - 0.75 * share), say.share_within)
    return figure


def _draw(
    axes: "Axes",
    run: RunView,
    places: dict[str, TilePosition],
    spread: "pd.DataFrame",
    shade: Callable[[float], tuple[str, float]],
    write: Callable[[float], str],
) -> None:
    """A tile a unit: its name, its number and the band under it; the darker, the more pressed."""
    for unit, (column, row) in places.items():
        value = spread_at(spread, unit)
        colour, strength = (QUIET, 0.08) if math.isnan(value.mean) else shade(value.mean)
        axes.add_patch(_tile(column, row, colour, strength))
        ink = "white" if strength > 0.55 else INK
        name = "\n".join(textwrap.wrap(run.label(unit), 12, break_on_hyphens=True))
        axes.text(column, row - 0.17, name, ha="center", va="center", fontsize=6.5, color=ink, linespacing=1.05)
        axes.text(
            column, row + 0.15, write(value.mean), ha="center", va="center", fontsize=9, fontweight="bold", color=ink
        )
        axes.text(column, row + 0.36, _band(run, value, write), ha="center", va="center", fontsize=6, color=ink)


def _tile(column: int, row: int, colour: str, strength: float) -> "Rectangle":
    """A square whose colour is mixed with white, so that text upon it stands out as measured."""
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    mixed = tuple(1 - strength * (1 - part) for part in to_rgb(colour))
    return Rectangle((column - 0.47, row - 0.47), 0.94, 0.94, facecolor=mixed, edgecolor="none")


def _band(run: RunView, value: SpreadOfMean, write: Callable[[float], str]) -> str:
    """The band alone."""
    if not run.has_band or math.isnan(value.mean) or write(value.low) == write(value.high):
        return ""
    return band(run, value, write)
