"""The reasons for which a setting may have no effect: another day, another year, a rule that is not in force.

They are of the kinds that people run into. That a setting has no effect is seen from the replications.
"""

import datetime as dt
from typing import NamedTuple

from tbkk_sim.model.expected_hours import case_hours_per_day
from tbkk_sim.runs.changes import Reason, SettingKey
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import LAST_DAY


class Because(NamedTuple):
    """A reason, with what it speaks of."""

    reason: Reason
    values: dict[str, str | int]


def why(settings: Settings, key: SettingKey) -> Because | None:
    """Return the reason for which a setting has no effect, if it is of a kind that is known to have none."""
    return next((because for rule in RULES if (because := rule(settings, key))), None)


def _planned(settings: Settings, key: SettingKey) -> Because | None:
    """A change of the establishment after the end, or of no posts."""
    match key:
        case ("staffing", "plan", name, *_) if name in settings.staffing.plan:
            step = settings.staffing.plan[name]
            return _late(settings, step.date) or _zero(step.posts)
    return None


def _in_a_burst(settings: Settings, key: SettingKey) -> Because | None:
    """A batch of reports outside the run, or of no reports."""
    match key:
        case ("demand", "bursts", name, *_) if name in settings.demand.bursts:
            burst = settings.demand.bursts[name]
            over = burst.date + dt.timedelta(days=burst.days)
            return _outside(settings, burst.date, over) or _zero(burst.reports)
    return None


def _in_a_large_case(settings: Settings, key: SettingKey) -> Because | None:
    """A large case of which all victims come to light outside the run, or one that never comes."""
    match key:
        case ("demand", "large_cases", name, *_) if name in settings.demand.large_cases:
            large = settings.demand.large_cases[name]
            if large.date is None:
                return _zero(large.per_year or 0.0)
            return _outside(settings, large.date, large.date + dt.timedelta(days=large.days))
    return None


def of_a_year(settings: Settings, key: SettingKey) -> Because | None:
    """Reports of a year that is not run."""
    match key:
        case ("demand", "streams", _, "reports_per_year" | "part_per_year", year):
            in_run = settings.run.start.year <= int(year) <= settings.run.end.year
            return None if in_run else Because(Reason.YEAR, {})
    return None


def _growing(settings: Settings, key: SettingKey) -> Because | None:
    """Growth after the last year that is given."""
    match key:
        case ("demand", "streams", name, "growth_per_year") if name in settings.demand.streams:
            last = max(settings.demand.streams[name].per_year)
            return Because(Reason.YEARS_GIVEN, {"year": last}) if settings.run.end.year <= last else None
    return None


def _agreed_for_a_year(settings: Settings, key: SettingKey) -> Because | None:
    """A number for years that are not run; it holds until the next year that has one."""
    match key:
        case ("agreements", name, "per_year", year) if name in settings.agreements:
            until = min((of for of in settings.agreements[name].per_year if of > int(year)), default=LAST_DAY.year + 1)
            in_run = int(year) <= settings.run.end.year and until > settings.run.start.year
            return None if in_run else Because(Reason.YEAR, {})
    return None


def _steering(settings: Settings, key: SettingKey) -> Because | None:
    """A rule for meetings, where treatments are fixed."""
    always = ("policy", "treatments", "campaigns", "campaigns_priority")
    match key:
        case ("steering", rule, *_) if rule not in always and settings.steering.policy == "fixed":
            return Because(Reason.NOT_BY_BACKLOG, {})
    return None


def _in_a_campaign(settings: Settings, key: SettingKey) -> Because | None:
    """A campaign outside the run, or the priority of campaigns where there are none."""
    campaigns = settings.steering.campaigns
    match key:
        case ("steering", "campaigns", name, *_) if name in campaigns:
            return _outside(settings, campaigns[name].date, campaigns[name].end)
        case ("steering", "campaigns_priority") if not campaigns:
            return Because(Reason.NO_CAMPAIGNS, {})
    return None


