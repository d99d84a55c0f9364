"""The results of two plans, or of the current plan alone, as HTML."""

import html
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.cell import MOST_URGENT
from tbkk_sim.report.kit import time_axis
from tbkk_sim.report.kit.labels import within
from tbkk_sim.report.kit.phrases import MISSING
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.capacity.sentences import capacity_said, posts_said
from tbkk_sim.report.run.chain.queues import PlanEffect, links_that_grow, moved_queues
from tbkk_sim.report.run.people_asked import PeopleAsked, asked_of_people
from tbkk_sim.report.run.tables import short
from tbkk_sim.report.run.tables.odds import floor_note
from tbkk_sim.report.run.tables.work import start_stock
from tbkk_sim.report.run.tables.year_phrases import OF_WHOLE
from tbkk_sim.report.run.view import RunView, central
from tbkk_sim.report.run.withdrawn import more_people_than_posts, work_without_posts
from tbkk_sim.runs.tables.odds import agreed_in_run
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.charts import ChartLine, lines, mean, rows
from tbkk_sim.whatif.narrative import (
    BACKLOG,
    CAME_IN,
    LARGE,
    SHOWN,
    UNDONE,
    Shown,
    certainty,
    compared,
    factor_of,
    hardly,
    headline,
    shown_in,
    table,
)
from tbkk_sim.whatif.outcome import PlanComparison, PlanOutcome, compare

ARROW = " \N{RIGHTWARDS ARROW} "
CARDS = [shown for shown in SHOWN if shown.key_figure in LARGE]


