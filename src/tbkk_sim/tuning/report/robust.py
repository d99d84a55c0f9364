"""The page of `robust`: regret over replications, and the limits beyond which the plan chosen fails."""

import math
import textwrap
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, FAINT, INK, LOOKS, QUIET
from tbkk_sim.report.run.tables.cells import frame_of_rows
from tbkk_sim.tuning.answers.robust import LimitBound, RobustAnswer
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.report.plans import change_words, decimals_for, plan_words
from tbkk_sim.tuning.report.view import Page, TuningView, budget

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SAYS_SOMETHING = 0.5
"""Density and coverage below which limits are not worth a sentence."""
PANELS = 3


def robust_page(view: TuningView[RobustAnswer], figures: bool) -> Page:
    """Return the page of `robust`."""
    say, answer = view.say, view.answer
    chosen = answer.plans[answer.chosen]
    decimals = decimals_for(chosen.loss / 100)
    sentences = [
        _regret_least(view),
        *([say(words.DIVIDED, plan=plan_words(view, chosen))] if chosen.posts else []),
        say(
            words.FAILS,
            loss=say.number(answer.fails_above, decimals),
            factor=say.tick(view.tuning.robust.fails_above if view.tuning.robust else 1.0),
            m=say.number(answer.fails),
            n=say.number(answer.replications),
        ),
        _limits(view),
    ]
    if answer.replications < answer.replications_asked:
        asked = say.number(answer.replications_asked)
        sentences.append(say(words.CUT_SHORT, n=say.number(answer.replications), asked=asked, budget=budget(view)))
    drawn = {"regret": regret_figure(view), "futures": replications_figure(view)} if figures else {}
    return Page(sentences, say(words.REGRET_TABLE), _regrets(view, decimals), drawn, {"futures": _ranges(view)})


def _regret_least(view: TuningView[RobustAnswer]) -> str:
    chosen = view.answer.plans[view.answer.chosen]
    return view.say(
        words.ROBUST_PLAN,
        change=change_words(view, chosen.extra_fte),
        n=view.say.number(view.answer.replications),
        regret=view.say.number(chosen.regret_90, decimals_for(chosen.loss / 100)),
        best=view.say.share(chosen.best_in),
    )


def _limits(view: TuningView[RobustAnswer]) -> str:
    say, limits = view.say, view.answer.limits
    if limits is None:
        return say(words.FAILS_NO_LIMITS)
    if not _bounds(view.answer):
        return say(words.FAILS_OTHERWISE)
    said = [
        say(
            words.ABOVE if bound.above else words.BELOW,
            name=_name(view, bound.key),
            value=_value(view, bound.key, bound.value),
        )
        for bound in _bounds(view.answer)
    ]
    phrase = words.FAILS_WHEN if limits.good else words.FAILS_PERHAPS
    density, coverage = say.share(limits.density), say.share(limits.coverage)
    return say(phrase, limits=say.listed(said), density=density, coverage=coverage)


def _bounds(answer: RobustAnswer) -> list[LimitBound]:
    """Return the limits, if density and coverage are worth a sentence."""
    limits = answer.limits
    if limits is None or min(limits.density, limits.coverage) < SAYS_SOMETHING:
        return []
    return list(limits.bounds)


def _name(view: TuningView[RobustAnswer], key: str) -> str:
    """Return the label of a setting."""
    return view.say(words.SETTINGS[key]) if key in words.SETTINGS else key


def _value(view: TuningView[RobustAnswer], key: str, value: float) -> str:
    """Write a value of a setting."""
    if _in_per_cent(key):
        return view.say.share(value, decimals_for(10 * value))
    return view.say.number(value, decimals_for(value / 10))


def _in_per_cent(key: str) -> bool:
    """Return True if a setting is a share, or a rate per year."""
    return key.endswith(("share", "growth_per_year", "transfer_per_year"))


def _regrets(view: TuningView[RobustAnswer], decimals: int) -> "pd.DataFrame":
    say = view.say
    rows = [
        {
            say(words.EXTRA): say.number(plan.extra_fte),
            say(words.LOSS): say.number(plan.loss, decimals),
            say(words.REGRET_MEAN): say.number(plan.regret_mean, decimals),
            say(words.REGRET_90): say.number(plan.regret_90, decimals),
            say(words.REGRET_MAX): say.number(plan.regret_max, decimals),
            say(words.BEST_IN): say.share(plan.best_in),
            say(words.PLAN): plan_words(view, plan),
        }
        for plan in view.answer.plans
    ]
    return frame_of_rows(rows)


