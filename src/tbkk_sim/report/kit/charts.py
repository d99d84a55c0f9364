"""One quiet style for all figures: sizes, colours, line styles, sheets and their saving as SVG."""

import io
import re
import textwrap
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec
from weakref import WeakKeyDictionary

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.say import Say
from tbkk_sim.stats.spread import LEAST_FOR_A_BAND

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

P = ParamSpec("P")

WIDTH_INCHES = 7.2
"""Text width of an A4 page."""
POINTS_PER_INCH = 72
"""An SVG is in points."""
NAMES_IN_PANEL = 11
"""Most names of lines that stand above each other, in the lowest panel that has them."""
HEAD, NOTE = "head", "note"
"""Starts of the names of the texts above the panels: a page writes these texts itself."""
INK, QUIET, FAINT, GRID = "#1f1f1f", "#5f6368", "#b5b9bd", "#e6e8ea"
ACCENT, ALERT = "#0072B2", "#B5401A"


class Look(NamedTuple):
    """Colour and line style that belong together everywhere."""

    colour: str
    line: str | tuple[float, tuple[float, ...]]


# After Okabe and Ito (2008), darkened where a thin line on white would be too pale.
LOOKS = (
    Look("#B5401A", "-"),
    Look("#0072B2", (0, (9, 1.5))),
    Look("#1f1f1f", (0, (6, 1.5))),
    Look("#B0608F", (0, (4, 1.2, 1, 1.2))),
    Look("#C98A00", (0, (2, 0.7))),
    Look("#00795A", (0, (3, 1.2))),
    Look("#3F9BCB", (0, (1, 0.8))),
    Look("#7A6A4F", (0, (6, 1.2, 1, 1.2, 1, 1.2))),
)
"""One look a class, in the order of the settings; they come round again after eight."""

RC: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": QUIET,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.titlesize": 8,
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # given, so that matplotlib need not look for space
    "axes.titlepad": 5,
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.major.size": 2.5,
    "ytick.major.size": 0,
    "xtick.major.width": 0.6,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "lines.linewidth": 1.5,
    "lines.solid_capstyle": "round",
    "hatch.linewidth": 0.5,
    "figure.facecolor": "white",
    "svg.fonttype": "none",
    "svg.hashsalt": "tbkk_sim",
}


def styled(draw: Callable[P, "Figure"]) -> Callable[P, "Figure"]:
    """Draw in the house style, whatever the settings of matplotlib are."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> "Figure":
        import matplotlib as mpl

        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(RC)
            return draw(*args, **kwargs)

    return drawn


def look_of(name: str, names: list[str]) -> Look:
    """The look of a class, by its place in the settings."""
    return LOOKS[names.index(name) % len(LOOKS)]


def sheet(
    title: str,
    finding: str,
    note: str,
    *,
    height: float,
    rows: int = 1,
    columns: int = 1,
    left: float = 0.45,
    right: float = 0.15,
    between: float = 0.45,
    above: float = 0.55,
    panel_titles: float = 0.0,
) -> tuple["Figure", list["Axes"]]:
    """A page with title, finding and note above its panels; all sizes in inches.

    Margins are given, not measured, so that the same run gives the same file on every machine.
    """
    from matplotlib.figure import Figure

    notes = textwrap.wrap(note, 132)
    findings = textwrap.wrap(finding, 110)
    head = 0.32 + 0.165 * len(findings) + 0.145 * len(notes) + 0.14 + panel_titles
    total = height + head
    figure = Figure(figsize=(WIDTH_INCHES, total))
    figure.text(0.1 / WIDTH_INCHES, 1 - 0.1 / total, title, fontsize=10.5, fontweight="bold", va="top", gid=f"{HEAD}-0")
    at = 0.32
    for k, line in enumerate(findings, 1):
        figure.text(0.1 / WIDTH_INCHES, 1 - at / total, line, fontsize=8.5, va="top", gid=f"{HEAD}-{k}")
        at += 0.165
    for k, line in enumerate(notes):
        place = (0.1 / WIDTH_INCHES, 1 - (at + 0.02) / total)
        figure.text(*place, line, fontsize=7, color=QUIET, va="top", gid=f"{NOTE}-{k}")
        at += 0.145
    bottom = 0.32
    panel_width = (WIDTH_INCHES - left - right - (columns - 1) * between) / columns
    panel_height = (height - bottom - (rows - 1) * above) / rows
    grid = figure.add_gridspec(
        rows,
        columns,
        left=left / WIDTH_INCHES,
        right=1 - right / WIDTH_INCHES,
        bottom=bottom / total,
        top=(bottom + rows * panel_height + (rows - 1) * above) / total,
        wspace=between / panel_width,
        hspace=above / panel_height,
    )
    return figure, [figure.add_subplot(grid[row, column]) for row in range(rows) for column in range(columns)]


def title_panel(axes: "Axes", text: str, colour: str = INK, lines: int = 1) -> None:
    """Write a title above a small panel, smaller when it is long; `lines` is the room that it takes."""
    size = min(8.0, 8.0 * 20 / max(len(text), 1))
    axes.set_title(text + "\n" * (lines - 1), color=colour, fontweight="bold", fontsize=size)


def note_on_band(say: Say, replications: int, phrase: str = phrases.BAND) -> str:
    """The meaning of the band of a figure, or the reason why there is none."""
    if replications >= LEAST_FOR_A_BAND:
        return say(phrase, n=say.number(replications))
    return (
        say(phrases.FEW_REPLICATIONS, n=say.number(replications)) if replications > 1 else say(phrases.ONE_REPLICATION)
    )


def number_axis(axis: Any, say: Say, ticks: int = 4, *, whole: bool = False) -> None:
    """Few round ticks, written in the language of the run."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10], integer=whole))
    axis.set_major_formatter(FuncFormatter(lambda value, _: say.tick(value)))


