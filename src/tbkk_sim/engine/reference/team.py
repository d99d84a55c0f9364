"""Teams and their members, the cases they work on, and the queues in which steps wait."""

from bisect import bisect_left, insort
from collections import OrderedDict, defaultdict
from heapq import heappush
from typing import Any, NamedTuple

import simpy

from tbkk_sim.engine.reference.portfolio import Portfolio
from tbkk_sim.engine.vocabulary import TRIAGE_SKILL
from tbkk_sim.model import rules
from tbkk_sim.model.event_records import IN_TRIAGE
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.rules import PORTFOLIO
from tbkk_sim.model.selection.treatment import FULL
from tbkk_sim.sampling.world import Reports

NOWHERE: Any = None
"""No team, or no place: of a case that has ended, or it and its place would keep each other in memory."""


class QueuePlace(NamedTuple):
    """Place of a waiting step in line. As tuples, places compare by the rule `goes_before`; no two cases share one.

    A case that leaves its line, or moves in it, gets another place or none: `place.case.place is place` tells whether a
    place that is met in a line still holds.
    """

    urgency: int
    since: int
    """Second from which its turn counts, or that of the deadline (rules.place_in_line); of a case that waits to
    be taken up, the place among those of its class (portfolio.place_in_portfolio)."""
    report: int
    case: "Case"

    @property
    def holds(self) -> bool:
        """True if the case still waits at this place."""
        return self.case.waits and self.case.place is self


class Case:
    """A report on its way through triage and, if it is taken up, its steps."""

    process: simpy.Process
    """The process that leads it."""
    skill: int
    """Skill that the step at hand needs."""
    work_left: int
    """Seconds of work left in the step at hand."""
    line: "WaitingLine"
    """Line that it belongs in."""

    def __init__(self, report: int, arrived: int, reports: Reports) -> None:
        self.report = report
        self.unit = int(reports.unit[report])
        self.case_class = int(reports.triaged_class[report])
        self.read_class = int(reports.read_class[report])
        self.score = int(reports.score[report])
        self.arrived = arrived
        self.counts_from = arrived
        """Second from which its norm counts: of its arrival, or of that of a further report that raised its class."""
        self.fresh = arrived
        """Second of the last report on the person."""
        self.expires = int(reports.expires_seconds[report])
        """Second from which it is not worth taking up."""
        self.is_case = False
        """Triage and assessment passed it on."""
        self.in_full = False
        """Investigated in full whatever its class, since it is not the first case of its person."""
        self.taken_up = bool(reports.taken_up[report])
        self.flagged = False
        """Recognised as urgent on arrival."""
        self.position = IN_TRIAGE
        """Step that it is at."""
        self.owed = False
        """It was taken up since its unit owed cases of its class."""
        self.on_campaign = False
        """It was taken up in a campaign, and is treated as in that."""
        self.treatment = FULL
        self.work_seconds = 0
        """Work of its treatment as that was chosen, all steps together."""
        self.upgraded = False
        """It turned out to be something worse."""
        self.is_open = True
        self.begun_at: int | None = None
        """Second at which the step at hand was started first."""
        self.step_done: simpy.Event | None = None
        """Takes place when the step at hand is done."""
        self.place: QueuePlace = NOWHERE
        """Nowhere before it waits first."""
        self.waits = False
        self.waits_for: Member | None = None
        """Investigator in whose own line it waits."""
        self.member: Member | None = None
        """Member who works on it, or holds it."""
        self.helper: Member | None = None
        """Specialist or colleague who works along."""
        self.investigator: Member | None = None
        self.home: Team = NOWHERE
        """Team at which the step at hand waits, or the one before waited; nowhere before the first step of the case."""

    def begin_step(self, skill: int, work_seconds: int) -> None:
        """Come to a step that needs a skill and so much work."""
        self.skill, self.work_left, self.begun_at = skill, work_seconds, None


