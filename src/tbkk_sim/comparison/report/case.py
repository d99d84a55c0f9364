"""A timeline of one case, in A above and in B below."""

from typing import TYPE_CHECKING

from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.view import Namer
from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, FAINT, INK, QUIET
from tbkk_sim.runs.case_story import Pair

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WORK = {"STARTED", "RESUMED"}
STOPS = {"FINISHED", "INTERRUPTED"}


@charts.styled
def timeline(name: Namer, pair: Pair, events: "pd.DataFrame", labels: dict[str, str]) -> "Figure":
    """Waiting and work of one case over time, a panel a run."""
    import pandas as pd

    say, sides = name.say, [side for side in "ab" if (events["run"] == side).any()]
    arrives = events[events["event"] == "ARRIVED"].iloc[0] if (events["event"] == "ARRIVED").any() else events.iloc[0]
    key_unit = name.team(_unit_of(pair, events))
    figure, panels = charts.sheet(
        say(words.CASE_TITLE, a=labels["a"], b=labels["b"], name=name.case_class(str(arrives["what"])), unit=key_unit),
        "",
        say(words.CASE_NOTE),
        height=1.05 * len(sides) + 0.4,
        rows=len(sides),
        left=1.5,
        panel_titles=0.2,
    )
    begin = float(events["time_days"].min())
    horizon = pair.a.parameters.horizon_days
    over = {side: bool((events[events["run"] == side]["event"] == "ENDED").any()) for side in sides}
    end = float(events["time_days"].max()) if all(over.values()) else horizon
    start = pd.Timestamp(name.settings.run.start)
    for side, panel in zip(sides, panels, strict=True):
        mine = events[events["run"] == side]
        _spells(panel, name, mine, horizon)
        panel.set_title(labels[side], fontweight="bold")
        panel.set_xlim(begin - 0.02 * (end - begin) - 0.5, end + 0.02 * (end - begin) + 0.5)
        ticks = [begin + k * (end - begin) / 4 for k in range(5)]
        panel.set_xticks(ticks, [str((start + pd.Timedelta(days=t)).date()) for t in ticks])
        panel.grid(visible=False)
    return figure


def _spells(panel: "Axes", name: Namer, events: "pd.DataFrame", horizon: float) -> None:
    """Bars a step: open while it waits in a queue, filled while somebody works on it."""
    rows: dict[str, int] = {}
    waits: dict[str, float] = {}
    works: dict[str, float] = {}

    def row(step: str) -> int:
        return rows.setdefault(step, len(rows))

    def bar(step: str, first: float, last: float, *, work: bool) -> None:
        colour = ACCENT if work else "white"
        edge = ACCENT if work else FAINT
        panel.barh(row(step), max(last - first, 0.0), left=first, height=0.6, color=colour, edgecolor=edge, linewidth=1)

    for time, event, step in zip(events["time_days"], events["event"], events["step"], strict=True):
        if event == "QUEUED":
            waits.setdefault(step, time)
        elif event in WORK:
            if step in waits:
                bar(step, waits.pop(step), time, work=False)
            works[step] = time
        elif event in STOPS and step in works:
            bar(step, works.pop(step), time, work=True)
        elif event == "ENDED":
            for left in list(waits):
                bar(left, waits.pop(left), time, work=False)
            panel.axvline(time, color=INK, linewidth=1)
    for left, since in {**waits, **works}.items():
        bar(left, since, horizon, work=left in works)
    panel.set_yticks(list(rows.values()), [name.step(step) for step in rows], color=QUIET)
    panel.set_ylim(max(len(rows), 1) - 0.4, -0.6)


def _unit_of(pair: Pair, events: "pd.DataFrame") -> str:
    side = {"a": pair.a, "b": pair.b}[str(events["run"].iloc[0])]
    at = int((side.world.reports.key == events.attrs["key"]).argmax())
    return side.parameters.names.teams[int(side.world.reports.unit[at])]
