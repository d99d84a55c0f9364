"""The report of a study: answer, certainty, plans that cannot be told apart, and the command to repeat it."""

from typing import TYPE_CHECKING

from tbkk_sim.report.kit import page_phrases
from tbkk_sim.report.kit import phrases as all_words
from tbkk_sim.report.kit.answer_page import Section, answer_page, made_by, pictured
from tbkk_sim.report.kit.labels import capital
from tbkk_sim.report.kit.page import PageTable, table_of
from tbkk_sim.report.run.page import ID_LENGTH, Card
from tbkk_sim.report.run.page_head import asked_for
from tbkk_sim.runs.folder.identity import settings_hash
from tbkk_sim.tuning.answers.study import StudyAnswer
from tbkk_sim.tuning.report import phrases
from tbkk_sim.tuning.report.view import Page, TuningView, cost

if TYPE_CHECKING:
    import pandas as pd


def tuning_report(view: TuningView[StudyAnswer], page: Page, command: str, compare: str) -> str:
    """Return the page as HTML.

    Args:
        view: The study.
        page: The page of its answer; the texts of its figures are removed.
        command: The command that was typed.
        compare: The command that compares today's staffing with the answer.
    """
    say, run = view.say, view.settings.run
    question = say(phrases.QUESTIONS[view.answer.question])
    pictures = [pictured(name, figure, page.tables.get(name, page.table)) for name, figure in page.figures.items()]
    sections = [
        *_alike(view, page.table),
        Section("tables", page.table_title, tables=[table_of(page.table_title, page.table)], pictures=pictures),
        *([Section("valued", say(phrases.VALUED), sentences=page.valued)] if page.valued else []),
        Section("cost", say(phrases.COST), sentences=[cost(view)]),
    ]
    return answer_page(
        say,
        capital(question),
        [
            say(page_phrases.SCENARIO, name=view.title),
            say(all_words.PERIOD_FROM_TO, start=say.date(run.start), end=say.date(run.end)),
        ],
        page.sentences,
        sections,
        [
            *made_by(say, command, view.settings.seed, view.made),
            (say(page_phrases.RUN_ID), settings_hash(view.settings)[:ID_LENGTH]),
            (say(phrases.COMPARE), compare),
        ],
        _cards(view),
        page_phrases.REMAKE_STUDY,
        asked_for(say, view.settings, view.changes, with_question=False),
        page.warnings,
    )


def _cards(view: TuningView[StudyAnswer]) -> list[Card]:
    """Return a card with the probability that the answer is right; none without such a probability."""
    say, probability = view.say, view.answer.probability
    if probability is None:
        return []
    return [Card(say(page_phrases.RIGHT), say.share(probability, 1), say(page_phrases.RIGHT_PROVEN))]


def _alike(view: TuningView[StudyAnswer], table: "pd.DataFrame") -> list[Section]:
    """Return the plans that cannot be told apart from the one chosen; none for questions that compare no plans."""
    say, apart = view.say, view.say(phrases.APART)
    if apart not in table or len(table) < 2:
        return []
    title = say(page_phrases.PART_ALIKE)
    free = table[table[apart] != say(phrases.YES)].drop(columns=apart)
    if len(free) < 2:  # the plan chosen itself
        return [Section("alike", title, sentences=[say(phrases.ALONE)])]
    shown: PageTable = table_of(title, free)
    phrase = page_phrases.ALIKE_FIRST if view.answer.probability is None else page_phrases.ALIKE_FREE
    return [Section("alike", title, sentences=[say(phrase)], tables=[shown])]
