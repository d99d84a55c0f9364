"""Every number on the page of a study is read back by its heading, and compared with the answer that was stored."""

from functools import cache

import pytest

from read_back import invented, studies, studies_by_hand
from read_back.compare import agree, hidden_swaps, in_tables, in_texts, named_by
from read_back.pages import Page, read_html, without_drawing
from read_back.run_tables import Of
from read_back.tidy import Tidy
from tbkk_sim.reporting.page.tuning import tuning_report
from tbkk_sim.reporting.tuning_files import page_of

each = pytest.mark.parametrize("language", ["en", pytest.param("nl", marks=pytest.mark.slow)])
questions = pytest.mark.parametrize("question", studies.ANSWERS)


@cache
def page(question: str, language: str) -> Page:
    view = studies.view(question, language)
    with without_drawing():
        read = read_html(tuning_report(view, page_of(view), "", ""))
    return Page([named_by(table, 2 if _is_response(table) else 1) for table in read.tables], read.texts)


def _is_response(table) -> bool:
    """A row a unit and number of posts."""
    return table.headings[1] in ("Posts more", "Plaatsen meer")


def of(language: str) -> Of:
    return Of(Tidy(invented.NOTHING), language, invented.people())


@questions
def test_no_two_columns_of_a_study_are_so_alike_that_a_swap_is_hidden(question):
    several = [table for table in page(question, "en").tables if len(table.rows) > 1]
    agree([said for table in several for said in hidden_swaps(table)])


@each
@questions
def test_a_table_of_a_study_prints_another_number_than_its_answer_has(question, language):
    agree(in_tables(page(question, language).tables, studies_by_hand.tables(question, of(language)), language))


@each
@questions
def test_a_sentence_of_a_study_says_another_number_than_its_answer_has(question, language):
    agree(in_texts(page(question, language).texts, studies_by_hand.sentences(question, of(language)), language))


def drawn(question: str, name: str):
    """The panels of a figure of a study."""
    return page_of(studies.view(question, "en")).figures[name].axes


def points(axes):
    """The points of each line that is no straight line across the panel."""
    of_data = [line for line in axes.lines if all(line.get_transform().contains_branch_seperately(axes.transData))]
    return [line.get_xydata().tolist() for line in of_data]


@pytest.mark.slow
def test_a_figure_of_a_study_draws_another_number_than_its_answer_has():
    (race,), best_first = drawn("where", "plans"), sorted(PLANS["where"], key=lambda plan: plan["difference"])
    assert points(race) == [[[plan["difference"], row]] for row, plan in enumerate(best_first)]
    ends = [piece[:, 0].tolist() for of_row in race.collections for piece in of_row.get_segments()]
    assert ends == [[plan["low"], plan["high"]] for plan in best_first]
    (frontier,) = drawn("how_many", "frontier")
    trials = studies.ANSWERS["how_many"]["frontier"]
    assert points(frontier) == [[[trial["extra_fte"], trial["mean"][n]] for trial in trials] for n in range(2)]
    (units,) = drawn("per_unit", "units")
    there = studies.ANSWERS["per_unit"]["units"]
    assert [bar.get_width() for bar in units.patches] == [unit["posts_today"] for unit in there]
    assert [of[0][0] for of in points(units)[1::2]] == [unit["posts_today"] + unit["posts"] for unit in there]
    above, below = drawn("when", "plan")
    assert [bar.get_height() for bar in above.patches] == studies.ANSWERS["when"]["hires"]
    periods = studies.ANSWERS["when"]["periods"]
    assert [[y for _, y in line] for line in points(below)] == [[of["shares"][n] for of in periods] for n in range(2)]
    (mix,) = drawn("mix", "mix")
    assert points(mix) == [[[plan["extra_fte"], plan["loss"]]] for plan in PLANS["mix"]]
    (regret,) = drawn("robust", "regret")
    assert [[y for _, y in line] for line in points(regret)] == [sorted(plan["regrets"]) for plan in PLANS["robust"]]


PLANS = {question: answer.get("plans", []) for question, answer in studies.ANSWERS.items()}
