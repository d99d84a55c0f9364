"""The head of a page: name of the run, origin of its question, changes, and settings without effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import phrases as all_words
from tbkk_sim.report.kit.page import PageTable, table_of
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked, asked_phrases
from tbkk_sim.runs.changes import Changes
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    from tbkk_sim.report.run.view import RunView


@dataclass(frozen=True)
class AskedFor:
    """Texts below the title."""

    sentences: Sequence[str]
    table: PageTable | None
    idle_title: str
    idle: Sequence[str]


def asked_for(say: Say, settings: Settings, changes: Changes, *, with_question: bool = True) -> AskedFor:
    """Texts on the settings of a page; `with_question`: the page answers the question of the scenario."""
    sentences = asked.whose_question(say, settings, all_words.NO_QUESTION) if with_question else []
    table = asked.changes_table(say, settings, changes)
    return AskedFor(
        sentences,
        table_of(say(asked_phrases.CHANGES), table) if len(table) else None,
        say(asked_phrases.WITHOUT_EFFECT),
        asked.without_effect(say, changes),
    )


def heading(run: "RunView") -> str:
    """The question of a run; of a scenario that was changed, its name with the changes."""
    return run.title if asked.is_the_scenarios(run.settings) else run.question
