"""The page of `when`: a hiring plan, its cost beside that of hiring at once, and its service over time."""

import datetime as dt
import math
from typing import TYPE_CHECKING

from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, INK, LOOKS
from tbkk_sim.report.run.tables.cells import frame_of_rows
from tbkk_sim.tuning.answers.norms import WhenAnswer
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.report.how_many import asked_words
from tbkk_sim.tuning.report.plans import plan_words
from tbkk_sim.tuning.report.view import Page, TuningView, budget

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def when_page(view: TuningView[WhenAnswer], figures: bool) -> Page:
    """Return the page of `when`."""
    sentences = [_opened(view), *([_cost(view)] if any(view.answer.hires) else []), *_sure(view)]
    if view.answer.plan.posts:
        last = view.answer.periods[-1]
        posts, filled = (view.say.number(of) for of in (last.posts, last.filled))
        sentences.append(view.say(words.FILLED_THEN, period=last.name, posts=posts, filled=filled))
        sentences.append(view.say(words.DIVIDED, plan=plan_words(view, view.answer.plan)))
    drawn = {"plan": over_time(view)} if figures else {}
    return Page(sentences, view.say(words.PERIODS_TABLE), _periods(view), drawn)


def quarter_label(day: dt.date) -> str:
    """Return the label of the quarter that begins on a day."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def _opened(view: TuningView[WhenAnswer]) -> str:
    say, answer = view.say, view.answer
    hires = [
        f"{quarter_label(day)} +{say.number(n)}" for day, n in zip(answer.quarters, answer.hires, strict=True) if n
    ]
    if view.answer.budget.ended and not view.answer.proven:
        tried = {"n": say.number(answer.extra_fte), "hires": ", ".join(hires) or say(words.TODAY)}
        return say(words.OPEN_TRIED, asked=asked_words(view), budget=budget(view), **tried)
    if not hires:
        return say(words.OPEN_NOTHING if answer.proven else words.OPEN_NONE, asked=asked_words(view))
    phrase = words.OPEN if answer.proven else words.OPEN_FOUND
    return say(phrase, n=say.number(answer.extra_fte), asked=asked_words(view), hires=", ".join(hires))


def _cost(view: TuningView[WhenAnswer]) -> str:
    say, answer = view.say, view.answer
    cost = say.number(answer.cost, 1)
    if answer.flat is None or answer.flat_cost is None:
        return say(words.COSTS_ONLY, cost=cost)
    return say(words.COSTS, cost=cost, flat=say.number(answer.flat), flat_cost=say.number(answer.flat_cost, 1))


def _sure(view: TuningView[WhenAnswer]) -> list[str]:
    say, periods = view.say, view.answer.periods
    lost = [period.name for period in periods if not period.helped]
    said = [say(words.NOT_HELPED, periods=say.listed(lost))] if lost else []
    if view.answer.budget.search_was_cut:
        said.append(say(words.SEARCH_CUT, budget=say(words.ENDED["runs"], n=say.number(view.tuning.most_runs))))
    if view.answer.proven and view.answer.probability is not None:
        return [say(words.WHEN_SURE, chance=say.share(view.answer.probability)), *said]
    doubtful = [period.name for period in periods if period.helped and not period.enough]
    return [say(words.WHEN_NOT_SURE, periods=say.listed(doubtful)), *said]


def _periods(view: TuningView[WhenAnswer]) -> "pd.DataFrame":
    say, answer = view.say, view.answer
    by_period: dict[str, int] = {}
    for day, n in zip(answer.quarters, answer.hires, strict=True):
        name = str(day.year) if answer.period == "year" else quarter_label(day)
        by_period[name] = by_period.get(name, 0) + n
    rows = []
    for period in answer.periods:
        enough = {True: words.YES, False: words.NO, None: words.OPEN_QUESTION}[period.enough]
        row = {say(words.PERIOD): period.name, say(words.HIRES): say.number(by_period.get(period.name, 0))}
        row[say(words.POSTS_THERE)], row[say(words.FILLED)] = (say.number(of) for of in (period.posts, period.filled))
        for norm, share in zip(answer.norms, period.shares, strict=True):
            row[view.case_class(norm.case_class)] = "" if share is None else say.share(share, 1)
        row[say(words.MET)] = f"{period.met} / {period.of}"
        row[say(words.ENOUGH_COLUMN)] = say(enough if period.helped else words.TOO_LATE)
        rows.append(row)
    return frame_of_rows(rows)


def _middle(answer: WhenAnswer, period: str) -> float:
    """Return the place of a period on the axis of quarters."""
    quarters = [n for n, day in enumerate(answer.quarters) if period in (str(day.year), quarter_label(day))]
    return sum(quarters) / len(quarters)


@charts.styled
def over_time(view: TuningView[WhenAnswer]) -> "Figure":
    """Draw posts opened per quarter, and service per period below them."""
    say, answer = view.say, view.answer
    figure, (above, below) = charts.sheet(
        say(words.PLAN_OVER_TIME),
        _opened(view),
        say(words.PLAN_OVER_TIME_NOTE),
        height=3.6,
        rows=2,
        left=0.5,
        right=1.85,
    )
    quarters = range(len(answer.hires))
    above.bar(quarters, answer.hires, width=0.7, color=ACCENT, linewidth=0)
    above.step(quarters, [sum(answer.hires[: q + 1]) for q in quarters], where="mid", color=INK, linewidth=1)
    above.set_xticks(quarters, [quarter_label(day) for day in answer.quarters], rotation=90, fontsize=6)
    charts.from_zero(above, sum(answer.hires))
    charts.number_axis(above.yaxis, say, whole=True)
    periods = answer.periods
    places = [_middle(answer, period.name) for period in periods]
    ends = []
    for n, norm in enumerate(answer.norms):
        look = LOOKS[n % len(LOOKS)]
        shares = [math.nan if (share := period.shares[n]) is None else share for period in periods]
        below.plot(places, shares, color=look.colour, marker="o", markersize=3)
        below.axhline(norm.share, color=look.colour, linewidth=0.8, linestyle=(0, (4, 2)))
        if math.isfinite(shares[-1]):
            ends.append((places[-1], shares[-1], view.case_class(norm.case_class), look.colour))
    charts.name_ends(below, ends)
    below.set_xticks(places, [period.name for period in periods], fontsize=6, rotation=90 * (len(periods) > 8))
    below.set_xlim(above.get_xlim())
    charts.share_axis(below.yaxis, say)
    return figure