def share_axis(axis: Any, say: Say, ticks: int = 5) -> None:
    """Few round ticks in per cent."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: phrases.PER_CENT.format(n=say.tick(round(100 * value, 6)))))


def from_zero(axes: "Axes", highest: float) -> None:
    """Start the y axis at zero, with some room above the highest value."""
    axes.set_ylim(0, highest * 1.12 if highest > 0 else 1)


def name_rows(axes: "Axes", labels: Sequence[str], *, fontsize: float = 8, room: float = 0.5) -> None:
    """Name rows from the top down, with lines of the grid between values alone; `room` is above the first, in rows."""
    axes.set_yticks(range(len(labels)), labels, color=INK, fontsize=fontsize)
    axes.set_ylim(len(labels) - 1 + room, -room)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")


def say_empty(axes: "Axes", say: Say, phrase: str = phrases.NOTHING) -> None:
    """Say in a panel that there is nothing to show."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.text(0.5, 0.5, say(phrase), transform=axes.transAxes, ha="center", va="center", color=QUIET)


def line_with_band(axes: "Axes", x: list[float], spread: "pd.DataFrame", look: Look, width: float = 1.5) -> None:
    """The mean as a line within the band of single replications."""
    axes.fill_between(x, spread["low"], spread["high"], color=look.colour, alpha=0.18, linewidth=0)
    axes.plot(x, spread["mean"], color=look.colour, linestyle=look.line, linewidth=width, dash_capstyle="butt")


def apart(heights: list[float], gap: float) -> list[float]:
    """Move labels up and down until they are a gap apart, in their order, as near to their place as may be."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    blocks: list[tuple[float, int]] = []  # centre and number of labels
    for index in order:
        centre, size = heights[index], 1
        while blocks and centre - size * gap / 2 < blocks[-1][0] + blocks[-1][1] * gap / 2:
            below, count = blocks.pop()
            centre, size = (below * count + centre * size) / (count + size), count + size
        blocks.append((centre, size))
    placed = [centre + (k - (size - 1) / 2) * gap for centre, size in blocks for k in range(size)]
    return [placed[order.index(index)] for index in range(len(heights))]


def name_ends(axes: "Axes", ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Write the name of each line behind its last point, none over another: position, height, name and colour.

    The axes must have their final limits.
    """
    low, high = axes.get_ylim()
    heights = apart([height for _, height, _, _ in ends], (high - low) / NAMES_IN_PANEL)
    for (position, _, name, colour), height in zip(ends, heights, strict=True):
        axes.annotate(
            name, (position, height), xytext=(6, 0), textcoords="offset points", va="center", color=colour,
            fontweight="bold",
        )  # fmt: skip


def note_of(figure: "Figure") -> str:
    """The note above the panels."""
    return " ".join(text.get_text() for text in _above(figure, NOTE))


def head_of(figure: "Figure") -> tuple[str, str]:
    """The title above the panels, and the finding."""
    title, *finding = (text.get_text() for text in _above(figure, HEAD))
    return title, " ".join(finding)


def _above(figure: "Figure", *kinds: str) -> "list[Text]":
    return [text for text in figure.texts if str(text.get_gid()).startswith(kinds)]


_written: "WeakKeyDictionary[Figure, str]" = WeakKeyDictionary()


def to_svg(figure: "Figure") -> str:
    """The figure as SVG text, byte for byte the same each time; it is drawn once, so do not change it afterwards."""
    import matplotlib as mpl

    if figure not in _written:
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tbkk_sim"}):
            buffer = io.StringIO()
            for axes in figure.axes:
                for axis in (axes.xaxis, axes.yaxis):
                    if not axis.get_label_text():
                        axis.set_label_coords(0, 0)  # else matplotlib measures all ticks to place no label
            figure.savefig(buffer, format="svg", metadata={"Date": None})
        _written[figure] = buffer.getvalue().replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    return _written[figure]


def panels_svg(figure: "Figure") -> str:
    """The same without the texts above the panels, and without the room that they take."""
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    head = _above(figure, HEAD, NOTE)
    lowest = min((text.get_position()[1] for text in head), default=1.0)
    cut = height * (1 - lowest) + (0.17 * POINTS_PER_INCH if head else 0.0)
    svg = re.sub(rf'<g id="(?:{HEAD}|{NOTE})-\d+">.*?</g>\s*', "", to_svg(figure), flags=re.DOTALL)
    return re.sub(r'viewBox="[^"]*"', f'viewBox="0 {cut:.2f} {width:.2f} {height - cut:.2f}"', svg, count=1)
