"""Who takes which step: members pull work, urgent work is offered and may interrupt, specialists work along."""

from collections.abc import Callable
from heapq import heappop
from itertools import chain

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.domain.rules import NOBODY
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.fact_log import FactLog
from tbkk_sim.engine.team import (
    AT_ANY_HOUR,
    GOING_ON,
    N_LINES,
    NOT_TAKEN_UP,
    OPENS_CASE,
    URGENT,
    URGENT_AT_ANY_HOUR,
    Case,
    Member,
    Place,
    Queue,
    Team,
)


class Lane:
    """A permission to help, as objects."""

    def __init__(self, lender: Team, queue: Queue, borrower: Team, row: int, book: Rulebook) -> None:
        lanes = book.lanes
        self.lender, self.queue, self.borrower = lender, queue, borrower
        self.skills = int(lanes.skills[row])
        self.mode = int(lanes.mode[row])
        self.max_share = float(lanes.max_share[row])
        self.efficiency = float(lanes.efficiency[row])
        self.least_urgency = int(lanes.least_urgency[row])
        self.above = float(lanes.above[row])
        self.only_if_busier = bool(lanes.only_if_busier[row])

    def is_open(self) -> bool:
        """Whether the lender may now help here."""
        lender, borrower = self.lender, self.borrower
        return (
            self.queue.waiting > 0
            and rules.may_lend(lender.lent, lender.present, self.max_share)
            and rules.needs_help(
                self.queue.waiting,
                borrower.present,
                lender.queue.waiting,
                lender.present,
                self.above,
                self.only_if_busier,
            )
        )


