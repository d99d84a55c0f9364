"""Runs compared replication by replication."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tbkk_sim.api.inputs import one_of, texts_of
from tbkk_sim.api.running import Run, open_run
from tbkk_sim.problem import Phrase, Problem, SettingsError, message_of, not_allowed, not_known

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from tbkk_sim.comparison.comparison import Comparison
    from tbkk_sim.metrics.cell import Cell

ComparisonPlotName = Literal["differences", "backlog", "settings"]
"""Figures of a comparison."""


class ComparedRuns:
    """Runs compared with the first of them, the base. Made by `compare`."""

    def __init__(self, comparison: "Comparison", runs: Sequence[Run]) -> None:
        """Wrap a comparison; internal, use `compare`."""
        self._comparison, self._runs = comparison, runs

    @property
    def labels(self) -> list[str]:
        """Labels of the runs, the base first."""
        return [run.label for run in self._comparison.runs]

    @property
    def differences(self) -> "pd.DataFrame":
        """The key figures that were asked for, or else the most telling ones, of each run against the base.

        Columns: run, key_figure, priority_class, period, team, base_mean and mean (over the replications that both
        have), difference (of the means, in the unit of the key figure), interval_low and interval_high (no value where
        no interval holds), differ and agree (replications in which the two differ, and in which they differ in the
        direction of most; 0 if not paired), alike (every replication has the same difference), n (replications),
        direction (1 if the run clearly has more, -1 if less, 0 if that cannot be told) and clear (direction is not 0).
        """
        from tbkk_sim.comparison.folder import shown_table

        clear = [against.is_clear for against in self._comparison.against_base]
        return shown_table(self._comparison).assign(clear=clear)

    @property
    def all_differences(self) -> "pd.DataFrame":
        """Every key figure that the runs share, of the whole run and of the years of all units together.

        Columns as of `differences`, without alike, direction and clear, and with unit.
        """
        return self._comparison.table()

    @property
    def settings(self) -> "pd.DataFrame":
        """The settings that are not the same in all runs: group, key, and one column per run."""
        return self._comparison.settings_table

    @property
    def notes(self) -> list[str]:
        """Caveats of the comparison, in the language of the base.

        They say such things as that not all runs have the same replications or were made with the same versions of
        packages, and which settings of a run have no effect in it.
        """
        from tbkk_sim.report.kit.say import Say
        from tbkk_sim.report.run.asked import without_effect_in
        from tbkk_sim.report.run.asked_phrases import IDLE_IN_RUNS

        say = Say(self._comparison.base.settings.language)
        idle = without_effect_in(say, {of: run._changed() for of, run in zip(self.labels, self._runs, strict=True)})
        notes = [say(note) for note in self._comparison.pairing.notes]
        return [*notes, *(f"{say(IDLE_IN_RUNS)}: {sentence}" for sentence in idle)]

    def plot(self, figure: ComparisonPlotName = "differences") -> "Figure":
        """Draw a figure of the comparison, in the language of the base.

        Args:
            figure: `differences` with their intervals, the `backlog` over time, or the `settings` that differ.

        Returns:
            A matplotlib figure; `savefig` writes it.

        Raises:
            SettingsError: there is no such figure.
        """
        from tbkk_sim.comparison.report import figures
        from tbkk_sim.comparison.report.summary import viewed
        from tbkk_sim.comparison.report.view import ComparisonView

        view = ComparisonView(self._comparison, self._comparison.base.settings.language)

        def backlog() -> "Figure":
            runs = viewed(view)
            return figures.backlog(view, list(runs.values()), list(runs))

        ways: dict[str, Callable[[], Figure]] = {
            "differences": partial(figures.differences, view),
            "backlog": backlog,
            "settings": partial(figures.settings_map, view),
        }
        return one_of("figure", figure, ways)()

    def __repr__(self) -> str:
        base, *others = self.labels
        n = len(self._comparison.pairing.replications)
        return f"ComparedRuns({', '.join(map(repr, others))} against {base!r}, {f'{n} pairs' if n else 'not paired'})"

    def _repr_html_(self) -> str:
        shown = ["run", "key_figure", "priority_class", "base_mean", "mean", "difference", "interval_low"]
        return self.differences[[*shown, "interval_high", "clear"]].to_html(index=False, float_format="{:.4g}".format)


def compare(
    base: "Run | str | PathLike[str]",
    *others: "Run | str | PathLike[str]",
    key_figures: Sequence[str] = (),
    labels: Sequence[str] = (),
    paired: bool = True,
    level: float = 0.95,
) -> ComparedRuns:
    """Compare runs with a base, replication by replication.

    Args:
        base: A run, or a run folder.
        *others: Runs or run folders to compare with it; at least one.
        key_figures: Rows to show, as `KEY_FIGURE/CLASS/PERIOD/TEAM`, of which the last parts may be left out (`all`)
            and `*` stands for each: `backlog_end`, `waiting_days_p90/*`, `finished/all/2025`.
        labels: Names of the runs in tables and figures; none: their scenario, with what was changed on top of it.
        paired: Compare the same replication of each, which needs the same seed and period; False: take the runs as
            independent (Welch), with wider intervals.
        level: Level of the intervals; for one key figure, those of all runs hold together at this level.

    Returns:
        Differences with intervals, and figures.

    Raises:
        SettingsError: there is nothing to compare, the runs cannot be paired, or a key figure does not exist.

    Examples:
        >>> import tbkk_sim as ts
        >>> quick = {"run": "smoke", "run.replications": 3}
        >>> now = ts.run(ts.load(overrides=quick))
        >>> more = ts.run(ts.load("growth", overrides=quick))
        >>> compared = ts.compare(now, more, key_figures=["reports_in"])
        >>> compared
        ComparedRuns('growth' against 'baseline', 3 pairs)
        >>> compared.differences["n"].tolist()
        [3]
    """
    from tbkk_sim.comparison.comparison import Comparison
    from tbkk_sim.comparison.labels import labels_of, told_apart
    from tbkk_sim.comparison.pairing import PairingError, cannot_be_paired
    from tbkk_sim.comparison.values import values_of

    runs = [_run_of(given) for given in (base, *others)]
    if not others:
        hint = Phrase("write {call}", call="ts.compare(base, other)")
        raise SettingsError([Problem("compare", Phrase("needs two runs or more"), hint)])
    if labels:
        _check_labels(labels, len(runs))
    if not isinstance(level, float | int) or not 0 < level < 1:
        raise SettingsError([not_allowed("level", level, Phrase("between 0 and 1"))])
    cells = _cells(texts_of("key_figures", key_figures, Phrase("texts such as backlog_end/all/2025")), runs[0])
    known = labels_of([(of.name, of.settings.asked) for of in runs])
    named = list(labels) or told_apart([(label, of.path) for label, of in zip(known, runs, strict=True)])
    values = tuple(values_of(label, of._source, cells) for label, of in zip(named, runs, strict=True))
    comparison = Comparison(values, cells, paired=paired, level=level)
    try:
        _ = comparison.pairing
    except PairingError as error:
        raise cannot_be_paired(message_of(error), "paired=False") from None
    return ComparedRuns(comparison, runs)


def _run_of(given: "Run | str | PathLike[str]") -> Run:
    """Return a run, opened if it is a folder."""
    if isinstance(given, Run):
        return given
    hint = Phrase('a scenario is run first: ts.compare(ts.run(ts.load("growth")), ...)')
    if not isinstance(given, str | PathLike):
        raise SettingsError([not_allowed("compare", given, Phrase("runs, and folders of runs"), hint)])
    try:
        return open_run(given)
    except SettingsError as error:
        (problem,) = error.problems
        if problem.hint or Path(given).exists():
            raise
        raise SettingsError([replace(problem, hint=hint)]) from None


def _check_labels(labels: Sequence[str], runs: int) -> None:
    """Refuse labels that do not name each run by another name."""
    names = list(labels) if not isinstance(labels, str) else [labels]
    if len(names) != runs:
        says = Phrase("are {number}; allowed: one a run, {runs} in all", number=len(names), runs=runs)
        raise SettingsError([Problem("labels", says)])
    if len(set(names)) < runs or not all(isinstance(name, str) and name.strip() for name in names):
        allowed = Phrase("a name for each run, each another one")
        raise SettingsError([not_allowed("labels", names, allowed)])


def _cells(key_figures: Sequence[str], base: Run) -> "tuple[Cell, ...]":
    from tbkk_sim.metrics.cell import expand, parse_cell, unknown

    asked = [parse_cell(text) for text in key_figures]
    if problems := [not_known("key_figures", name, allowed) for name, allowed in unknown(asked, base.settings)]:
        raise SettingsError(problems)
    return tuple(expand(asked, base.settings))
