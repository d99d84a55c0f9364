"""The file of an answer: read as it was written, and refused where it is of another format or question."""

import json
from dataclasses import replace

import pytest

from tbkk_sim.problem import SettingsError
from tbkk_sim.settings.asked import Asked
from tbkk_sim.settings.tuning import Objective
from tbkk_sim.tuning.answers.file import ANSWER, answer_text, read_answer
from tbkk_sim.tuning.report.how_many import frontier, how_many_page, per_unit_page
from tbkk_sim.tuning.report.plans import certificate
from tbkk_sim.tuning.report.valued import what_counts
from tbkk_sim.tuning.report.view import TuningView, cost
from tbkk_sim.tuning.report.when import over_time, when_page
from tests.builders import small_settings
from tests.read_back import studies
from tests.rows import every_row


def stored(folder, given):
    (folder / ANSWER).write_text(json.dumps(given), encoding="utf-8")
    return folder


@pytest.mark.parametrize("question", studies.ANSWERS)
def test_an_answer_is_read_as_it_was_written(question, tmp_path):
    answer = read_answer(stored(tmp_path, studies.ANSWERS[question]))
    written = json.loads(answer_text(answer))
    assert {key: written[key] for key in studies.ANSWERS[question]} == studies.ANSWERS[question]
    assert read_answer(stored(tmp_path, written)) == answer


def without(given, key):
    return {name: value for name, value in given.items() if name != key}


MIX = studies.ANSWERS["mix"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (without(MIX, "format"), "was written by an older version of the program; this version reads format 3"),
        ({**MIX, "format": 4}, "has format 4; this version of the program reads format 3"),
        ({**MIX, "question": "who"}, "it answers none of the questions where, how_many"),
        ({**MIX, "question": ["mix"]}, "it answers none of the questions where, how_many"),
        (without(MIX, "chosen"), "chosen"),
        ({**MIX, "today": "much"}, "today is 'much'; allowed: a number"),
        ({**MIX, "certificate_runs": 1.5}, "certificate_runs is 1.5; allowed: a whole number"),
    ],
)
def test_a_file_of_another_format_or_question_is_refused(given, says, tmp_path):
    with pytest.raises(SettingsError) as refused:
        read_answer(stored(tmp_path, given))
    (problem,) = refused.value.problems
    assert problem.key == str(tmp_path / ANSWER)
    assert says in problem.says


