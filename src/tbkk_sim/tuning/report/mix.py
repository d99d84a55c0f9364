"""The page of `mix`: own posts beside borrowed hours."""

from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import LOOKS
from tbkk_sim.report.run.tables.cells import frame_of_rows
from tbkk_sim.tuning.answers.certified import MixAnswer
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.report.plans import certificate, decimals_for, gains, mixed_words, told_apart
from tbkk_sim.tuning.report.view import Page, TuningView

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def mix_page(view: TuningView[MixAnswer], figures: bool) -> Page:
    """Return the page of own posts against borrowed hours."""
    say, answer = view.say, view.answer
    chosen = answer.plans[answer.chosen]
    today = next((p for p in answer.plans if p.share_factor == 1 and p.extra_fte == 0), None)
    sentences = [
        f"{mixed_words(view, chosen)}.",
        gains(view, chosen.loss),
        *certificate(view),
    ]
    if today is not None:
        borrowed, borrowed_today = (say.number(p.borrowed_fte, 1) for p in (chosen, today))
        days, before = (say.count(p.lender_waiting_days) for p in (chosen, today))
        sentences.insert(2, say(words.MIX_BORROWED, fte=borrowed, today=borrowed_today, days=days, before=before))
    drawn = {"mix": mix_figure(view)} if figures else {}
    return Page(sentences, say(words.MIX_TABLE), _mixes(view), drawn)


def _mixes(view: TuningView[MixAnswer]) -> "pd.DataFrame":
    say, answer = view.say, view.answer
    decimals = decimals_for(answer.precision)
    rows = []
    for p in answer.best_first():
        plan = answer.plans[p]
        rows.append(
            {
                say(words.EXTRA): say.number(plan.extra_fte),
                say(words.LENDING): say.tick(plan.share_factor),
                say(words.BORROWED): say.number(plan.borrowed_fte, 1),
                say(words.LENDER_WAITS): say.count(plan.lender_waiting_days),
                say(words.LOSS): say.number(plan.loss, decimals),
                say(words.WORSE_BY): say.number(plan.difference, decimals),
                say(words.APART): say(told_apart(answer, p)),
            }
        )
    return frame_of_rows(rows)


@charts.styled
def mix_figure(view: TuningView[MixAnswer]) -> "Figure":
    """Draw the loss against own posts, one line per factor on what pools may lend."""
    say, plans = view.say, view.answer.plans
    figure, (axes,) = charts.sheet(
        say(words.MIX_FIGURE), say(view.answer.objective), say(words.MIX_NOTE), height=2.4, left=0.6, right=1.2
    )
    for n, factor in enumerate(dict.fromkeys(plan.share_factor for plan in plans)):
        of_factor = [plan for plan in plans if plan.share_factor == factor]
        look = LOOKS[n % len(LOOKS)]
        axes.plot(
            [p.extra_fte for p in of_factor], [p.loss for p in of_factor], color=look.colour, marker="o",
            markersize=3,
        )  # fmt: skip
        axes.annotate(
            f"× {say.tick(factor)}",  # noqa: RUF001
            (of_factor[-1].extra_fte, of_factor[-1].loss),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=look.colour,
        )
    charts.number_axis(axes.xaxis, say, whole=True)
    charts.number_axis(axes.yaxis, say)
    axes.set_xlabel(say(words.EXTRA))
    return figure
