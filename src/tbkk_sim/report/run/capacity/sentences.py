"""Sentences on capacity that does not come by hiring for posts: who comes, and what the lender loses."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from tbkk_sim.report.kit.labels import team_label
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.capacity import phrases as words
from tbkk_sim.report.run.people_asked import Central
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import Reallocation
from tbkk_sim.settings.settings import ALL


def capacity(run: RunView) -> str:
    """State what the posts of a plan become, and what comes otherwise than by hiring for posts; empty: nothing does."""
    said = capacity_said(run.say, run.settings, lambda key_figure, team: run.mean(key_figure, team=team))
    return " ".join(filter(None, [posts_of_plan(run), *said]))


def posts_of_plan(run: RunView) -> str:
    """State how many posts the plan adds, how many are filled in the last year, and what limits that; empty: none."""
    return posts_said(run.say, run.settings, run.year_label(run.years[-1]), lambda n, year: run.mean(n, period=year))


def posts_said(say: Say, settings: Settings, year: str, mean: Callable[[str, str], float]) -> str:
    """State the same of a run in hand.

    Args:
        say: The language.
        settings: The run.
        year: How its last year is written.
        mean: Its key figures over all units, by name and period.
    """
    staffing, last = settings.staffing, str(settings.run.years[-1])
    steps = [step for step in staffing.plan.values() if step.posts > 0 and step.date <= settings.run.end]
    if not steps:
        return ""
    filled, posts = (mean(name, last) for name in ("occupancy_fte", "establishment_fte"))
    text = say(
        words.PLAN_POSTS, more=say.number(sum(step.posts for step in steps)), year=year,
        filled=say.number(filled, 1), posts=say.number(posts, 1),
    )  # fmt: skip
    limit = staffing.hiring.national_limit_per_month
    if all(step.role is not None and staffing.roles[step.role].civilian for step in steps):
        return f"{text} {say(words.ALL_CIVILIANS)}"
    if limit is None:
        return text
    apart = say(words.CIVILIANS_AND_COURSES if settings.capacity.cohorts else words.CIVILIANS)
    return f"{text} {say(words.LIMIT_ONE if limit == 1 else words.LIMIT, n=say.exact(limit), apart=apart)}"


def capacity_said(say: Say, settings: Settings, mean: Central) -> list[str]:
    """State what each kind of capacity beside hiring is and brings in people and hours; nothing where there is none.

    Args:
        say: The language.
        settings: The run.
        mean: Its key figures, by name and team.
    """
    return [*_lent(say, settings, mean), *_others(say, settings, mean)]


def lenders(settings: Settings) -> dict[str | None, list[Reallocation]]:
    """Reallocations that begin within the run, by the pool from which people come; None: from elsewhere."""
    found: dict[str | None, list[Reallocation]] = {}
    for of in settings.capacity.reallocation.values():
        if of.date <= settings.run.end:
            found.setdefault(of.from_pool, []).append(of)
    return found


def people_to(say: Say, settings: Settings, lent: Iterable[Reallocation]) -> str:
    """State how many people come to which units, from when until when."""
    spans: dict[tuple[dt.date, dt.date | None], list[Reallocation]] = {}
    for of in sorted(lent, key=lambda of: of.date):
        spans.setdefault((of.date, of.end), []).append(of)
    people = []
    for (begin, end), some in spans.items():
        to = say(words.TO_THE_END)
        if end is not None and end <= settings.run.end:
            to = say(words.TO_DAY, day=say.date(end - dt.timedelta(days=1)))
        units = say.listed([team_label(say, settings, unit) for unit in dict.fromkeys(of.unit for of in some)])
        n = say.number(sum(of.people for of in some))
        people.append(say(words.PEOPLE_TO, n=n, units=units, begin=say.date(begin), until=to))
    return "; ".join(people)


def _lent(say: Say, settings: Settings, mean: Central) -> Iterator[str]:
    for pool, lent in lenders(settings).items():
        people = people_to(say, settings, lent)
        if pool is None:
            yield say(words.LENT_ELSEWHERE, people=people)
        else:
            lender, waiting = team_label(say, settings, pool), say.count(mean("backlog_end", pool))
            yield say(words.LENT, people=people, lender=lender, waiting=waiting)


def _others(say: Say, settings: Settings, mean: Central) -> Iterator[str]:
    capacity, end = settings.capacity, settings.run.end
    hired = sum(of.people for of in capacity.temporary.values() if of.date <= end)
    if hired:
        yield say(words.TEMPORARY, n=say.number(hired), fte=say.number(mean("temporary_fte", ALL), 1))
    taught = sum(of.people for of in capacity.cohorts.values() if of.date <= end)
    if taught:
        appointed, without = mean("appointed_from_course", ALL), mean("course_without_post", ALL)
        phrase = words.SOME_APPOINTED if without > 0 else words.ALL_APPOINTED
        yield say(phrase, n=say.number(taught), appointed=say.count(appointed), without=say.count(without))
    retrained = mean("retrained", ALL) if capacity.retraining else 0.0
    if retrained > 0:
        yield say(words.RETRAINED, n=say.count(retrained))
    in_course = mean("in_course_fte", ALL) if taught or retrained > 0 else 0.0
    if in_course > 0:
        yield say(words.IN_COURSE, fte=say.number(in_course, 1))
    exposed = mean("exposure_leave_fte", ALL) if settings.exposure.leave_spells_per_year else 0.0
    if exposed > 0:
        yield say(words.EXPOSED, fte=say.number(exposed, 1))
    hours = mean("extra_hours", ALL) if capacity.overtime else 0.0
    if hours > 0:
        off, gone = mean("time_off_hours", ALL), mean("leavers_overtime", ALL)
        yield say(words.OVERTIME, hours=say.count(hours), off=say.count(off), n=say.number(gone, 1))
        paid = mean("cost_overtime_eur", ALL) if settings.costs.price_year is not None else 0.0
        if paid > 0:
            yield say(words.OVERTIME_PAID, eur=say.euros(paid))
