"""From the folder of a study to something to read: a page, figures, and one screen for the terminal."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked
from tbkk_sim.runs.changes import Changes, read_changes
from tbkk_sim.runs.folder.stored_settings import stored_settings
from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.tune.folder import read_answer, read_tuning
from tbkk_sim.tune.questions.how_many import MOST_TESTS
from tbkk_sim.tune.report import phrases as words
from tbkk_sim.tune.watch import CLOCK, RUNS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SUMMARY = "summary.md"


@dataclass(frozen=True)
class TuningView:
    """The answer of a study and the settings that it is about."""

    settings: Settings
    tuning: Tuning
    answer: dict[str, Any]
    changes: Changes = field(default_factory=Changes)
    """What was changed on top of the scenarios, and what has no effect, as far as known."""

    @cached_property
    def say(self) -> Say:
        """Phrases and numbers in the language of the run."""
        return Say(self.settings.language)

    @property
    def title(self) -> str:
        """The name of the scenario, and what was changed on top of it."""
        return asked.title(self.say, self.settings)

    def unit(self, name: str) -> str:
        """What a reader calls a unit or pool."""
        pools = self.settings.collaboration.pools
        return self.say(pools[name].label if name in pools else self.settings.staffing.units[name].label)

    def case_class(self, name: str) -> str:
        """What a reader calls a class."""
        return self.say(self.settings.casework.classes[name].label)

    def place(self, posts: dict[str, Any]) -> str:
        """What a reader calls the place of posts."""
        role = posts.get("role")
        unit = self.unit(posts["unit"])
        return unit if role is None else f"{unit} ({self.say(self.settings.staffing.roles[role].label)})"


@dataclass(frozen=True)
class Page:
    """An answer as it is read: sentences, a table and figures by name."""

    sentences: list[str]
    table_title: str
    table: "pd.DataFrame"
    figures: dict[str, "Figure"]
    tables: dict[str, "pd.DataFrame"] = field(default_factory=dict)
    """Numbers of the figures that show something else than the table does."""
    warnings: list[str] = field(default_factory=list)
    """What is to be known of posts that the plan of the scenario withdraws."""


def view_tuning(folder: Path) -> TuningView:
    """Look at the folder of a study; its manifest may still have to come."""
    settings = stored_settings(folder)
    return TuningView(settings, read_tuning(folder), read_answer(folder), read_changes(folder))


def budget(view: TuningView) -> str:
    """What the budget was that ended, with the key that raises it."""
    say, tuning, answer = view.say, view.tuning, view.answer
    ended = answer["budget"]["ended"]
    if ended is None and answer.get("tests") == MOST_TESTS:
        return say(words.ENDED_TESTS, n=say.number(MOST_TESTS))
    amounts = {RUNS: tuning.most_runs, CLOCK: tuning.budget_minutes}
    return say(words.ENDED[ended or "futures"], n=say.tick(amounts.get(ended, tuning.most_replications)))


def cost(view: TuningView) -> str:
    """What the answer has cost, and why that may be more than the budget."""
    say, budget = view.say, view.answer["budget"]
    spent = say(
        words.COST_SENTENCE,
        runs=say.number(budget["runs"]),
        simulated=say.number(budget["simulated"]),
        minutes=say.number(budget["seconds"] / 60, 1),
    )
    most = view.tuning.most_runs
    return spent if budget["runs"] <= most else f"{spent} {say(words.OVER_BUDGET, n=say.number(most))}"
