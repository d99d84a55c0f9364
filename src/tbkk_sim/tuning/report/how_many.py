"""The page of `how_many`: the fewest posts, the certainty of that, and service by posts."""

from typing import TYPE_CHECKING, Any

from tbkk_sim.report.kit import charts
from tbkk_sim.report.kit.charts import ACCENT, FAINT, INK, LOOKS, QUIET
from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.tables.cells import frame_of_rows
from tbkk_sim.tuning.answers.norms import HowManyAnswer, NormsAnswer, PerUnitAnswer, ShareBand, UnitNeed
from tbkk_sim.tuning.answers.study import StudyAnswer
from tbkk_sim.tuning.report import phrases as words
from tbkk_sim.tuning.report.plans import change_words, plan_words
from tbkk_sim.tuning.report.view import Page, TuningView, budget

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def how_many_page(view: TuningView[HowManyAnswer], figures: bool) -> Page:
    """Return the page of the fewest posts for all units together."""
    drawn = {"frontier": frontier(view)} if figures else {}
    return Page([_needed(view), *_sure(view)], view.say(words.FRONTIER_TABLE), _frontier(view), drawn)


def per_unit_page(view: TuningView[PerUnitAnswer], figures: bool) -> Page:
    """Return the page of the fewest posts of each unit."""
    drawn = {"units": units_figure(view)} if figures else {}
    sentences = [_needed_per_unit(view), *_sure_per_unit(view)]
    return Page(sentences, view.say(words.UNITS_TABLE), _units(view), drawn)


def asked_words(view: TuningView[NormsAnswer]) -> str:
    """Return the norms that are asked, as part of a sentence."""
    say, answer = view.say, view.answer
    norms = say.listed(
        [
            say(
                words.ASKED,
                share=say.share(norm.share),
                name=within(view.case_class(norm.case_class)),
                days=say.duration(norm.days),
            )
            for norm in answer.norms
        ]
    )
    if answer.chance is None:
        return say(words.ON_AVERAGE, norms=norms)
    phrase = words.IN_EVERY_UNIT if isinstance(answer, PerUnitAnswer) else words.IN_REPLICATIONS
    return say(phrase, norms=norms, chance=say.share(answer.chance))


def _needed(view: TuningView[HowManyAnswer]) -> str:
    answer = view.answer
    if answer.extra_fte is None:
        return _say_needed(view, words.NOT_ENOUGH)
    if answer.proven:
        return _say_needed(view, words.ENOUGH_LOWEST if _is_lowest(answer) else words.NEEDED)
    return _say_needed(view, words.ENOUGH_SO_FAR if answer.enough else words.NOTHING_KNOWN)


def _is_lowest(answer: HowManyAnswer) -> bool:
    """Return True if no fewer posts than the answer were tried."""
    return answer.extra_fte == min(trial.extra_fte for trial in answer.frontier)


def _needed_per_unit(view: TuningView[PerUnitAnswer]) -> str:
    units = view.answer.units
    if any(unit.beyond for unit in units):
        return _say_needed(view, words.NOT_ENOUGH)
    known = sum(unit.is_settled for unit in units)
    if known == len(units):
        return _say_needed(view, words.NEEDED)
    return _say_needed(view, words.PART_KNOWN, n=view.say.number(known), all=view.say.number(len(units)))


def _say_needed(view: TuningView[HowManyAnswer | PerUnitAnswer], phrase: str, **numbers: str) -> str:
    extra = view.answer.plan.extra_fte
    return view.say(
        phrase,
        change=change_words(view, extra),
        posts=view.say.number(view.answer.posts_today + extra),
        asked=asked_words(view),
        budget=budget(view),
        **numbers,
    )


def _sure(view: TuningView[HowManyAnswer]) -> list[str]:
    say, answer = view.say, view.answer
    row = next(r for r in answer.frontier if r.extra_fte == answer.plan.extra_fte)
    shares = [
        f"{within(view.case_class(norm.case_class))} {say.share(share.mean, 1)}"
        for norm, share in zip(answer.norms, row.shares, strict=True)
        if share is not None
    ]
    if answer.extra_fte is not None and not answer.enough:
        return [say(words.TRIED, change=within(change_words(view, row.extra_fte)), shares=say.listed(shares))]
    said = [say(words.SEARCHED, shares=say.listed(shares))]
    if answer.extra_fte is not None:
        tested = {"met": say.number(row.met), "n": say.number(row.of)}
        if answer.proven and answer.probability is not None:
            phrase = words.ENOUGH_LOWEST_TESTED if _is_lowest(answer) else words.ENOUGH
            said.insert(0, say(phrase, **tested, chance=say.share(answer.probability, 1)))
        else:
            said.insert(0, say(words.ENOUGH_ONLY, **tested, budget=budget(view)))
    if answer.plan.posts:
        said.append(say(words.DIVIDED, plan=plan_words(view, answer.plan)))
    return said


