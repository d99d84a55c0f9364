"""The what-if page: sliders at the left, both plans beside each other, simulated in the background."""

import datetime as dt
import html
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from tbkk_sim.engine import ENGINES
from tbkk_sim.engine.simulate import COMPILED
from tbkk_sim.problem import Phrase
from tbkk_sim.replay.page import reader_of, replay_page
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked_phrases
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.runner import workers_of
from tbkk_sim.settings import Settings
from tbkk_sim.whatif import controls, phrases, results
from tbkk_sim.whatif.background_runner import BackgroundRun, BackgroundRunner
from tbkk_sim.whatif.levers import Levers, PlanChange, SettingPath, change_of
from tbkk_sim.whatif.moved import moved
from tbkk_sim.whatif.outcome import PlanOutcome
from tbkk_sim.whatif.plans import PlanError, Plans
from tbkk_sim.whatif.refused import as_said, why_not_simulated
from tbkk_sim.whatif.without_effect import without_effect

log = logging.getLogger(__name__)

FIRST_REPLICATIONS = 4
"""Replications after which there is something to show."""
SLOW_REPLICATIONS = 8
"""Replications that the page begins with when the compiled engine is not there; the period is then the first year."""
LOOK_AGAIN_SECONDS = 1.0
MOST_COMPOSED = 20
"""Settings that are remembered for a visitor."""
WITHOUT_ENGLISH = "[data-testid=InputInstructions], [data-testid=stStatusWidget] { display: none; }"
"""Streamlit's own words, which are English in any language: how to end a text, and that the page is being made."""
Span = dict[SettingPath, Any]
"""Values of the period and the number of replications, which both plans have in common."""


def show(plans: Plans) -> None:
    """The whole page, from top to bottom; Streamlit calls it whenever a slider moves."""
    st.set_page_config(page_title="tbkk_sim", layout="wide")
    st.html(f"<style>{WITHOUT_ENGLISH}</style>")
    with _in_plain_words():
        _show(plans)


def _show(plans: Plans) -> None:
    state = st.session_state
    state.setdefault("visitor", uuid.uuid4().hex)
    state.setdefault("composed", {})
    state.setdefault("ran", None)
    base = _composed(plans, PlanChange())
    state.first_language = base.language
    with st.sidebar:
        language = _language(base)
        say = Say(language)
        buttons = st.container()
        span = _span(say, base)
        now, span = _of_period(say, plans, base, span)
        view = reader_of(now, language)
        levers = controls.levers(view)
    change = change_of(now, levers)
    wanted = PlanChange(change.groups, span | dict(change.values))
    changed, why_not = _changed(plans, view, levers, wanted) if change else (None, [])
    with buttons:
        asked = _is_asked(say, why_not)
    if asked or state.get("span") != span:
        runs = changed if asked else None
        state.update(span=span, ran=None if runs is None else levers)
        state.runs = _background_runner(workers_of(now)).submit(state.visitor, now, *([] if runs is None else [runs]))
    _heading(view)
    _what_changed(view, levers, why_not)
    running = _is_running(state.runs)
    st.fragment(_result, run_every=LOOK_AGAIN_SECONDS if running else None)(view, plans, state.runs, running)
    _replay(view, state.runs)
    _keep(view, plans, wanted if change else None, why_not)


def _is_asked(say: Say, why_not: list[str]) -> bool:
    """True if the changed plan is to be run; one that cannot be run is refused beside the button, with the reason."""
    asked = st.button(say(phrases.RUN), type="primary", width="stretch", key="run", disabled=bool(why_not))
    if why_not:
        st.caption(controls.plain(" ".join([say(phrases.AS_THEY_STAND), *why_not])))
    st.button(say(phrases.RESET), width="stretch", key="reset", on_click=controls.reset)
    return asked and not why_not


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """Tell of what goes wrong in the language of the page; the rest of the page goes on working."""
    say = Say(st.session_state.get("language") or st.session_state.get("first_language", "en"))
    try:
        yield
    except PlanError as error:
        _tell(say, phrases.PLAN_CANNOT, [as_said(say, problem) for problem in error.problems])
    except Exception:
        log.exception("the page went wrong")
        st.error(controls.plain(say(phrases.FAULT)))


def _tell(say: Say, heading: str, sentences: list[str]) -> None:
    items = "".join(f"\n- {controls.plain(sentence)}" for sentence in sentences)
    st.error(f"{controls.plain(say(heading))}\n{items}")


