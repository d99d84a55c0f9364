"""What cannot be simulated is said in plain words, and going back to the current plan forgets it."""

import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tbkk_sim.cli.plans import ComposedPlans
from tbkk_sim.problem import Phrase, Problem, SettingsError, wrong
from tbkk_sim.replay.page import reader_of
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked_phrases
from tbkk_sim.settings import Settings
from tbkk_sim.whatif import page, phrases
from tbkk_sim.whatif.background_runner import BackgroundRunner, simulate
from tbkk_sim.whatif.controls import MOST_EXTRA_POSTS, TWENTY_YEARS, plain
from tbkk_sim.whatif.levers import AS_IT_IS, FORMS, ONE_QUEUE, Levers, PlanChange, change_of, levers_of
from tbkk_sim.whatif.plans import PlanError, refused
from tbkk_sim.whatif.refused import why_not_simulated
from tests.whatif.looking import Open, text_of, until_done

pytestmark = pytest.mark.slow

QUICK = ("+scenario=textbook", "run.end=2021-01-31", "run.replications=2", "engine=simpy", "language=nl")
TWO_DESKS = (
    *QUICK, "+staffing.units.small={label: Kleine balie, posts: 1}",
    "demand.unit_share.desk=0.7", "+demand.unit_share.small=0.3",
    "+collaboration.pools.help={label: Hulp, members: 2, skills: [serve], rate: 1, max_share: 1, "
    "own_work: {load: 0.5, mean_hours: 4}}",
)  # fmt: skip
CODE = re.compile(r"\w+\.\w+\.\w|\w_\w|[{}=\[\]']|Error")
"""What a reader of the page should not have to read."""


def _refusals(shown: AppTest) -> list[str]:
    assert not shown.exception
    return [each.value.replace("\\", "") for each in shown.error]


def _assert_plain(shown: AppTest, control: str) -> None:
    for message in _refusals(shown):
        assert control in message
        assert not CODE.search(message), message


def test_every_control_at_both_ends_gives_a_result_or_a_plain_message(opened: Open):
    shown = until_done(opened(*TWO_DESKS))
    shown.toggle(key="limited").set_value(True).run()
    shown.toggle(key="other_growth").set_value(True).run()
    refused = set()
    for key, value in [(slider.key, slider.value) for slider in shown.slider]:
        slider = shown.slider(key=key)
        for end in {slider.min, slider.max} - {value}:
            shown.slider(key=key).set_value(end).run()
            _assert_plain(shown, slider.label.replace("\\", ""))
            refused |= {key} if shown.error else set()
        shown.slider(key=key).set_value(value)
    assert refused == {"posts desk"}
    for form in (*FORMS, AS_IT_IS):
        shown.radio(key="collaboration").set_value(form).run()
        _assert_plain(shown, "Samenwerking")
        assert bool(shown.error) == (form != AS_IT_IS)
    for key in ("until", "extra_from"):
        day = shown.date_input(key=key)
        for end in (day.min, day.max):
            shown.date_input(key=key).set_value(end).run()
            assert not _refusals(shown)


@pytest.mark.parametrize("end", ["min", "max"])
def test_all_controls_at_one_end_at_once_give_a_result_or_a_plain_message(opened: Open, end: str):
    shown = until_done(opened(*TWO_DESKS))
    for slider in shown.slider:
        if slider.key != "replications":
            slider.set_value(getattr(slider, end))
    shown.button(key="run").click().run()
    until_done(shown)
    _assert_plain(shown, "Balie")
    assert bool(shown.error) == (end == "min")
    assert len(shown.session_state.runs) == (1 if end == "min" else 2)