def _in_triage(settings: Settings, key: SettingKey) -> Because | None:
    """A rule of triage where there is none, or of those who weigh nothing: the units, or the system."""
    triage, by_class = settings.triage, settings.assignment.goes_by_class
    judges_none = triage.automatic_share == 0 and triage.automatic_above_reports is None
    match key:
        case ("triage", rule, *_) if rule not in ("enabled", "team") and not triage.enabled:  # a team must be named
            return Because(Reason.NO_TRIAGE, {})
        case ("triage", "assessment", rule, *_) if rule != "enabled" and not triage.assessment.enabled:
            return Because(Reason.NO_ASSESSMENT, {})
        case ("triage", "by_system", *_) if judges_none and (triage.order == "arrival" or not by_class):
            return Because(Reason.NOT_BY_SYSTEM, {})
        case ("demand", "persons", "further_reports_mean") if not triage.enabled:
            return Because(Reason.NO_TRIAGE, {})
        case ("demand", "persons", "further_within_days") if settings.demand.persons.further_reports_mean == 0:
            return Because(Reason.ONE_REPORT, {})
    return None


def _examined(settings: Settings, key: SettingKey) -> Because | None:
    """A rule of the laboratory where nothing is examined."""
    match key:
        case ("chain", "examination", rule) if rule != "enabled" and not settings.chain.examination.enabled:
            return Because(Reason.NO_EXAMINATION, {})
    return None


def _of_another_order(settings: Settings, key: SettingKey) -> Because | None:
    """A rule of an order of the work that was not chosen."""
    order = settings.assignment.order
    match key:
        case ("assignment", "owed_by" | "agreements_priority") | ("agreements", _, "simple") if order != "agreements":
            return Because(Reason.NOT_BY_AGREEMENTS, {})
        case ("assignment", "parts_of_hours", *_) if order != "shares":
            return Because(Reason.NOT_BY_SHARES, {})
        case ("triage", "order") if not settings.assignment.goes_by_class:
            return Because(Reason.NOT_BY_CLASS, {})
    return None


def _of_capacity(settings: Settings, key: SettingKey) -> Because | None:
    """Capacity that comes after the end of the run, or overtime of no hours."""
    match key:
        case ("capacity", kind, name, *_) if name in getattr(settings.capacity, kind):
            of = getattr(settings.capacity, kind)[name]
            no_hours = kind == "overtime" and of.extra_share == 0 and of.extra_resignation_per_year == 0
            return _late(settings, of.date) or (Because(Reason.ZERO, {}) if no_hours else None)
    return None


def _of_a_pool(settings: Settings, key: SettingKey) -> Because | None:
    """A rule of a pool without members."""
    match key:
        case ("collaboration", "pools", name, rule, *_) if rule != "members":
            pool = settings.collaboration.pools.get(name)
            return Because(Reason.NO_MEMBERS, {"pool": name}) if pool and pool.members == 0 else None
    return None


def _of_viewing(settings: Settings, key: SettingKey) -> Because | None:
    """A limit on viewing that is no less than anybody's hours for cases of a day."""
    casework = settings.casework
    match key:
        case ("casework", "steps", name, "viewing_hours_per_day") if name in casework.steps:
            limit = casework.steps[name].viewing_hours_per_day
            most_hours = case_hours_per_day(settings)
            if limit is not None and limit >= most_hours:
                return Because(Reason.NOT_REACHED, {})
    return None


RULES = (
    _planned,
    _in_a_burst,
    _in_a_large_case,
    of_a_year,
    _growing,
    _agreed_for_a_year,
    _steering,
    _in_a_campaign,
    _in_triage,
    _examined,
    _of_another_order,
    _of_capacity,
    _of_a_pool,
    _of_viewing,
)
"""Each says why a setting of one kind has no effect; that it has none is seen from the replications."""


def _outside(settings: Settings, begin: dt.date, end: dt.date) -> Because | None:
    early = Because(Reason.EARLY, {"day": str(end)}) if end <= settings.run.start else None
    return early or _late(settings, begin)


def _late(settings: Settings, day: dt.date) -> Because | None:
    return Because(Reason.LATE, {"day": str(day)}) if day > settings.run.end else None


def _zero(number: float) -> Because | None:
    return Because(Reason.ZERO, {}) if number == 0 else None
