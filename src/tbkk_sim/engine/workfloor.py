"""The work itself: steps wait and are offered, members look for work, take it, finish it, put it down."""

from collections.abc import Callable
from heapq import heappush
from typing import Protocol

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.domain.rules import NOBODY
from tbkk_sim.engine.assignment import Assignment
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.fact_log import FactLog, pack_fact, pack_hours
from tbkk_sim.engine.team import NOWHERE, Case, Lane, Member, Queue, Team

QUEUED, TAKEN_UP, STARTED, INTERRUPTED = Fact.QUEUED, Fact.TAKEN_UP, Fact.STARTED, Fact.INTERRUPTED
RESUMED, FINISHED, HANDED_OVER = Fact.RESUMED, Fact.FINISHED, Fact.HANDED_OVER
HELD, ASSISTED, RELEASED = Fact.HELD, Fact.ASSISTED, Fact.RELEASED
WORK_FINISHED = Happening.WORK_FINISHED
NO_DETAIL = -1


class Story(Protocol):
    """Is told how a case fares, and leads it on."""

    def case_is_taken_up(self, case: Case) -> None:
        """Somebody does the first work on a case."""

    def step_is_done(self, case: Case) -> None:
        """A step of a case is done."""


class Workfloor(Assignment):
    """Lets members work, by what assignment answers."""

    def __init__(self, clock: Clock, log: FactLog, book: Rulebook) -> None:
        super().__init__(clock, book)
        self.facts, self.agenda = log.rows, clock.agenda
        self.then_finish: Callable[[Member], None] = self.finish_work
        self.together_with = [None if pool == NOBODY else self.teams[pool] for pool in book.together_with.tolist()]
        self.story: Story
        """Of all cases, as flow tells it."""
        self.take_ups_count = book.steering.active or self.in_hand_is_limited
        """Somebody keeps count of the cases taken up."""

    # A step waits

    def join_queue(self, case: Case) -> None:
        """A step begins to wait, in the line of its skill at its home team (or for its investigator)."""
        now, home = self.clock.now_days, self.home_team[case.unit][case.skill]
        if case.home is not home:
            if case.home is not NOWHERE:
                self.tell(HANDED_OVER, case, home.number, -1, case.home.number)
            case.home = home
        self.facts += pack_fact(now, case.report, NOBODY, home.number, case.case_class, case.position, QUEUED)
        self.stand_in_line(case)

    def offer(self, case: Case) -> None:
        """Offer a waiting step to who is free; an urgent one may interrupt less urgent work."""
        taker, lane = self.free_member_for(case)
        if (taker is None and not case.line.is_urgent) or not self.is_startable(case):
            return
        if taker is not None:
            del taker.team.free[taker]
            self.start(taker, case, lane)
        else:
            victim = self.least_urgent_work(case)
            if victim is not None:
                assert victim.case is not None
                specialist = victim.case.helper
                put_down = self.interrupt(victim)
                self.start(victim, case, None)
                if specialist is not None:
                    self.look_for_work(specialist)
                if put_down.waits:
                    self.offer(put_down)

    # A member looks for work

    def look_for_work(self, member: Member) -> None:
        """A member looks for work, unless away or busy."""
        if member.present and member.case is None and member.rate > 0.0:
            self.take_next(member)

    def take_next(self, member: Member) -> None:
        """A member without work takes what goes first, or is free."""
        if member.team.held:
            self.assist(member, member.team.held.popleft())
            return
        case, lane = self.choose(member)
        if case is None:
            member.team.free[member] = None
        else:
            self.start(member, case, lane)

    def everybody_free_looks(self) -> None:
        """All free members look again: the office opens, or a class is no longer parked."""
        self.free_look(self.teams)

    def room_opens(self, queue: Queue, in_hand_before: int, present_before: int) -> None:
        """A queue has a case in hand less, or a member more: if it had no room, its free members look again."""
        if not rules.has_room(True, in_hand_before, present_before, self.book.in_hand_limit_per_member):
            self.free_look(queue.teams)

    def free_look(self, teams: list[Team]) -> None:
        """The free members of these teams look again."""
        for team in teams:
            for member in list(team.free):
                if member in team.free:
                    case, lane = self.choose(member)
                    if case is not None:
                        del team.free[member]
                        self.start(member, case, lane)

    # A member works

    def start(self, member: Member, case: Case, lane: Lane | None) -> None:
        """A member takes a step: the first work on a case, a new step, or one put down before."""
        now, number, team = self.clock.now_days, member.number, member.team.number
        report, position, skill, case_class = case.report, case.position, case.skill, case.case_class
        case.waits = False  # as Queue.leave, without a call
        case.home.queue.waiting -= 1
        case.member, member.case = member, case
        member.pace = member.rate
        if lane is not None:
            member.is_lent = True
            member.team.lent += 1
            member.pace = rules.work_rate(member.rate, lane.efficiency)
        if not case.taken_up and position >= 0:
            case.taken_up = True
            self.facts += pack_fact(now, report, number, team, case_class, position, TAKEN_UP)
            if self.take_ups_count:
                self.story.case_is_taken_up(case)
        kind = RESUMED if case.begun else STARTED
        self.facts += pack_fact(now, report, number, team, case_class, position, kind)
        case.begun = True
        if self.owns_case[skill] and self.investigator_of(case) is None:
            case.investigator = member
            member.open_cases += 1
        pool = self.together_with[skill]
        if pool is None:
            self.work(member, case)
        else:
            self.ask_specialist(member, case, pool)

    def work(self, member: Member, case: Case) -> None:
        """The hours of a step begin to run."""
        now = self.clock.now_days
        done_days = calendar.moment_after(self.working, now, case.hours_left / member.pace, case.line.at_any_hour)
        member.since_days, member.done_days = now, done_days
        heappush(self.agenda, (done_days, WORK_FINISHED, member.number, member, self.then_finish))

    def finish_work(self, member: Member) -> None:
        """The step in hand is done; its case goes on, and the member looks for work."""
        now = self.clock.now_days
        if member.done_days != now:  # the work that was to be done now was interrupted
            return
        case = member.case
        assert case is not None
        helper, hours, team = case.helper, case.hours_left, member.team.number
        self.facts += pack_hours(now, hours, case.report, member.number, team, NO_DETAIL, case.position, FINISHED)
        self.put_away(member, case, hours)
        case.hours_left = 0.0
        self.story.step_is_done(case)
        self.take_next(member)
        if helper is not None:
            self.look_for_work(helper)
        if case.waits:
            self.offer(case)

    def interrupt(self, member: Member) -> Case:
        """A member puts the step in hand down; it waits again with the hours that are left.

        A specialist beside it is then without work: the caller lets them look when the member has been served.
        """
        case, done = member.case, 0.0
        assert case is not None
        if member.since_days >= 0:
            worked = calendar.hours_between(self.working, member.since_days, self.clock.now_days, case.line.at_any_hour)
            done = min(worked * member.pace, case.hours_left)
        else:
            pool = self.together_with[case.skill]
            assert pool is not None
            pool.held.remove(case)
        self.tell(INTERRUPTED, case, member.team.number, member.number, -1, done)
        self.put_away(member, case, done)
        case.hours_left -= done
        self.join_queue(case)
        return case

    def put_away(self, member: Member, case: Case, hours: float) -> None:
        """Member and step (and the specialist beside them) part."""
        if member.is_lent:
            member.is_lent = False
            member.team.lent -= 1
        member.done_days = -1.0
        member.case = case.member = None
        helper = case.helper
        if helper is not None:
            self.tell(RELEASED, case, helper.team.number, helper.number, -1, hours)
            helper.case = case.helper = None

    # A specialist works along

    def ask_specialist(self, member: Member, case: Case, pool: Team) -> None:
        """A held step needs a specialist of a pool beside the member who holds it."""
        for specialist in pool.free:
            self.assist(specialist, case)
            return
        member.since_days = -1.0
        self.tell(HELD, case, member.team.number, member.number)
        pool.held.append(case)

    def assist(self, specialist: Member, case: Case) -> None:
        """A specialist joins a held step, and its hours begin to run."""
        specialist.team.free.pop(specialist, None)
        specialist.case, case.helper = case, specialist
        self.tell(ASSISTED, case, specialist.team.number, specialist.number)
        assert case.member is not None
        self.work(case.member, case)

    def tell(self, kind: int, case: Case, team: int, member: int = -1, detail: int = -1, hours: float = 0.0) -> None:
        """Log a fact about a case."""
        self.facts += pack_hours(self.clock.now_days, hours, case.report, member, team, detail, case.position, kind)
