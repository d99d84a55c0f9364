"""The settings as an engine reads them: numbers and arrays, in the order of the names."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Integers
from tbkk_sim.model import rules
from tbkk_sim.model.calendar import WorkingTime, working_time
from tbkk_sim.model.chain.examination import ExaminationParameters, examination_of
from tbkk_sim.model.chain.links import ChainParameters, chain_of
from tbkk_sim.model.chain.milestones import MilestoneParameters, milestones_of
from tbkk_sim.model.costs.prices import CostParameters, costs_of
from tbkk_sim.model.expected_hours import hours_expected, share_upto
from tbkk_sim.model.home_teams import home_from_days, home_teams, teams_asked
from tbkk_sim.model.lendings import Lendings, lendings_of
from tbkk_sim.model.names import Names, names_of
from tbkk_sim.model.seconds import PER_MILLION, SECONDS_PER_DAY, Seconds, seconds_of_days
from tbkk_sim.model.selection.agreed import agreed_cases, simple_classes
from tbkk_sim.model.selection.campaigns import CampaignParameters, campaigns_of
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import CaseClass
from tbkk_sim.settings.settings import RETURNS

ORDERS = {
    "by_severity": rules.BY_SEVERITY,
    "first_come": rules.FIRST_COME,
    "deadline": rules.DEADLINE,
    "agreements": rules.AGREEMENTS,
    "shares": rules.SHARES,
}


@dataclass(frozen=True, slots=True)
class Classes:
    """One row per class (Names.classes)."""

    priority: NDArray[np.int32]
    """1 most urgent, whatever the order of the queue."""
    urgency: NDArray[np.int32]
    """1 most urgent, by priority; where the order goes by parts of the hours, all of the portfolio that have a part are
    as urgent as the most urgent of it, and the others come after them."""
    norm_days: NDArray[np.float64]
    """Promised days to first work; inf: none."""
    preempts: NDArray[np.bool_]
    round_the_clock: NDArray[np.bool_]
    urgent_upto: NDArray[np.int32]
    """Last skill for which the two hold; NO_LIMIT: they hold to the end."""
    delay_per_million: NDArray[np.int64]
    """Part of the outside delay before a step that a case waits, in millionths."""
    expires: NDArray[np.bool_]
    """A case of which this is the class, as far as anybody knows, is let go if nobody takes it up in time."""
    severe: NDArray[np.bool_]
    """False for the portfolio: cases that are taken up as the order of assignment says."""
    part_per_million: NDArray[np.int64]
    """Part of the hours of the portfolio that a class gets, where the order goes by parts; 0: none."""
    mean_hours: NDArray[np.float64]
    """Mean hours of a whole case, treated as without pressure, with which the steering group reckons."""
    share_upto: NDArray[np.int64]
    """[0: without pressure, 1: at the highest; class; 0: full, 1: and short, 2: and letter or visit]: shares of the
    treatments of new cases, added up, in millionths."""


@dataclass(frozen=True, slots=True)
class SteeringParameters:
    """Rules and numbers by which the steering group decides."""

    active: bool
    """The group meets: treatments get lighter under pressure."""
    every_seconds: int
    pressed_from_weeks: float
    most_pressed_from_weeks: float
    most_change: int
    """Largest change of the pressure at one meeting, in millionths."""
    least_change: int
    office_hours_per_week: float
    """Office hours in an average week of the run."""


@dataclass(frozen=True, slots=True)
class AgreementParameters:
    """Cases that units owe by the agreements."""

    urgency: int
    """Urgency at which owed cases are taken up."""
    owed: NDArray[np.int64]
    """[calendar year of the run, team whose number the queue has, class]: cases to take up; 0 where nothing is owed."""
    simple: NDArray[np.bool_]
    """[class]: owed ones need no room and go before other work of the same urgency."""
    agreed: NDArray[np.int64]
    """[calendar year of the run, team, class]: cases agreed for each unit, whatever the order of the work."""
    year_starts_seconds: NDArray[np.int64]
    """Midnights of the first days of the calendar years that the run touches, and of the year after."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """All that an engine and the key figures need beside the world: settings, compiled once."""

    names: Names
    start: dt.date
    horizon_days: float
    horizon_seconds: int
    working: WorkingTime
    order: int
    """Order of the queues (rules.BY_SEVERITY ...)."""
    classes: Classes
    triage_team: int
    triage_urgency: int
    triage_as_read: bool
    """In triage reports go by the class that the system reads in them; never where classes are alike."""
    automatic_above_reports: int
    """Reports that wait to be judged above which the system judges all that arrive; NO_LIMIT: never."""
    assessment_skill: int
    assessment_urgency: int
    """Urgency of the assessment of reports that are less urgent themselves."""
    by_score: bool
    """The case with the highest score goes first of a class of the portfolio, not the freshest."""
    triage_norm_seconds: int
    """Seconds after arrival by which a report that nobody has triaged is due: the shortest norm; or NEVER_SECONDS."""
    norm_seconds: NDArray[np.int64]
    """[team of the case, class]: seconds after arrival by which first work is due; NEVER_SECONDS: no norm."""
    returns_stream: int
    """Stream of the new reports on persons whose case has ended."""
    home_from_seconds: NDArray[np.int64]
    """Moments at which units get new kinds of posts, for cases that arrive from then on; the first is before all."""
    home_team: NDArray[np.int32]
    """[row of home_from_seconds, team of the case, skill]: the team in whose queue the step waits."""
    queue_of_team: NDArray[np.int32]
    """The queue that the members of a team draw from first."""
    asked: NDArray[np.int32]
    """All teams, queue by queue, in the order in which their members are asked for a step of their queue. Before them
    comes the team at which it waits, after them come helpers, in the order of the lendings."""
    reserve: NDArray[np.int32]
    """Members of a team kept free for urgent work."""
    owns_case: NDArray[np.bool_]
    """Per skill: the member who starts this step becomes the investigator of the case."""
    digital: NDArray[np.bool_]
    """Per skill: its hours are digital work."""
    minimum_fte: NDArray[np.float64]
    """[team]: deployable fte below which a unit is too small; 0: no minimum."""
    one_queue: bool
    """All units draw from one queue."""
    in_pairs: NDArray[np.bool_]
    """Per skill: two members of one team do it together."""
    planned: NDArray[np.bool_]
    """Per skill: a colleague is called off ordinary work for it, urgent or not."""
    together_with: NDArray[np.int32]
    """Per skill: the pool whose specialist must be present; -1: none."""
    caseload_limit: int
    in_hand_limit_per_investigator: float
    """Cases in hand per investigator of a unit; inf: no limit."""
    investigator_skills: int
    """Skills that make an investigator, as bits; 0: all members count (rules.is_investigator)."""
    stays_with_investigator: bool
    lendings: Lendings
    lends_judges: bool
    """Members who judge reports are lent even while reports wait at their team."""
    agreements: AgreementParameters
    steering: SteeringParameters
    campaigns: CampaignParameters
    examination: ExaminationParameters
    cohort_days: NDArray[np.float64]
    """Days within the run on which the course of a cohort begins."""
    cohort_people: NDArray[np.int64]
    """People of each of these cohorts."""
    milestones: tuple[MilestoneParameters, ...]
    chain: ChainParameters
    costs: CostParameters
    monthly: bool
    """Key figures are also given by month."""

    def __repr__(self) -> str:
        names = self.names
        sizes = f"{len(names.teams)} teams, {len(names.classes)} classes, {len(names.skills)} skills"
        return f"Parameters({self.horizon_days:,.0f} days, {sizes})"

    @property
    def members_needed(self) -> NDArray[np.int64]:
        """Members of the team who work on a step at once, per skill."""
        return 1 + self.in_pairs.astype(np.int64)

    @property
    def is_held(self) -> NDArray[np.bool_]:
        """True for each skill of which a step is held until a colleague, or a specialist of a pool, joins."""
        return self.in_pairs | (self.together_with >= 0)

    def home_of(self, unit: Integers, skill: Integers, arrived_seconds: Seconds) -> NDArray[np.int32]:
        """Find the team in whose queue a step of a case waits.

        Args:
            unit: Team of each case.
            skill: Kind of each step.
            arrived_seconds: Arrival of each case.
        """
        if len(self.home_from_seconds) == 1:
            home: NDArray[np.int32] = self.home_team.ravel()[unit * np.int32(self.home_team.shape[2]) + skill]
            return home
        row = np.searchsorted(self.home_from_seconds, arrived_seconds, side="right") - 1
        return self.home_team[row, unit, skill]


def compile_parameters(settings: Settings) -> Parameters:
    """Turn settings into numbers and arrays, unchecked (see `skills_needed.check_every_step_can_be_done`)."""
    names = names_of(settings)
    working = working_time(settings.calendar, settings.run.start, settings.run.horizon_days)
    order, one_queue = ORDERS[settings.assignment.order], settings.collaboration.one_queue
    triage, limit, casework = settings.triage, settings.assignment.caseload_limit, settings.casework
    may_wait = triage.automatic_above_reports if triage.enabled else None
    reserve = settings.assignment.reserve_members
    classes = _classes(settings, names, order)
    queue_of_team = [0 if one_queue and team in names.units else n for n, team in enumerate(names.teams)]
    units, steps = settings.staffing.units.values(), settings.casework.steps.values()
    specialists = [rules.NOBODY if s.together_with is None else names.team(s.together_with) for s in steps]
    cohorts = [of for of in settings.capacity.cohorts.values() if of.date <= settings.run.end]
    return Parameters(
        names=names,
        start=settings.run.start,
        horizon_days=float(settings.run.horizon_days),
        horizon_seconds=settings.run.horizon_days * SECONDS_PER_DAY,
        working=working,
        order=order,
        classes=classes,
        triage_team=names.team(triage.team),
        triage_urgency=rules.urgency(order, triage.priority),
        triage_as_read=triage.order == "as_read" and settings.assignment.goes_by_class,
        automatic_above_reports=rules.NO_LIMIT if may_wait is None else may_wait,
        assessment_skill=names.skill(triage.assessment.step) if triage.enabled and triage.assessment.enabled else 0,
        assessment_urgency=rules.urgency(order, triage.assessment.priority),
        by_score=settings.assignment.portfolio_by == "score",
        triage_norm_seconds=int(seconds_of_days(classes.norm_days.min())),
        norm_seconds=seconds_of_days(_norm_days(settings, names, classes)),
        returns_stream=names.streams.index(RETURNS),
        home_from_seconds=seconds_of_days(home_from_days(settings)),
        home_team=home_teams(settings, names),
        queue_of_team=np.array(queue_of_team, dtype=np.int32),
        asked=teams_asked(queue_of_team),
        reserve=np.array([reserve.get(team, 0) for team in names.teams], dtype=np.int32),
        owns_case=np.array([False, *(step.owns_case for step in steps), False]),
        digital=np.array([False, *(step.digital for step in steps), False]),
        minimum_fte=np.array([*(unit.minimum_fte for unit in units), *([0.0] * len(names.pools))]),
        one_queue=one_queue,
        in_pairs=np.array([False, *(step.in_pairs for step in steps), False]),
        planned=np.array([False, *(step.planned for step in steps), False]),
        together_with=np.array([rules.NOBODY, *specialists, rules.NOBODY], dtype=np.int32),
        caseload_limit=rules.NO_LIMIT if limit is None else limit,
        in_hand_limit_per_investigator=settings.assignment.in_hand_limit_per_investigator or np.inf,
        investigator_skills=sum(1 << names.skill(name) for name in casework.steps if casework.steps[name].owns_case),
        stays_with_investigator=settings.assignment.stays_with_investigator,
        lendings=lendings_of(settings, names),
        lends_judges=settings.collaboration.lends_judges,
        agreements=_agreements(settings, names, queue_of_team),
        steering=_steering(settings, working),
        campaigns=campaigns_of(settings, names, rules.urgency(order, settings.steering.campaigns_priority)),
        examination=examination_of(settings, names),
        cohort_days=np.array([(of.date - settings.run.start).days for of in cohorts], dtype=np.float64),
        cohort_people=np.array([of.people for of in cohorts], dtype=np.int64),
        milestones=milestones_of(settings, names),
        chain=chain_of(settings, names),
        costs=costs_of(settings, names),
        monthly=settings.run.monthly,
    )


def _classes(settings: Settings, names: Names, order: int) -> Classes:
    classes = list(settings.casework.classes.values())
    own_work = settings.collaboration.own_work_priority
    preemption = settings.assignment.preemption
    norms = [c.norm_days for c in classes]
    priority = np.array([99, *(c.priority for c in classes), own_work], dtype=np.int32)
    urgency = np.array([rules.urgency(order, p) for p in priority.tolist()], dtype=np.int32)
    severe = np.array([True, *(c.severe for c in classes), True])
    part_per_million = np.zeros(len(urgency), dtype=np.int64)
    if order == rules.SHARES and not severe.all():
        parts = settings.assignment.parts_of_hours
        whole = sum(parts.values()) or 1.0
        of_classes = [round(parts.get(name, 0.0) / whole * PER_MILLION) for name in settings.casework.classes]
        part_per_million[1:-1] = of_classes
        first = urgency[~severe].min()  # in hand too: else what is begun of one class would wait for another's turn
        urgency = np.where(severe, urgency, np.where(part_per_million > 0, first, first + 1)).astype(np.int32)
    return Classes(
        priority=priority,
        urgency=urgency,
        severe=severe,
        part_per_million=part_per_million,
        share_upto=share_upto(settings),
        norm_days=np.array([np.inf, *(np.inf if n is None else n for n in norms), np.inf]),
        expires=np.array([False, *(c.expires is not None for c in classes), False]),
        preempts=np.array([False, *(c.preempts and preemption for c in classes), False]),
        round_the_clock=np.array([False, *(c.round_the_clock for c in classes), False]),
        urgent_upto=np.array([rules.NO_LIMIT, *(_urgent_upto(settings, names, c) for c in classes), rules.NO_LIMIT]),
        delay_per_million=np.array(
            [PER_MILLION, *(round(c.outside_delay_share * PER_MILLION) for c in classes), PER_MILLION]
        ),
        mean_hours=np.array([0.0, *(hours_expected(settings, name) for name in settings.casework.classes), 0.0]),
    )


def _urgent_upto(settings: Settings, names: Names, case_class: CaseClass) -> int:
    """The skill of the step that reaches the milestone until which a class is urgent."""
    for name, step in settings.casework.steps.items():
        if step.milestone is not None and step.milestone == case_class.urgent_until:
            return names.skill(name)
    return rules.NO_LIMIT


def _norm_days(settings: Settings, names: Names, classes: Classes) -> NDArray[np.float64]:
    """The norms of the classes, whatever the team; of own work, that of the pool whose work it is."""
    norm_days = np.tile(classes.norm_days, (len(names.teams), 1))
    for name, pool in settings.collaboration.pools.items():
        promised = pool.own_work.norm_days
        norm_days[names.team(name), names.own_work_class] = np.inf if promised is None else promised
    return norm_days


def _agreements(settings: Settings, names: Names, queue_of_team: list[int]) -> AgreementParameters:
    run, order = settings.run, ORDERS[settings.assignment.order]
    years = range(run.start.year, run.end.year + 1)
    owed, agreed = np.zeros((2, len(years), len(names.teams), len(names.classes)), dtype=np.int64)
    for row, year in enumerate(years):
        for (unit, case_class), cases in agreed_cases(settings, year).items():
            agreed[row, names.team(unit), names.case_class(case_class)] = cases
            if order == rules.AGREEMENTS:
                owed[row, queue_of_team[names.team(unit)], names.case_class(case_class)] += cases
    return AgreementParameters(
        urgency=settings.assignment.agreements_priority,
        owed=owed,
        simple=np.isin(names.classes, list(simple_classes(settings))),
        agreed=agreed,
        year_starts_seconds=seconds_of_days([(dt.date(y, 1, 1) - run.start).days for y in (*years, years[-1] + 1)]),
    )


def _steering(settings: Settings, working: WorkingTime) -> SteeringParameters:
    days, steering = settings.run.horizon_days, settings.steering
    return SteeringParameters(
        active=steering.policy == "by_backlog",
        every_seconds=int(seconds_of_days(steering.every_weeks * 7)),
        pressed_from_weeks=steering.pressed_from_weeks,
        most_pressed_from_weeks=steering.most_pressed_from_weeks,
        most_change=round(steering.most_change * PER_MILLION),
        least_change=round(steering.least_change * PER_MILLION),
        office_hours_per_week=float(working.open_before[days]) * working.hours_per_day / (days / 7),
    )