class Member:
    """Somebody who takes steps from queues, one at a time."""

    process: simpy.Process
    """The process in which the member works, and is interrupted."""

    def __init__(self, env: simpy.Environment, number: int, team: "Team", skills: int, parameters: Parameters) -> None:
        self.number = number
        self.team = team
        self.skills = skills
        """Skills of this member, as bits."""
        self.is_able = skills_in(skills, len(parameters.names.skills))
        """True for each skill that this member has."""
        self.is_investigator = rules.is_investigator(skills, parameters.investigator_skills)
        self.lines = team.queue.lines_of(self.is_able)
        """The lines of the team's queue in which there are steps for this member."""
        self.call = env.event()
        """Takes place when a member without work gets some, or leaves."""
        self.present = False
        self.has_left = False
        self.rate = 0
        """Seconds of case work in a million of working time."""
        self.pace = 0
        """The same, on the work in hand."""
        self.is_lent = False
        """The work in hand is taken from another team's queue."""
        self.is_on_campaign = False
        """It is that of a case that was taken up in a campaign."""
        self.case: Case | None = None
        """Case in hand; of a specialist or colleague who works along, the case assisted on."""
        self.since: int | None = None
        """Second at which the work in hand began; None: nothing is in hand, or it is held."""
        self.done_at: int | None = None
        """Second at which the work in hand will be done, if nothing interrupts it."""
        self.open_cases = 0
        """Open cases of which this member is the investigator."""
        self.own_line: list[QueuePlace] = []
        """Steps that wait for this member as investigator of the case."""

    def take_in_hand(self, case: Case) -> None:
        """Have a step in hand, at its place."""
        self.case, case.member = case, self
        self.keep_place(case.place)

    def put_away(self, case: Case) -> None:
        """Let go of the step in hand."""
        self.drop_place(case.place)
        self.case = case.member = None

    def work_along(self, case: Case) -> None:
        """Join the member who holds a step."""
        self.case, case.helper = case, self
        self.keep_place(case.place)

    def stop_working_along(self, case: Case) -> None:
        """Leave the member whose step it is."""
        self.drop_place(case.place)
        self.case = case.helper = None

    def keep_place(self, place: "QueuePlace") -> None:
        """Note the place of the step in hand, among those that may be interrupted."""
        insort(self.team.queue.in_hand_with[self.skills], place)

    def drop_place(self, place: "QueuePlace") -> None:
        """Note that the step at this place is in hand no longer, or not at this place."""
        in_hand = self.team.queue.in_hand_with[self.skills]
        del in_hand[bisect_left(in_hand, place)]


class WaitingLine:
    """Waiting steps of one skill, of which all may be taken or none; a place given up is dropped when met."""

    def __init__(self, number: int, skill: int, owns_case: bool) -> None:
        self.number = number
        """Number of the line within the skill (rules.URGENT ...)."""
        self.skill = skill
        self.is_urgent = rules.is_urgent(number)
        self.at_any_hour = not rules.keeps_office_hours(number)
        self.portfolio_class = number - PORTFOLIO if rules.is_of_portfolio(number) else None
        """The class of the portfolio whose cases wait in it to be taken up."""
        self.opens_case = rules.opens_case(number, owns_case)
        """The member who takes a step from it becomes the investigator of one case more."""
        self.places: list[QueuePlace] = []
        self.turns: list[int] = []
        """Teams in which somebody may be free for its steps, by Team.turn, in order; dropped when asked in vain."""