class Workfloor:
    """All teams, their queues, and the rules by which steps find members."""

    def __init__(self, clock: Clock, log: FactLog, book: Rulebook) -> None:
        self.clock, self.log, self.book = clock, log, book
        self.working = book.working
        n_skills = len(book.names.skills)
        queues = {int(q): Queue(n_skills) for q in book.queue_of_team}
        self.teams = [Team(n, queues[int(q)]) for n, q in enumerate(book.queue_of_team)]
        self.queues = list(queues.values())
        self.home_team = book.home_team.tolist()
        self.teams_of_queue = {id(q): [t for t in self.teams if t.queue is q] for q in self.queues}
        self.lanes_of = [[] for _ in self.teams]  # type: list[list[Lane]]
        self.lanes_to = {id(q): [] for q in self.queues}  # type: dict[int, list[Lane]]
        for row, (lender, borrower) in enumerate(zip(book.lanes.lender, book.lanes.borrower, strict=True)):
            team = self.teams[borrower]
            lane = Lane(self.teams[lender], team.queue, team, row, book)
            self.lanes_of[lender].append(lane)
            self.lanes_to[id(team.queue)].append(lane)
        self.preempts = book.classes.preempts.tolist()
        self.at_any_hour = book.classes.round_the_clock.tolist()
        self.may_be_parked = book.classes.may_be_parked.tolist()
        self.class_urgency = book.classes.urgency.tolist()
        self.place_days = book.classes.place_days.tolist()
        self.owns_case = book.owns_case.tolist()
        self.together_with = book.together_with.tolist()
        self.reserve = book.reserve.tolist()
        self.parked_classes = [False] * len(book.names.classes)
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

    def stand_in_line(self, case: Case) -> None:
        """Find the line that a step belongs in, and its place there."""
        klass, in_triage = case.case_class, case.position < 0
        by_class = case.flagged or not in_triage
        case.place = self.place_of(case)
        urgent = by_class and self.preempts[klass]
        any_hour = by_class and self.at_any_hour[klass]
        investigator = self.investigator_of(case)
        if urgent:
            case.line = URGENT_AT_ANY_HOUR if any_hour else URGENT
        elif any_hour:
            case.line = AT_ANY_HOUR
        elif in_triage:
            case.line = GOING_ON
        elif not case.taken_up:
            case.line = NOT_TAKEN_UP
        elif self.owns_case[case.skill] and investigator is None:
            case.line = OPENS_CASE
        else:
            case.line = GOING_ON
        queue = self.teams[self.home_team[case.unit][case.skill]].queue
        waits_for_investigator = (
            investigator is not None
            and investigator.team.queue is queue  # who came to help elsewhere does not keep the case
            and rules.waits_for_investigator(
                self.book.stays_with_investigator,
                case.line <= AT_ANY_HOUR,
                investigator.present,
                rules.is_listed(investigator.skills, case.skill),
            )
        )
        queue.join(case, investigator if waits_for_investigator else None)

    def place_of(self, case: Case) -> Place:
        """Urgency and place in line of the step at hand; a report in triage has those of its class if flagged."""
        by_class = case.flagged or case.position >= 0
        return (
            self.class_urgency[case.case_class] if by_class else self.book.triage_urgency,
            rules.place_in_line(self.book.order, case.arrived_days, self.place_days[case.case_class]),
            case.report,
        )

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

    def is_startable(self, case: Case) -> bool:
        """Whether anybody may start this step now: its class is not parked, and it is the hour for it."""
        if case.position >= 0 and not case.taken_up and self.parked_classes[case.case_class]:
            return False
        if case.line == NOT_TAKEN_UP and not self.has_room(case):
            return False
        at_any_hour = case.line in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR)
        return rules.may_work_now(at_any_hour, calendar.is_open(self.working, self.clock.now))

    def has_room(self, case: Case) -> bool:
        """Whether the unit in whose queue it waits may take up this case, by the limit of cases in hand."""
        queue = case.queue
        assert queue is not None
        return rules.has_room(
            self.may_be_parked[case.case_class], queue.in_hand, queue.present, self.book.in_hand_limit_per_member
        )

    def free_member_for(self, case: Case) -> tuple[Member | None, Lane | None]:
        """The longest free member who may take this step: of its own team, one with the same queue, a helper."""
        queue = case.queue
        assert queue is not None
        if case.waits_for is not None:
            investigator = case.waits_for
            is_free = investigator in investigator.team.free and self.may_take_line(investigator, GOING_ON, case.skill)
            return (investigator if is_free else None), None
        home = self.teams[self.home_team[case.unit][case.skill]]
        same_queue = self.teams_of_queue[id(queue)]
        for team in chain((home,), (t for t in same_queue if t is not home)) if len(same_queue) > 1 else same_queue:
            for member in team.free:
                if self.may_take(member, case):
                    return member, None
        for lane in self.lanes_to[id(queue)]:
            if (
                lane.lender.free
                and rules.is_listed(lane.skills, case.skill)
                and case.place[0] <= lane.least_urgency
                and lane.is_open()
            ):
                for member in lane.lender.free:
                    if self.may_take(member, case):
                        return member, lane
        return None, None

    def may_take(self, member: Member, case: Case) -> bool:
        """Whether this member is able to take this step and may, by reserve and caseload."""
        return rules.is_listed(member.skills, case.skill) and self.may_take_line(member, case.line, case.skill)

    def may_take_line(self, member: Member, line: int, skill: int) -> bool:
        """Whether a member may take steps from a kind of line, by reserve and caseload."""
        team = member.team
        others_free = len(team.free) - (member in team.free)
        opens_case = line == OPENS_CASE or (line == NOT_TAKEN_UP and self.owns_case[skill])
        return rules.leaves_reserve(others_free, self.reserve[team.number], line <= URGENT) and rules.within_caseload(
            opens_case, member.open_cases, self.book.caseload_limit
        )

    def least_urgent_work(self, case: Case) -> Member | None:
        """The member, able to do this step, whose work in hand is the last that would be taken up again."""
        found: Member | None = None
        last = case.place
        for team in self.teams_of_queue[id(case.queue)]:
            for member in team.members:
                running = member.case
                if running is None or running.member is not member or not rules.is_listed(member.skills, case.skill):
                    continue
                if not rules.may_interrupt(True, case.place[0], running.place[0]):
                    continue
                if rules.goes_before(*last, *running.place):
                    found, last = member, running.place
        return found

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

    def choose(self, member: Member) -> tuple[Case | None, Lane | None]:
        """The step that this member takes first, own or lent."""
        office_open = calendar.is_open(self.working, self.clock.now)
        best = self.first_in(member.team.queue, member, member.skills, office_open)
        if member.line and office_open:
            own = self.first_own(member)
            is_first = own is not None and (best is None or rules.goes_before(*own.place, *best.place))
            if own is not None and is_first and self.may_take_line(member, GOING_ON, own.skill):
                best = own
        lent: Case | None = None
        lent_by: Lane | None = None
        for lane in self.lanes_of[member.team.number]:
            if lane.is_open():
                case = self.first_in(lane.queue, member, member.skills & lane.skills, office_open)
                if case is None or case.place[0] > lane.least_urgency:
                    continue
                if lent is None or rules.goes_before(*case.place, *lent.place):
                    lent, lent_by = case, lane
        if lent is not None and lent_by is not None:
            goes_first = best is None or rules.goes_before(*lent.place, *best.place)
            if best is None or rules.takes_lent(lent_by.mode, goes_first):
                return lent, lent_by
        return best, None

    def first_in(self, queue: Queue, member: Member, skills: int, office_open: bool) -> Case | None:
        """The step in a queue that goes first among those that this member may take."""
        best: Case | None = None
        if queue.waiting == 0:
            return None
        for skill in member.skill_list:
            if queue.waiting_for[skill] == 0 or not rules.is_listed(skills, skill):
                continue
            for line in range(N_LINES):
                if not queue.lines[skill][line]:
                    continue
                if not rules.may_work_now(line in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR), office_open):
                    continue
                if not self.may_take_line(member, line, skill):
                    continue
                case = queue.first(skill, line, self.parked_classes)
                if case is not None and line == NOT_TAKEN_UP and not self.has_room(case):
                    continue
                if case is not None and (best is None or rules.goes_before(*case.place, *best.place)):
                    best = case
        return best

    def first_own(self, member: Member) -> Case | None:
        """The first step that waits for this member as investigator."""
        while member.line:
            *_, ticket, case = member.line[0]
            if ticket == case.ticket:
                return case
            heappop(member.line)
        return None

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

    # Small things

    def investigator_of(self, case: Case) -> Member | None:
        """The investigator of a case, unless gone for good."""
        investigator = case.investigator
        return None if investigator is None or investigator.has_left else investigator

    def tell(
        self, kind: Fact, case: Case, team: int = -1, member: int = -1, detail: int = -1, hours: float = 0.0
    ) -> None:
        """Log a fact about a case."""
        self.log.tell(self.clock.now, kind, case.report, case.position, team, member, detail, hours)
