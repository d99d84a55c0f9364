"""Sentences on capacity that does not come by hiring for posts: who comes, and what the lender loses."""

from collections.abc import Iterator

from tbkk_sim.report.kit.labels import team_label
from tbkk_sim.report.kit.phrases import N_
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.scarcity import Central
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import Reallocation
from tbkk_sim.settings.settings import ALL

LENT = N_(
    "{n} people are reallocated from {lender} to {units}: {fte} fte on average over the whole run. Of the own work "
    "there {waiting} cases wait at the end."
)
LENT_ELSEWHERE = N_(
    "{n} people come to {units} from elsewhere in the police; what they leave undone there is not counted."
)
TEMPORARY = N_("{n} people are hired for a time, without posts: {fte} fte on average over the whole run.")
ALL_APPOINTED = N_("Of a course all {n} people are appointed to a vacant post.")
SOME_APPOINTED = N_("Of {n} people of a course {appointed} are appointed; for {without} no post is vacant.")
RETRAINED = N_("{n} people are retrained for another role.")
IN_COURSE = N_("In a course, and so not at work, is {fte} fte on average over the whole run.")
OVERTIME = N_(
    "Overtime brings {hours} hours of work; {off} hours are taken back as time off, and {n} people leave because of it."
)


def capacity(run: RunView) -> str:
    """State what comes otherwise than by hiring for posts; empty: nothing does."""
    said = capacity_said(run.say, run.settings, lambda key_figure, team: run.mean(key_figure, team=team))
    return " ".join(said)


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


def _lent(say: Say, settings: Settings, mean: Central) -> Iterator[str]:
    for pool, lent in lenders(settings).items():
        units = say.listed([team_label(say, settings, unit) for unit in dict.fromkeys(of.unit for of in lent)])
        common = {"n": say.number(sum(of.people for of in lent)), "units": units}
        if pool is None:
            yield say(LENT_ELSEWHERE, **common)
        else:
            away, waiting = mean("reallocated_away_fte", pool), mean("backlog_end", pool)
            lender = team_label(say, settings, pool)
            yield say(LENT, **common, lender=lender, fte=say.number(away, 1), waiting=say.count(waiting))


def _others(say: Say, settings: Settings, mean: Central) -> Iterator[str]:
    capacity, end = settings.capacity, settings.run.end
    hired = sum(of.people for of in capacity.temporary.values() if of.date <= end)
    if hired:
        yield say(TEMPORARY, n=say.number(hired), fte=say.number(mean("temporary_fte", ALL), 1))
    taught = sum(of.people for of in capacity.cohorts.values() if of.date <= end)
    if taught:
        appointed, without = mean("appointed_from_course", ALL), mean("course_without_post", ALL)
        phrase = SOME_APPOINTED if without > 0 else ALL_APPOINTED
        yield say(phrase, n=say.number(taught), appointed=say.count(appointed), without=say.count(without))
    retrained = mean("retrained", ALL) if capacity.retraining else 0.0
    if retrained > 0:
        yield say(RETRAINED, n=say.count(retrained))
    in_course = mean("in_course_fte", ALL) if taught or retrained > 0 else 0.0
    if in_course > 0:
        yield say(IN_COURSE, fte=say.number(in_course, 1))
    hours = mean("extra_hours", ALL) if capacity.overtime else 0.0
    if hours > 0:
        off, gone = mean("time_off_hours", ALL), mean("leavers_overtime", ALL)
        yield say(OVERTIME, hours=say.count(hours), off=say.count(off), n=say.number(gone, 1))
