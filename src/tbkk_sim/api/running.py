"""Runs: simulated now, in memory or into a folder, or opened from a folder."""

from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tbkk_sim.api.inputs import check_is_settings, check_whole_number, one_of, place_of
from tbkk_sim.problem import CannotGoOnError, Phrase, Problem, SettingsError, message_of, not_allowed
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.figure import Figure

    from tbkk_sim.api.weeks import UnitWeek
    from tbkk_sim.model.event_records import EventLog
    from tbkk_sim.report.run.view import RunView
    from tbkk_sim.runs.changes import Changes
    from tbkk_sim.runs.folder.reader import FinishedRun
    from tbkk_sim.runs.in_memory import MemoryRun
    from tbkk_sim.runs.replication import Simulation
    from tbkk_sim.sampling.world import World

PlotName = Literal[
    "backlog", "waiting", "left_undone", "work", "hours_by_step", "load", "units", "staff", "staff_by_unit",
    "turnover", "availability", "ages", "milestones", "chain", "assumptions",
]  # fmt: skip
"""Figures of the report of a run; `milestones` and `chain` are there where the settings have any."""
NAMED = ("priority_class", "step", "team", "role")
"""Columns of names that have labels."""


class Run:
    """A finished run: its settings, key figures, events and figures, wherever they are kept.

    Made by `run` and `open_run`. Tables are made or read when they are first asked for, and then remembered.
    """

    def __init__(self, source: "FinishedRun | MemoryRun") -> None:
        """Wrap a run; internal, use `run` or `open_run`."""
        self._source = source
        self._view: RunView | None = None
        self._changes: Changes | None = None

    @property
    def settings(self) -> Settings:
        """All inputs of the run."""
        return self._source.settings

    @property
    def name(self) -> str:
        """Name of the run: its scenarios, unless `name` was set."""
        return self.settings.name

    @property
    def path(self) -> Path | None:
        """The run folder; None: the run is in memory."""
        return self._source.path

    @property
    def replications(self) -> int:
        """Number of replications; more than `settings.run.replications` if a precision asked for more."""
        return int(self._source.manifest["replications"])

    @property
    def key_figures(self) -> "pd.DataFrame":
        """Every key figure of every replication.

        Columns: replication, period (`all`, a year or a month), team (`all`, a unit or a pool), priority_class (`all`
        or a class), key_figure (its name ends in its unit, see docs/reference/key_figures.md) and value. A row without
        a value stands for more than any number, such as a wait that never ends; what does not exist has no row.
        """
        return self._source.key_figures

    @property
    def summary(self) -> "pd.DataFrame":
        """Every key figure over the replications, for the whole run and for its years.

        Columns: period, team, priority_class, key_figure, unit, mean, interval_low and interval_high (the 95 %
        interval of the mean; no value where none holds), band_low and band_high (between which 80 % of the
        replications lie) and n (the replications that have a value).
        """
        return self._source.summary

    @property
    def people(self) -> "pd.DataFrame":
        """Everybody who held a post, in every replication.

        Columns: replication, unit, role, age_at_start_years and age_at_end_years (no value for anybody not
        there then), joined and left (dates), and left_cause.
        """
        return self._source.people

    @property
    def warnings(self) -> list[str]:
        """The warnings of the report, in the language of the settings.

        They say such things as that more work comes in than people can do, that a unit has no posts left for its work,
        and which settings have no effect in this run.
        """
        from tbkk_sim.report.run.asked import without_effect
        from tbkk_sim.report.run.asked_phrases import WITHOUT_EFFECT
        from tbkk_sim.report.run.findings import warnings

        view = self._seen()
        idle = without_effect(view.say, self._changed())
        return [*warnings(view), *(f"{view.say(WITHOUT_EFFECT)}: {sentence}" for sentence in idle)]

    def events(self, replication: int = 0, *, labels: bool = False) -> "pd.DataFrame":
        """Return all that happened in one replication, in order.

        Args:
            replication: Number of the replication, from 0.
            labels: Replace the names of classes, steps, teams and roles by their labels, in the language of the
                settings.

        Returns:
            One row per event, without a value where it has none: time (a date and time in the calendar of the run),
            event, report (its number in this replication), priority_class (of the report at that time: when it arrives
            its true class, from triage on the class it was given), step (triage and assessment come before those of a
            case), team, member (a number in this replication), role of that member, hours (of work done), treatment
            (where it is decided how a case is treated), outcome (how a report ended), pressure (from a meeting of the
            steering group on, from 0 to 1) and reason (why somebody joined or left).

        Raises:
            SettingsError: there is no such replication, or a run folder did not keep its events (it keeps those of
                the first one, unless `run.keep_events` is `all`). A run in memory simulates them again if needed.
            CannotGoOnError: the run folder was made by a version that draws other replications.
        """
        from tbkk_sim.runs.event_table import event_table

        table = event_table(*self._replication(replication))
        return self._labelled(table) if labels else table

    def week(self, unit: str, week: str, replication: int = 0) -> "UnitWeek":
        """Read the account of a week at a unit: who was there, what came in, was put aside and why, lent, and ended.

        Args:
            unit: Name of the unit in the settings.
            week: Calendar week by the ISO standard, as `2022-W14`.
            replication: Number of the replication, from 0.

        Returns:
            The account, as tables and in words; `print` shows it as the command line does.

        Raises:
            SettingsError: there is no such unit, week or replication, or a run folder did not keep its events.
            CannotGoOnError: the run folder was made by a version that draws other replications.
        """
        from tbkk_sim.api.weeks import UnitWeek
        from tbkk_sim.metrics.events.ledger import Ledger
        from tbkk_sim.week.facts.reader import WeekReader
        from tbkk_sim.week.facts.weeks import Weeks

        weeks = Weeks(self.settings.run.start, self.settings.run.horizon_days).names
        one_of("unit", unit, dict.fromkeys(self.settings.staffing.units))
        if week not in weeks:
            allowed = Phrase("a week of the run, from {first} to {last}", first=weeks[0], last=weeks[-1])
            raise SettingsError([not_allowed("week", week, allowed)])
        simulation, world, log = self._replication(replication)
        reader = WeekReader(self.settings, Ledger(world, simulation.parameters, log))
        return UnitWeek(self.settings, reader.account(unit, weeks.index(week)))

    def _replication(self, replication: int) -> "tuple[Simulation, World, EventLog]":
        """A replication as it was drawn, and its events."""
        from tbkk_sim.runs.in_memory import MemoryRun
        from tbkk_sim.runs.replication import OtherWorldError, Simulation

        check_whole_number("replication", replication, self.replications - 1)
        if isinstance(self._source, MemoryRun):
            simulation = self._source.simulation
            return simulation, simulation.draw(replication), self._source.events(replication)
        log = self._source.kept_events(replication)
        if log is None:
            says = Phrase("the events of replication {replication} were not kept", replication=replication)
            hint = Phrase("make the run with run.keep_events=all to keep all")
            raise SettingsError([Problem("replication", says, hint)])
        simulation = Simulation(self.settings)
        try:
            return simulation, simulation.draw_for(log, replication), log
        except OtherWorldError as error:
            says = Phrase("{run}: {error}; run it again", run=self.path, error=message_of(error))
            raise CannotGoOnError(says) from None

    def plot(self, figure: PlotName = "backlog") -> "Figure":
        """Draw a figure of the report of the run, in the language of its settings.

        Args:
            figure: Its name, which is also that of its file in `figures/` of a run folder.

        Returns:
            A matplotlib figure; `savefig` writes it.

        Raises:
            SettingsError: the run has no such figure.
        """
        from tbkk_sim.report.run.exhibits import exhibits_of

        view = self._seen()
        exhibits = {exhibit.name: exhibit for exhibit in exhibits_of(view)}
        return one_of("figure", figure, {name: exhibit.figure for name, exhibit in exhibits.items()})(view)

    def _changed(self) -> "Changes":
        """Changes on top of the scenarios; for a run in memory they are found when they are first asked for."""
        from tbkk_sim.config.changes import changes_of
        from tbkk_sim.runs.changes import read_changes

        if self._changes is None:
            self._changes = changes_of(self.settings) if self.path is None else read_changes(self.path)
        return self._changes

    def _seen(self) -> "RunView":
        """The run as its report looks at it."""
        from tbkk_sim.config.sources import entries_used
        from tbkk_sim.report.run.view import view_of

        if self._view is None:
            of_folder = self.path is not None
            sources = () if of_folder else tuple(entries_used(self.settings))
            self._view = view_of(self._source, sources)
        return self._view

    def _labelled(self, table: "pd.DataFrame") -> "pd.DataFrame":
        from tbkk_sim.report.kit.labels import step_label

        view, roles = self._seen(), self.settings.staffing.roles

        def label_of(column: str, name: str) -> str:
            if column == "role":
                return view.say(roles[name].label)
            return step_label(view.say, self.settings, name) if column == "step" else view.label(name)

        labelled = {
            column: table[column].map({name: label_of(column, name) for name in table[column].cat.categories})
            for column in NAMED
        }
        return table.assign(**labelled)

    def __repr__(self) -> str:
        where = "in memory" if self.path is None else str(self.path)
        run = self.settings.run
        return f"Run({self.name!r}, {run.start} to {run.end}, {self.replications} replications, {where})"

    def _repr_html_(self) -> str:
        run, where = self.settings.run, "memory" if self.path is None else str(self.path)
        rows = {
            "run": self.name,
            "question": self.settings.question,
            "period": f"{run.start} to {run.end}",
            "replications": str(self.replications),
            "kept in": where,
        }
        cells = "".join(f"<tr><th>{key}</th><td>{escape(value)}</td></tr>" for key, value in rows.items() if value)
        return f"<table>{cells}</table>"


