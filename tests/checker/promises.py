"""What the settings promise, class by class, step by step and team by team, read from the settings alone."""

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tbkk_sim.model.establishment import divide, plan_by_role
from tbkk_sim.model.names import Names, names_of
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import OUTCOMES, CaseClass, Effort, LighterTreatment
from tests.checker.office_hours import SECONDS_PER_DAY, OfficeHours

CLOSED = 0
"""The class of what is no case."""
TRIAGE, ASSESSMENT = -1, -2
"""The steps of judging a report, at the national desk and then by its unit."""
TRIAGE_SKILL = 0


@dataclass(frozen=True, slots=True)
class ClassPromise:
    """What is promised of a class of cases."""

    priority: int
    """1 is most urgent, whatever the order of work."""
    urgency: int
    """1 is most urgent; all are alike (0) where the order goes by arrival or deadline alone."""
    norm_seconds: float
    """Promised time to first work; inf: none."""
    interrupts: bool
    at_any_hour: bool
    urgent_steps: frozenset[str]
    """Steps for which these two hold; judging is always one."""
    outside_delay: Fraction
    """Part of the drawn outside delays that its cases wait."""
    severe: bool
    expires: bool
    """Not of the portfolio."""
    outcomes: frozenset[int]
    """How its cases may end that are investigated in full."""
    mean_hours: float
    """What the steering group reckons with: of a case treated as without pressure."""
    shares: dict[str, float] = field(default_factory=lambda: {"full": 1.0})
    """How its new cases are treated, without pressure."""
    shares_when_pressed: dict[str, float] = field(default_factory=lambda: {"full": 1.0})
    """The same at the highest pressure."""
    lighter_outcomes: dict[str, frozenset[int]] = field(default_factory=dict)
    """How its cases may end that are treated in a lighter way."""


class Promises:
    """The settings as the checks need them; numbers of teams, classes and skills are those of Names."""

    def __init__(self, settings: Settings, world: World) -> None:
        self.settings = settings
        self.names = names_of(settings)
        self.hours = OfficeHours(settings.calendar, settings.run.start, settings.run.horizon_days)
        self.horizon_seconds = settings.run.horizon_days * SECONDS_PER_DAY
        assignment, together = settings.assignment, settings.collaboration
        self.by_severity = assignment.order in ("by_severity", "agreements", "shares")
        self.freshest_first = assignment.order in ("agreements", "shares")
        self.agreements_urgency = assignment.agreements_priority
        self.campaigns_urgency = settings.steering.campaigns_priority
        self.lends_judges = together.lends_judges
        self.by_deadline = assignment.order == "deadline"
        self.by_arrival = assignment.order == "first_come"
        self.own_class = len(self.names.classes) - 1
        self.classes = [_class_promise(settings, name, self.by_severity) for name in self.names.classes]
        if assignment.order == "shares":
            self.classes = _alike_in_turns(self.classes, self.names, assignment.parts_of_hours)
        self.by_score = assignment.portfolio_by == "score"
        self.triage_urgency = settings.triage.priority if self.by_severity else 0
        self.as_read = settings.triage.order == "as_read" and self.by_severity
        """Of the reports that wait to be judged those go first in which the system reads what is most urgent."""
        above = settings.triage.automatic_above_reports
        self.judged_by_hand_upto = math.inf if above is None else above
        """Reports that may wait to be judged before the system judges what arrives."""
        assessment = settings.triage.assessment
        self.assessment_urgency = assessment.priority if self.by_severity else 0
        self.assessment_skill = self.names.skill(assessment.step) if assessment.enabled else TRIAGE_SKILL
        self.shortest_norm_seconds = min((c.norm_seconds for c in self.classes), default=math.inf)
        """By deadline, a report of which nobody knows what it is may be of the class with the shortest norm."""
        self.own_norm_seconds = {
            self.names.team(name): _seconds_of(pool.own_work.norm_days) for name, pool in together.pools.items()
        }
        steps = list(settings.casework.steps.values())
        self.owns_case = [False, *(step.owns_case for step in steps), False]
        """Per skill: who starts this step becomes the investigator of the case."""
        self.in_pairs = [False, *(step.in_pairs for step in steps), False]
        """Per skill: two members of a team do this step."""
        self.planned = [False, *(step.planned for step in steps), False]
        """Per skill: a colleague puts ordinary work down for it."""
        self.specialists_of = [None, *(_team(self.names, step.together_with) for step in steps), None]
        """Per skill: the pool of which a specialist must be there."""
        one_queue = together.one_queue
        self.queue_of_team = [0 if one_queue and t < len(self.names.units) else t for t in range(len(self.names.teams))]
        self.reserve = [assignment.reserve_members.get(team, 0) for team in self.names.teams]
        self.caseload_limit = assignment.caseload_limit or math.inf
        self.room_per_investigator = assignment.in_hand_limit_per_investigator or math.inf
        self.stays_with_investigator = assignment.stays_with_investigator
        examination = settings.chain.examination
        self.urgent_devices_first = examination.urgent_first
        self.seconds_per_device = max(round(365.25 * SECONDS_PER_DAY / examination.capacity_devices_per_year), 1)
        self._home_teams = _home_teams(settings, self.names, world)

    def home_team(self, unit: int, skill: int, arrived_seconds: int) -> int:
        """The team in whose queue a step waits: of the last change of posts before the case arrived."""
        return [home for day, home in self._home_teams if day * SECONDS_PER_DAY <= max(arrived_seconds, 0)][-1][unit][
            skill
        ]

    def turn_at_laboratory(self, case_class: int) -> int:
        """What the devices of a case are ordered by, before the order in which they come."""
        return self.classes[case_class].priority if self.urgent_devices_first else 0

    def urgency_and_place(self, case_class: int, counts_from_seconds: int, unit: int) -> tuple[int, float]:
        """What a case is ordered by: its urgency, and its place among steps as urgent."""
        promise = self.classes[case_class]
        if not self.by_deadline:
            return promise.urgency, counts_from_seconds
        norm_seconds = self.own_norm_seconds[unit] if case_class == self.own_class else promise.norm_seconds
        return promise.urgency, counts_from_seconds + norm_seconds


