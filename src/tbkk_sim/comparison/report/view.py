"""Names, amounts and sentences of a comparison, in the language of the base run."""

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tbkk_sim.comparison.comparison import Against, Comparison, MarginVerdict
from tbkk_sim.comparison.report import phrases as words
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.catalogue import KeyFigure
from tbkk_sim.metrics.cell import PARTS_UNDONE, Cell, figures_of
from tbkk_sim.report.kit.charts import LOOKS
from tbkk_sim.report.kit.labels import capital, class_label, step_label, team_label, within
from tbkk_sim.report.kit.phrases import N_, N_DAYS, N_HOURS, NOT_ALWAYS
from tbkk_sim.report.kit.say import Say, spoken_in
from tbkk_sim.report.run import asked
from tbkk_sim.report.run.tables.odds import floor_note
from tbkk_sim.report.run.view import RunView, view_of
from tbkk_sim.runs.changes import read_changes
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL, OWN_WORK
from tbkk_sim.stats.intervals import LEAST_REPLICATIONS

MANY_RUNS_NOTE = N_(
    "The more runs are compared at once, the wider their intervals: what is clear between two runs alone, or among "
    "those of another comparison or study, need not be clear here."
)


class ShownAmount(NamedTuple):
    """Format of amounts of a kind: a factor, decimals, and a phrase."""

    factor: float = 1.0
    decimals: int = 0
    phrase: str = "{n}"


@dataclass(frozen=True)
class Namer:
    """Names and amounts in the language of a run."""

    settings: Settings
    say: Say = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "say", Say(self.settings.language))

    @cached_property
    def figures(self) -> dict[str, KeyFigure]:
        """The catalogue rows of the key figures of these settings."""
        return figures_of(self.settings)

    def unit(self, cell: Cell) -> str:
        """The unit of a key figure; empty if these settings have no such key figure."""
        known = self.figures.get(cell.key_figure)
        return known.unit if known else ""

    def figure(self, cell: Cell) -> str:
        """Name of a key figure."""
        known = self.figures.get(cell.key_figure)
        return self.say(known.label) if known else cell.key_figure.replace("_", " ")

    def quoted(self, cell: Cell) -> str:
        """Name of a key figure as it stands within a sentence."""
        return f"“{self.figure(cell)}”"

    def scope(self, cell: Cell) -> str:
        """Scope of a cell: the class, with team and period where it is not all of them."""
        return self._where(self._what(cell), cell)

    def team(self, name: str) -> str:
        """Name of a team."""
        return self.say(words.ALL_UNITS) if name == ALL else team_label(self.say, self.settings, name)

    def case_class(self, name: str) -> str:
        """Name of a class within a sentence."""
        return within(class_label(self.say, self.settings, name))

    def step(self, name: str) -> str:
        """Name of a step."""
        return step_label(self.say, self.settings, name)

    def amount(self, cell: Cell, like: float) -> ShownAmount:
        """The format of amounts of the size of `like`."""
        size = abs(like)
        match self.unit(cell):
            case "share":
                return ShownAmount(100, 1, self.say(words.POINTS))
            case "days":
                in_hours = ShownAmount(24, _decimals(24 * size), self.say(N_HOURS))
                return in_hours if size < 2 else ShownAmount(1, _decimals(size), self.say(N_DAYS))
            case "fte":
                return ShownAmount(1, 1, self.say(words.FTE))
            case "euros":
                return ShownAmount(1e-6, 2 if size < 1e7 else 1, self.say(words.MILLIONS))
            case "ratio":
                return ShownAmount(1, 2)
            case _:
                return ShownAmount(1, _decimals(size))

    def amount_of(self, against: Against) -> ShownAmount:
        """The format of a difference and its interval: in no finer steps than the interval is wide."""
        half = (against.interval_high - against.interval_low) / 2 if against.has_interval else 0.0
        return self.amount(against.cell, max(abs(against.difference), half))

    def level(self, cell: Cell, value: float) -> str:
        """Write a value of a key figure; infinite: more than any number."""
        return self.say.value(value, self.unit(cell))

    def number(self, amount: ShownAmount, value: float, *, sign: bool = False) -> str:
        """Write a difference."""
        text = self.say.number(value * amount.factor, amount.decimals)
        return f"+{text}" if sign and value > 0 and text.strip("0.,") else text

    def _what(self, cell: Cell) -> str:
        if cell.priority_class == OWN_WORK and cell.team != ALL:
            return self.say(words.OWN_WORK_OF, team=self.team(cell.team))
        if cell.priority_class != ALL:
            name, known = self.case_class(cell.priority_class), self.settings.casework.classes.get(cell.priority_class)
            of_some = cell.key_figure.startswith("waiting_days") and known is not None and not known.severe
            return self.say(words.OF_TAKEN_UP, name=name) if of_some else name
        unit = self.unit(cell)
        of_people = cell.key_figure.startswith(("vacancy_share", "below_minimum_share", "utilisation"))
        if unit in ("fte", "people", "ratio", "euros") or of_people:
            return self.team(cell.team)
        return self.say(words.ALL_REPORTS if unit == "reports" else words.ALL_CASES)

    def _where(self, what: str, cell: Cell) -> str:
        if cell.team != ALL and cell.priority_class != OWN_WORK and what != self.team(cell.team):
            what = self.say(words.IN_TEAM, of=what, team=self.team(cell.team))
        return what if cell.period == ALL else self.say(words.IN_PERIOD, of=what, period=cell.period)