def _composed(plans: Plans, change: PlanChange) -> Settings:
    """The settings of a change; composed once, as a page is made anew whenever anything moves."""
    known: dict[str, Settings] = st.session_state.composed
    key = repr(change)
    if key not in known:
        if len(known) >= MOST_COMPOSED:
            del known[next(iter(known))]
        known[key] = plans.settings(change)
    return known[key]


def _of_period(say: Say, plans: Plans, base: Settings, span: Span) -> tuple[Settings, Span]:
    """The plan in the period that was chosen, or as it was typed where that cannot be simulated."""
    try:
        return _composed(plans, PlanChange(values=span)), span
    except PlanError as error:
        _tell(say, phrases.PERIOD_CANNOT, [as_said(say, problem) for problem in error.problems])
        return base, {}


def _changed(plans: Plans, view: RunView, levers: Levers, wanted: PlanChange) -> tuple[Settings | None, list[str]]:
    """The changed plan, or why it cannot be simulated."""
    try:
        return _composed(plans, wanted), []
    except PlanError as error:
        return None, why_not_simulated(view, levers, error)


@st.cache_resource(show_spinner=False)
def _background_runner(workers: int) -> BackgroundRunner:
    return BackgroundRunner(workers)


def _is_running(runs: tuple[BackgroundRun, ...]) -> bool:
    return any(run.error is None and run.done < run.submitted for run in runs)


def _language(base: Settings) -> str:
    chosen = st.segmented_control(
        "Taal / Language", list(phrases.LANGUAGES), format_func=phrases.LANGUAGES.__getitem__, default=base.language,
        key="language", label_visibility="collapsed",
    )  # fmt: skip
    return chosen or base.language


def _span(say: Say, base: Settings) -> Span:
    """Ask for the period and the number of replications; what differs from the plan as it was typed."""
    run, slow = base.run, COMPILED not in ENGINES and base.engine == "auto"
    end, replications = run.end, run.replications
    if slow:
        end = min(end, dt.date(run.start.year, 12, 31))
        replications = min(replications, SLOW_REPLICATIONS)
        st.info(say(phrases.SLOW, end=say.date(end), n=replications))
    with st.expander(say(phrases.PERIOD)):
        latest = max(run.end, dt.date(run.start.year + 14, 12, 31))
        chosen = st.date_input(say(phrases.UNTIL), end, run.start, latest, key="until", format="DD-MM-YYYY")
        number = st.slider(
            say(phrases.REPLICATIONS), 2, max(100, replications), max(2, replications), key="replications"
        )
    span: Span = {}
    if isinstance(chosen, dt.date) and chosen != run.end:
        span["run", "end"] = chosen
    if number != run.replications:
        span["run", "replications"] = number
    return span


def _heading(view: RunView) -> None:
    say, settings = view.say, view.settings
    st.title(say(phrases.TITLE), anchor=False)
    st.markdown(say(phrases.INTRO))
    about = say(
        phrases.FROM_UNTIL, name=controls.plain(view.title), start=say.date(view.start), end=say.date(view.end),
        n=say.number(settings.run.replications),
    )  # fmt: skip
    st.caption(f"{about} {say(phrases.OPEN_SLIDERS)}")


def _what_changed(view: RunView, levers: Levers, why_not: list[str]) -> None:
    """Show the position of the sliders, whether that plan was run, and the reason if it cannot be."""
    say, ran = view.say, st.session_state.ran
    items = "".join(f"<li>{html.escape(control.said(say))}</li>" for control in moved(view, ran or levers))
    if items:
        st.html(
            f'<div class="tbkk"><b>{html.escape(say(phrases.CHANGED))}</b><ul style="margin:.2rem 0">{items}</ul></div>'
        )
    else:
        st.info(say(phrases.NOTHING_CHANGED))
    if why_not:
        _tell(say, phrases.AS_THEY_STAND, why_not)
    elif ran is not None and ran != levers:
        st.warning(say(phrases.MOVED_ON))
    elif items and ran is None:
        st.warning(say(phrases.NOT_YET_RUN))


def _result(view: RunView, plans: Plans, runs: tuple[BackgroundRun, ...], was_running: bool) -> None:
    """Show the result so far, and again while replications are being simulated."""
    with _in_plain_words():
        _show_result(view, plans, runs, was_running)


