"""Figures of hours: by step, and loads and utilisation by team."""

import math
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts, phrases
from tbkk_sim.report.kit.charts import ACCENT, ALERT, FAINT, INK, QUIET
from tbkk_sim.report.kit.labels import step_label, team_label
from tbkk_sim.report.run import findings
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.tables import hours as tables
from tbkk_sim.report.run.view import RunView, spread_at
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@charts.styled
def steps(run: RunView) -> "Figure":
    """Share of each step in all hours of cases, digital steps marked."""
    say, names = run.say, tables.case_steps(run)
    note = charts.note_on_band(say, run.replications, phrases.BAND_WHISKER)
    figure, (axes,) = charts.sheet(
        say(words.STEPS), findings.steps(run), note, height=0.3 * len(names) + 0.4, left=1.75, right=0.9
    )
    shares = tables.step_shares(run)
    if shares["mean"].isna().all():
        charts.say_empty(axes, say)
        return figure
    for row, step in enumerate(names):
        mean, low, high = spread_at(shares, step)
        digital = tables.is_digital(run, step)
        axes.barh(
            row, mean, height=0.62, color=ACCENT if digital else FAINT, hatch="////" if digital else None,
            edgecolor="white" if digital else "none", linewidth=0,
        )  # fmt: skip
        if run.replications > 1:
            axes.hlines(row, low, high, color=INK, linewidth=1)
        text = say.share(mean, 1) + (f"  {say(phrases.DIGITAL)}" if digital else "")
        axes.annotate(
            text, (high, row), xytext=(5, 0), textcoords="offset points", va="center", fontsize=7.5,
            color=ACCENT if digital else INK, fontweight="bold" if digital else "normal",
        )  # fmt: skip
    charts.name_rows(axes, [step_label(say, run.settings, step) for step in names], room=0.55)
    axes.set_xlim(0, max(float(shares["high"].max()) * 1.05, 0.01))
    charts.share_axis(axes.xaxis, say)
    return figure


@charts.styled
def load(run: RunView) -> "Figure":
    """Three loads and utilisation of all units together, of each, and of the pools."""
    say = run.say
    groups = [[ALL], run.units, run.pools]
    places, at = {}, 0.0
    for group in groups:
        for team in group:
            places[team] = at
            at += 1
        at += 0.5
    names = list(places)
    note = f"{say(words.LOAD_NOTE)} {charts.note_on_band(say, run.replications)}"
    figure, (axes,) = charts.sheet(
        say(words.LOAD), findings.load_of_own(run), note, height=0.215 * at + 0.4, left=1.75, right=0.6
    )
    spread, used = (run.spread(name, "team", names) for name in ("load_severe", "utilisation"))
    beside = {mark: run.spread(name, "team", names)["mean"] for name, mark in (("load_agreed", "D"), ("load_all", "x"))}
    if spread["mean"].isna().all() and used["mean"].isna().all():
        charts.say_empty(axes, say)
        return figure
    axes.axvline(1, color=INK, linewidth=1, zorder=1.5)
    for team, row in places.items():
        mean, low, high = spread_at(spread, team)
        utilisation = float(used["mean"][team])
        colour = ALERT if mean > 1 else ACCENT
        if math.isinf(mean):
            axes.text(
                1.02, row, say.load(mean), transform=axes.get_yaxis_transform(), va="center", color=ALERT,
                fontweight="bold",
            )  # fmt: skip
        if math.isfinite(mean):
            axes.plot([min(mean, utilisation), max(mean, utilisation)], [row, row], color=FAINT, linewidth=1)
            if run.replications > 1:
                axes.barh(row, high - low, left=low, height=0.6, color=colour, alpha=0.2)
            axes.plot(mean, row, "o", color=colour, markersize=5)
            axes.text(
                1.02, row, say.number(mean, 2), transform=axes.get_yaxis_transform(), va="center",
                color=colour, fontweight="bold" if mean > 1 else "normal",
            )  # fmt: skip
        for mark, loads in beside.items():
            if math.isfinite(loads[team]):
                axes.plot(loads[team], row, mark, color=INK, markerfacecolor="white", markersize=3.6)
        if not math.isnan(utilisation):
            axes.plot(utilisation, row, "o", color=QUIET, markerfacecolor="white", markersize=4.2)
    axes.set_yticks(
        list(places.values()),
        [team_label(say, run.settings, team) for team in names],
        color=INK,
        fontsize=8,
    )
    axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set_ylim(max(places.values()) + 0.6, -0.6)
    drawn = [*spread["high"], *(load for loads in beside.values() for load in loads)]
    highest = max([1.0, *(load for load in drawn if math.isfinite(load))])
    axes.set_xlim(0, highest * 1.06)
    charts.number_axis(axes.xaxis, say, 6)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return figure