class Queue:
    """Waiting steps of a queue, in lines per skill."""

    def __init__(self, owns_case: list[bool], portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        n_lines = PORTFOLIO + len(portfolio.severe)
        self.lines = [
            [WaitingLine(line, skill, owns) for line in range(n_lines)] for skill, owns in enumerate(owns_case)
        ]
        self.urgent_lines = [line for of_skill in self.lines for line in of_skill if line.is_urgent]
        self.waiting = 0
        self.reports_waiting = 0
        """Reports among them that wait to be judged."""
        self.investigators = 0
        """Investigators of all teams that draw from it, from their first to their last day, at work or not."""
        self.in_hand = 0
        """Open cases of its units that have been taken up."""
        self.in_hand_with: defaultdict[int, list[QueuePlace]] = defaultdict(list)
        """Places of the steps that its members have in hand, by the skills of the member, in order."""
        self.teams: list[Team] = []
        """Teams that draw from it first, in the order in which they are asked for a step."""
        self.lendings: list[Lending] = []
        """Permissions to help here."""
        self.lendings_with_threshold: list[Lending] = []
        """Those by which help is given when more waits than so much, or than at home."""
        self.lendings_if_busier: list[Lending] = []
        """Permissions of its teams to help where more waits than at home."""

    def lines_of(self, skills: list[bool]) -> list[WaitingLine]:
        """The lines of these skills."""
        return [line for skill, is_listed in enumerate(skills) if is_listed for line in self.lines[skill]]

    def join(self, case: Case) -> None:
        """Let a step wait at its place in its line, or in that of its investigator."""
        case.waits = True
        self.waiting += 1
        self.reports_waiting += case.skill == TRIAGE_SKILL
        heappush(case.line.places if case.waits_for is None else case.waits_for.own_line, case.place)

    def leave(self, case: Case) -> None:
        """Let a step wait no longer; its place is dropped when it is met."""
        case.waits = False
        self.waiting -= 1
        self.reports_waiting -= case.skill == TRIAGE_SKILL


class Team:
    """A unit or a pool: its members, the free ones among them, and how many work for others."""

    def __init__(self, number: int, queue: Queue, reserve: int) -> None:
        self.number = number
        self.queue = queue
        self.turn = len(queue.teams)
        """Place in the order in which teams are asked for a step that waits at another team of their queue."""
        self.reserve = reserve
        """Members kept free for urgent work."""
        self.free: OrderedDict[Member, None] = OrderedDict()
        """Members without work, the longest free first; a plain dict would look for the first among those who left."""
        self.members: list[Member] = []
        self.present = 0
        self.on_campaign = 0
        """Members who work on a case that was taken up in a campaign."""
        self.lent = 0
        self.lendings: list[Lending] = []
        """Its permissions to help."""
        self.looks_again = False
        """Its free members look again when this event is over."""
        self.held: OrderedDict[Case, None] = OrderedDict()
        """Steps in hand that wait for one of its members: of a pool those that wait for a specialist, first come first
        served; of a unit the one, at most, that a member holds for a colleague."""
        queue.teams.append(self)

    def has_colleague(self, member: Member, skill: int) -> bool:
        """True if another of its members is present, works, and is able to do a step with this member."""
        return any(
            other is not member and other.present and other.rate > 0 and other.is_able[skill] for other in self.members
        )

    def may_be_asked(self, member: Member) -> None:
        """Note that a free member may take more than before: other teams of the queue, if any, may ask for them."""
        if len(self.queue.teams) > 1:
            for line in member.lines:
                nth = bisect_left(line.turns, self.turn)
                if self.turn not in line.turns[nth : nth + 1]:
                    line.turns.insert(nth, self.turn)


class Lending:
    """A permission to help, as objects."""

    def __init__(self, lender: Team, borrower: Team, row: int, parameters: Parameters) -> None:
        lendings = parameters.lendings
        self.lender, self.queue, self.borrower = lender, borrower.queue, borrower
        self.helps_with = skills_in(int(lendings.skills[row]), len(parameters.names.skills))
        """True for each skill in which help is given."""
        self.lines = borrower.queue.lines_of(self.helps_with)
        """Lines of the queue from which steps may be taken."""
        self.mode = int(lendings.mode[row])
        self.max_share = float(lendings.max_share[row])
        self.efficiency_per_million = int(lendings.efficiency_per_million[row])
        self.least_urgency = int(lendings.least_urgency[row])
        self.above = float(lendings.above[row])
        self.only_if_busier = bool(lendings.only_if_busier[row])
        lender.lendings.append(self)
        borrower.queue.lendings.append(self)
        if self.only_if_busier:
            lender.queue.lendings_if_busier.append(self)
        if self.above > 0 or self.only_if_busier:
            borrower.queue.lendings_with_threshold.append(self)

    def is_open(self) -> bool:
        """True if the lender may now help here."""
        return rules.lending_is_open(*self._numbers(), self.max_share, self.above, self.only_if_busier)

    def opens(
        self, waiting: int = 0, present: int = 0, own_waiting: int = 0, own_present: int = 0, lent: int = 0
    ) -> bool:
        """True if it is open now, and was not with these numbers more (below 0: fewer) waiting, present and lent."""
        at_queue, here, at_home, there, lent_now = now = self._numbers()
        before = at_queue + waiting, here + present, at_home + own_waiting, there + own_present, lent_now + lent
        return rules.lending_opens(*now, *before, self.max_share, self.above, self.only_if_busier)

    def _numbers(self) -> tuple[int, int, int, int, int]:
        """Numbers that decide: waiting and present where help is given, at home, and how many are lent."""
        home = self.lender
        return self.queue.waiting, self.borrower.present, home.queue.waiting, home.present, home.lent


def skills_in(skills: int, n_skills: int) -> list[bool]:
    """A set of skills (bit k is skill k), skill by skill."""
    return [rules.is_listed(skills, skill) for skill in range(n_skills)]