def _show_result(view: RunView, plans: Plans, runs: tuple[BackgroundRun, ...], was_running: bool) -> None:
    say = view.say
    done, wanted = min(run.done for run in runs), view.settings.run.replications
    for error in dict.fromkeys(run.error for run in runs if run.error is not None):
        st.error(controls.plain(say(phrases.CANNOT, reason=error.said(say))))
    running = _is_running(runs)
    if running:
        st.progress(done / wanted, say(phrases.SIMULATING, done=say.number(done), n=say.number(wanted)))
    elif was_running:
        st.rerun()
    if done < min(FIRST_REPLICATIONS, wanted):
        if running:
            making_ready = _background_runner(workers_of(view.settings)).is_preparing
            first_soon = say(phrases.FIRST_SOON, n=min(FIRST_REPLICATIONS, wanted))
            st.caption(say(phrases.MAKING_READY) if making_ready else first_soon)
        return
    shown = done if done == wanted else FIRST_REPLICATIONS * (done // FIRST_REPLICATIONS)
    with st.container(key="result"):
        st.subheader(say(phrases.RESULT if len(runs) > 1 else phrases.RESULT_NOW), anchor=False)
        st.html(_result_html(view, runs, shown))
    if not running:
        _without_effect(view, plans, runs)


def _without_effect(view: RunView, plans: Plans, runs: tuple[BackgroundRun, ...]) -> None:
    """Show the settings without effect; they are looked for once, after the result, as it takes a second or two."""
    state, say = st.session_state, view.say
    key = (*(id(run) for run in runs), say.language)
    if state.get("without_effect", (None,))[0] != key:
        state.without_effect = (key, without_effect(view, plans, state.ran, runs[-1].settings))
    if sentences := state.without_effect[1]:
        st.subheader(controls.plain(say(asked_phrases.WITHOUT_EFFECT)), anchor=False)
        st.markdown("\n".join(f"- {controls.plain(sentence)}" for sentence in sentences))


def _result_html(view: RunView, runs: tuple[BackgroundRun, ...], replications: int) -> str:
    """The result as HTML; made once for as many replications of the same plans."""
    key = (tuple(id(run) for run in runs), replications, view.settings.language)
    found = st.session_state.get("result_html")
    if found is None or found[0] != key:
        outcomes = [PlanOutcome(run.settings, run.frame, run.table(replications)) for run in runs]
        changed = outcomes[1] if len(outcomes) > 1 else None
        found = st.session_state.result_html = (key, results.result(view, outcomes[0], changed))
    return str(found[1])


def _replay(view: RunView, runs: tuple[BackgroundRun, ...]) -> None:
    """One future of either plan."""
    say = view.say
    with st.expander(say(phrases.REPLAY), key="replay"):
        st.markdown(say(phrases.REPLAY_INTRO))
        named = list(zip((phrases.PLAN_NOW, phrases.PLAN_CHANGED), runs, strict=False))
        chosen = len(named) - 1
        if len(named) > 1:
            chosen = st.radio(
                say(phrases.REPLAY), range(len(named)), chosen, format_func=lambda k: say(named[k][0]), horizontal=True,
                label_visibility="collapsed", key="replay_of",
            )  # fmt: skip
        run = named[chosen][1]
        if run.weeks is None:
            st.caption(say(phrases.FIRST_SOON, n=1))
            return
        page = replay_page(run.settings, run.weeks, view.settings.language, framed=True)
        st.iframe(page, height="content", alt=say(phrases.REPLAY))


def _keep(view: RunView, plans: Plans, wanted: PlanChange | None, why_not: list[str]) -> None:
    """Save the plan as it stands at the sliders."""
    say = view.say
    with st.expander(say(phrases.SAVE), key="keep"):
        st.markdown(say(phrases.SAVE_INTRO))
        name = st.text_input(say(phrases.NAME), key="scenario_name", max_chars=60)
        question = st.text_input(say(phrases.QUESTION), say(phrases.QUESTION_DEFAULT), key="question", max_chars=200)
        if not st.button(say(phrases.SAVE_BUTTON), key="save"):
            return
        if wanted is None:
            st.warning(say(phrases.NOTHING_CHANGED))
            return
        if why_not:
            _tell(say, phrases.AS_THEY_STAND, why_not)
            return
        try:
            saved = plans.save(name.strip(), question, wanted)
        except PlanError as error:
            if error.problems:
                _tell(say, phrases.NOT_SAVED, [as_said(say, problem) for problem in error.problems])
            else:
                st.error(controls.plain(error.says.said(say)))
            return
        except OSError as error:
            st.error(controls.plain(_of_file(say, error)))
            return
        st.success(controls.plain(say(phrases.SAVED, path=saved.path)))
        st.code(saved.command, language=None, wrap_lines=True)


def _of_file(say: Say, error: OSError) -> str:
    """Say why the file of a scenario cannot be written."""
    if error.args and isinstance(error.args[0], Phrase):
        return error.args[0].said(say)
    return say(phrases.NOT_WRITTEN, path=error.filename, reason=error.strerror)
