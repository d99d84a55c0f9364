"""Figures of staff: levels over time, newcomers and leavers, availability against team size, ages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.report.kit import charts, phrases, time_axis
from tbkk_sim.report.kit.charts import ACCENT, FAINT, INK, QUIET, Look
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import findings, withdrawn_phrases
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.tables import staff as tables
from tbkk_sim.report.run.tables.staff import AGE_BAND_YEARS, OLD_YEARS
from tbkk_sim.report.run.view import RunView
from tbkk_sim.report.run.withdrawn import units_of_withdrawn_posts
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEVELS = {
    "establishment_fte": Look(QUIET, "-"),
    "occupancy_fte": Look("#00795A", (0, (4, 1.4))),
    "deployable_fte": Look(ACCENT, "-"),
}
"""Looks of the three levels of staff."""


def _draw_levels(axes: "Axes", run: RunView, team: str) -> tuple[dict[str, float], float, float]:
    """Draw the three levels of staff; give their last values, and the lowest and highest of all."""
    x, last, lows, highs = time_axis.middles_of(run), {}, [], []
    for name, look in LEVELS.items():
        spread = run.spread(name, "period", run.steps_in_time, team=team)
        if spread["mean"].isna().all():
            continue
        if name == "establishment_fte":
            axes.plot(x, spread["mean"], color=look.colour, linewidth=1.2, drawstyle="steps-mid")
        else:
            charts.line_with_band(axes, x, spread, look)
        last[name] = float(spread["mean"].iloc[-1])
        lows.append(float(spread["low"].min()))
        highs.append(float(spread["high"].max()))
    if not last or not max(highs) > 0:
        return {}, 0.0, 0.0
    return last, min(lows), max(highs)


@charts.styled
def staff(run: RunView) -> "Figure":
    """Establishment, occupancy and deployable staff of all units together."""
    say = run.say
    note = charts.note_on_band(say, run.replications)
    figure, (axes,) = charts.sheet(say(words.STAFF), findings.staff(run), note, height=2.5, left=0.5, right=1.35)
    last, low, high = _draw_levels(axes, run, ALL)
    if not last:
        charts.say_empty(axes, say)
        return figure
    room = 0.08 * (high - low) + 0.5
    axes.set_ylim(max(low - room, 0), high + room)
    charts.number_axis(axes.yaxis, say, 6)
    time_axis.calendar_axis(axes, run)
    gap = (high - low + 2 * room) * 0.085
    for (name, value), at in zip(last.items(), charts.apart(list(last.values()), gap), strict=True):
        text = f"{run.heading(name)}  {say.number(value)}"
        axes.text(1.02, at, text, transform=axes.get_yaxis_transform(), va="center", color=LEVELS[name].colour)
    return figure


@charts.styled
def staff_by_unit(run: RunView) -> "Figure":
    """Establishment, occupancy and deployable staff, one panel per unit."""
    say, columns = run.say, 4
    rows = max(-(-len(run.units) // columns), 1)
    note = f"{say(words.STAFF_UNITS_NOTE)} {charts.note_on_band(say, run.replications)}"
    figure, panels = charts.sheet(
        say(words.STAFF_UNITS), findings.staff_by_unit(run), note, height=1.3 * rows + 0.2,
        rows=rows, columns=columns, left=0.4, between=0.42, above=0.48, panel_titles=0.2,
    )  # fmt: skip
    lowest, highest = _part_of_establishment(run)
    for panel, unit in zip(panels, run.units, strict=False):
        charts.title_panel(panel, run.label(unit))
        last, *_ = _draw_levels(panel, run, unit)
        if not last:
            charts.say_empty(panel, say)
            continue
        charts.number_axis(panel.yaxis, say, 3, whole=True)
        most = _most_posts(run, unit)
        if most > 0:
            panel.set_ylim(lowest * most, max(highest, 1.04) * most)
        else:
            panel.set_ylim(bottom=0)
        time_axis.calendar_axis(panel, run, narrow=True)
    for panel in panels[len(run.units) :]:
        panel.set_axis_off()
    return figure


def _most_posts(run: RunView, unit: str) -> float:
    """The largest establishment that a unit has in the run: the rest of one that is withdrawn gives no scale."""
    posts = run.spread("establishment_fte", "period", run.steps_in_time, team=unit)
    return float(posts["mean"].max())


def _part_of_establishment(run: RunView) -> tuple[float, float]:
    """The lowest and highest part of any unit's largest establishment that its levels of staff reach."""
    parts = []
    for unit in run.units:
        most = _most_posts(run, unit)
        low, high = (
            run.spread(name, "period", run.steps_in_time, team=unit) for name in ("deployable_fte", "occupancy_fte")
        )
        if most > 0:
            parts.append((float(low["low"].min()) / most, max(most, float(high["high"].max())) / most))
    if not parts:
        return 0.0, 1.0
    return 0.95 * min(low for low, _ in parts), 1.02 * max(high for _, high in parts)


