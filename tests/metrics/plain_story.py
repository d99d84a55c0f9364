"""What happened in a run, read one event at a time: stays of cases, judging of reports, work in hand.

Moments are whole seconds written as days: the nearest float to a number of seconds over 86,400. So two moments are the
same, or one is before the other, exactly when that is so of their seconds.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import NEVER_SECONDS
from tbkk_sim.sampling.world import BY_HAND, BY_NOBODY, BY_UNIT, World
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import CaseClass, Casework

WAITING, IN_HAND = "waiting", "in hand"
CLOSED_CLASS = 0
IN_TRIAGE, IN_ASSESSMENT = -1, -2
UNDONE = (End.CLOSED_BY_CHOICE, End.DECLINED, End.EXPIRED)
FULL, SHORT, VISIT, NOTHING = range(4)
SECONDS_PER_DAY = 24 * 60 * 60


def on_the_second(days: float) -> float:
    """The moment in whole seconds, of a sum of days that may be off in the last bit."""
    return round(days * SECONDS_PER_DAY) / SECONDS_PER_DAY


@dataclass
class Stay:
    """A time in which a case waited, or was in hand, as of one class."""

    state: str
    case_class: int
    begin: float
    end: float = math.inf


@dataclass
class Case:
    """What became of one case."""

    report: int
    unit: int
    arrived: float
    came: float
    stays: list[Stay]
    begun: float | None = None
    end: End | None = None
    treatments: list[int] = field(default_factory=list)
    on_campaign: bool = False
    """How it was decided to treat it, first and anew; none: in full."""
    turned_out: float | None = None
    """When it turned out to be something worse."""
    turned_out_after: int = -1
    """Position of the step that was done last by then."""

    @property
    def treatment(self) -> int:
        """As it is in the end."""
        return self.treatments[-1] if self.treatments else FULL

    @property
    def was_in_stock(self) -> bool:
        return self.arrived < 0

    @property
    def was_in_hand_at_start(self) -> bool:
        return self.stays[0].state == IN_HAND

    @property
    def class_when_waiting_ended(self) -> int:
        """When it was begun, or else the last one that it had."""
        return next((stay.case_class for stay in self.stays if stay.state == IN_HAND), self.stays[-1].case_class)

    @property
    def lapsed(self) -> bool:
        """Closed by choice, turned away or let go."""
        return self.end in UNDONE

    def goes_over(self, moment: float, state: str | None, case_class: int) -> None:
        self.stays[-1].end = moment
        if state is not None:
            self.stays.append(Stay(state, case_class, moment))


@dataclass
class Spell:
    """Work that one member had in hand, from taking it up until it was done or put down."""

    member: int
    shift: int
    report: int
    step: int
    skill: int
    case_class: int
    home: int
    how: Event
    begin: float
    any_hour: bool
    work_begin: float | None
    """None: held for a specialist who has not come yet."""
    assists: "Spell | None" = None
    end: float = math.inf
    how_it_ended: Event | None = None
    hours: float = math.nan

    @property
    def is_open(self) -> bool:
        return self.how_it_ended is None


@dataclass
class Judging:
    """A report that a person has to triage."""

    report: int
    arrived: float
    was_in_stock: bool = False
    begun: float = math.inf
    triaged: float = math.inf
    waited: bool = False
    """It joined those that wait to be judged; else the system judged it."""


@dataclass
class Assessing:
    """A report that its unit has to assess."""

    report: int
    since: float
    seen_as: int
    """Class that it has in assessment, or had last."""
    until: float = math.inf
    lost: bool = False
    """It led to no person."""


@dataclass
class Story:
    """All that happened."""

    settings: Settings
    world: World
    parameters: Parameters
    horizon: int
    cases: dict[int, Case] = field(default_factory=dict)
    judgings: dict[int, Judging] = field(default_factory=dict)
    arrivals: dict[int, float] = field(default_factory=dict)
    """When each report came; work in stock before the start."""
    closed: list[tuple[float, int]] = field(default_factory=list)
    """When triage or assessment closed which report."""
    by_hand: list[tuple[float, int]] = field(default_factory=list)
    """When a person judged which report."""
    by_system: list[tuple[float, int]] = field(default_factory=list)
    """When the system judged which report."""
    assessings: dict[int, Assessing] = field(default_factory=dict)
    joined: list[tuple[float, int]] = field(default_factory=list)
    """When which report was joined to a case of its person."""
    seen_as: dict[int, list[tuple[float, int | None]]] = field(default_factory=dict)
    """Which class each report got when; None: it ended. Not of reports that were joined."""
    counts_from: dict[int, float] = field(default_factory=dict)
    """From when the norm of each report counts by its last class before it was begun: when the report came that gave
    it."""
    expires: dict[int, int] = field(default_factory=dict)
    """Second at which each report expires, as put off by reports that joined it."""
    spells: list[Spell] = field(default_factory=list)
    events: list[tuple[Event, float, int, int, int, int, int, float]] = field(default_factory=list)
    """Kind, moment, report, member, team, detail, step, hours."""

    def step_row(self, report: int, step: int) -> int:
        return int(self.world.reports.first_step[report]) + step


def read_story(settings: Settings, world: World, parameters: Parameters, log: EventLog) -> Story:
    """Follow the events from first to last."""
    story = Story(settings, world, parameters, settings.run.horizon_days)
    columns = (log.kind, log.time_days, log.report, log.member, log.team, log.detail, log.step, log.hours)
    story.events = [(Event(kind), *rest) for kind, *rest in zip(*(column.tolist() for column in columns), strict=True)]
    _follow_cases(story)
    _follow_persons(story)
    _follow_work(story)
    return story


def _follow_cases(story: Story) -> None:
    reports, cases = story.world.reports, story.cases
    last_done: dict[int, int] = {}
    joins = {of[2] for of in story.events if of[0] is Event.ENDED and of[5] == End.JOINED}
    before: tuple[Event, int, int] = (Event.ARRIVED, -1, -1)

    def becomes_a_case(report: int, moment: float, case_class: int) -> None:
        state = IN_HAND if reports.taken_up[report] else WAITING
        arrived = story.arrivals[report]
        stay = Stay(state, case_class, moment)
        begun = moment if state == IN_HAND else None
        cases[report] = Case(report, int(reports.unit[report]), arrived, moment, [stay], begun)

    for kind, moment, report, member, _, detail, step, _ in story.events:
        if kind is Event.ARRIVED:
            drawn = int(reports.arrived_seconds[report])  # of a new report on the same person none is drawn
            story.arrivals[report] = moment if drawn == NEVER_SECONDS else drawn / SECONDS_PER_DAY
            triaged_class = int(reports.triaged_class[report])
            if reports.triaged_by[report] == BY_NOBODY:
                story.seen_as[report] = [(moment, triaged_class)]
            if reports.triaged_by[report] == BY_NOBODY and triaged_class != CLOSED_CLASS:
                becomes_a_case(report, moment, triaged_class)
            elif reports.triaged_by[report] == BY_HAND:
                story.judgings[report] = Judging(report, moment, story.arrivals[report] < 0)
        elif kind is Event.QUEUED and step == IN_TRIAGE:
            story.judgings[report].waited = True
        elif kind is Event.STARTED and step == IN_TRIAGE:
            story.judgings[report].begun = moment
        elif kind is Event.TRIAGED:
            if report in story.judgings:
                story.judgings[report].triaged = moment
            if reports.triaged_by[report] == BY_UNIT:
                pass
            elif report not in story.judgings or not story.judgings[report].waited:
                story.by_system.append((moment, report))
            else:
                story.by_hand.append((moment, report))
            if report not in joins:
                unheard = reports.triaged_by[report] == BY_UNIT and reports.assessment_seconds[report] > 0
                story.seen_as[report] = [] if unheard else [(moment, detail)]
                if detail != CLOSED_CLASS and reports.assessment_seconds[report]:
                    story.assessings[report] = Assessing(report, moment, detail)
                elif detail != CLOSED_CLASS:
                    becomes_a_case(report, moment, detail)
        elif kind is Event.ASSESSED:
            story.assessings[report].until = moment
            story.seen_as[report].append((moment, detail))
            if detail != CLOSED_CLASS:
                becomes_a_case(report, moment, detail)
        elif kind is Event.TAKEN_UP:
            cases[report].begun = moment
            cases[report].goes_over(moment, IN_HAND, detail)
        elif kind is Event.RECLASSIFIED and report not in cases:
            story.assessings[report].seen_as = detail
            story.seen_as[report].append((moment, detail))
        elif kind is Event.RECLASSIFIED:
            case, true_class = cases[report], reports.true_class[report]
            shows_truth = case.turned_out is None and case.stays[-1].case_class != true_class == detail
            case.goes_over(moment, case.stays[-1].state, detail)
            story.seen_as[report].append((moment, detail))
            joined_before = before[0] is Event.ENDED and before[2] == End.JOINED
            of_joining = joined_before and reports.person[before[1]] == reports.person[report]
            if detail == reports.upgrade_class[report] and not (of_joining or shows_truth):
                case.turned_out, case.turned_out_after = moment, last_done.get(report, -1)
        elif kind is Event.WEIGHED:
            cases[report].treatments.append(detail)
            cases[report].on_campaign |= member >= 0
        elif kind is Event.FINISHED:
            last_done[report] = step
        elif kind is Event.ENDED:
            story.seen_as.get(report, []).append((moment, None))
            if detail == End.CLOSED_IN_TRIAGE:
                story.closed.append((moment, report))
            elif detail == End.JOINED:
                story.joined.append((moment, report))
            elif detail == End.UNTRACEABLE:
                story.assessings[report].until, story.assessings[report].lost = moment, True
            else:
                cases[report].goes_over(moment, None, 0)
                cases[report].end = End(detail)
        before = kind, report, detail


def _follow_persons(story: Story) -> None:
    """When each report expires: not before those that joined it while it waited; and from when its norm counts."""
    reports, of_person = story.world.reports, {}
    priority = [99, *(of.priority for of in story.settings.casework.classes.values())]
    seen_as: dict[int, int] = {}
    raises: dict[int, int] = {}
    as_case: dict[int, list[int]] = {}  # classes that a case had while it waited
    expires = [False, *(of.expires is not None for of in story.settings.casework.classes.values())]
    returns = len(story.settings.demand.streams) + 2
    joins, begun = {report for _, report in story.joined}, set()
    for kind, _, report, _, _, detail, _, _ in story.events:
        person = int(reports.person[report]) if kind in (Event.ARRIVED, Event.TRIAGED, Event.ENDED) else -1
        if kind in (Event.TRIAGED, Event.ASSESSED, Event.RECLASSIFIED):
            seen_as[report] = detail
            if report not in begun:
                as_case[report] = [*(as_case[report] if kind is Event.RECLASSIFIED else []), detail]
                story.counts_from[report] = story.arrivals[raises.pop(report, report)]
        if kind is Event.ARRIVED:
            seen_as[report], story.counts_from[report] = int(reports.triaged_class[report]), story.arrivals[report]
            as_case[report] = [seen_as[report]]
            if reports.taken_up[report]:
                begun.add(report)
            arrived = round(story.arrivals[report] * SECONDS_PER_DAY) if reports.stream[report] == returns else 0
            story.expires[report] = min(int(reports.expires_seconds[report]) + arrived, NEVER_SECONDS)
            if reports.triaged_by[report] == BY_NOBODY and reports.triaged_class[report] != CLOSED_CLASS:
                of_person[person] = report
        elif kind is Event.TRIAGED and detail != CLOSED_CLASS and report not in joins:
            of_person[person] = report
        elif kind is Event.TAKEN_UP:
            begun.add(report)
        elif kind is Event.ENDED and of_person.get(person) == report:
            del of_person[person]
        elif kind is Event.ENDED and detail == End.JOINED and person in of_person:
            case = of_person[person]
            if case not in begun:
                story.expires[case] = max(story.expires[case], story.expires[report])
                if priority[seen_as[report]] < priority[seen_as[case]]:
                    raises[case] = report
    for report, classes in as_case.items():
        if not all(expires[of] for of in classes if of < len(expires)):
            story.expires[report] = NEVER_SECONDS


def _at_any_hour(casework: Casework, case_class: CaseClass) -> Iterator[int]:
    """The kinds of steps, judging too, that are done at any hour: up to the one until which the class is urgent."""
    if not case_class.round_the_clock:
        return
    yield 0
    for skill, step in enumerate(casework.steps.values(), 1):
        yield skill
        if step.milestone is not None and step.milestone == case_class.urgent_until:
            return


def _follow_work(story: Story) -> None:
    world, casework = story.world, story.settings.casework
    needs_another = {
        n for n, step in enumerate(casework.steps.values(), 1) if step.in_pairs or step.together_with is not None
    }
    assesses = list(casework.steps).index(story.settings.triage.assessment.step) + 1 if story.assessings else 0
    skill_before = {IN_TRIAGE: 0, IN_ASSESSMENT: assesses}
    any_hour = {(n, skill) for n, of in enumerate(casework.classes.values(), 1) for skill in _at_any_hour(casework, of)}
    shift_of: dict[int, int] = {}
    queue_of: dict[tuple[int, int], int] = {}
    in_hand: dict[int, Spell] = {}
    last_on: dict[int, Spell] = {}
    for kind, moment, report, member, team, detail, step, hours in story.events:
        if kind in (Event.JOINED, Event.BACK, Event.PACED):
            shift_of[member] = report
        elif kind is Event.QUEUED:
            queue_of[report, step] = team
        elif kind in (Event.STARTED, Event.RESUMED):
            skill = skill_before[step] if step < 0 else int(world.steps.skill[story.step_row(report, step)])
            case_class = int(world.reports.triaged_class[report]) if step == IN_TRIAGE else detail
            flagged = step != IN_TRIAGE or bool(world.reports.flagged[report])
            spell = Spell(
                member, shift_of[member], report, step, skill, case_class, queue_of[report, step], kind, moment,
                (case_class, skill) in any_hour and flagged, None if skill in needs_another else moment,
            )  # fmt: skip
            story.spells.append(spell)
            in_hand[member] = last_on[report] = spell
        elif kind is Event.ASSISTED:
            helped = last_on[report]
            helped.work_begin = moment
            if list(casework.steps.values())[helped.skill - 1].in_pairs:
                helped.case_class, helped.any_hour = detail, (detail, helped.skill) in any_hour
            spell = Spell(
                member, shift_of[member], report, step, helped.skill, helped.case_class, helped.home, kind, moment,
                helped.any_hour, moment, helped,
            )  # fmt: skip
            story.spells.append(spell)
            in_hand[member] = spell
        elif kind in (Event.FINISHED, Event.INTERRUPTED, Event.RELEASED):
            spell = in_hand.pop(member)
            spell.end, spell.how_it_ended, spell.hours = moment, kind, hours
    for spell in in_hand.values():
        spell.end = float(story.horizon)
    for spell in sorted(in_hand.values(), key=lambda of: of.assists is not None):
        spell.hours = spell.assists.hours if spell.assists is not None else hours_done_by(story, spell, spell.end)
    for spell in story.spells:
        if spell.work_begin is None:
            spell.work_begin = spell.end


def hours_done_by(story: Story, spell: Spell, moment: float) -> float:
    """Whole seconds of working time, and of the work that is done in them, in hours."""
    spell = spell if spell.assists is None else spell.assists
    if spell.work_begin is None:
        return 0.0
    parameters, lendings = story.parameters, story.parameters.lendings
    team, queue = int(story.world.people.team[spell.member]), int(parameters.queue_of_team[spell.home])
    millionths = Fraction(int(story.world.shifts.rate_per_million[spell.shift]))
    columns = (lendings.lender, lendings.borrower, lendings.efficiency_per_million, lendings.skills)
    for lender, borrower, efficiency, skills in zip(*(column.tolist() for column in columns), strict=True):
        if not skills >> spell.skill & 1:
            continue
        if lender == team and parameters.queue_of_team[borrower] == queue and parameters.queue_of_team[team] != queue:
            millionths *= Fraction(efficiency, 10**6)
    speed = Fraction(max(math.floor(millionths), 1), 10**6)
    if spell.any_hour:
        a_day = Fraction(story.settings.calendar.round_the_clock_hours_per_day).limit_denominator(3600)
        worked = whole_seconds_until(moment, a_day) - whole_seconds_until(spell.work_begin, a_day)
    else:
        worked = round(OfficeHours.of(story).between(spell.work_begin, moment) * 3600)
    return math.floor(worked * speed) / 3600


def whole_seconds_until(moment: float, hours_per_day: Fraction) -> int:
    """Whole seconds of working time by a moment, where there are so many hours of it in each day."""
    return math.floor(round(moment * SECONDS_PER_DAY) * hours_per_day / 24)


class OfficeHours:
    """How long the office is open, one day at a time."""

    def __init__(self, story: Story) -> None:
        calendar = story.settings.calendar
        self.hours_per_day = calendar.hours_per_day
        self.is_plain = calendar.kind == "plain"
        self.opens = 0.0 if self.is_plain else calendar.opens_at_hour / 24
        self.length = 1.0 if self.is_plain else calendar.hours_per_day / 24
        self.open_days = set(story.parameters.working.open_days.tolist())

    _known: "tuple[Story, OfficeHours] | None" = None

    @classmethod
    def of(cls, story: Story) -> "OfficeHours":
        if cls._known is None or cls._known[0] is not story:
            cls._known = story, cls(story)
        return cls._known[1]

    def between(self, begin: float, end: float) -> float:
        if self.is_plain:
            a_day = Fraction(self.hours_per_day).limit_denominator(3600)
            return (whole_seconds_until(end, a_day) - whole_seconds_until(begin, a_day)) / 3600
        return self.open_days_between(begin, end) * self.hours_per_day / self.length

    def open_days_between(self, begin: float, end: float) -> float:
        """Time between two moments in which the office is open, in days of 24 hours."""
        total = 0.0
        for day in range(math.floor(begin), math.ceil(end)):
            if day in self.open_days:
                opens = day + self.opens
                total += max(min(end, opens + self.length) - max(begin, opens), 0.0)
        return total


def cut(begin: float, end: float, at: list[int]) -> Iterator[tuple[int, float, float]]:
    """The parts of a time: number of the span [at[n], at[n + 1]), begin and end."""
    for number, (first, after) in enumerate(pairwise(at)):
        if begin < after and end >= first and (end > first or begin == end):
            yield number, max(begin, float(first)), min(end, float(after))
