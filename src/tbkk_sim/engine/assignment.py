"""Who may take which step, and who goes first; answers only, nothing happens here."""

from heapq import heappop
from itertools import chain

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.clock import Clock
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


class Assignment:
    """All teams and their queues, and the rules by which steps and members find each other."""

    def __init__(self, clock: Clock, book: Rulebook) -> None:
        self.clock, self.book = clock, book
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
        self.reserve = book.reserve.tolist()
        self.parked_classes = [False] * len(book.names.classes)

    # For a step

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

    def investigator_of(self, case: Case) -> Member | None:
        """The investigator of a case, unless gone for good."""
        investigator = case.investigator
        return None if investigator is None or investigator.has_left else investigator

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

    # For a member

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