def _class_promise(settings: Settings, name: str, by_severity: bool) -> ClassPromise:
    case_class = settings.casework.classes.get(name)
    if case_class is None:  # no case, or a pool's own work
        own = settings.collaboration.own_work_priority
        own_work_done = 8
        priority = own if name != "closed" else 99
        return ClassPromise(
            priority,
            priority if by_severity else 0,
            math.inf,
            False,
            False,
            frozenset(),
            Fraction(1),
            True,
            False,
            frozenset({own_work_done}),
            0.0,
        )
    steering = settings.steering
    shares = {str(way): share for way, share in steering.treatments.get(name, {"full": 1.0}).items()}
    pressed = shares
    if steering.policy == "by_backlog" and name in steering.treatments_when_pressed:
        pressed = {str(way): share for way, share in steering.treatments_when_pressed[name].items()}
    ways: dict[str, CaseClass | LighterTreatment] = {"full": case_class, **case_class.lighter}
    hours = sum(share * _mean_hours(settings, case_class, ways[way]) for way, share in shares.items() if way in ways)
    return ClassPromise(
        priority=case_class.priority,
        urgency=case_class.priority if by_severity else 0,
        norm_seconds=_seconds_of(case_class.norm_days),
        interrupts=case_class.preempts and settings.assignment.preemption,
        at_any_hour=case_class.round_the_clock,
        urgent_steps=_urgent_steps(settings, case_class),
        outside_delay=Fraction(round(case_class.outside_delay_share * 1_000_000), 1_000_000),
        severe=case_class.severe,
        expires=case_class.expires is not None,
        outcomes=_outcomes(case_class),
        mean_hours=hours / sum(shares.values()),
        shares=shares,
        shares_when_pressed=pressed,
        lighter_outcomes={way: _outcomes(lighter) for way, lighter in case_class.lighter.items()},
    )


def _urgent_steps(settings: Settings, case_class: CaseClass) -> frozenset[str]:
    """The steps up to the one with the milestone until which a class is urgent; all of them without one."""
    steps = list(settings.casework.steps)
    last = [n for n, name in enumerate(steps) if settings.casework.steps[name].milestone == case_class.urgent_until]
    return frozenset(steps if case_class.urgent_until is None else steps[: last[0] + 1])