def run(
    settings: Settings,
    folder: "str | PathLike[str] | None" = None,
    *,
    progress: "Callable[[int, int], None] | None" = None,
) -> Run:
    """Simulate all replications of a run, over the cores, with the engine that `settings.engine` asks for.

    Args:
        settings: What to simulate.
        folder: Run folder to write, with the same files as the command line writes: tables, manifest and, if
            `run.report` is set, the report. A folder that holds this very run is opened, and one in which it was
            stopped is completed. None: keep the run in memory.
        progress: Called with the number of replications done, and of all.

    Returns:
        The finished run.

    Raises:
        SettingsError: the settings cannot be simulated, or the folder holds another run or cannot be written to.
        CannotGoOnError: a worker died again and again, or another process writes to the folder.

    With the SimPy engine and more than one worker, processes are started: in a script of your own, call `run` under
    `if __name__ == "__main__":`, or set `run.workers` to 1. A notebook needs neither.

    Examples:
        >>> import tbkk_sim as ts
        >>> run = ts.run(ts.load(overrides={"run": "smoke"}))
        >>> run
        Run('baseline', 2021-01-01 to 2021-03-31, 2 replications, in memory)
        >>> finished = run.key_figures.query("key_figure == 'finished' and period == 'all' and team == 'all'")
        >>> sorted(finished.columns)
        ['key_figure', 'period', 'priority_class', 'replication', 'team', 'value']
    """
    from tbkk_sim.config.sources import inputs_of
    from tbkk_sim.report import write_report
    from tbkk_sim.runs.folder.reader import holds_run_of
    from tbkk_sim.runs.in_memory import run_in_memory
    from tbkk_sim.runs.runner import run_experiment

    check_is_settings(settings, "ts.run({settings})")
    if folder is None:
        return Run(run_in_memory(settings, progress))
    path = place_of(folder)
    if not holds_run_of(path, settings):
        run_experiment(settings, path, progress, inputs_of(settings))
        if settings.run.report:
            write_report(path)
    return open_run(path)


def open_run(path: "str | PathLike[str]") -> Run:
    """Open a finished run, made by `run` or by the command line.

    Args:
        path: The run folder.

    Returns:
        The run. Its tables are checked against the manifest when they are read.

    Raises:
        SettingsError: the folder is not there, holds no finished run, or was changed since.
    """
    from tbkk_sim.runs.folder.reader import open_run as open_folder

    return Run(open_folder(Path(path)))
