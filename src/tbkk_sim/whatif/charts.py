"""Charts of two plans, as pictures with a text that says the same."""

import base64
import html
import threading
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tbkk_sim.arrays import Floats
from tbkk_sim.report.kit import charts, time_axis
from tbkk_sim.report.kit.charts import ACCENT, FAINT, INK, QUIET, Look
from tbkk_sim.report.run.view import RunView
from tbkk_sim.stats.spread import summarise
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.outcome import PlanComparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH_INCHES = 4.6
NOW, CHANGED = Look(QUIET, (0, (4, 1.5))), Look(ACCENT, "-")
NO_TAGS = str.maketrans("<>", "\u2039\u203a")
_one_at_a_time = threading.Lock()
"""The style of matplotlib is one for all threads."""


@dataclass(frozen=True)
class ChartLine:
    """A key figure over time under one plan."""

    places: list[float]
    """On the axis of time."""
    values: Floats
    """[replication, place]"""
    above: Floats | None = None
    """A thin line above it, without a band."""


def lines(
    view: RunView, title: str, note: str, now: ChartLine, changed: ChartLine | None, from_zero: bool = True
) -> str:
    """A key figure over time under the plan as it is, and under the changed one if there is one."""
    say = view.say
    plans = [now] if changed is None else [now, changed]
    with _one_at_a_time:
        svg = charts.to_svg(_lines(view, plans, from_zero))
    said = {"first": now.values[:, 0]}
    said |= {name: plan.values[:, -1] for name, plan in zip(("now", "changed"), plans, strict=False)}
    phrase = phrases.ALT_LINE if changed is None else phrases.ALT_LINES
    alt = say(phrase, title=title, **{name: say.count(mean(values)) for name, values in said.items()})
    return picture(title, note, svg, alt)


def rows(
    view: RunView, title: str, note: str, found: dict[str, PlanComparison], write: Callable[[PlanComparison], str]
) -> str:
    """A key figure under both plans, one row per unit or class; `write` says the difference."""
    say = view.say
    with _one_at_a_time:
        svg = charts.to_svg(_dumbbells(view, found, write))
    items = [
        say(phrases.ALT_ROW, name=view.label(name), now=say.count(mean(of.now)), changed=say.count(mean(of.changed)))
        for name, of in found.items()
    ]
    return picture(title, note, svg, say(phrases.ALT_ROWS, title=title, items="; ".join(items)))


def picture(title: str, note: str, svg: str, alt: str) -> str:
    """A chart with its title, as HTML; what looks like a tag would cost the picture its text."""
    data = base64.b64encode(svg.encode()).decode()
    alt = alt.translate(NO_TAGS)
    image = f'<img src="data:image/svg+xml;base64,{data}" alt="{html.escape(alt)}">'
    return f"<figure><figcaption><b>{html.escape(title)}</b><br>{html.escape(note)}</figcaption>{image}</figure>"


def mean(values: Floats) -> float:
    """Mean over the replications that have a value."""
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else float("nan")


@charts.styled
def _lines(view: RunView, plans: list[ChartLine], from_zero: bool) -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, 2.5))
    axes = figure.add_axes((0.13, 0.18, 0.69, 0.77))  # below: a month, and the year under it
    lowest, highest = np.inf, 0.0
    for plan, look in zip(plans, (NOW, CHANGED), strict=False):
        spread = _spread(plan.values)
        charts.line_with_band(axes, plan.places, spread, look, 1.8)
        lowest, highest = min(lowest, float(spread["low"].min())), max(highest, float(spread["high"].max()))
        if plan.above is not None:
            axes.plot(
                plan.places,
                plan.above.mean(axis=0),
                color=look.colour,
                linewidth=0.9,
                linestyle=look.line,
                drawstyle="steps-mid",
            )
            highest = max(highest, float(plan.above.max()))
    charts.number_axis(axes.yaxis, view.say)
    charts.from_zero(axes, highest)
    if not from_zero and highest > lowest:
        room = 0.15 * (highest - lowest)
        axes.set_ylim(lowest - room, highest + room)
    low, high = axes.get_ylim()
    time_axis.calendar_axis(axes, view)
    axes.tick_params(labelsize=9)
    axes.tick_params(axis="x", which="minor", labelsize=9)
    ends = [mean(plan.values[:, -1]) for plan in plans]
    texts = zip(charts.apart(ends, 0.17 * (high - low)), ends, (NOW, CHANGED), strict=False)
    for (at, end, look), name in zip(texts, (phrases.CURRENT_SHORT, phrases.CHANGED_SHORT), strict=False):
        text = f"{view.say.count(end)}\n{view.say(name)}"
        axes.text(1.02, at, text, transform=axes.get_yaxis_transform(), va="center", color=look.colour, fontsize=9)
    return figure


@charts.styled
def _dumbbells(view: RunView, found: dict[str, PlanComparison], write: Callable[[PlanComparison], str]) -> "Figure":
    from matplotlib.figure import Figure

    labels = [fill(view.label(name), 20) for name in found]
    height = (0.36 if any("\n" in label for label in labels) else 0.29) * len(found) + 0.45
    figure = Figure(figsize=(WIDTH_INCHES, height))
    axes = figure.add_axes((0.34, 0.3 / height, 0.29, 1 - 0.4 / height))
    at: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": 7.8}
    for row, of in enumerate(found.values()):
        before, after = mean(of.now), mean(of.changed)
        axes.plot([before, after], [row, row], color=FAINT, linewidth=2.5, zorder=1)
        axes.plot(before, row, "o", color=QUIET, markerfacecolor="white", markersize=6.5, clip_on=False, zorder=2)
        axes.plot(after, row, "o", color=ACCENT, markersize=5, clip_on=False, zorder=3)
        axes.text(1.08, row, write(of), color=INK if of.direction else QUIET, **at)
    axes.set_yticks(range(len(found)), labels, color=INK, fontsize=8.5)
    axes.tick_params(axis="y", pad=6)
    axes.set_ylim(len(found) - 0.4, -0.6)
    low, high = axes.get_xlim()
    lowest = min((mean(each) for of in found.values() for each in (of.now, of.changed)), default=0.0)
    axes.set_xlim(left=low if lowest < 0 else 0, right=max(high, 1.0))
    charts.number_axis(axes.xaxis, view.say, 3)
    axes.tick_params(axis="x", labelsize=8.5)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return figure


def _spread(values: Floats) -> pd.DataFrame:
    found = summarise(values)
    return pd.DataFrame({"mean": found.mean, "low": found.band_low, "high": found.band_high})
