"""The folder of a study, read for its report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tbkk_sim.report.kit.labels import class_label, team_label
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked
from tbkk_sim.runs.changes import Changes, read_changes
from tbkk_sim.runs.folder.identity import origin
from tbkk_sim.runs.folder.names import MANIFEST
from tbkk_sim.runs.folder.stored_file import MANIFEST_OF, read_json
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.tuning.answers.certified import PlaceResponse
from tbkk_sim.tuning.answers.file import read_answer
from tbkk_sim.tuning.answers.norms import HowManyAnswer
from tbkk_sim.tuning.answers.study import StoredPosts, StudyAnswer
from tbkk_sim.tuning.folder import read_tuning
from tbkk_sim.tuning.questions.how_many import MOST_TESTS
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.watch import CLOCK, RUNS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SUMMARY = "summary.md"
REPLICATIONS = "replications"
"""Ended by tune.most_replications, which is no budget of the study as a whole."""
AnswerT_co = TypeVar("AnswerT_co", bound=StudyAnswer, covariant=True)


@dataclass(frozen=True)
class TuningView(Generic[AnswerT_co]):
    """A study: its settings, its question and its answer."""

    settings: Settings
    tuning: Tuning
    answer: AnswerT_co
    changes: Changes = field(default_factory=Changes)
    """Changes on top of the scenario, and settings without effect, as far as known."""
    made: Mapping[str, Any] = field(default_factory=origin)
    """The program that made the study, as its manifest says; without one, this program."""

    @cached_property
    def say(self) -> Say:
        """Phrases and numbers in the language of the run."""
        return Say(self.settings.language)

    @property
    def title(self) -> str:
        """The name of the scenario with the changes on top of it."""
        return asked.title(self.say, self.settings)

    def unit(self, name: str) -> str:
        """Return the label of a unit or pool."""
        return team_label(self.say, self.settings, name)

    def case_class(self, name: str) -> str:
        """Return the label of a class."""
        return class_label(self.say, self.settings, name)

    def place(self, at: StoredPosts | PlaceResponse) -> str:
        """Return the label of a unit, with that of the role if there is one."""
        unit = self.unit(at.unit)
        return unit if at.role is None else f"{unit} ({self.say(self.settings.staffing.roles[at.role].label)})"


@dataclass(frozen=True)
class Page:
    """The text, the table and the figures of an answer."""

    sentences: list[str]
    table_title: str
    table: "pd.DataFrame"
    figures: dict[str, "Figure"]
    tables: dict[str, "pd.DataFrame"] = field(default_factory=dict)
    """Tables of the figures that show other numbers than `table`."""
    warnings: list[str] = field(default_factory=list)
    """Warnings about posts that the plan of the scenario withdraws."""
    valued: list[str] = field(default_factory=list)
    """Sentences on what counts as loss, and with which weights."""


def view_tuning(folder: Path) -> TuningView[StudyAnswer]:
    """Read the folder of a study, whose manifest need not be there yet."""
    settings = stored_settings(folder)
    manifest = folder / MANIFEST
    made = read_json(manifest, MANIFEST_OF) if manifest.is_file() else origin()
    return TuningView(settings, read_tuning(folder), read_answer(folder), read_changes(folder), made)


def budget(view: TuningView[StudyAnswer]) -> str:
    """Return the budget that ended, with the key that raises it."""
    say, tuning, answer = view.say, view.tuning, view.answer
    ended = answer.budget.ended
    if ended is None and isinstance(answer, HowManyAnswer) and answer.tests == MOST_TESTS:
        return say(words.ENDED_TESTS, n=say.number(MOST_TESTS))
    amounts = {RUNS: tuning.most_runs, CLOCK: tuning.budget_minutes, REPLICATIONS: tuning.most_replications}
    return say(words.ENDED[ended or REPLICATIONS], n=say.tick(amounts[ended or REPLICATIONS]))


def cost(view: TuningView[StudyAnswer]) -> str:
    """Return what the study took, and why that may be more than the budget."""
    say, budget = view.say, view.answer.budget
    minutes, seconds = budget.seconds / 60, budget.seconds
    time = say(words.MINUTES, n=say.number(minutes, 1)) if minutes >= 1 else say(words.SECONDS, n=say.number(seconds))
    spent = say(
        words.COST_SENTENCE,
        runs=say.number(budget.runs),
        simulated=say.number(budget.simulated),
        time=time,
    )
    most = view.tuning.most_runs
    return spent if budget.runs <= most else f"{spent} {say(words.OVER_BUDGET, n=say.number(most))}"