@pytest.mark.parametrize(("typed", "number"), [(TWO_DESKS, 25), (("language=nl",), 12)], ids=["desks", "national"])
def test_ends_of_controls_together_give_a_plan_or_plain_messages(typed: tuple[str, ...], number: int, tmp_path):
    plans, chance = ComposedPlans(typed, None, tmp_path), np.random.default_rng(2026)
    now = plans.settings(PlanChange())
    view, was = reader_of(now, "nl"), levers_of(now)
    refusals = 0

    def one_of(ends: tuple[Any, ...]) -> Any:
        return ends[chance.integers(len(ends))]

    for _ in range(number):
        levers = Levers(
            posts={unit: one_of((0, posts, max(30, 2 * posts))) for unit, posts in was.posts.items()},
            extra_from=one_of((now.run.start, was.extra_from, now.run.start + TWENTY_YEARS)),
            extra_posts=one_of((0, MOST_EXTRA_POSTS)),
            hiring_limit_per_month=one_of((None, 0.0, 5.0)),
            volume={name: one_of((0.25, 3.0)) for name in was.volume},
            growth_per_year=one_of((None, -0.2, 0.5)),
            complexity_per_year=one_of((-0.1, 0.2)),
            collaboration=one_of((AS_IT_IS, *FORMS, ONE_QUEUE)),
            triage_factor=one_of((0.1, 1.5)),
            assessment_hours_factor=one_of((0.1, 1.5)),
            triage_errors=one_of((0.0, 1.5)),
            tools={step: one_of((0.1, 1.5)) for step in was.tools},
        )
        try:
            plans.settings(change_of(now, levers))
        except PlanError as error:
            refusals += 1
            sentences = why_not_simulated(view, levers, error)
            assert 1 <= len(sentences) <= 2  # posts of the unit that has to have some, the form of collaboration
            assert not [sentence for sentence in sentences if CODE.search(sentence)]
    assert 0 < refusals < number


def test_no_posts_at_the_national_unit_is_one_sentence_and_going_back_forgets_all_of_it(opened: Open):
    shown = until_done(opened("run.end=2021-01-31", "run.replications=2", "engine=simpy"))
    first = text_of(shown)
    shown.slider(key="extra_posts").set_value(20).run()
    shown.button(key="run").click().run()
    until_done(shown)
    assert "+20" in text_of(shown)

    shown.slider(key="posts landelijke_eenheid").set_value(0).run()
    (message,) = _refusals(shown)
    assert re.search(
        r"Landelijke Eenheid: with posts set to 0, nobody is left there .* Allowed: \d+ or more\.", message
    )
    assert message.count("\n") == 2  # a heading and one sentence
    least = int(re.search(r"Allowed: (\d+)", message)[1])  # type: ignore[index]
    assert shown.button(key="run").disabled
    for posts, refusals in ((least - 1, 1), (least, 0)):
        shown.slider(key="posts landelijke_eenheid").set_value(posts).run()
        assert len(_refusals(shown)) == refusals

    shown.button(key="reset").click().run()
    until_done(shown)
    assert text_of(shown) == first
    assert len(shown.session_state.runs) == 1
    assert not shown.warning
    assert not shown.error


def test_extra_posts_come_also_where_no_unit_has_posts_left(opened: Open):
    shown = opened(*TWO_DESKS)
    for slider in shown.slider:
        if slider.key.startswith("posts "):
            slider.set_value(0)
    shown.slider(key="extra_posts").set_value(8).run()
    assert not _refusals(shown)
    shown.button(key="run").click().run()
    plan = shown.session_state.runs[1].settings.staffing.plan
    assert {change.unit: change.posts for change in plan.values()} == {"desk": 6, "small": 2}


FAILURES = (
    (KeyError("lane"), phrases.FAULT_OF_PLAN),
    (MemoryError(), phrases.NO_MEMORY),
    (BrokenProcessPool("3 died"), phrases.WORKER_GONE),
    (OSError("no more processes"), phrases.NO_WORKER),
    (wrong("demand", "is a folder; give the name of a file in it"), "demand: is een map"),
    (ValueError(Phrase("is a folder; give the name of a file in it")), "is een map"),
)


def test_what_goes_wrong_while_simulating_is_told_and_the_page_goes_on(
    opened: Open, runner: BackgroundRunner, monkeypatch
):
    shown = until_done(opened(*QUICK))
    for number, (error, said) in enumerate(FAILURES):
        shown.slider(key="posts desk").set_value(5 + number)
        with monkeypatch.context() as failing:
            failing.setattr(runner, "_to_worker", partial(_fail, runner, error))
            (message,) = _refusals(shown.button(key="run").click().run())
        assert Say("nl")(said) in message
        assert "Traceback" not in message
    shown.button(key="run").click().run()
    until_done(shown)
    assert not _refusals(shown)
    assert Say("nl")(phrases.RESULT) in [each.value for each in shown.subheader]