def _sure_per_unit(view: TuningView[PerUnitAnswer]) -> list[str]:
    say, answer = view.say, view.answer
    beyond = [view.unit(unit.unit) for unit in answer.units if unit.beyond]
    open_ = [view.unit(unit.unit) for unit in answer.units if not unit.beyond and not unit.is_settled]
    said = [say(words.BEYOND, units=say.listed(beyond))] if beyond else []
    if open_:
        return [*said, say(words.LEAST_PART, units=say.listed(open_), budget=budget(view))]
    if len(beyond) == len(answer.units):
        return said
    if answer.probability is None:
        return [*said, say(words.LEAST_UNPLANNED)]
    return [*said, say(words.LEAST_OTHERS if beyond else words.LEAST_ALL, chance=say.share(answer.probability, 1))]


def _frontier(view: TuningView[HowManyAnswer]) -> "pd.DataFrame":
    say, answer = view.say, view.answer
    rows = []
    for trial in answer.frontier:
        row = {say(words.EXTRA): _signed(view, trial.extra_fte)}
        for norm, share in zip(answer.norms, trial.shares, strict=True):
            row[view.case_class(norm.case_class)] = "" if share is None else _band(say, share)
        row[say(words.MET)] = f"{trial.met} / {trial.of} {say(words.FRESH if trial.fresh else words.SEARCH)}"
        rows.append(row)
    return frame_of_rows(rows)


def _band(say: Say, share: ShareBand) -> str:
    ends = (say.number(100 * end) for end in (share.low, share.high))
    return f"{say.share(share.mean, 1)} ({say.between(*ends)})"


def _units(view: TuningView[PerUnitAnswer]) -> "pd.DataFrame":
    say, answer = view.say, view.answer
    rows = []
    for unit in answer.units:
        row = {
            say(words.UNIT): view.unit(unit.unit),
            say(words.POSTS_TODAY): say.number(unit.posts_today),
            say(words.CHANGE): _signed(view, unit.posts),
        }
        for norm, share in zip(answer.norms, unit.shares, strict=True):
            row[view.case_class(norm.case_class)] = "" if share is None else say.share(share, 1)
        row[say(words.TESTED)] = f"{unit.tested_met} / {unit.tested}"
        row[say(words.LEAST)] = say(words.TOO_FEW if unit.beyond else words.YES if unit.is_settled else words.NO)
        rows.append(row)
    return frame_of_rows(rows)


def _signed(view: TuningView[StudyAnswer], n: int) -> str:
    return f"+{view.say.number(n)}" if n > 0 else view.say.number(n)


@charts.styled
def frontier(view: TuningView[HowManyAnswer]) -> "Figure":
    """Draw the share in time against posts, one line per class."""
    say, answer = view.say, view.answer
    figure, (axes,) = charts.sheet(
        say(words.FRONTIER), _needed(view), say(words.FRONTIER_NOTE), height=2.6, left=0.5, right=1.85
    )
    ends = []
    for n, norm in enumerate(answer.norms):
        points = [(trial.extra_fte, share) for trial in answer.frontier if (share := trial.shares[n]) is not None]
        if not points:
            continue
        posts, shares = zip(*points, strict=True)
        look = LOOKS[n % len(LOOKS)]
        axes.fill_between(
            posts, [of.low for of in shares], [of.high for of in shares], color=look.colour, alpha=0.15, linewidth=0
        )
        axes.plot(posts, [of.mean for of in shares], color=look.colour, marker="o", markersize=3)
        axes.axhline(norm.share, color=look.colour, linewidth=0.8, linestyle=(0, (4, 2)))
        ends.append((posts[-1], shares[-1].mean, view.case_class(norm.case_class), look.colour))
    if answer.extra_fte is not None:
        axes.axvline(answer.extra_fte, color=INK, linewidth=0.8)
    charts.name_ends(axes, ends)
    charts.share_axis(axes.yaxis, say)
    charts.number_axis(axes.xaxis, say, whole=True)
    axes.set_xlabel(say(words.EXTRA))
    return figure


@charts.styled
def units_figure(view: TuningView[PerUnitAnswer]) -> "Figure":
    """Draw posts today and posts needed, one row per unit."""
    say, units = view.say, view.answer.units
    figure, (axes,) = charts.sheet(
        say(words.PER_UNIT), _needed_per_unit(view), say(words.PER_UNIT_NOTE), height=0.26 * len(units) + 0.5, left=1.7
    )
    for row, unit in enumerate(units):
        _draw_unit(axes, row, unit)
    charts.name_rows(axes, [view.unit(unit.unit) for unit in units], fontsize=7)
    axes.set_xlim(left=0)
    charts.number_axis(axes.xaxis, say, whole=True)
    return figure


def _draw_unit(axes: Any, row: int, unit: UnitNeed) -> None:
    needed = unit.posts_today + unit.posts
    axes.barh(row, unit.posts_today, height=0.6, color=FAINT, linewidth=0)
    axes.plot([unit.posts_today, needed], [row, row], color=QUIET, linewidth=1)
    look = {"color": ACCENT, "markersize": 6, "markerfacecolor": ACCENT if unit.is_settled else "white"}
    axes.plot(needed, row, ">" if unit.beyond else "o", **look)
