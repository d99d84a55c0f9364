"""The levers of the page, and the settings that each of them changes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tbkk_sim.model.establishment import divide
from tbkk_sim.sampling.reports.volumes import reports_set
from tbkk_sim.settings import Settings
from tbkk_sim.settings.triage import Weighing

AS_IT_IS, ONE_QUEUE = "as_it_is", "one_queue"
FORMS = ("none", "pools", "wide")
"""Forms of collaboration that are a group of settings of their own."""
ORDERS = ("agreements", "shares", "by_severity", "first_come", "deadline")
"""Orders of the work that are a group of settings of their own."""
FULL = "full"
"""Name of a full investigation among the ways in which a class is treated."""
PLAN_STEP = "whatif_{unit}"
"""Name of a step of the hiring plan that brings extra posts."""

SEEN_RIGHTLY, CLOSED_BY_MISTAKE = ("sensitivity", "specificity"), "closed_by_mistake_share"
"""Settings of a weighing that say how often it errs: shares of cases seen rightly, and one of those closed."""

SettingPath = tuple[str, ...]
FLAGGED: SettingPath = ("triage", "flagged_share")
"""Setting that says of how many urgent reports it is seen on arrival; 0: nothing flags them."""


@dataclass(frozen=True)
class Levers:
    """One value per lever."""

    posts: dict[str, int]
    """Posts of each unit at the start."""
    extra_from: dt.date
    """Day on which the extra posts come."""
    extra_posts: int = 0
    """Extra posts, divided over the units by their posts."""
    hiring_limit_per_month: float | None = None
    """Newcomers who may start in one month, over all units; None: no limit."""
    volume: dict[str, float] = field(default_factory=dict)
    """Factor on the reports of each stream of which any come in."""
    growth_per_year: float | None = None
    """Growth of the largest stream from the first year on; None: the path as it is."""
    complexity_per_year: float = 0.0
    """Growth of the hours of a case in a year."""
    collaboration: str = AS_IT_IS
    """AS_IT_IS, one of FORMS, or ONE_QUEUE."""
    order: str = AS_IT_IS
    """AS_IT_IS, or one of ORDERS."""
    agreed: dict[str, float] = field(default_factory=dict)
    """Cases a year of each agreement, in all years of the run."""
    treated: dict[str, str] = field(default_factory=dict)
    """Way in which all cases of a class that is not severe are treated; a class that is missing: as it is."""
    triage_factor: float = 1.0
    """Factor on the hours of judging."""
    assessment_hours_factor: float = 1.0
    """Factor on the hours of assessment."""
    triage_errors: float = 1.0
    """Share of the errors of triage and assessment that is left."""
    tools: dict[str, float] = field(default_factory=dict)
    """Factor on the hours of each step."""


@dataclass(frozen=True)
class PlanChange:
    """A change of settings: groups of which another file is chosen, and values."""

    groups: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[SettingPath, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.groups or self.values)


def levers_of(settings: Settings) -> Levers:
    """The levers as they stand in these settings."""
    casework, run = settings.casework, settings.run
    next_year = dt.date(run.start.year + 1, 1, 1)
    return Levers(
        posts={name: unit.posts for name, unit in settings.staffing.units.items()},
        extra_from=next_year if next_year <= run.end else run.start,
        hiring_limit_per_month=settings.staffing.hiring.national_limit_per_month,
        volume={name: settings.demand.streams[name].volume_factor for name in _with_reports(settings)},
        complexity_per_year=casework.complexity.growth_per_year,
        agreed={name: agreement.agreed_in(run.start.year) for name, agreement in settings.agreements.items()},
        triage_factor=settings.triage.hours_factor,
        tools={name: casework.tools.get(name, 1.0) for name in casework.steps},
    )


def _with_reports(settings: Settings) -> list[str]:
    """The streams of which reports come in during the run; a part of another one is a stream too."""
    demand, years = settings.demand, settings.run.years
    return [
        name
        for name, stream in demand.streams.items()
        if stream.part_of is not None or any(reports_set(demand, name, year) > 0 for year in years)
    ]


def main_stream(settings: Settings) -> str:
    """The stream with most reports in the first year; no part of another one, which grows along with that."""
    demand, year = settings.demand, settings.run.start.year
    wholes = [name for name, stream in demand.streams.items() if stream.part_of is None]
    return max(wholes, key=lambda name: reports_set(demand, name, year))


def change_of(settings: Settings, levers: Levers) -> PlanChange:
    """Return what the levers change in these settings; a lever in its first position changes nothing."""
    was = levers_of(settings)
    values: dict[SettingPath, Any] = {}
    for unit, posts in levers.posts.items():
        if posts != was.posts[unit]:
            values["staffing", "units", unit, "posts"] = posts
    values |= _extra_posts(levers, was.posts)
    if levers.hiring_limit_per_month != was.hiring_limit_per_month:
        values["staffing", "hiring", "national_limit_per_month"] = levers.hiring_limit_per_month
    for stream, factor in levers.volume.items():
        if factor != was.volume[stream]:
            values["demand", "streams", stream, "volume_factor"] = factor
    if levers.growth_per_year is not None:
        values |= _path_of_growth(settings, levers.growth_per_year)
    if levers.complexity_per_year != was.complexity_per_year:
        values["casework", "complexity", "growth_per_year"] = levers.complexity_per_year
    if levers.triage_factor != was.triage_factor:
        values["triage", "hours_factor"] = levers.triage_factor
    if levers.assessment_hours_factor != was.assessment_hours_factor:
        hours = settings.triage.assessment.hours_mean * levers.assessment_hours_factor
        values["triage", "assessment", "hours_mean"] = round(hours, 6)
    if levers.triage_errors != was.triage_errors:
        values |= _errors(settings, levers.triage_errors)
    for step, factor in levers.tools.items():
        if factor != was.tools[step]:
            values["casework", "tools", step] = factor
    for name, number in levers.agreed.items():
        if number != was.agreed[name]:
            values |= _agreed(settings, name, number)
    for of_class, way in levers.treated.items():
        values |= _treated(settings, of_class, way)
    groups = {}
    if levers.order != AS_IT_IS:
        groups["assignment"] = levers.order
    if levers.collaboration in FORMS:
        groups["collaboration"] = levers.collaboration
    one_queue = settings.collaboration.one_queue
    if levers.collaboration != AS_IT_IS and one_queue != (levers.collaboration == ONE_QUEUE):
        values["collaboration", "one_queue"] = not one_queue
    return PlanChange(groups, values)


def weighings(settings: Settings) -> dict[SettingPath, Weighing]:
    """The weighings whose errors count in these settings, by the path of their settings."""
    triage = settings.triage
    of: dict[SettingPath, Weighing] = {("triage", "by_hand"): triage.by_hand}
    if triage.automatic_share > 0 or triage.automatic_above_reports is not None:
        of["triage", "by_system"] = triage.by_system
    if triage.assessment.enabled:
        of["triage", "assessment"] = triage.assessment
    return of if triage.enabled else {}


def accuracies(settings: Settings) -> dict[SettingPath, float]:
    """The settings that say how often the weighings err, with their values: shares seen rightly, or closed.

    With them stands what the system flags on arrival, as in the scenario `better_triage`.
    """
    triage = settings.triage
    found: dict[SettingPath, float] = {FLAGGED: triage.flagged_share} if triage.enabled and triage.flagged_share else {}
    for path, weighing in weighings(settings).items():
        for of in SEEN_RIGHTLY:
            found[*path, of] = getattr(weighing, of)
            of_class = f"{of}_of_class"
            found |= {(*path, of_class, name): share for name, share in getattr(weighing, of_class).items()}
        found[*path, CLOSED_BY_MISTAKE] = weighing.closed_by_mistake_share
    return found


def has_errors(settings: Settings) -> bool:
    """Tell whether triage or assessment ever errs, so that a lever on errors changes something.

    An urgent report that is not flagged is judged later, and not wrongly.
    """
    shares = accuracies(settings).items()
    return any(_with_errors(path, share, 0.0) != share for path, share in shares if path != FLAGGED)


def _errors(settings: Settings, left: float) -> dict[SettingPath, Any]:
    """Shares of cases that are seen rightly, or closed by mistake, with so much of the errors left."""
    before = accuracies(settings)
    after = {path: _with_errors(path, share, left) for path, share in before.items()}
    return {path: share for path, share in after.items() if share != before[path]}


def _with_errors(path: SettingPath, share: float, left: float) -> float:
    return round(share * left if path[-1] == CLOSED_BY_MISTAKE else 1 - (1 - share) * left, 6)


def _extra_posts(levers: Levers, posts_before: Mapping[str, int]) -> dict[SettingPath, Any]:
    """Steps of the hiring plan, a unit each: by their posts, or by those of before where no unit has any left."""
    evenly = dict.fromkeys(levers.posts, 1)
    shares = next(posts for posts in (levers.posts, posts_before, evenly) if any(posts.values()))
    weights = {unit: float(posts) for unit, posts in shares.items()}
    values: dict[SettingPath, Any] = {}
    for unit, posts in divide(levers.extra_posts, weights).items():
        if posts:
            step = ("staffing", "plan", PLAN_STEP.format(unit=unit))
            values[*step, "unit"], values[*step, "date"], values[*step, "posts"] = unit, levers.extra_from, posts
    return values


def ways_of(settings: Settings, of_class: str) -> list[str]:
    """The ways in which cases of a class may be treated, from the heaviest on."""
    return [FULL, *settings.casework.classes[of_class].lighter]


def may_be_chosen(settings: Settings) -> list[str]:
    """The classes whose treatment is a choice, the most urgent first."""
    return [name for name in settings.casework.by_urgency if settings.casework.classes[name].lighter]


def _agreed(settings: Settings, name: str, number: float) -> dict[SettingPath, Any]:
    """The number of an agreement, in the first year of the run and in each later year that has another one."""
    first = settings.run.start.year
    years = {first, *(year for year in settings.agreements[name].per_year if year > first)}
    return {("agreements", name, "per_year", str(year)): number for year in sorted(years)}


def _treated(settings: Settings, of_class: str, way: str) -> dict[SettingPath, Any]:
    """All new cases of a class treated in one way, whatever waits."""
    values: dict[SettingPath, Any] = {}
    for table in ("treatments", "treatments_when_pressed"):
        shares = getattr(settings.steering, table).get(of_class)
        if table == "treatments" or shares:
            for each in dict.fromkeys([*(shares or ()), way]):
                values["steering", table, of_class, each] = float(each == way)
    return values


def _path_of_growth(settings: Settings, growth_per_year: float) -> dict[SettingPath, Any]:
    """Reports of the largest stream in each year after the first, growing at one rate."""
    name, first = main_stream(settings), settings.run.start.year
    before = reports_set(settings.demand, name, first)
    return {
        ("demand", "streams", name, "reports_per_year", str(year)): round(
            before * (1 + growth_per_year) ** (year - first)
        )
        for year in range(first + 1, settings.run.end.year + 1)
    }