def _mean_hours(settings: Settings, case_class: CaseClass, treated: CaseClass | LighterTreatment) -> float:
    casework = settings.casework
    return casework.complexity.level * sum(
        (effort.mean_hours if isinstance(effort, Effort) else effort)
        * casework.tools.get(step, 1.0)
        * _for_viewing(settings, step)
        * (2 if casework.steps[step].in_pairs else 1)
        for step, effort in treated.hours.items()
    )


def _for_viewing(settings: Settings, step: str) -> float:
    """How many times as long a step takes, since nobody looks at images for a whole working day."""
    limit, day = settings.casework.steps[step].viewing_hours_per_day, settings.calendar.hours_per_day
    for_cases = day * settings.staffing.case_hours_share
    return 1.0 if limit is None or limit > for_cases else for_cases / limit


def _outcomes(treated: CaseClass | LighterTreatment) -> frozenset[int]:
    return frozenset(OUTCOMES.index(outcome) for outcome, share in treated.outcomes.items() if share > 0)


def _alike_in_turns(classes: list[ClassPromise], names: Names, parts: dict[str, float]) -> list[ClassPromise]:
    """Classes that take turns are as urgent as the most urgent of the portfolio, those without a part come next."""
    first = min((promise.urgency for promise in classes if not promise.severe), default=0)
    return [
        promise if promise.severe else replace(promise, urgency=first if parts.get(name, 0) > 0 else first + 1)
        for name, promise in zip(names.classes, classes, strict=True)
    ]


def _seconds_of(norm_days: float | None) -> float:
    return math.inf if norm_days is None else round(norm_days * SECONDS_PER_DAY)


def _team(names: Names, name: str | None) -> int | None:
    return None if name is None else names.team(name)


def _retrain(settings: Settings, names: Names, changes: list[tuple[float, int, str, int]]) -> None:
    """Add the posts that change their role: those of all units are divided by the posts of that role that there are."""
    for of in sorted(settings.capacity.retraining.values(), key=lambda of: of.date):
        day = float((of.date - settings.run.start).days)
        there = {
            number: sum(
                n for since, team, role, n in changes if (team, role) == (number, of.from_role) and since <= day
            )
            for number in range(len(names.units))
        }
        if of.unit is None:
            by_name = divide(of.people, {names.units[number]: float(posts) for number, posts in there.items()})
        else:
            by_name = {of.unit: of.people}
        for unit, posts in by_name.items():
            changes += [(day, names.team(unit), of.from_role, -posts), (day, names.team(unit), of.to_role, posts)]


def _home_teams(settings: Settings, names: Names, world: World) -> list[tuple[float, list[list[int]]]]:
    """By the day from which it holds, [team of the case][skill]: the team in whose queue the step waits.

    The unit itself, while it has a post with the skill in its establishment; else the unit that does triage, unless
    that has none from then on.
    """
    judges, posts = names.team(settings.triage.team), world.posts
    roles = list(settings.staffing.roles)
    changes = [
        (max(begin, 0.0), unit, roles[role], 1)
        for unit, role, begin, ahead in zip(posts.unit, posts.role, posts.begin_days, posts.ahead, strict=True)
        if not ahead
    ]
    for number, unit_name in enumerate(names.units):
        for step_name, by_role in plan_by_role(settings.staffing, unit_name).items():
            day = max(float((settings.staffing.plan[step_name].date - settings.run.start).days), 0.0)
            changes += [(day, number, role, posts) for role, posts in by_role.items() if posts < 0]
    _retrain(settings, names, changes)
    days = sorted({0.0, *(day for day, *_ in changes)})

    def has(team: int, step: str, day: float) -> bool:
        left = dict.fromkeys(roles, 0)
        for since, unit, role, number in changes:
            left[role] += number if unit == team and since <= day else 0
        return any(left[role] > 0 and step in settings.staffing.roles[role].skills for role in roles)

    found = []
    for day in days:
        home = []
        for team in range(len(names.teams)):
            here = [judges]
            for step, kind in settings.casework.steps.items():
                no_judge = not any(has(judges, step, later) for later in days if later >= day)
                stays = has(team, step, day) or (no_judge and any(has(team, step, on) for on in days))
                here.append(names.team(kind.national_team) if kind.national_team else team if stays else judges)
            home.append([*here, team])
        found.append((day, home))
    return found
