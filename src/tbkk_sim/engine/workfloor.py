"""The work itself: steps wait and are offered, members look for work, take it, finish it, put it down."""

from bisect import bisect_right
from collections.abc import Callable
from heapq import heappush
from typing import Protocol

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.domain.rules import NOBODY
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.fact_log import FactLog, pack_fact, pack_hours
from tbkk_sim.engine.openings import Openings
from tbkk_sim.engine.team import NOWHERE, Case, Lane, Member, Team

QUEUED, TAKEN_UP, STARTED, INTERRUPTED = Fact.QUEUED, Fact.TAKEN_UP, Fact.STARTED, Fact.INTERRUPTED
RESUMED, FINISHED, HANDED_OVER = Fact.RESUMED, Fact.FINISHED, Fact.HANDED_OVER
HELD, ASSISTED, RELEASED = Fact.HELD, Fact.ASSISTED, Fact.RELEASED
WORK_FINISHED = Happening.WORK_FINISHED


NOTHING_TO_TAKE = "who may take a step finds nothing to take: this is a fault of the rules"


class Story(Protocol):
    """Is told how a case fares, and leads it on."""

    def case_is_taken_up(self, case: Case) -> None:
        """Somebody does the first work on a case."""

    def step_is_done(self, case: Case) -> None:
        """A step of a case is done."""