CAUSE_GREYS = ("#8c5a2b", "#c99a5b", "#5f6368", "#a9aeb3", "#d9c9a8", "#3b3f43")
HATCHES = (None, "////", None, "\\\\\\\\", "....", None)


@charts.styled
def turnover(run: RunView) -> "Figure":
    """Newcomers above the line, leavers by cause below it, and the net."""
    say, years = run.say, run.years
    note = f"{say(words.TURNOVER_NOTE)} {charts.note_on_band(say, run.replications, phrases.BAND_WHISKER)}"
    figure, (axes,) = charts.sheet(say(words.TURNOVER), findings.turnover(run), note, height=2.6, left=0.45, right=1.75)
    hires, leavers = (run.spread(name, "period", years) for name in ("hires", "leavers"))
    if not (hires["high"].max() > 0 or leavers["high"].max() > 0):
        charts.say_empty(axes, say)
        return figure
    places = np.arange(len(years), dtype=float)
    axes.bar(places, hires["mean"], width=0.6, color=LEVELS["deployable_fte"].colour)
    labels = [(run.heading("hires"), float(hires["mean"].iloc[-1]) / 2, LEVELS["deployable_fte"].colour)]
    under = np.zeros(len(years))
    causes = {
        cause: run.spread(f"leavers_{cause}", "period", years)["mean"].fillna(0.0).to_numpy()
        for cause in tables.leaver_causes(run)
    }
    causes = {cause: values for cause, values in causes.items() if values.sum() > 0}
    for number, (cause, values) in enumerate(causes.items()):
        colour = CAUSE_GREYS[number % len(CAUSE_GREYS)]
        axes.bar(
            places, -values, bottom=under, width=0.6, color=colour, hatch=HATCHES[number % len(HATCHES)],
            edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        labels.append((tables.cause_label(run, cause), float(under[-1] - values[-1] / 2), colour))
        under = under - values
    if run.replications > 1:
        axes.vlines(places - 0.12, hires["low"], hires["high"], color=INK, linewidth=1)
        axes.vlines(places - 0.12, -leavers["high"], -leavers["low"], color=INK, linewidth=1)
    net = (hires["mean"] - leavers["mean"]).to_numpy()
    axes.plot(places, net, "D", color="white", markeredgecolor=INK, markersize=5)
    axes.axhline(0, color=INK, linewidth=0.8)
    top, bottom = float(max(hires["high"].max(), 1)), float(max(leavers["high"].max(), 1))
    axes.set_ylim(-bottom * 1.12, top * 1.12)
    gap = (top + bottom) * 1.12 * 0.07
    for (text, _, colour), at in zip(labels, charts.apart([at for _, at, _ in labels], gap), strict=True):
        axes.text(1.02, at, text, transform=axes.get_yaxis_transform(), va="center", color=_readable(colour))
    axes.set_xticks(places, [run.year_label(year) for year in years] if len(years) < 9 else years)
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(-0.5, len(years) - 0.5)
    charts.number_axis(axes.yaxis, say, 6)
    _positive(axes, say)
    return figure


def _positive(axes: "Axes", say: Say) -> None:
    """Count people below the line without a minus sign: leavers are people too."""
    from matplotlib.ticker import FuncFormatter

    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say.tick(abs(value))))


def _readable(colour: str) -> str:
    """The colour of a fill, or ink where it would be too pale as text."""
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return INK if 0.3 * red + 0.59 * green + 0.11 * blue > 120 else colour