def _ranges(view: TuningView[RobustAnswer]) -> "pd.DataFrame":
    """Return the range of each uncertain setting, and its rank correlation with the loss."""
    say = view.say
    rows = [
        {
            say(words.SETTING): _name(view, of.key),
            say(words.LOWEST): _value(view, of.key, of.low),
            say(words.IN_SCENARIO): _value(view, of.key, of.today),
            say(words.HIGHEST): _value(view, of.key, of.high),
            say(words.GOES_WITH_LOSS): say.number(math.nan if of.rank_correlation is None else of.rank_correlation, 2),
        }
        for of in view.answer.ranges
    ]
    return frame_of_rows(rows)


@charts.styled
def regret_figure(view: TuningView[RobustAnswer]) -> "Figure":
    """Draw the regret of each plan, replications in order."""
    say, answer = view.say, view.answer
    note = say(words.REGRET_NOTE, n=say.number(answer.replications))
    figure, (axes,) = charts.sheet(say(words.REGRET_FIGURE), _regret_least(view), note, height=2.4, left=0.6, right=1.3)
    highest = max(plan.regret_max for plan in answer.plans)
    heights = charts.apart([plan.regret_max for plan in answer.plans], 0.08 * max(highest, 1e-9))
    for n, (plan, height) in enumerate(zip(answer.plans, heights, strict=True)):
        look, regrets = LOOKS[n % len(LOOKS)], sorted(plan.regrets)
        shares = [(i + 1) / len(regrets) for i in range(len(regrets))]
        axes.plot(shares, regrets, color=look.colour, linestyle=look.line)
        label = change_words(view, plan.extra_fte)
        axes.annotate(label, (1, height), xytext=(5, 0), textcoords="offset points", va="center", color=look.colour)
    charts.share_axis(axes.xaxis, say)
    charts.number_axis(axes.yaxis, say)
    return figure


@charts.styled
def replications_figure(view: TuningView[RobustAnswer]) -> "Figure":
    """Draw the loss of the plan chosen in each replication, against the settings that tell most about it."""
    say, answer = view.say, view.answer
    losses = answer.plans[answer.chosen].losses
    note = say(words.REPLICATIONS_NOTE, loss=say.number(answer.fails_above, decimals_for(answer.fails_above / 100)))
    settings = _telling(answer)
    figure, panels = charts.sheet(
        say(words.REPLICATIONS_FIGURE), _limits(view), note, height=2.2, left=0.6, columns=PANELS, panel_titles=0.3
    )
    bounds = {bound.key: bound.value for bound in _bounds(answer)}
    for panel, setting in zip(panels, settings, strict=False):
        key = answer.ranges[setting].key
        for fails, colour in ((False, FAINT), (True, ACCENT)):
            of = [n for n, loss in enumerate(losses) if (loss > answer.fails_above) is fails]
            values = [answer.replications_drawn[n][setting] for n in of]
            panel.plot(values, [losses[n] for n in of], "o", color=colour, markersize=2.5)
        panel.axhline(answer.fails_above, color=QUIET, linewidth=0.8, linestyle=(0, (4, 2)))
        if key in bounds:
            panel.axvline(bounds[key], color=INK, linewidth=0.8)
        panel.set_title(textwrap.fill(_name(view, key), 32), color=INK)
        axis = charts.share_axis if _in_per_cent(key) else charts.number_axis
        axis(panel.xaxis, say, 3)
        charts.number_axis(panel.yaxis, say)
    for panel in panels[len(settings) :]:
        panel.set_axis_off()
    return figure


def _telling(answer: RobustAnswer) -> list[int]:
    """Return the settings of the limits, then those with the strongest rank correlation."""
    keys = [of.key for of in answer.ranges]
    named = [keys.index(bound.key) for bound in _bounds(answer)]
    strong = sorted(range(len(keys)), key=lambda n: -abs(answer.ranges[n].rank_correlation or 0.0))
    return list(dict.fromkeys([*named, *strong]))[:PANELS]
