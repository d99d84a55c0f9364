"""Plans in words and side by side, for the pages of several questions."""

import textwrap
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, FAINT, INK, QUIET
from tbkk_sim.report.run.tables.cells import frame_of_rows
from tbkk_sim.tuning.answers.certified import CertifiedAnswer, MixedPlan, WhereAnswer
from tbkk_sim.tuning.answers.study import StoredPlan, StudyAnswer
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.report.view import TuningView, budget

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_NAMED = 4
"""Plans that one sentence names."""


def plan_words(view: TuningView[StudyAnswer], plan: StoredPlan) -> str:
    """Say a plan: each place with the posts that it gets, most first; then the shares that pools may lend."""
    say = view.say
    if isinstance(plan, MixedPlan):
        return mixed_words(view, plan)
    total: dict[str, int] = {}
    for step in plan.posts:
        total[view.place(step)] = total.get(view.place(step), 0) + step.posts
    changes = sorted(total.items(), key=lambda item: -item[1])
    parts = [f"{place} {'+' if n > 0 else ''}{say.number(n)}" for place, n in changes if n]
    parts += [f"{view.unit(pool)} {say.share(share, 1)}" for pool, share in plan.lends.items()]
    return ", ".join(parts) or say(words.TODAY)


def change_words(view: TuningView[StudyAnswer], n: int) -> str:
    """Say a number of posts more or fewer."""
    if n == 0:
        return view.say(words.AS_MANY)
    return view.say(words.MORE if n > 0 else words.FEWER, n=view.say.number(abs(n)))


def mixed_words(view: TuningView[StudyAnswer], plan: MixedPlan) -> str:
    """Say a plan of `mix`: posts more, and how much pools lend."""
    say, factor = view.say, plan.share_factor
    lending: dict[float, str] = {0: say(words.LEND_NOTHING), 1: say(words.LEND_AS_TODAY)}
    lends = lending.get(factor) or say(words.LEND_TIMES, n=say.tick(factor))
    return say(words.MIXED, posts=change_words(view, plan.extra_fte), lending=lends)


def posts_words(view: TuningView[StudyAnswer], n: int) -> str:
    """Say a number of posts."""
    return view.say(words.POST) if n == 1 else view.say(words.POSTS, n=view.say.number(n))


def certificate(view: TuningView[CertifiedAnswer]) -> list[str]:
    """Say the certificate of the choice, and the plans that cannot be told apart from it."""
    say, answer = view.say, view.answer
    plans, chosen = answer.plans, answer.chosen
    precision = say.number(answer.precision, decimals_for(answer.precision))
    if answer.proven and answer.probability is not None:
        sure = say(
            words.PROVEN,
            chance=say.share(answer.probability),
            n=say.number(len(plans)),
            precision=precision,
            runs=say.number(answer.certificate_runs),
        )
        sure += " " + say(words.NOT_KNOWN, n=say.number(round(1 / answer.rarest_share)))
    else:
        sure = say(
            words.NOT_PROVEN,
            left=say.number(sum(plan.left for plan in plans)),
            n=say.number(len(plans)),
            precision=precision,
            budget=budget(view),
        )
        if bad := answer.bad_replications:
            sure += " " + (say(words.ONE_BAD) if bad == 1 else say(words.FEW_BAD, n=say.number(bad)))
    alike = [plan for p, plan in enumerate(plans) if plan.alike and p != chosen]
    alike.sort(key=lambda plan: plan.difference)
    if not alike:
        return [sure, say(words.ALONE)] if len(plans) > 1 else [sure]
    named = "; ".join(plan_words(view, plan) for plan in alike[:MOST_NAMED])
    if len(alike) > MOST_NAMED:
        named = say(words.ALIKE_MORE, listed=named, n=say.number(len(alike) - MOST_NAMED))
    one, several = (words.ALIKE_ONE, words.ALIKE) if answer.proven else (words.ALIKE_ONE_YET, words.ALIKE_YET)
    return [sure, say(one if len(alike) == 1 else several, n=say.number(len(alike)), plans=named)]


def gains(view: TuningView[CertifiedAnswer], loss: float) -> str:
    """Say the loss of the plan chosen, and its gain against today's staffing."""
    say, today = view.say, view.answer.today
    low, high = view.answer.gain_low, view.answer.gain_high
    decimals = decimals_for(today / 100)
    change = (loss - today) / abs(today) if today else 0.0  # below 0: more was taken up than came in
    sign = "+" if change > 0 else ""
    numbers = (
        {} if low is None or high is None else {"low": say.number(low, decimals), "high": say.number(high, decimals)}
    )
    return say(
        words.GAINS if numbers else words.GAINS_ONLY,
        objective=say(view.answer.objective),
        loss=say.number(loss, decimals),
        today=say.number(today, decimals),
        share=sign + say.share(change, 1),
        **numbers,
    )


def decimals_for(size: float) -> int:
    """Return the number of decimals that shows a size in about two figures."""
    return next((d for d in range(4) if abs(size) * 10**d >= 2), 4)


def told_apart(answer: CertifiedAnswer, p: int) -> str:
    """Return "yes" if a plan is told apart from the one chosen; for that one, whether it is certified."""
    if p == answer.chosen:
        return words.CHOSEN if answer.proven else words.CHOSEN_ONLY
    return words.NO if answer.plans[p].alike else words.YES


def side_by_side(view: TuningView[WhereAnswer]) -> "pd.DataFrame":
    """Return the plans of a certificate, best first."""
    say, answer = view.say, view.answer
    decimals = decimals_for(answer.precision)
    rows = []
    for p in answer.best_first():
        plan, chosen = answer.plans[p], p == answer.chosen
        interval = say(words.NO_INTERVAL)
        if plan.low is not None and plan.high is not None:
            interval = say.between(say.number(plan.low, decimals), say.number(plan.high, decimals))
        rows.append(
            {
                say(words.PLAN): plan_words(view, plan),
                say(words.LOSS): say.number(plan.loss, decimals),
                say(words.WORSE_BY): "" if chosen else say.number(plan.difference, decimals),
                say(words.INTERVAL): "" if chosen else interval,
                say(words.REPLICATIONS): say.number(plan.replications),
                say(words.FOUND_BY): say(words.FOUND[plan.found_by]),
                say(words.APART): say(told_apart(answer, p)),
            }
        )
    return frame_of_rows(rows)


@charts.styled
def race(view: TuningView[WhereAnswer]) -> "Figure":
    """Draw each plan against the one chosen, with the interval of the difference."""
    say, answer = view.say, view.answer
    order = answer.best_first()
    figure, (axes,) = charts.sheet(
        say(words.RACE), certificate(view)[0], say(words.RACE_NOTE), height=0.3 * len(order) + 0.5, left=3.4, right=0.3
    )
    for row, p in enumerate(order):
        plan = answer.plans[p]
        colour = ACCENT if p == answer.chosen else FAINT if plan.alike else INK
        if plan.low is not None and plan.high is not None:
            axes.hlines(row, plan.low, plan.high, color=colour, linewidth=2)
        axes.plot(plan.difference, row, "o", color=colour, markersize=4)
    axes.axvline(0, color=QUIET, linewidth=0.7)
    labels = [_short(plan_words(view, answer.plans[p])) for p in order]
    charts.name_rows(axes, labels, fontsize=6.5)
    charts.number_axis(axes.xaxis, say)
    return figure


def _short(text: str) -> str:
    """Cut the text of a plan to two lines, for the margin of a figure."""
    return textwrap.fill(text, 54, max_lines=2, placeholder=" …", break_on_hyphens=False)
