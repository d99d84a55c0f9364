"""Every number on the page, in the summary, on the screen and in the figures of a study is read back by its heading.

It is compared with the answer that was stored.
"""

import pytest

from tbkk_sim.report.kit.charts import ACCENT, FAINT
from tests.read_back import asked_for, studies, studies_by_hand
from tests.read_back.axes import across, bands, bars, lines, near, panels_of, ticks, whiskers, written
from tests.read_back.compare import LANGUAGES, agree, hidden_swaps, in_tables, in_texts
from tests.read_back.pages import Table

CLASSES = ["Serious", "Light"]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module", params=list(studies.ANSWERS))
def study(request, language, tmp_path_factory):
    return studies.read(tmp_path_factory.mktemp("study"), request.param, language)


@pytest.mark.slow
def test_no_two_columns_of_a_study_are_so_alike_that_a_swap_is_hidden(study):
    several = [table for table in study.page.tables if len(table.rows) > 1]
    agree([said for table in several for said in hidden_swaps(table)])


def by_hand(study):
    return studies_by_hand.tables(study.question, study.of)


def test_a_table_of_a_study_prints_another_number_than_its_answer_has(study):
    agree(in_tables(study.page.tables, [asked_for.changes(study.of), *by_hand(study)], study.of.language))


def test_a_sentence_of_a_study_says_another_number_than_its_answer_has(study):
    agree(in_texts(study.page.texts, studies_by_hand.on_page(study.question, study.of), study.of.language))


def test_a_table_of_the_summary_of_a_study_prints_another_number_than_its_answer_has(study):
    agree(in_tables(study.summary.tables, [asked_for.changes(study.of), by_hand(study)[0]], study.of.language))


def test_a_sentence_of_the_summary_of_a_study_says_another_number_than_its_answer_has(study):
    agree(in_texts(study.summary.texts, studies_by_hand.in_summary(study.question, study.of), study.of.language))


def test_the_screen_of_a_study_prints_another_number_in_its_table_than_its_answer_has(study):
    agree(in_tables(study.screen.tables, by_hand(study)[:1], study.of.language))


def test_a_sentence_on_the_screen_of_a_study_says_another_number_than_its_answer_has(study):
    said = [text for text in study.screen.texts if "/" not in text or " / " in text]
    agree(in_texts(said, studies_by_hand.on_screen(study.question, study.of), study.of.language))


def test_the_csv_file_of_a_study_holds_another_number_than_its_answer_has(study):
    first = by_hand(study)[0]
    agree(in_tables([Table(first.title, study.csv.headings, study.csv.rows)], [first], study.of.language))


def test_a_figure_of_a_study_draws_another_number_than_its_answer_has(study):
    drawn = {
        "where": [draws_responses, draws_race], "how_many": [draws_frontier], "per_unit": [draws_units],
        "when": [draws_plan_over_time], "mix": [draws_mix], "robust": [draws_regret, draws_replications],
    }  # fmt: skip
    figures = zip(study.figures.values(), drawn[study.question], strict=True)
    for figure, check in figures:
        check(study.of, studies.ANSWERS[study.question], figure)


def draws_responses(of, answer, figure):
    panels = panels_of(figure)
    assert list(panels) == [row["unit"].capitalize() for row in answer["response"]]
    given = {step["unit"]: step["posts"] for step in answer["plans"][answer["chosen"]]["posts"]}
    for row, axes in zip(answer["response"], panels.values(), strict=True):
        smoothed, dots, *chosen = lines(axes)
        near(smoothed, list(enumerate(row["fitted"])), f"smoothed gains of {row['unit']}")
        near(dots, list(zip(row["posts"], row["gains"], strict=True)), f"gains of {row['unit']}")
        errors = zip(row["posts"], row["gains"], row["errors"], strict=True)
        ends = [((n, gain - error), (n, gain + error)) for n, gain, error in errors]
        near(whiskers(axes), ends, f"standard errors of {row['unit']}")
        posts = given[row["unit"]]
        near(chosen, [[(posts, row["fitted"][posts])]] if posts < len(row["fitted"]) else [], f"plan: {row['unit']}")