def _decimals(size: float) -> int:
    return 0 if size >= 9.95 or size == 0 else 1 if size >= 0.95 else 2


@dataclass(frozen=True)
class ComparisonView:
    """A comparison in words."""

    comparison: Comparison
    language: str | None = None
    """en or nl; None: the language of the base."""

    @cached_property
    def name(self) -> Namer:
        """Names in the language of the comparison."""
        return Namer(spoken_in(self.comparison.base.settings, self.language))

    @property
    def say(self) -> Say:
        """Phrases and numbers in the language of the comparison."""
        return self.name.say

    def percent(self, level: float) -> str:
        """A level in per cent."""
        return self.say.share(level, 0 if abs(100 * level - round(100 * level)) < 1e-9 else 1)

    def level(self, label: str, cell: Cell) -> str:
        """The mean of a run; where it is infinite in some replications only, that there is not always one."""
        (run,) = (run for run in self.comparison.runs if run.label == label)
        values = self.comparison.read(run, cell)
        values = values[~np.isnan(values)]
        if np.isinf(values).any() and not np.isinf(values).all():
            return self.say(NOT_ALWAYS)
        return self.name.level(cell, float(values.mean()) if len(values) else math.nan)

    def no_difference(self, against: Against) -> str:
        """The note that two times cannot be subtracted, since many cases of one run are never begun; else empty."""
        base, cell = self.comparison.base.label, against.cell
        levels = self.level(base, cell), self.level(against.run, cell)
        if not math.isinf(max(against.base_mean, against.mean)) or levels[0] == levels[1]:
            return ""
        return self.say(
            words.NO_DIFFERENCE,
            figure=capital(self.name.figure(cell)),
            of=self.name.scope(cell),
            base=base,
            run=against.run,
            base_level=levels[0],
            level=levels[1],
        )

    def sentence(self, against: Against) -> str:
        """A difference in words, with how sure it is; empty where there is none."""
        say, name, cell = self.say, self.name, against.cell
        amount = name.amount_of(against)
        common = {"run": against.run, "of": name.scope(cell), "figure": name.quoted(cell)}
        if not math.isfinite(against.difference) or against.is_same:
            return ""
        sure = {"agree": say.number(against.agree), "n": say.number(against.n)}
        if not against.has_interval:
            return self._without_interval(against, self._says(against, amount, common))
        if not against.is_clear:
            by = amount.phrase.format(n=name.number(amount, against.difference, sign=True))
            low, high = (name.number(amount, end) for end in (against.interval_low, against.interval_high))
            if self.comparison.paired and against.agree == against.n:
                says = self._says(against, amount, common)
                return say(words.SIZE_NOT_CLEAR, says=says, n=sure["n"], low=low, high=high)
            phrase = words.NOT_CLEAR if self.comparison.paired else words.NOT_CLEAR_UNPAIRED
            return say(phrase, **common, by=by, low=low, high=high, **sure)
        least, most = sorted((abs(against.interval_low), abs(against.interval_high)))
        ends = {"low": name.number(amount, least), "high": name.number(amount, most)}
        says = say(words.INTERVAL, says=self._says(against, amount, common), **ends)
        return say(words.AGREE, says=says, **sure) if self.comparison.paired else say(words.NO_AGREE, says=says)

    def _without_interval(self, against: Against, says: str) -> str:
        """A difference for which no interval holds: the number of replications in which it exists."""
        say, numbers = self.say, {"k": self.say.number(against.differ), "n": self.say.number(against.n)}
        if against.n == 1:
            return say(words.ONE_REPLICATION, says=says)
        if not self.comparison.paired:
            return say(words.NO_INTERVAL_UNPAIRED, says=says)
        if against.alike:
            return say(words.IN_EACH, says=says, **numbers)
        phrase = words.TOO_FEW if against.n < LEAST_REPLICATIONS else words.DIFFERS_IN
        return say(phrase, says=says, **numbers)

    def _says(self, against: Against, amount: ShownAmount, common: dict[str, str]) -> str:
        more, less = words.MORE_AND_LESS.get(against.cell.key_figure, words.ANY_MORE_AND_LESS)
        size = self.name.number(amount, abs(against.difference))
        if size == self.name.number(amount, 0):
            size = self.say(words.LESS_THAN, n=self.say.number(10.0**-amount.decimals, amount.decimals))
        by = amount.phrase.format(n=size)
        return self.say(more if against.difference > 0 else less, **common, by=by)

    def verdict(self, of: MarginVerdict) -> str:
        """The verdict on a margin, in words."""
        amount = self.name.amount(of.cell, of.margin)
        return self.say(
            words.VERDICTS[of.verdict.value],
            run=of.run,
            base=self.comparison.base.label,
            figure=self.name.quoted(of.cell),
            of=self.name.scope(of.cell),
            margin=amount.phrase.format(n=self.name.number(amount, of.margin)),
        )

    @cached_property
    def viewed(self) -> dict[str, RunView]:
        """The runs that can be told apart in one figure, by label."""
        return {run.label: self.seen(run) for run in self.comparison.runs[: len(LOOKS)]}

    def seen(self, run: RunValues) -> RunView:
        """Look at a run in the language of the comparison."""
        seen = view_of(run.run)
        return replace(seen, settings=spoken_in(seen.settings, self.say.language))

    @property
    def changed_in_all(self) -> list[str]:
        """A sentence on the changes of all runs on top of their scenarios; nothing if there are none."""
        return asked.changed_in_all(self.say, [run.settings for run in self.comparison.runs])

    @cached_property
    def without_effect(self) -> list[str]:
        """Settings of each run that have no effect in it."""
        folders = {run.label: run.run.path for run in self.comparison.runs}
        known = {label: read_changes(path) for label, path in folders.items() if path is not None}
        return asked.without_effect_in(self.say, known)

    @property
    def commands(self) -> dict[str, str]:
        """Commands that make each run again, as far as known."""
        runs = self.comparison.runs
        return {run.label: run.settings.asked.command for run in runs if run.settings.asked is not None}

    @property
    def notes(self) -> list[str]:
        """Notes on how the runs were compared, and on possible problems of the comparison."""
        return [*self.how, *self.of_the_runs]

    @property
    def of_the_runs(self) -> list[str]:
        """Possible problems of comparing these runs."""
        return [self.say(note) for note in self.comparison.pairing.notes]

    @property
    def how(self) -> list[str]:
        """The method of the comparison."""
        comparison, say = self.comparison, self.say
        n_others = len(comparison.others)
        shown = {"comparisons": n_others, "all": n_others * len(comparison.shown), "each": 1}
        number = shown[comparison.family.value]
        family = words.FAMILY[comparison.family.value]
        common = {
            "level": self.percent(comparison.level),
            "family": say(family, m=say.number(number)) if family and number > 1 else "",
        }
        if comparison.paired:
            notes = [say(words.PAIRED_NOTE, n=say.number(len(comparison.pairing.replications)), **common)]
        else:
            notes = [say(words.UNPAIRED_NOTE, **common)]
        if number > 1:
            notes.append(say(MANY_RUNS_NOTE))
        notes[:0] = filter(
            None, [say(words.RESULTS_NOTE, base=comparison.base.label), floor_note(say, comparison.base.settings)]
        )
        if {cell.key_figure for cell in comparison.shown} & {"left_undone", *PARTS_UNDONE}:
            notes.append(say(words.PARTS_OF_UNDONE_NOTE))
        if any(cell.key_figure.startswith("hidden_") for cell in comparison.shown):
            notes.append(say(words.HIDDEN_NOTE))
        if any(np.isinf(comparison.read(run, cell)).any() for cell in comparison.shown for run in comparison.runs):
            notes.insert(1, say(words.NEVER_NOTE))
        if not all(of.has_interval for of in comparison.against_base if of.difference != 0):
            notes.append(say(words.NO_INTERVAL_NOTE, least=say.number(LEAST_REPLICATIONS)))
        if len(comparison.runs) > 2:
            notes.append(say(words.BEST_NOTE, level=common["level"]))
        if comparison.margins:
            notes.append(say(words.MARGIN_NOTE, level=common["level"]))
        return notes

    @property
    def title(self) -> str:
        """The runs, and the period."""
        base = self.comparison.base
        others = self.say.listed([run.label for run in self.comparison.others][:6])
        run = base.settings.run
        start, end = self.say.date(run.start), self.say.date(run.end)
        return self.say(words.TITLE, others=others, base=base.label, start=start, end=end)
