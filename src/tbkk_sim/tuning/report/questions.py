"""The page of `where`, and the function that writes the page of each answer."""

import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, INK, QUIET
from tbkk_sim.report.run.tables.cells import frame_of_rows
from tbkk_sim.tuning.answers.certified import MixAnswer, PlaceResponse, WhereAnswer
from tbkk_sim.tuning.answers.norms import HowManyAnswer, PerUnitAnswer, WhenAnswer
from tbkk_sim.tuning.answers.robust import RobustAnswer
from tbkk_sim.tuning.answers.study import StudyAnswer
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.report.how_many import how_many_page, per_unit_page
from tbkk_sim.tuning.report.mix import mix_page
from tbkk_sim.tuning.report.plans import certificate, decimals_for, gains, plan_words, posts_words, race, side_by_side
from tbkk_sim.tuning.report.robust import robust_page
from tbkk_sim.tuning.report.view import Page, TuningView
from tbkk_sim.tuning.report.when import when_page

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

COLUMNS = 4
MOST_PANELS = 12
TITLE_WIDTH = 24


def where_page(view: TuningView[WhereAnswer], figures: bool) -> Page:
    """Return the page of `where`."""
    say, answer = view.say, view.answer
    chosen = answer.plans[answer.chosen]
    plan = plan_words(view, chosen)
    if not chosen.posts:
        put = say(words.NO_CHANGE)
    elif answer.extra_fte:
        put = say(words.PUT, posts=posts_words(view, answer.extra_fte), plan=plan)
    else:
        put = say(words.MOVE, plan=plan)
    sentences = [
        put,
        gains(view, chosen.loss),
        *certificate(view),
        say(words.GREEDY if answer.greedy_is_exact else words.NOT_GREEDY),
    ]
    drawn = {"response": response(view), "plans": race(view)} if figures else {}
    return Page(sentences, say(words.PLANS), side_by_side(view), drawn, {"response": responses(view)})


def responses(view: TuningView[WhereAnswer]) -> "pd.DataFrame":
    """Return the gains and the smoothed gains, one row per place and number of posts."""
    say = view.say
    highest = max((abs(gain) for row in view.answer.response for gain in row.gains), default=0.0)
    decimals = decimals_for(highest / 100)
    rows = [
        {
            say(words.UNIT): view.place(row),
            say(words.EXTRA): say.number(posts),
            say(words.GAIN): say.number(gain, decimals),
            say(words.ERROR): say.number(error, decimals),
            say(words.SMOOTHED): say.number(row.fitted[posts - row.posts[0]], decimals),
        }
        for row in view.answer.response
        for posts, gain, error in zip(row.posts, row.gains, row.errors, strict=True)
    ]
    return frame_of_rows(rows)


@charts.styled
def response(view: TuningView[WhereAnswer]) -> "Figure":
    """Draw the gains by posts, one panel per place."""
    say, every = view.say, view.answer.response
    chosen = view.answer.plans[view.answer.chosen]
    given = {(step.unit, step.role): step.posts for step in chosen.posts}
    rows = _worth_a_panel(every, set(given))
    titles = [textwrap.fill(view.place(row), TITLE_WIDTH) for row in rows]
    lines = max(title.count("\n") for title in titles)
    n_rows = -(-len(rows) // COLUMNS)
    finding = say(words.PUT, posts=posts_words(view, view.answer.extra_fte), plan=plan_words(view, chosen))
    note = say(words.RESPONSE_NOTE, n=say.number(view.tuning.search_replications))
    if len(rows) < len(every):
        note = f"{note} {say(words.RESPONSE_PART, n=say.number(len(rows)), all=say.number(len(every)))}"
    figure, panels = charts.sheet(
        say(words.RESPONSE), finding, note, height=(1.4 + 0.12 * lines) * n_rows, rows=n_rows, columns=COLUMNS,
        above=0.55 + 0.12 * lines, panel_titles=0.1 + 0.12 * lines,
    )  # fmt: skip
    high = max(max(g + e for g, e in zip(row.gains, row.errors, strict=True)) for row in rows)
    low = min(min(g - e for g, e in zip(row.gains, row.errors, strict=True)) for row in rows)
    for panel, row, title in zip(panels, rows, titles, strict=False):
        lowest = row.posts[0]
        panel.plot([lowest + n for n in range(len(row.fitted))], row.fitted, color=INK, linewidth=1)
        panel.errorbar(
            row.posts, row.gains, yerr=row.errors, fmt="o", color=ACCENT, markersize=3, elinewidth=0.8,
            markerfacecolor="white",
        )  # fmt: skip
        at = given.get((row.unit, row.role), 0)
        if at and 0 <= at - lowest < len(row.fitted):
            panel.plot(at, row.fitted[at - lowest], "o", color=ACCENT, markersize=6)
        panel.set_title(title, color=INK if at else QUIET, fontweight="bold" if at else "normal")
        panel.set_ylim(min(low, 0), high * 1.1 if high > 0 else 1)
        charts.number_axis(panel.xaxis, say, whole=True)
        charts.number_axis(panel.yaxis, say)
    for panel in panels[len(rows) :]:
        panel.set_axis_off()
    return figure


def _worth_a_panel(rows: Sequence[PlaceResponse], given: set[tuple[str, str | None]]) -> list[PlaceResponse]:
    """Return places that get posts, then those that gain most, as many as there is room for; in their order."""
    best = sorted(rows, key=lambda row: ((row.unit, row.role) not in given, -row.fitted[-1]))[:MOST_PANELS]
    return [row for row in rows if row in best]


PAGES: dict[type[StudyAnswer], Callable[[TuningView[Any], bool], Page]] = {
    WhereAnswer: where_page,
    HowManyAnswer: how_many_page,
    PerUnitAnswer: per_unit_page,
    WhenAnswer: when_page,
    MixAnswer: mix_page,
    RobustAnswer: robust_page,
}
"""The function that writes the page of each answer."""
