"""One case in two runs, A and B: its table, its timeline, and the cases that gained and lost most."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.report.view import Namer
from tbkk_sim.metrics.catalogue import ENDED_AS
from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, FAINT, INK, QUIET
from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.kit.phrases import N_, TEAM, UNIT
from tbkk_sim.report.run.tables.cells import frame
from tbkk_sim.runs.case_story import Pair

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CASES_TITLE = N_("Cases that gained most and lost most in {b} against {a}, future {replication}")
CASES_FINDING = N_(
    "Of {n} cases that both runs have, {gained} start sooner in {b}, {lost} later, and {same} at the same time."
)
KEY = N_("Case")
ARRIVED = N_("Arrived")
WAIT_IN = N_("Wait in {run}")
GAINED = N_("Gained")
NEVER = N_("never ({end})")
ENDS = {
    "open": N_("still open"),
    **ENDED_AS,
    "closed_in_triage": N_("closed in triage"),
    "joined": N_("joined to a case"),
    "untraceable": N_("untraceable"),
    "closed_by_choice": N_("closed by choice"),
    "expired": N_("let go"),
    "declined": N_("turned away"),
}
"""Phrases for the ends of a case."""
TREATMENTS = {
    "full": N_("a full investigation"),
    "short": N_("a short investigation"),
    "letter_or_visit": N_("a letter or a visit"),
    "nothing": N_("none at all"),
}
"""Phrases for the ways in which a case is treated."""
CASE_TITLE = N_("One case in {a} and in {b}: {name}, {unit}")
CASE_NOTE = N_(
    "Filled: worked on. Open: waiting in a queue. Nothing: waiting for somebody outside, or before and after its time."
)
WHEN = N_("When")
WHAT = N_("What happened")
HOURS = N_("Hours")
EVENTS = {
    "ARRIVED": N_("arrives ({what})"),
    "TRIAGED": N_("is judged: {what}"),
    "ASSESSED": N_("is judged by its unit: {what}"),
    "QUEUED": N_("waits for {step}"),
    "TAKEN_UP": N_("is taken up"),
    "STARTED": N_("{step} starts"),
    "INTERRUPTED": N_("{step} is put down"),
    "RESUMED": N_("{step} goes on"),
    "FINISHED": N_("{step} is finished"),
    "HANDED_OVER": N_("is handed over"),
    "RECLASSIFIED": N_("becomes {what}"),
    "WEIGHED": N_("treatment chosen: {what}"),
    "ENDED": N_("ends: {what}"),
    "HELD": N_("waits for a specialist"),
    "ASSISTED": N_("a specialist joins"),
    "RELEASED": N_("the specialist is done"),
    "SENT_TO_EXAMINATION": N_("its devices come to the laboratory, for {step}"),
    "EXAMINED": N_("its devices are examined"),
}
EVENTS_IN_PAIRS = {
    "HELD": N_("waits for a colleague"),
    "ASSISTED": N_("a colleague joins"),
    "RELEASED": N_("the colleague is done"),
}
"""The same of a step that two members do together."""
WORK = {"STARTED", "RESUMED"}
STOPS = {"FINISHED", "INTERRUPTED"}


@charts.styled
def timeline(name: Namer, pair: Pair, events: "pd.DataFrame", labels: dict[str, str]) -> "Figure":
    """Waiting and work of one case over time, one panel per run."""
    import pandas as pd

    say, sides = name.say, [side for side in "ab" if (events["run"] == side).any()]
    arrives = events[events["event"] == "ARRIVED"].iloc[0] if (events["event"] == "ARRIVED").any() else events.iloc[0]
    key_unit = name.team(_unit_of(pair, events))
    figure, panels = charts.sheet(
        say(CASE_TITLE, a=labels["a"], b=labels["b"], name=name.case_class(str(arrives["what"])), unit=key_unit),
        "",
        say(CASE_NOTE),
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


def cases(name: Namer, table: "pd.DataFrame", labels: tuple[str, str], most: int) -> "pd.DataFrame":
    """The cases that gained most and those that lost most."""
    say = name.say
    gained, lost = table[table["gained_days"] > 0].head(most), table[table["gained_days"] < 0].tail(most)
    rows: list[Any] = [*gained.itertuples(index=False), *lost.itertuples(index=False)]

    def wait(row: Any, side: str) -> str:
        if not getattr(row, f"taken_up_{side}"):
            return say(NEVER, end=say(ENDS[getattr(row, f"end_{side}")]))
        return say.duration(getattr(row, f"waiting_days_{side}"))

    def signed(days: float) -> str:
        return ("+" if days > 0 else "\N{MINUS SIGN}") + say.duration(abs(days))

    return frame(
        {
            say(KEY): [str(row.key) for row in rows],
            say(words.CLASS): [name.case_class(str(row.priority_class)) for row in rows],
            say(UNIT): [name.team(str(row.unit)) for row in rows],
            say(ARRIVED): [date(name, float(row.arrived_days)) for row in rows],
            say(WAIT_IN, run=labels[0]): [wait(row, "a") for row in rows],
            say(WAIT_IN, run=labels[1]): [wait(row, "b") for row in rows],
            say(GAINED): [signed(float(row.gained_days)) for row in rows],
        }
    )


def story(name: Namer, events: "pd.DataFrame", labels: dict[str, str]) -> "pd.DataFrame":
    """The events of one case, run by run."""
    say = name.say

    def what(row: Any) -> str:
        named = {"ENDED": ENDS, "WEIGHED": TREATMENTS}.get(row.event)
        of = say(named[row.what]) if named else name.case_class(row.what)
        step = name.settings.casework.steps.get(row.step)
        told = EVENTS | EVENTS_IN_PAIRS if step is not None and step.in_pairs else EVENTS
        return say(told[row.event], what=of, step=within(name.step(row.step)) if row.step else "")

    rows: list[Any] = list(events.itertuples(index=False))
    return frame(
        {
            say(words.RUN): [labels[str(row.run)] for row in rows],
            say(WHEN): [moment(name, float(row.time_days)) for row in rows],
            say(WHAT): [what(row) for row in rows],
            say(TEAM): [name.team(str(row.team)) if row.team else "" for row in rows],
            say(HOURS): ["" if np.isnan(float(row.hours)) else say.number(float(row.hours), 1) for row in rows],
        }
    )


def date(name: Namer, days: float) -> str:
    """The date of a moment of the run."""
    return (_start(name) + dt.timedelta(days=days)).strftime("%Y-%m-%d")


def moment(name: Namer, days: float) -> str:
    """The date and hour of a moment of the run."""
    return (_start(name) + dt.timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def _start(name: Namer) -> dt.datetime:
    return dt.datetime.combine(name.settings.run.start, dt.time())
