"""The work itself: steps wait and are offered, members look for work, take it, finish it, put it down."""

from collections.abc import Callable

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.domain.rules import NOBODY
from tbkk_sim.engine.assignment import Assignment, Lane
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.fact_log import FactLog
from tbkk_sim.engine.team import AT_ANY_HOUR, URGENT, URGENT_AT_ANY_HOUR, Case, Member, Queue, Team


class Workfloor(Assignment):
    """Lets members work, by what assignment answers."""

    def __init__(self, clock: Clock, log: FactLog, book: Rulebook) -> None:
        super().__init__(clock, book)
        self.log = log
        self.together_with = book.together_with.tolist()
        self.step_is_done: Callable[[Case], None]
        """Told by whom the story of a case goes on."""
        self.case_is_taken_up: Callable[[Case], None]

    # A step waits

    def join_queue(self, case: Case) -> None:
        """A step begins to wait, in the line of its skill at its home team (or for its investigator)."""
        home = self.home_team[case.unit][case.skill]
        if case.position >= 0:
            if case.last_team not in (NOBODY, home):
                self.tell(Fact.HANDED_OVER, case, team=home, detail=case.last_team)
            case.last_team = home
        self.tell(Fact.QUEUED, case, team=home, detail=case.case_class)
        self.stand_in_line(case)

    def offer(self, case: Case) -> None:
        """Offer a waiting step to who is free; an urgent one may interrupt less urgent work."""
        if not self.is_startable(case):
            return
        taker, lane = self.free_member_for(case)
        if taker is not None:
            self.start(taker, case, lane)
        elif case.line <= URGENT:
            victim = self.least_urgent_work(case)
            if victim is not None:
                assert victim.case is not None
                specialist = victim.case.helper
                put_down = self.interrupt(victim)
                self.start(victim, case, None)
                if specialist is not None:
                    self.look_for_work(specialist)
                if put_down.queue is not None:
                    self.offer(put_down)

    # A member looks for work

    def look_for_work(self, member: Member) -> None:
        """A member without work takes what goes first, or is free."""
        if not member.present or member.case is not None or member.rate <= 0.0:
            return
        held = self.first_held(member.team)
        if held is not None:
            self.assist(member, held)
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
            self.free_look(self.teams_of_queue[id(queue)])

    def free_look(self, teams: list[Team]) -> None:
        """The free members of these teams look again."""
        for team in teams:
            for member in list(team.free):
                if member in team.free:
                    case, lane = self.choose(member)
                    if case is not None:
                        self.start(member, case, lane)

    # A member works

    def start(self, member: Member, case: Case, lane: Lane | None) -> None:
        """A member takes a step: the first work on a case, a new step, or one put down before."""
        now, team = self.clock.now, member.team
        team.free.pop(member, None)
        assert case.queue is not None
        case.queue.leave(case)
        case.member, member.case = member, case
        member.is_lent = lane is not None
        member.pace = rules.work_rate(member.rate, 1.0 if lane is None else lane.efficiency)
        member.round_the_clock = case.line in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR)
        team.lent += member.is_lent
        if case.position >= 0 and not case.taken_up:
            case.taken_up = True
            self.tell(Fact.TAKEN_UP, case, team=team.number, member=member.number, detail=case.case_class)
            self.case_is_taken_up(case)
        self.log.tell(
            now,
            Fact.RESUMED if case.begun else Fact.STARTED,
            case.report,
            case.position,
            team.number,
            member.number,
            case.case_class,
        )
        case.begun = True
        if self.owns_case[case.skill] and self.investigator_of(case) is None:
            case.investigator = member
            member.open_cases += 1
        pool = self.together_with[case.skill]
        if pool == NOBODY:
            self.work(member, case)
        else:
            self.ask_specialist(member, case, self.teams[pool])

    def work(self, member: Member, case: Case) -> None:
        """The hours of a step begin to run."""
        now = self.clock.now
        member.since_days = now
        member.stint_of_work += 1
        done_at = calendar.moment_after(self.working, now, case.hours_left / member.pace, member.round_the_clock)
        if done_at < self.book.horizon_days:
            self.clock.at(
                done_at, Happening.WORK_FINISHED, member.number, self.finish_work, member, member.stint_of_work
            )

    def finish_work(self, member: Member, stint_of_work: int) -> None:
        """The step in hand is done; its case goes on, and the member looks for work."""
        if stint_of_work != member.stint_of_work:
            return
        case, helper = member.case, member.case.helper if member.case else None
        assert case is not None
        self.tell(Fact.FINISHED, case, team=member.team.number, member=member.number, hours=case.hours_left)
        self.put_away(member, case, case.hours_left)
        case.hours_left = 0.0
        self.step_is_done(case)
        self.look_for_work(member)
        if helper is not None:
            self.look_for_work(helper)
        if case.queue is not None:
            self.offer(case)

    def interrupt(self, member: Member) -> Case:
        """A member puts the step in hand down; it waits again with the hours that are left.

        A specialist beside it is then without work: the caller lets them look when the member has been served.
        """
        case, done = member.case, 0.0
        assert case is not None
        if member.since_days >= 0:
            worked = calendar.hours_between(self.working, member.since_days, self.clock.now, member.round_the_clock)
            done = min(worked * member.pace, case.hours_left)
        self.tell(Fact.INTERRUPTED, case, team=member.team.number, member=member.number, hours=done)
        self.put_away(member, case, done)
        case.hours_left -= done
        self.join_queue(case)
        return case

    def put_away(self, member: Member, case: Case, hours: float) -> None:
        """Member and step (and the specialist beside them) part."""
        member.team.lent -= member.is_lent
        member.is_lent = False
        member.stint_of_work += 1
        member.since_days = -1.0
        member.case = case.member = None
        case.ticket += 1
        if case.helper is not None:
            helper = case.helper
            self.tell(Fact.RELEASED, case, team=helper.team.number, member=helper.number, hours=hours)
            helper.case = case.helper = None

    # A specialist works along

    def ask_specialist(self, member: Member, case: Case, pool: Team) -> None:
        """A held step needs a specialist of a pool beside the member who holds it."""
        for specialist in pool.free:
            self.assist(specialist, case)
            return
        self.tell(Fact.HELD, case, team=member.team.number, member=member.number)
        pool.held.append((case.ticket, case))

    def first_held(self, pool: Team) -> Case | None:
        """The step that has been held longest for this pool; it is no longer in line afterwards."""
        while pool.held:
            ticket, case = pool.held.popleft()
            if ticket == case.ticket:
                return case
        return None

    def assist(self, specialist: Member, case: Case) -> None:
        """A specialist joins a held step, and its hours begin to run."""
        specialist.team.free.pop(specialist, None)
        specialist.case, case.helper = case, specialist
        self.tell(Fact.ASSISTED, case, team=specialist.team.number, member=specialist.number)
        assert case.member is not None
        self.work(case.member, case)

    def tell(
        self, kind: Fact, case: Case, team: int = -1, member: int = -1, detail: int = -1, hours: float = 0.0
    ) -> None:
        """Log a fact about a case."""
        self.log.tell(self.clock.now, kind, case.report, case.position, team, member, detail, hours)