@charts.styled
def availability(run: RunView) -> "Figure":
    """Deployable share of the establishment, one row per unit, the smallest unit first."""
    say = run.say
    months = run.steps_in_time != run.years
    note = say(words.AVAILABILITY_NOTE if months else words.AVAILABILITY_NOTE_YEARS)
    if units_of_withdrawn_posts(run.settings):
        note = f"{note} {say(withdrawn_phrases.AVAILABILITY_LEFT_OUT)}"
    table = tables.available_share(run).dropna().sort_values("posts", kind="stable")
    figure, (axes,) = charts.sheet(
        say(words.AVAILABILITY), findings.availability(run), note, height=0.24 * max(len(table), 4) + 0.4,
        left=1.9, right=0.6,
    )  # fmt: skip
    if table.empty:
        charts.say_empty(axes, say)
        return figure
    rows = range(len(table))
    axes.barh(rows, table["high"] - table["low"], left=table["low"], height=0.3, color=ACCENT, alpha=0.3)
    axes.plot(table["mean"], rows, "o", color=ACCENT, markersize=5)
    for row, mean in zip(rows, table["mean"], strict=True):
        axes.text(1.02, row, say.share(mean), transform=axes.get_yaxis_transform(), va="center", color=ACCENT)
    labels = [
        say(words.UNIT_WITH_POSTS, unit=run.label(str(unit)), posts=say.number(posts))
        for unit, posts in table["posts"].items()
    ]
    charts.name_rows(axes, labels, room=0.55)
    lowest, highest = float(table["low"].min()), float(max(table["high"].max(), 1.0))
    axes.set_xlim(max(lowest - 0.05, 0), highest + 0.01)
    charts.share_axis(axes.xaxis, say)
    return figure


def ages_of(run: RunView) -> "Figure":
    """Age pyramid of a run."""
    return ages(*tables.ages(run), run.say)


@charts.styled
def ages(at_start: Sequence[NDArray[np.float64]], at_end: Sequence[NDArray[np.float64]], say: Say) -> "Figure":
    """Age pyramid at the start (left) and at the end (right).

    Args:
        at_start: ages in years of the people there at the start, one array a replication.
        at_end: the same at the horizon.
        say: language.
    """
    edges, shares = tables.age_shares(at_start, at_end)
    n_bands = len(edges) - 1
    first, last = (tables.old_share(side) for side in (at_start, at_end))
    finding = (
        say(words.AGES_FINDING, age=say.number(OLD_YEARS), first=say.share(first), last=say.share(last))
        if n_bands
        else say(phrases.NOTHING)
    )
    note = charts.note_on_band(say, len(at_start), phrases.BAND_WHISKER)
    figure, panels = charts.sheet(
        say(words.AGES),
        finding,
        note,
        height=0.2 * (n_bands or 10) + 0.5,
        columns=2,
        left=0.3,
        between=0.75,
        panel_titles=0.2,
    )
    if not n_bands:
        for panel in panels:
            charts.say_empty(panel, say)
        return figure
    widest = max(float(np.quantile(side, 0.9, axis=0).max()) for side in shares if len(side)) * 1.12
    middles = np.arange(n_bands)
    for panel, side, title in zip(panels, shares, (words.AT_START, words.AT_END), strict=True):
        panel.set_title(say(title), fontweight="bold", loc="right" if panel is panels[0] else "left")
        if len(side):
            panel.barh(middles, side.mean(axis=0), height=0.8, color=ACCENT if panel is panels[1] else FAINT)
            if len(side) > 1:
                panel.hlines(middles, *np.quantile(side, [0.1, 0.9], axis=0), color=INK, linewidth=1)
        panel.set_xlim((widest, 0) if panel is panels[0] else (0, widest))
        panel.set_yticks([])
        charts.share_axis(panel.xaxis, say, 4)
        panel.grid(visible=True, axis="x")
    for row, edge in zip(middles, edges, strict=False):
        panels[1].annotate(
            phrases.BETWEEN.format(low=edge, high=edge + AGE_BAND_YEARS - 1), (0, row), xytext=(-27, 0),
            textcoords="offset points", ha="center", va="center", fontsize=7, color=QUIET,
        )  # fmt: skip
    return figure
