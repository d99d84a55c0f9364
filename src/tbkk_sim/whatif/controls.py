"""The sliders of the page."""

import datetime as dt
import re
from dataclasses import replace

import streamlit as st

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.view import RunView
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.levers import (
    AS_IT_IS,
    FORMS,
    ONE_QUEUE,
    ORDERS,
    Levers,
    has_errors,
    levers_of,
    main_stream,
    may_be_chosen,
    ways_of,
)

MOST_EXTRA_POSTS = 100
TIMES_RESET = "times_reset"
TWENTY_YEARS = dt.timedelta(days=7305)
_MARKDOWN = re.compile(
    r"""[\\`*{}\[\]|~$<>&@]  # anywhere
    | (?<![^\W_])_ | _(?![^\W_])  # at an end of a word
    | :(?=[^\s\d]) | (?<=www)\.  # in an icon, a colour or an address
    | ^\s*[-+#=] | (?:(?<=^\d)|(?<=^\d\d))[.)]  # where a line begins""",
    re.VERBOSE | re.MULTILINE,
)
"""Signs that are Markdown where they stand. Others are left alone: a screen reader is given a label with its marks."""


def plain(text: str) -> str:
    """A name as it is, where the page would read Markdown."""
    return _MARKDOWN.sub(lambda sign: f"{sign[0][:-1]}\\{sign[0][-1]}", text)


def reset() -> None:
    """Let all levers begin anew, and forget what was run with them."""
    state = st.session_state
    state.span = state.ran = None
    for key in ("replay_of", "scenario_name", "question"):
        state.pop(key, None)
    state[TIMES_RESET] = state.get(TIMES_RESET, 0) + 1


def _key(name: str) -> str:
    """A lever that begins anew is another one to Streamlit."""
    times = st.session_state.get(TIMES_RESET, 0)
    return f"{name} {times}" if times else name


def levers(view: RunView) -> Levers:
    """Ask for all levers; each begins as it is in the plan."""
    chosen = levers_of(view.settings)
    chosen = _people(view, chosen)
    chosen = _work(view, chosen)
    chosen = _selection(view, chosen)
    chosen = _collaboration(view, chosen)
    chosen = _triage(view, chosen)
    return _tools(view, chosen)


def _people(view: RunView, now: Levers) -> Levers:
    say, run = view.say, view.settings.run
    with st.expander(say(phrases.PEOPLE), expanded=True):
        extra = st.slider(
            say(phrases.EXTRA_POSTS),
            0,
            MOST_EXTRA_POSTS,
            0,
            key=_key("extra_posts"),
            help=say(phrases.EXTRA_POSTS_HELP),
        )
        extra_from = st.date_input(
            say(phrases.EXTRA_FROM),
            now.extra_from,
            run.start,
            run.start + TWENTY_YEARS,
            key=_key("extra_from"),
            format="DD-MM-YYYY",
        )
        limit = now.hiring_limit_per_month
        if st.toggle(say(phrases.LIMITED), limit is not None, key=_key("limited")):
            limit = _tenths(say, say(phrases.LIMIT), max(5.0, limit or 0.0), 1.0 if limit is None else limit, "limit")
        else:
            limit = None
    with st.expander(say(phrases.POSTS_BY_UNIT)):
        posts = {
            unit: st.slider(plain(view.label(unit)), 0, max(30, 2 * number), number, key=_key(f"posts {unit}"))
            for unit, number in now.posts.items()
        }
    day = extra_from if isinstance(extra_from, dt.date) else now.extra_from
    return replace(now, posts=posts, extra_posts=extra, extra_from=day, hiring_limit_per_month=limit)


def _work(view: RunView, now: Levers) -> Levers:
    say, streams = view.say, view.settings.demand.streams
    with st.expander(say(phrases.WORK), expanded=True):
        volume = {
            name: _percent(
                say(phrases.VOLUME, stream=plain(say(streams[name].label))), 0.25, 3.0, factor, f"volume {name}"
            )
            for name, factor in now.volume.items()
        }
        growth, main = None, plain(say(streams[main_stream(view.settings)].label))
        about = say(phrases.OTHER_GROWTH_HELP, stream=main, year=view.start.year)
        if st.toggle(say(phrases.OTHER_GROWTH), key=_key("other_growth"), help=about):
            growth = _percent(say(phrases.GROWTH), -0.2, 0.5, 0.1, "growth", 0.01)
        complexity = _percent(say(phrases.COMPLEXITY), -0.1, 0.2, now.complexity_per_year, "complexity", 0.01)
    return replace(now, volume=volume, growth_per_year=growth, complexity_per_year=complexity)


