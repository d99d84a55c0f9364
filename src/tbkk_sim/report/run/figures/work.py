"""Figures of work: backlog, waiting, cases left undone, reports in against work done."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tbkk_sim.metrics.catalogue import fixed_key_figures
from tbkk_sim.report.kit import charts, phrases, time_axis
from tbkk_sim.report.kit.charts import ACCENT, FAINT, INK, QUIET, Look
from tbkk_sim.report.run import findings
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.tables.cells import with_band
from tbkk_sim.report.run.tables.work import all_and_classes, start_in_hand, start_stock
from tbkk_sim.report.run.view import RunView, spread_at
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 4
"""Panels beside each other where every class has one."""


def class_look(run: RunView, name: str) -> Look:
    """The look of a class; all classes together are ink."""
    return Look(INK, "-") if name == ALL else charts.look_of(name, list(run.settings.casework.classes))


@dataclass(frozen=True)
class _Panel:
    """Content of one small panel."""

    title: str
    look: Look
    key_figure: str
    priority_class: str = ALL
    at_start: float = 0.0


def _class_panels(run: RunView, key_figure: str, at_start: dict[str, float]) -> list[_Panel]:
    """All classes together, then each."""
    return [
        _Panel(run.label(name), class_look(run, name), key_figure, name, at_start.get(name, 0.0))
        for name in all_and_classes(run)
    ]


def _grid(title: str, finding: str, note: str, count: int, titles: float) -> tuple["Figure", list["Axes"]]:
    rows = -(-count // COLUMNS)
    figure, panels = charts.sheet(
        title, finding, note, height=1.5 * rows + 0.1, rows=rows, columns=COLUMNS,
        left=0.5, between=0.5, above=0.55, panel_titles=titles,
    )  # fmt: skip
    for panel in panels[count:]:
        panel.set_axis_off()
    return figure, panels[:count]


@charts.styled
def backlog(run: RunView) -> "Figure":
    """Work waiting over time: one panel per class, then reports to be triaged and to be assessed, and cases in hand."""
    say = run.say
    note = f"{say(words.BACKLOG_NOTE)} {charts.note_on_band(say, run.replications)}"
    shown = [
        *_class_panels(run, "backlog_end", start_stock(run)),
        _Panel(say(words.TO_BE_JUDGED), Look(QUIET, "-"), "triage_backlog_end"),
        _Panel(say(words.TO_BE_ASSESSED), Look(QUIET, "-"), "assessment_backlog_end"),
        _Panel(say(words.IN_HAND), Look(QUIET, "-"), "in_hand_end", at_start=start_in_hand(run)),
    ]
    figure, axes = _grid(say(words.BACKLOG), findings.stocks(run), note, len(shown), 0.3)
    for panel, of in zip(axes, shown, strict=True):
        _draw_stock(panel, run, of)
    return figure


def _draw_stock(panel: "Axes", run: RunView, of: _Panel) -> None:
    """A number of cases over time, from the start on; months where there are, else years."""
    say = run.say
    charts.title_panel(panel, of.title, of.look.colour, lines=2)
    spread, ends = (
        run.spread(of.key_figure, "period", run.steps_in_time, priority_class=of.priority_class),
        time_axis.ends_of(run, run.steps_in_time),
    )
    if spread["mean"].isna().all():
        spread = run.spread(of.key_figure, "period", run.years, priority_class=of.priority_class)
        ends = time_axis.ends_of(run, run.years)
    if spread["mean"].isna().all():
        charts.say_empty(panel, say)
        return
    whole = _with_first(of.at_start, spread)
    charts.line_with_band(panel, [time_axis.start_of(run), *ends], whole, of.look)
    charts.from_zero(panel, max(float(whole["high"].max()), 1.0))
    charts.number_axis(panel.yaxis, say, whole=True)
    time_axis.calendar_axis(panel, run, narrow=True)
    last = float(spread["mean"].iloc[-1])
    panel.plot(ends[-1], last, "o", color=of.look.colour, markersize=3, clip_on=False)
    text = say(phrases.FROM_TO, first=say.count(of.at_start), last=say.count(last))
    panel.annotate(text, (0, 1), xycoords="axes fraction", xytext=(0, 5), textcoords="offset points", fontsize=7.5)


def _with_first(first: float, spread: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    return pd.concat([pd.DataFrame([[first] * 3], columns=spread.columns), spread])


@charts.styled
def left_undone(run: RunView) -> "Figure":
    """Cases left undone per year, one panel per class; bars below zero where a backlog is worked off."""
    say = run.say
    band = charts.note_on_band(say, run.replications, phrases.BAND_WHISKER)
    note = f"{say(words.UNDONE_NOTE)} {band}{_note_on_parts(run)}"
    shown = _class_panels(run, "left_undone", {})
    figure, axes = _grid(say(words.UNDONE), findings.left_undone(run), note, len(shown), 0.2)
    for panel, of in zip(axes, shown, strict=True):
        charts.title_panel(panel, of.title, of.look.colour)
        spread = run.spread(of.key_figure, "period", run.years, priority_class=of.priority_class)
        highest, lowest = float(spread["high"].max()), min(float(spread["low"].min()), 0.0)
        if not (highest > 0 or lowest < 0):
            charts.say_empty(panel, say, phrases.NONE_UNDONE)
            continue
        _bars(panel, run, spread, of.look.colour)
        charts.from_zero(panel, max(highest, 1.0))
        if lowest < 0:
            panel.set_ylim(bottom=1.12 * lowest)
            panel.axhline(0, color=INK, linewidth=0.8)
        charts.number_axis(panel.yaxis, say, whole=True)
        _year_ticks(panel, run, narrow=True)
    return figure


def _bars(panel: "Axes", run: RunView, spread: "pd.DataFrame", colour: str) -> None:
    places = range(len(spread))
    panel.bar(places, spread["mean"], width=0.66, color=colour, alpha=0.75)
    if run.replications > 1:
        panel.vlines(places, spread["low"], spread["high"], color=INK, linewidth=1)


def _note_on_parts(run: RunView) -> str:
    """The meaning of a star behind a year, if there is one."""
    return f" {run.say(phrases.PART_STAR)}" if any(run.year_label(year) != year for year in run.years) else ""


def _year_ticks(panel: "Axes", run: RunView, *, narrow: bool = False) -> None:
    """Name the years under bars or points; a year that was simulated in part is marked by a star."""
    step = max(1, -(-len(run.years) // (6 if narrow else 12)))
    labels = [
        (run.say(phrases.SHORT_YEAR, year=int(year) % 100) if narrow else year)
        + ("" if run.year_label(year) == year else "*")
        for year in run.years
    ]
    panel.set_xticks(
        range(len(labels)), [text if k % step == 0 else "" for k, text in enumerate(labels)]
    )  # fmt: skip
    panel.tick_params(axis="x", length=0)
    panel.set_xlim(-0.6, len(labels) - 0.4)


@charts.styled
def waiting(run: RunView) -> "Figure":
    """Waiting for first work against the norm, one row per class."""
    say, names = run.say, run.classes
    note = f"{say(words.WAITING_NOTE)} {charts.note_on_band(say, run.replications)}"
    figure, (axes,) = charts.sheet(
        say(words.WAITING),
        findings.waiting(run),
        note,
        height=0.36 * len(names) + 0.55,
        left=1.55,
        right=1.15,
        panel_titles=0.2,
    )
    p90, median, within = (
        run.spread(name, "priority_class", names)
        for name in ("waiting_days_p90", "waiting_days_median", "share_within_norm")
    )
    ticks = [(days, say(text)) for days, text in words.TICKS_OF_TIME]
    shortest = ticks[0][0]
    reached = [days for of in (p90["high"], p90["mean"], median["mean"]) for days in of if math.isfinite(days)]
    longest = 1.25 * max([ticks[-1][0], *reached])
    for row, name in enumerate(names):
        colour = class_look(run, name).colour
        norm = run.settings.casework.classes[name].norm_days
        if not math.isnan(p90["mean"][name]):
            low, high, half, most = (
                min(max(float(value), shortest), longest)
                for value in (p90["low"][name], p90["high"][name], median["mean"][name], p90["mean"][name])
            )
            if run.replications > 1:
                axes.barh(row, high - low, left=low, height=0.5, color=colour, alpha=0.2)
            axes.plot([half, most], [row, row], color=colour, linewidth=1.2)
            if half < longest:
                axes.plot(half, row, "o", color=colour, markerfacecolor="white", markersize=5, clip_on=False)
            axes.plot(most, row, "o" if most < longest else ">", color=colour, markersize=5.5, clip_on=False)
        if norm is not None:
            axes.plot([norm, norm], [row - 0.36, row + 0.36], color=INK, linewidth=2.2, solid_capstyle="butt")
        share = with_band(run, spread_at(within, name), say.share_within)
        text = say(words.NO_NORM) if norm is None else share
        axes.text(1.03, row, text, transform=axes.get_yaxis_transform(), va="center", fontsize=7.5)
    served = say(fixed_key_figures()["share_within_norm"].label)
    axes.text(1.03, -0.72, served, transform=axes.get_yaxis_transform(), va="bottom", color=QUIET)
    axes.set_xscale("log")
    axes.set_xlim(shortest * 0.9, longest)
    axes.set_xticks([days for days, _ in ticks], [text for _, text in ticks])
    axes.minorticks_off()
    charts.name_rows(axes, [_name_of_row(run, name) for name in names], room=0.6)
    return figure


def _name_of_row(run: RunView, name: str) -> str:
    """Name a class; of one that is not severe with the part of it that was taken up, of which alone there are waits."""
    came_in = run.mean("cases_in", priority_class=name)
    if run.settings.casework.classes[name].severe or not came_in > 0:
        return run.label(name)
    share = run.say.share(run.mean("taken_up", priority_class=name) / came_in)
    return run.say(words.ROW_TAKEN_UP, name=run.label(name), share=share)


WORK_LINES = (
    ("cases_in", Look(QUIET, (0, (1, 0.8)))),
    ("taken_up_and_running", Look(charts.LOOKS[0].colour, (0, (5, 1.5)))),
    ("taken_up", Look(ACCENT, "-")),
    ("finished", Look(charts.LOOKS[5].colour, (0, (3, 1.2)))),
)
"""Key figures of work per year, and how they are drawn."""


@charts.styled
def work(run: RunView) -> "Figure":
    """Reports in per year, and the work done on them under both counting rules."""
    say = run.say
    note = f"{say(words.WORK_NOTE)} {charts.note_on_band(say, run.replications)}{_note_on_parts(run)}"
    figure, (left, right) = charts.sheet(
        say(words.WORK),
        findings.work(run),
        note,
        height=2.6,
        columns=2,
        left=0.55,
        right=1.75,
        between=0.6,
        panel_titles=0.2,
    )
    left.set_title(say(words.REPORTS_PANEL), fontweight="bold")
    reports = run.spread("reports_in", "period", run.years)
    if reports["high"].max() > 0:
        _bars(left, run, reports, FAINT)
        charts.number_axis(left.yaxis, say)
        charts.from_zero(left, float(reports["high"].max()))
        _year_ticks(left, run)
    else:
        charts.say_empty(left, say)
    right.set_title(say(words.WORK_PANEL), fontweight="bold")
    spreads = [run.spread(name, "period", run.years) for name, _ in WORK_LINES]
    highest = max((float(s["high"].max()) for s in spreads if s["high"].notna().any()), default=0.0)
    if not highest > 0:
        charts.say_empty(right, say)
        return figure
    charts.number_axis(right.yaxis, say, 5)
    charts.from_zero(right, highest)
    places = [float(k) for k in range(len(run.years))]
    for (_, look), spread in zip(WORK_LINES, spreads, strict=True):
        charts.line_with_band(right, places, spread, look)
        right.plot(places, spread["mean"], "o", color=look.colour, markersize=3)
    ends = [float(s["mean"].iloc[-1]) if not math.isnan(s["mean"].iloc[-1]) else 0.0 for s in spreads]
    for (name, look), at in zip(WORK_LINES, charts.apart(ends, highest * 0.075), strict=True):
        right.text(1.03, at, run.heading(name), transform=right.get_yaxis_transform(), va="center", color=look.colour)
    _year_ticks(right, run)
    right.set_xlim(-0.3, len(run.years) - 0.8)
    return figure