def draws_race(of, answer, figure):
    (axes,) = figure.axes
    best_first = sorted(answer["plans"], key=lambda plan: plan["difference"])
    near(lines(axes), [[(plan["difference"], row)] for row, plan in enumerate(best_first)])
    ends = [((plan["low"], row), (plan["high"], row)) for row, plan in enumerate(best_first)]
    near(whiskers(axes), ends, "intervals, best first")
    assert ticks(axes.yaxis) == list(studies_by_hand.where(of, answer))


def draws_frontier(of, answer, figure):
    (axes,) = figure.axes
    trials = answer["frontier"]
    near(lines(axes), [[(trial["extra_fte"], trial["shares"][n]["mean"]) for trial in trials] for n in range(2)])
    for n, band in enumerate(bands(axes)):
        shares = [(trial["extra_fte"], trial["shares"][n]) for trial in trials]
        near(band, [(posts, share["low"], share["high"]) for posts, share in shares], f"band of {CLASSES[n]}")
    near(across(axes), [0.7, 0.55, answer["extra_fte"]], "norms of the classes, and the posts that are needed")
    check_labels(axes)


def check_labels(axes):
    """Each class by its name, in the colour of its line."""
    assert written(axes) == CLASSES
    for label, line in zip(axes.texts, [line for line in axes.lines if line.get_marker() == "o"], strict=True):
        assert label.get_color() == line.get_color()


def draws_units(of, answer, figure):
    (axes,) = figure.axes
    units = answer["units"]
    near([right for _, right, *_ in bars(axes)], [unit["posts_today"] for unit in units])
    needed = [(unit["posts_today"] + unit["posts"], row) for row, unit in enumerate(units)]
    near([dot[0] for dot in lines(axes)[1::2]], needed)
    assert ticks(axes.yaxis) == [unit["unit"].capitalize() for unit in units]


def draws_plan_over_time(of, answer, figure):
    above, below = figure.axes
    near([top for *_, top in bars(above)], answer["hires"])
    near(lines(above)[0], [(0, 4), (1, 6), (2, 7)])
    assert ticks(above.xaxis) == ["2021 Q1", "2021 Q2", "2022 Q1"]
    shares = [[period["shares"][n] for period in answer["periods"]] for n in range(2)]
    near(lines(below), [[(0.5, first), (2, second)] for first, second in shares])
    near(across(below), [0.7, 0.55])
    assert ticks(below.xaxis) == ["2021", "2022"]
    check_labels(below)


def draws_mix(of, answer, figure):
    (axes,) = figure.axes
    near(lines(axes), [[(plan["extra_fte"], plan["loss"])] for plan in answer["plans"]])
    assert written(axes) == ["\N{MULTIPLICATION SIGN} 1", "\N{MULTIPLICATION SIGN} 2"]


def draws_regret(of, answer, figure):
    (axes,) = figure.axes
    near(lines(axes), [[(0.5, low), (1, high)] for low, high in (plan["regrets"] for plan in answer["plans"])])
    assert written(axes) == [
        of.say("As many posts as today", "Evenveel plaatsen als nu"),
        of.say("4 posts more", "4 plaatsen meer"),
    ]


def draws_replications(of, answer, figure):
    (title, axes), *_ = panels_of(figure).items()
    assert title == of.say("part of working hours that is left for cases",
                           "deel van de werktijd dat voor zaken overblijft")  # fmt: skip
    drawn, losses = [share for (share,) in answer["replications_drawn"]], answer["plans"][answer["chosen"]]["losses"]
    near(lines(axes), [[(share, loss)] for share, loss in zip(drawn, losses, strict=True)], "losses of the plan chosen")
    held, failed = (line.get_color() for line in axes.lines[:2])
    assert (held, failed) == (FAINT, ACCENT)
    near(across(axes), [answer["fails_above"], answer["limits"]["bounds"][0]["value"]], "where it fails")
