"""Every number of a run's pages and screen is read back by its heading, and compared with the tidy table."""

import math
import re
from dataclasses import replace

import pytest

from tbkk_sim.report.run import findings
from tbkk_sim.report.run.certainty import precision
from tbkk_sim.report.run.page import report
from tbkk_sim.report.run.tables import odds
from tests.read_back import asked_for, invented, run_sentences, run_tables, runs
from tests.read_back.compare import LANGUAGES, agree, hidden_swaps, in_tables, in_texts
from tests.read_back.pages import without_drawing
from tests.rows import every_row

MOST_LINES, CHARACTERS = 15, 80
"""Lines of an answer, and characters on one."""

both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.slow
@both_languages
def test_no_two_columns_are_so_alike_that_a_swap_is_hidden(language):
    agree([said for table in runs.page(language).tables for said in hidden_swaps(table)])


@both_languages
def test_a_table_of_the_report_prints_another_number_than_the_run_has(language):
    by_hand = [table(runs.of(language)) for table in (asked_for.changes, *run_tables.ON_PAGE)]
    agree(in_tables(runs.page(language).tables, by_hand, language))


@both_languages
def test_a_sentence_of_the_report_says_another_number_than_the_run_has(language):
    agree(in_texts(runs.page(language).texts, run_sentences.on_page(runs.of(language)), language))


@both_languages
def test_a_table_of_the_summary_prints_another_number_than_the_run_has(language):
    by_hand = [table(runs.of(language)) for table in (asked_for.changes, *run_tables.IN_SUMMARY)]
    agree(in_tables(runs.in_markdown(language).tables, by_hand, language))


@both_languages
def test_a_sentence_of_the_summary_says_another_number_than_the_run_has(language):
    agree(in_texts(runs.in_markdown(language).texts, run_sentences.on_summary(runs.of(language)), language))


@both_languages
def test_the_screen_prints_another_number_in_its_table_than_the_run_has(language):
    tables = runs.screen(language).tables
    by_hand = [table(runs.of(language), bands=False) for table in (run_tables.each_year, run_tables.late)]
    titled = [replace(table, title=of.title) for table, of in zip(tables, by_hand, strict=True)]
    agree(in_tables(titled, by_hand, language))


@both_languages
def test_a_sentence_on_the_screen_says_another_number_than_the_run_has(language):
    agree(in_texts(runs.screen(language).texts, run_sentences.on_screen(runs.of(language)), language))


@both_languages
def test_the_answer_where_hardly_anybody_is_short_says_another_number_than_the_run_has(language):
    calm, of = runs.calm(language)
    falls = run_sentences.agreed_falls(of)
    assert falls
    said = [findings.load(calm), odds.agreed_falls(calm)]
    agree(in_texts(said, [*run_sentences.hardly_short(of), *falls], language))


@every_row(
    ("of", "value_by_year"),
    [
        (("load_severe", "all"), {"2021": 0.801, "2023": 0.804}),
        (("load_severe", "all"), {"2023": math.inf}),
        (("taken_up", "light"), {"2021": 600.0, "2023": 290.0}),
    ],
    ids=["severe work hardly grows", "nobody is there at last", "hardly less is taken up"],
)
def test_less_of_what_was_agreed_is_not_explained_where(of, value_by_year):
    rows = invented.calmed(runs.rows())
    for year, value in value_by_year.items():
        rows.loc[_cell(rows, *of, year), "value"] = value
    calm = invented.run_of(rows, "en", **{"assignment.order": "agreements"})
    assert odds.agreed_falls(calm) == ""


def _cell(rows, key_figure, case_class, year):
    in_all = rows[["key_figure", "priority_class", "team", "period"]].astype(str)
    return (in_all == [key_figure, case_class, "all", year]).all(axis=1)


@pytest.mark.slow
@both_languages
def test_the_answer_of_a_report_is_no_longer_than_some_lines(language):
    for run in (runs.run(language), runs.calm(language)[0]):
        with without_drawing():
            page = report(run, runs.figures(language))
        prose = re.findall(
            r'<p(?! class="note")[^>]*>(.*?)</p>', page[page.index('id="answer"') : page.index('id="gap"')]
        )
        assert prose
        assert len(" ".join(prose)) <= MOST_LINES * CHARACTERS


@both_languages
def test_how_sure_a_run_is_that_stopped_at_its_most_replications_says_another_number_than_its_record_has(language):
    stopped = asked_for.with_all(runs.run(language), enough=False)
    agree(in_texts(precision(stopped), asked_for.precision(runs.of(language), enough=False), language))