def _fail(runner: BackgroundRunner, error: Exception, work: Callable[..., Any], *_: object) -> Future[Any]:
    """Begin no process, or one in which simulating goes wrong."""
    if isinstance(error, OSError):
        raise error
    runner._busy += 1
    replication: Future[Any] = Future()
    if work is simulate:
        replication.set_exception(error)
    else:
        replication.set_result("simpy")
    return replication


def test_a_fault_of_the_page_is_told_in_its_language_and_the_next_look_is_whole(opened: Open, monkeypatch):
    shown = opened(*QUICK)
    until_done(shown)
    with monkeypatch.context() as broken:
        broken.setattr(page, "_keep", lambda *_: 1 / 0)
        (message,) = _refusals(shown.run())
        assert message == plain(Say("nl")(phrases.FAULT)).replace("\\", "")
    assert not _refusals(shown.run())


def test_a_period_that_cannot_be_is_told_and_the_page_shows_that_of_the_plan(opened: Open, monkeypatch):
    shown = until_done(opened(*QUICK))
    composed = ComposedPlans.settings

    def settings(plans: ComposedPlans, change: PlanChange) -> Settings:
        if ("run", "end") in change.values:
            raise refused(SettingsError([Problem("run.end", Phrase("is a folder; give the name of a file in it"))]))
        return composed(plans, change)

    monkeypatch.setattr(ComposedPlans, "settings", settings)
    shown.date_input(key="until").set_value(dt.date(2021, 6, 1)).run()
    (message,) = _refusals(shown)
    assert "run.end: is een map" in message
    assert shown.session_state.runs[0].settings.run.end == dt.date(2021, 1, 31)


def test_what_was_moved_or_typed_without_effect_is_said_under_the_result(opened: Open):
    shown = until_done(opened(*QUICK, "+demand.streams.door.growth_per_year=0.25"))
    assert Say("nl")(asked_phrases.WITHOUT_EFFECT) in text_of(shown)
    assert "demand.streams.door.growth_per_year=0.25" in text_of(shown).replace("\\", "")
    assert "Extra formatieplaatsen" not in _idle(shown)
    shown.slider(key="extra_posts").set_value(5)
    shown.date_input(key="extra_from").set_value(dt.date(2022, 3, 1)).run()
    shown.button(key="run").click().run()
    until_done(shown)
    assert "Extra formatieplaatsen (fte): begint op 1 maart 2022, na de laatste dag van de run." in _idle(shown)


def _idle(shown: AppTest) -> str:
    return "\n".join(each.value.replace("\\", "") for each in shown.markdown if each.value.startswith("- "))


def test_a_plan_that_cannot_be_simulated_cannot_be_run_and_the_reason_stands_below_the_button(opened: Open):
    shown = until_done(opened(*QUICK))
    assert not shown.button(key="run").disabled
    shown.slider(key="posts desk").set_value(0).run()
    assert shown.button(key="run").disabled
    (reason, *_) = [each.value for each in shown.sidebar.caption]
    assert reason.startswith(
        "Zoals de schuiven nu staan kan dit niet worden doorgerekend: Balie: met een formatie van 0"
    )
    shown.button(key="reset").click().run()
    assert not shown.button(key="run").disabled
    assert not any(each.value.startswith("Zoals de schuiven nu") for each in shown.sidebar.caption)


def test_words_that_streamlit_has_in_english_only_are_hidden(opened: Open, monkeypatch):
    drawn: list[str] = []
    monkeypatch.setattr(page.st, "html", drawn.append)
    opened(*QUICK)
    for name in ("InputInstructions", "stStatusWidget"):
        assert re.search(rf"<style>[^<]*\[data-testid={name}\][^<]*{{ display: none; }}", drawn[0])