class Workfloor(Openings):
    """Lets members work, by what assignment answers and openings note."""

    def __init__(self, clock: Clock, log: FactLog, book: Rulebook) -> None:
        super().__init__(clock, book)
        self.facts, self.agenda = log.rows, clock.agenda
        self.then_finish: Callable[[Member], None] = self.finish_work
        self.together_with = [None if pool == NOBODY else self.teams[pool] for pool in book.together_with.tolist()]
        self.story: Story
        """Of all cases, as flow tells it."""
        self.all_is_offered_again = False
        """Work that was to be interrupted was done: what waits is offered again at the end of this event."""
        clock.after_each_event = self.settle

    # A step waits

    def join_queue(self, case: Case) -> None:
        """A step begins to wait, in the line of its skill at its home team (or for its investigator)."""
        now, row = self.clock.now_days, bisect_right(self.home_from_days, case.arrived_days) - 1
        home = self.home_team[row][case.unit][case.skill]
        if case.home is not home:
            if case.home is not NOWHERE:
                self.tell(HANDED_OVER, case, home.number, -1, case.home.number)
            case.home = home
        self.facts += pack_fact(now, case.report, NOBODY, home.number, case.case_class, case.position, QUEUED)
        self.stand_in_line(case)

    def offer(self, case: Case) -> None:
        """Offer a waiting step to who is free; an urgent one may interrupt less urgent work, which is then offered.

        Who gets the offer takes what goes first for them: if that is another step, this one is offered on. If the
        work to interrupt is done by now, that goes on first.
        """
        while case.waits and self.is_startable(case):
            taker = self.free_member_for(case)
            if taker is not None:
                if not self.take_first(taker):
                    raise RuntimeError(NOTHING_TO_TAKE)
                continue
            victim = self.least_urgent_work(case) if case.line.is_urgent else None
            if victim is None:
                return
            assert victim.case is not None
            if self.is_done_by_now(victim, victim.case):
                self.finish_and_look(victim, victim.case)
                self.all_is_offered_again = True
                return
            specialist = victim.case.helper
            put_down = self.interrupt(victim)
            self.start(victim, case, None)
            if specialist is not None:
                self.look_for_work(specialist)
            case = put_down

    def offer_urgent_work(self) -> None:
        """Offer all waiting steps of classes that preempt, in the order in which they go.

        If the first of a line cannot be started, nor can the others: they ask for the same, and are less urgent.
        """
        lines = [
            (line, queue) for queue in self.queues for of_skill in queue.lines for line in of_skill if line.is_urgent
        ]
        while True:
            firsts = [(first, at) for at in lines if (first := self.first_of(*at)) is not None]
            if not firsts:
                return
            first, at = min(firsts, key=lambda place_at: place_at[0])
            self.offer(first[3])
            if first[3].waits:
                lines.remove(at)

    # A member looks for work

    def look_for_work(self, member: Member) -> None:
        """A member looks for work, unless away or busy: assists, takes what goes first, or is free."""
        if member.present and member.case is None and member.rate > 0.0:
            if member.team.held:
                self.assist(member, member.team.held.popleft())
            elif not self.take_first(member):
                self.set_free(member)

    def take_first(self, member: Member) -> bool:
        """A member without work takes the step that goes first, if there is one."""
        case, lane = self.choose(member)
        if case is None:
            return False
        member.team.free.pop(member, None)
        self.start(member, case, lane)
        return True

    def settle(self) -> None:
        """Teams that may now be allowed more look again, in the order of their numbers, until nothing changes."""
        while self.all_is_offered_again or self.looks_again:
            if self.all_is_offered_again:
                self.all_is_offered_again = False
                self.offer_urgent_work()
                self.everybody_looks_again()
                continue
            number = min(self.looks_again)
            self.looks_again.remove(number)
            self.free_look(self.teams[number])

    def free_look(self, team: Team) -> None:
        """The free members of a team look again, the longest free first; who finds nothing keeps the place among them.

        Who is allowed no more than a colleague who has just found nothing need not look.
        """
        in_vain = set()
        for member in list(team.free):
            allowed = member.skills, rules.within_caseload(True, member.open_cases, self.caseload_limit)
            if member in team.free and (member.own_line or allowed not in in_vain) and not self.take_first(member):
                in_vain.add(allowed)

    # A member works

    def start(self, member: Member, case: Case, lane: Lane | None) -> None:
        """A member takes a step: the first work on a case, a new step, or one put down before."""
        now, number, team = self.clock.now_days, member.number, member.team.number
        report, position, skill, case_class = case.report, case.position, case.skill, case.case_class
        self.leave(case)
        case.member, member.case = member, case
        member.pace = member.rate
        if lane is not None:
            member.is_lent = True
            member.team.lent += 1
            member.pace = rules.work_rate(member.rate, lane.efficiency)
        if not case.taken_up and position >= 0:
            case.taken_up = True
            self.facts += pack_fact(now, report, number, team, case_class, position, TAKEN_UP)
            self.story.case_is_taken_up(case)
        kind = RESUMED if case.begun else STARTED
        self.facts += pack_fact(now, report, number, team, case_class, position, kind)
        case.begun = True
        if self.opens_case_now(case):
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
        self.finish_and_look(member, case)
        if case.waits:
            self.offer(case)

    def finish_and_look(self, member: Member, case: Case) -> None:
        """The step in hand is done; the member looks for work, and so does a specialist beside them."""
        helper = case.helper
        self.finish(member, case)
        self.look_for_work(member)
        if helper is not None:
            self.look_for_work(helper)

    def finish(self, member: Member, case: Case) -> None:
        """The step in hand is done, and its case goes on."""
        self.tell(FINISHED, case, member.team.number, member.number, -1, case.hours_left)
        self.put_away(member, case, case.hours_left)
        case.hours_left = 0.0
        self.story.step_is_done(case)

    def hours_done(self, member: Member, case: Case) -> float:
        """Hours done on the step in hand since it was started or resumed."""
        if member.since_days < 0:
            return 0.0
        worked = calendar.hours_between(self.working, member.since_days, self.clock.now_days, case.line.at_any_hour)
        return min(worked * member.pace, case.hours_left)

    def is_done_by_now(self, member: Member, case: Case) -> bool:
        """Whether nothing but what rounding leaves over is left of the step in hand."""
        hours_left = case.hours_left - self.hours_done(member, case)
        return member.since_days >= 0 and rules.is_as_good_as_done(hours_left)

    def interrupt(self, member: Member) -> Case:
        """A member puts the step in hand down; it waits again with the hours that are left, or is done if nothing is.

        A specialist beside it is then without work: the caller lets them look when the member has been served.
        """
        case = member.case
        assert case is not None
        if self.is_done_by_now(member, case):
            self.finish(member, case)
            return case
        pool = self.together_with[case.skill]
        if pool is not None and case.helper is None:
            pool.held.remove(case)
        done = self.hours_done(member, case)
        self.tell(INTERRUPTED, case, member.team.number, member.number, -1, done)
        self.put_away(member, case, done)
        case.hours_left -= done
        self.join_queue(case)
        return case

    def put_away(self, member: Member, case: Case, hours: float) -> None:
        """Member and step (and the specialist beside them) part."""
        if member.is_lent:
            member.is_lent = False
            self.lent_member_comes_back(member.team)
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