def _selection(view: RunView, now: Levers) -> Levers:
    """Ask for what is chosen among cases that are not severe; nothing where all are."""
    say, settings = view.say, view.settings
    classes = may_be_chosen(settings)
    if not classes and not settings.agreements:
        return now
    with st.expander(say(phrases.SELECTION)):
        order = st.selectbox(
            say(phrases.ORDER),
            [AS_IT_IS, *ORDERS],
            format_func=lambda name: say(phrases.ORDERS[name]),
            key=_key("order"),
            help=say(phrases.ORDER_HELP),
        )
        agreed = {
            name: _number(
                say(phrases.AGREED, name=plain(say(settings.agreements[name].label))), number, f"agreed {name}"
            )
            for name, number in now.agreed.items()
        }
        treated = {
            name: st.selectbox(
                say(phrases.TREATED, name=plain(view.label(name))),
                [AS_IT_IS, *ways_of(settings, name)],
                format_func=lambda way: say(phrases.WAYS[way]),
                key=_key(f"treated {name}"),
            )
            for name in classes
        }
    chosen = {name: way for name, way in treated.items() if way and way != AS_IT_IS}
    return replace(now, order=order or AS_IT_IS, agreed=agreed, treated=chosen)


def _number(label: str, value: float, key: str) -> float:
    """A slider of cases a year, from none to twice as many; by five, unless it stands still."""
    chosen = st.slider(label, 0, max(round(2 * value), 100), round(value), 5, key=_key(key))
    return value if chosen == round(value) else float(chosen)


def _collaboration(view: RunView, now: Levers) -> Levers:
    say = view.say
    forms = [AS_IT_IS, *(FORMS if view.settings.collaboration.pools else ()), ONE_QUEUE]
    with st.expander(say(phrases.COLLABORATION)):
        form = st.radio(
            say(phrases.COLLABORATION),
            forms,
            format_func=lambda name: say(phrases.FORMS[name]),
            key=_key("collaboration"),
            label_visibility="collapsed",
        )
    return replace(now, collaboration=form or AS_IT_IS)


def _triage(view: RunView, now: Levers) -> Levers:
    """Ask for the hours and the errors of triage and assessment; nothing without triage."""
    say, triage = view.say, view.settings.triage
    if not triage.enabled:
        return now
    with st.expander(say(phrases.BETTER_TRIAGE)):
        st.caption(say(phrases.TOOLS_HELP))
        judging = _percent(say(phrases.TRIAGE_TOOL), 0.1, 1.5, now.triage_factor, "triage")
        assessing = now.assessment_hours_factor
        if triage.assessment.enabled:
            assessing = _percent(say(phrases.ASSESSMENT_TOOL), 0.1, 1.5, assessing, "assessment")
        errors = now.triage_errors
        if has_errors(view.settings):
            about = say(phrases.TRIAGE_ERRORS_HELP)
            errors = _percent(say(phrases.TRIAGE_ERRORS), 0.0, 1.5, errors, "triage errors", help=about)
    return replace(now, triage_factor=judging, assessment_hours_factor=assessing, triage_errors=errors)


def _tools(view: RunView, now: Levers) -> Levers:
    say, steps = view.say, view.settings.casework.steps
    with st.expander(say(phrases.TOOLS)):
        st.caption(say(phrases.TOOLS_HELP))
        tools = {
            step: _percent(plain(say(steps[step].label)), 0.1, 1.5, factor, f"tool {step}")
            for step, factor in now.tools.items()
        }
    return replace(now, tools=tools)


def _tenths(say: Say, label: str, high: float, value: float, key: str) -> float:
    """A slider in steps of a tenth, with the decimal comma or point of the language: Streamlit's own has a point."""
    steps = sorted({*(k / 10 for k in range(round(10 * high) + 1)), value})
    return st.select_slider(label, steps, value, format_func=say.exact, key=_key(key))


def _percent(
    label: str, low: float, high: float, value: float, key: str, step: float = 0.05, help: str | None = None
) -> float:
    """A slider in per cent; wide enough for the value that it begins with."""
    chosen = st.slider(
        label, min(low, value), max(high, value), value, step, format="percent", key=_key(key), help=help
    )
    return value if abs(chosen - value) < step / 100 else round(float(chosen), 6)
