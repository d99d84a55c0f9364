"""What is drawn in a panel of a figure, read back from its axes."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import same_color

from tests.read_back.shown import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure


def panels_of(figure: "Figure") -> "dict[str, Axes]":
    """The axes of a figure that show something, by their title (one without: by nothing)."""
    titled = {}
    for axes in figure.axes:
        title = "".join(plain(axes.get_title(loc=side)) for side in ("left", "center", "right"))
        if axes.axison or title:
            titled[title] = axes
    return titled


def lines(axes: "Axes") -> list[Any]:
    """Points of all lines but those across the whole panel."""
    of_data = [line for line in axes.lines if all(line.get_transform().contains_branch_seperately(axes.transData))]
    return [line.get_xydata() for line in of_data]


def across(axes: "Axes") -> list[float]:
    """Where the lines across the whole panel are: heights, then places along it."""
    there: list[list[float]] = [[], []]
    for line in axes.lines:
        along, up = line.get_transform().contains_branch_seperately(axes.transData)
        if not along:
            there[0].append(float(line.get_ydata()[0]))
        elif not up:
            there[1].append(float(line.get_xdata()[0]))
    return [place for of in there for place in of]


def bars(axes: "Axes") -> list[tuple[float, float, float, float]]:
    """Where a bar begins and ends along both axes."""
    return [(p.get_x(), p.get_x() + p.get_width(), p.get_y(), p.get_y() + p.get_height()) for p in axes.patches]


def whiskers(axes: "Axes") -> list[Any]:
    """Both ends of each whisker."""
    return [piece for of in axes.collections if hasattr(of, "get_segments") for piece in of.get_segments()]


def bands(axes: "Axes") -> list[list[tuple[float, float, float]]]:
    """Low and high at each place of each band."""
    found = []
    for of in axes.collections:
        if not hasattr(of, "get_segments"):
            points = of.get_paths()[0].vertices
            found.append([(x, *_ends(points, x)) for x in sorted({*points[:, 0]})])
    return found


def _ends(points: Any, x: float) -> tuple[float, float]:
    here = points[points[:, 0] == x][:, 1]
    return here.min(), here.max()


def written(axes: "Axes") -> list[str]:
    """All that is written in the panel."""
    return [plain(each.get_text()) for each in axes.texts if each.get_text().strip()]


def ticks(axis: "Axis") -> list[str]:
    """What is written along an axis."""
    return [plain(label.get_text()) for label in axis.get_ticklabels()]


def near(found: Any, wanted: Any, what: str = "") -> None:
    """The same numbers in the same order, but for the last bits; `what` they are is said where they are not."""
    found, wanted = np.asarray(found, float), np.asarray(wanted, float)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9, err_msg=what)


def is_colour(found: Any, wanted: str) -> bool:
    """Whether two ways to write a colour mean one."""
    return bool(same_color(found, wanted))