@dataclass(frozen=True)
class _PeopleOfPlan:
    """People of a plan, and what is asked of them in each year."""

    say: Say
    plan: PlanOutcome
    _asked: dict[tuple[str, str], PeopleAsked] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The settings of the plan."""
        return self.plan.settings

    @property
    def years(self) -> list[str]:
        """The calendar years, as periods."""
        return list(map(str, self.settings.run.years))

    def asked_of(self, *, period: str = ALL, kind: str = "severe") -> PeopleAsked:
        """Divide the work of a period over all who can do it."""

        def mean_of(key_figure: str, team: str) -> float:
            return central(key_figure, self.plan.read(key_figure, period=period, team=team))

        if (period, kind) not in self._asked:
            self._asked[period, kind] = asked_of_people(self.settings, mean_of, kind)
        return self._asked[period, kind]


def result(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    """All of it."""
    parts = (_head, _cards, _charts, _key_figures, _agreements, _classes)
    content = "".join(part(view, now, changed) for part in parts)
    return f'<style>{_css()}</style><div class="tbkk">{content}</div>'


@cache
def _css() -> str:
    return Path(__file__).with_name("results.css").read_text(encoding="utf-8")


def _head(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    say = view.say
    if changed is None:
        undone, waiting = (say.count(mean(_of(view, shown, now))) for shown in (UNDONE, BACKLOG))
        text = say(phrases.NOW_UNDONE, undone=undone, n=waiting)
    else:
        text = headline(say, *(compared(shown, view.settings, now, changed) for shown in (CAME_IN, UNDONE, BACKLOG)))
    text = " ".join(filter(None, (text, _in_time(view, now, changed), _short(view, now, changed))))
    warning = _warning(view, now, changed)
    return f'<p class="head">{html.escape(text)}</p>{warning}{_capacity(view, changed or now)}'


def _plans(now: PlanOutcome, changed: PlanOutcome | None) -> list[PlanOutcome]:
    """Return the current plan, and the changed one if there is one."""
    return [now] if changed is None else [now, changed]


def _in_time(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    """State the share begun in time of the most urgent classes; empty without a norm of any."""
    say, plans, each = view.say, _plans(now, changed), []
    shown, classes = Shown("share_within_norm", phrases.WITHIN_NORM), view.settings.casework.classes
    for name in [name for name in view.classes if classes[name].severe and classes[name].norm_days][:MOST_URGENT]:
        shares = [say.share_within(central(shown.key_figure, _of(view, shown, plan, name))) for plan in plans]
        said = f"{within(view.label(name))} {ARROW.join(dict.fromkeys(shares))}"
        if changed is not None and len(set(shares)) > 1:
            clear = compared(shown, view.settings, now, changed, priority_class=name).direction
            said = said if clear else say(phrases.IN_TIME_NOT_CLEAR, said=said)
        each.append(said)
    return say(phrases.IN_TIME, each=say.listed(each)) if each else ""


def _short(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    """State how many people are short in the worst year; empty where what is asked for cannot be told in people."""
    plans = [_PeopleOfPlan(view.say, plan) for plan in _plans(now, changed)]
    if any(plan.asked_of().nobody for plan in plans):
        return ""
    found = [short.short_of(plan, however_few=True) for plan in plans]
    fte = [view.say.number(of.most_fte if of else 0.0, 1) for of in found]
    return view.say(phrases.SHORT_AT_WORST, fte=ARROW.join(dict.fromkeys(fte)))


def _capacity(view: RunView, plan: PlanOutcome) -> str:
    """State how many posts of a plan are filled, and who comes otherwise than by hiring; empty when it has none."""
    year = view.year_label(view.years[-1])
    said = [posts_said(view.say, plan.settings, year, lambda name, of: central(name, plan.read(name, period=of)))]
    said += capacity_said(view.say, plan.settings, lambda name, team: central(name, plan.read(name, team=team)))
    return "".join(f"<p>{html.escape(sentence)}</p>" for sentence in said if sentence)


def _warning(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    """Warn that not all work can be done under the plan, that posts are withdrawn, or that it only moves a queue."""
    plan = changed or now

    def mean_of(key_figure: str, team: str = ALL) -> float:
        return central(key_figure, plan.read(key_figure, team=team))

    say, settings = view.say, plan.settings
    people = _PeopleOfPlan(say, plan)
    warnings = [short.verdict(people)] if short.is_short(people) else []
    warnings.append(more_people_than_posts(say, settings, mean_of))
    warnings += [*work_without_posts(say, settings, mean_of), *links_that_grow(say, settings, mean_of)]
    if changed is not None:
        of_both = partial(compare, now, changed)
        warnings += moved_queues(say, now.settings, settings, lambda name: _change(of_both(name)))
    phrase = phrases.WARNING_CHANGED if changed is not None else phrases.WARNING_NOW
    said = [html.escape(say(phrase, warning=warning)) for warning in warnings if warning]
    return "".join(f"<p><strong>{warning}</strong></p>" for warning in said)


def _change(found: PlanComparison) -> PlanEffect:
    return PlanEffect(found.mean, found.direction != 0)


def _cards(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    say = view.say
    cards = []
    for shown in CARDS:
        large = shown.writer(say)(mean(_of(view, shown, changed or now)))
        below = ""
        if changed is not None:
            found, write = compared(shown, view.settings, now, changed), shown.difference_writer(say)
            kind = {1: "better", -1: "worse", 0: "open"}[
                0 if hardly(write, found) else found.direction * shown.catalogue_row.better
            ]
            difference = html.escape(shown.apart(say, found))
            below = f'<em class="{kind}">{difference}</em><span>{html.escape(certainty(say, write, found))}</span>'
        title = html.escape(say(shown.title))
        cards.append(f'<div class="card"><span>{title}</span><strong>{html.escape(large)}</strong>{below}</div>')
    return f'<div class="cards">{"".join(cards)}</div>'


def _charts(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    say = view.say
    plans = _plans(now, changed)
    backlog, staff = ([line(view, plan) for plan in plans] for line in (_backlog, _staff))
    found = [
        lines(view, say(phrases.BACKLOG_CHART), say(phrases.BAND_NOTE), backlog[0], (*backlog[1:], None)[0]),
        lines(
            view, say(phrases.STAFF_CHART), say(phrases.STAFF_NOTE), staff[0], (*staff[1:], None)[0], from_zero=False
        ),
    ]
    if changed is not None:

        def write(of: PlanComparison) -> str:
            return BACKLOG.apart(say, of)

        by_unit = {unit: compared(BACKLOG, view.settings, now, changed, team=unit) for unit in view.units}
        by_class = {name: compared(UNDONE, view.settings, now, changed, priority_class=name) for name in view.classes}
        found.append(rows(view, say(phrases.UNITS_CHART), say(phrases.DOTS_NOTE), by_unit, write))
        found.append(rows(view, say(phrases.UNDONE_CHART), say(phrases.DOTS_NOTE), by_class, write))
    return f'<div class="charts">{"".join(found)}</div>'


def _backlog(view: RunView, plan: PlanOutcome) -> ChartLine:
    """The backlog from the first day on, then at the ends of months."""
    periods = plan.steps_in_time
    first = np.full((len(plan.values), 1), start_stock(view)[ALL])
    places = [time_axis.start_of(view), *time_axis.ends_of(view, periods)]
    return ChartLine(places, np.hstack((first, plan.along(BACKLOG.key_figure, periods))))


def _staff(view: RunView, plan: PlanOutcome) -> ChartLine:
    """Deployable staff and the establishment above it, as means of months."""
    periods = plan.steps_in_time
    ends = time_axis.ends_of(view, periods)
    places = [(begin + end) / 2 for begin, end in zip([time_axis.start_of(view), *ends[:-1]], ends, strict=True)]
    return ChartLine(places, plan.along("deployable_fte", periods), plan.along("establishment_fte", periods))


def _key_figures(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    say = view.say
    head = [phrases.KEY_FIGURE, phrases.PLAN_NOW]
    if changed is not None:
        head += [phrases.PLAN_CHANGED, phrases.DIFFERENCE, phrases.HOW_SURE]
    body = []
    for shown in shown_in(say, view.settings):
        write, apart = shown.writer(say), shown.difference_writer(say)
        row = [say(shown.title), write(mean(_of(view, shown, now)))]
        if changed is not None:
            found = compared(shown, view.settings, now, changed)
            row += [write(mean(_of(view, shown, changed))), shown.apart(say, found)]
            row.append(certainty(say, apart, found))
        body.append(row)
    notes = [phrases.HIDDEN_NOTE, *([] if changed is None else [phrases.INTERVAL_NOTE])]
    said = "".join(f"<p><small>{html.escape(say(note))}</small></p>" for note in notes)
    return table([say(text) for text in head], body, last_is_words=changed is not None) + said


def _agreements(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    """Cases taken up of what was agreed, in each year; under the changed plan behind an arrow where that differs."""
    say, years = view.say, view.settings.run.years
    plans = _plans(now, changed)
    body = []
    for name in dict.fromkeys(name for plan in plans for name in plan.settings.agreements):
        label = next(of.settings.agreements[name].label for of in plans if name in of.settings.agreements)
        body.append([say(label), *(_both_realised(say, plans, name, year) for year in years)])
    if not body:
        return ""
    head = [say(phrases.AGREEMENT), *map(view.year_label, map(str, years))]
    note = floor_note(say, now.settings)
    said = f"<p><small>{html.escape(note)}</small></p>" if note else ""
    return f"<h3>{html.escape(say(phrases.AGREEMENTS))}</h3>" + table(head, body) + said


def _both_realised(say: Say, plans: list[PlanOutcome], name: str, year: int) -> str:
    """Write what was taken up of what was agreed, with an arrow where it differs; what both have agreed stands once."""
    realised = [_realised(say, plan, name, year) for plan in plans]
    agreed = {of and of[1] for of in realised}
    if len(agreed) == 1 and (whole := agreed.pop()):
        return say(OF_WHOLE, n=ARROW.join(dict.fromkeys(of[0] for of in realised if of)), whole=whole)
    return ARROW.join(dict.fromkeys(say(OF_WHOLE, n=of[0], whole=of[1]) if of else MISSING for of in realised))


def _realised(say: Say, plan: PlanOutcome, name: str, year: int) -> tuple[str, str] | None:
    """Cases taken up of an agreement, and the number agreed; None if the plan has no such agreement in that year."""
    agreement = plan.settings.agreements.get(name)
    if agreement is None or not agreement.agreed_in(year):
        return None
    of_classes = (plan.read("taken_up", period=str(year), priority_class=of) for of in agreement.classes)
    taken_up = sum(float(np.nan_to_num(values).mean()) for values in of_classes)
    agreed = agreed_in_run(plan.settings, name, year)
    return say.count_of(taken_up, agreed), say.count(agreed)


def _classes(view: RunView, now: PlanOutcome, changed: PlanOutcome | None) -> str:
    say = view.say
    columns = (
        (Shown("cases_in", phrases.CAME_IN_COLUMN, a_year=True), say.count),
        (Shown("taken_up", phrases.TAKEN_UP_COLUMN, a_year=True), say.count),
        (Shown("left_undone", phrases.UNDONE_COLUMN, a_year=True), say.count),
        (Shown("abuse_not_found", phrases.NOT_FOUND_COLUMN, a_year=True), say.count),
        (Shown("waiting_days_p90", phrases.WAITING_COLUMN), say.wait),
        (Shown("share_within_norm", phrases.WITHIN_NORM), say.share_within),
    )
    body = []
    for name in view.classes:
        row = [view.label(name)]
        severe = view.settings.casework.classes[name].severe
        for shown, write in columns:
            if shown.key_figure == "share_within_norm" and not severe:
                row.append(MISSING)  # nobody means to begin all of them
                continue
            before, after = (
                write(central(shown.key_figure, _of(view, shown, plan, name))) for plan in (now, changed or now)
            )
            row.append(before if after == before else f"{before}{ARROW}{after}")
        body.append(row)
    head = [say(phrases.CLASS), *(say(shown.title) for shown, _ in columns)]
    return f"<h3>{html.escape(say(phrases.BY_CLASS))}</h3>" + table(head, body)


def _of(view: RunView, shown: Shown, plan: PlanOutcome, priority_class: str = ALL) -> Floats:
    return plan.read(shown.key_figure, priority_class=priority_class) * factor_of(shown, view.settings)