def test_an_older_file_is_refused_with_the_way_out(tmp_path):
    asked = Asked(overrides=("+scenario=growth", "+tune=mix"))
    settings = small_settings().model_copy(update={"asked": asked})
    (tmp_path / "settings.json").write_text(settings.as_file(), encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_answer(stored(tmp_path, without(MIX, "format")))
    assert refused.value.problems[0].hint == "make the run again: python -m tbkk_sim tune +scenario=growth +tune=mix"


def test_units_that_took_more_tests_than_were_planned_are_told_without_a_probability(tmp_path):
    given = {**studies.ANSWERS["per_unit"], "proven": False, "probability": None}
    answer = read_answer(stored(tmp_path, given))
    view = TuningView(small_settings(), studies.tuning_of("per_unit"), answer)
    *_, said = per_unit_page(view, figures=False).sentences
    assert said.startswith("In each unit within reach it is enough and one post less is not, but that took more tests")


def valued(question, tmp_path, **changes):
    """What is said to count, of a study with another objective or another way to divide posts."""
    tuning = studies.tuning_of(question).model_copy(update=changes)
    answer = read_answer(stored(tmp_path, studies.ANSWERS[question]))
    return what_counts(TuningView(small_settings(), tuning, answer))


def test_norms_decide_by_themselves_unless_posts_are_divided_by_need(tmp_path):
    assert valued("how_many", tmp_path) == valued("per_unit", tmp_path) == valued("when", tmp_path) == []
    for question in ("how_many", "when"):
        asked = getattr(studies.tuning_of(question), question).model_copy(update={"spread": "by_need"})
        first, *others = valued(question, tmp_path, **{question: asked})
        assert first.startswith("The norms decide how many posts are needed. They are divided such that this is small")
        assert others == valued("where", tmp_path)[1:]


def test_only_what_has_a_weight_counts_and_classes_only_where_cases_do(tmp_path):
    of_posts = Objective(label="Posts and hours lent", fte=2, lent_hours=0.001)
    first, choice = valued("mix", tmp_path, objectives={"waiting": of_posts})
    assert first == (
        "The loss that is made small, a year: 0.001 for each hour that a pool works for the units and 2 for each post."
    )
    assert choice.startswith("These weights are a choice of who asks")
    given = valued("mix", tmp_path, weights={"light": 3.0})
    assert given[1] == "Of each case times the weight of its class: light 3, acute 1, serious 0.25."


def test_fewer_posts_that_were_not_tried_are_not_said_to_be_too_few(tmp_path):
    given = studies.ANSWERS["how_many"]
    fewest = [point for point in given["frontier"] if point["extra_fte"] >= given["extra_fte"]]
    assert len(fewest) < len(given["frontier"])
    answer = read_answer(stored(tmp_path, {**given, "frontier": fewest, "plan": {**given["plan"], "posts": []}}))
    view = TuningView(small_settings(), studies.tuning_of("how_many"), answer)
    needed, sure, *_ = how_many_page(view, figures=False).sentences
    assert needed.startswith("6 posts more, 31 in all, are enough so that ")
    assert needed.endswith("; fewer were not tried.")
    assert sure.startswith("It is enough in 46 of 48 fresh futures: right with probability ")


@pytest.mark.parametrize(
    ("proven", "first"),
    [
        (True, "No post has to be opened: 70 % of serious begins within "),
        (False, "The plan opens no post. What is asked: 70 % of serious begins within "),
    ],
)
def test_only_where_it_is_proven_no_post_is_said_to_be_needed(proven, first, tmp_path):
    given = studies.ANSWERS["when"]
    nothing = {"hires": [0] * len(given["hires"]), "plan": {"extra_fte": 0, "posts": [], "lends": {}}}
    answer = read_answer(stored(tmp_path, {**given, **nothing, "proven": proven, "probability": 0.9}))
    said = when_page(TuningView(small_settings(), studies.tuning_of("when"), answer), figures=False).sentences
    assert said[0].replace("\N{NO-BREAK SPACE}", " ").startswith(first)


@pytest.mark.parametrize(
    ("proven", "first"), [(True, "Open 7 posts, so that 70 % of"), (False, "The plan found opens 7 posts: 2021 Q1 +4,")]
)
def test_only_where_it_is_proven_posts_are_said_to_be_enough(proven, first, tmp_path):
    answer = read_answer(stored(tmp_path, {**studies.ANSWERS["when"], "proven": proven, "probability": 0.9}))
    said = when_page(TuningView(small_settings(), studies.tuning_of("when"), answer), figures=False).sentences
    assert said[0].replace("\N{NO-BREAK SPACE}", " ").startswith(first)


@pytest.mark.parametrize("proven", [True, False])
def test_only_where_it_is_proven_the_choice_among_plans_that_are_alike_is_free(proven, tmp_path):
    answer = read_answer(stored(tmp_path, {**studies.ANSWERS["where"], "proven": proven}))
    _, alike = certificate(TuningView(small_settings(), studies.tuning_of("where"), answer))
    assert ("so the choice between them is free" in alike) is proven
    assert ("by these futures" in alike) is not proven


@every_row(("question", "draw"), [("how_many", frontier), ("when", over_time)])
def test_the_longest_name_of_a_class_of_conf_fits_behind_its_line(question, draw):
    longest = "Vervaardiger of misbruiker"
    of_study = studies.view(question, "nl")
    classes = {name: {**of.model_dump(), "label": longest} for name, of in of_study.settings.casework.classes.items()}
    settings = of_study.settings.model_dump()
    settings["casework"]["classes"] = classes
    figure = draw(replace(of_study, settings=type(of_study.settings).model_validate(settings)))
    figure.draw_without_rendering()
    names = [text for axes in figure.axes for text in axes.texts if text.get_text() == longest]
    assert names
    assert max(text.get_window_extent().x1 for text in names) <= figure.bbox.x1


@pytest.mark.parametrize(("seconds", "says"), [(1.4, "in 1 s."), (59.4, "in 59 s."), (60, "in 1.0 minutes.")])
def test_a_study_of_less_than_a_minute_took_seconds(seconds, says, tmp_path):
    budget = {**studies.BUDGET, "seconds": seconds}
    answer = read_answer(stored(tmp_path, {**studies.ANSWERS["mix"], "budget": budget}))
    assert cost(TuningView(small_settings(), studies.tuning_of("mix"), answer)).endswith(says)
