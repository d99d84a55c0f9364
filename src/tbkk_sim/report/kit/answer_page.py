"""The page of an answer: question, answer in words, sections of tables and figures, how to remake it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tbkk_sim.report.kit import page_phrases
from tbkk_sim.report.kit import phrases as all_words
from tbkk_sim.report.kit.charts import head_of
from tbkk_sim.report.kit.page import PageTable, Picture, picture, render
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.page import Card
from tbkk_sim.report.run.page_head import AskedFor

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Section:
    """A part of the page after the answer."""

    name: str
    title: str
    sentences: Sequence[str] = ()
    tables: Sequence[PageTable] = ()
    notes: Sequence[str] = ()
    points: Sequence[str] = ()
    """Sentences below the tables."""
    pictures: Sequence[Picture] = ()


def answer_page(
    say: Say,
    question: str,
    about: Sequence[str],
    answer: Sequence[str],
    sections: Sequence[Section],
    remake: Sequence[tuple[str, str]],
    cards: Sequence[Card] = (),
    promise: str = all_words.REMAKE_SENTENCE,
    asked: AskedFor | None = None,
    warnings: Sequence[str] = (),
) -> str:
    """Render the page as HTML.

    Args:
        say: Language.
        question: The question; the title.
        about: The runs that it is about.
        answer: Sentences.
        sections: Parts between the answer and how to remake it.
        remake: Command, version and so on.
        cards: Numbers to remember.
        promise: Phrase on the result of remaking it.
        asked: Texts on the origin of the run.
        warnings: Texts in a box above the answer.
    """
    contents = [("answer", say(page_phrases.PART_ANSWER)), *((each.name, each.title) for each in sections)]
    return render(
        "answer.html",
        say,
        title=question,
        question=question,
        about=about,
        answer=answer,
        cards=cards,
        contents=[*contents, ("remake", say(all_words.REMAKE))],
        sections=sections,
        remake=remake,
        promise=say(promise),
        asked=asked,
        warnings=warnings,
    )


def pictured(name: str, figure: "Figure", table: "pd.DataFrame", left: int = 1) -> Picture:
    """A figure whose title and finding stand above it; they are removed from the figure itself."""
    return picture(name, *head_of(figure), figure, table, left)


def made_by(say: Say, command: str, seed: int, made: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return command, version, commit and seed, as far as they are known.

    Args:
        say: Language.
        command: The command; empty: it is not known.
        seed: The seed.
        made: The program with which it was made, as a manifest has it.
    """
    commit = made.get("commit") or ""
    if commit and made.get("uncommitted_changes"):
        commit = say(page_phrases.UNCOMMITTED, commit=commit)
    pairs = (
        (all_words.COMMAND, command),
        (all_words.VERSION, made.get("version", "")),
        (all_words.COMMIT, commit),
        (all_words.SEED, str(seed)),
    )
    return [(say(phrase), value) for phrase, value in pairs if value]
