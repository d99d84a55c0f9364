"""Who may take which step, and who goes first; answers only, nothing happens here."""

import math
from heapq import heappop
from types import SimpleNamespace
from typing import Any

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.clock import Clock
from tbkk_sim.engine.team import (
    AT_ANY_HOUR,
    GOING_ON,
    NOT_TAKEN_UP,
    OPENS_CASE,
    URGENT,
    URGENT_AT_ANY_HOUR,
    Case,
    Lane,
    Line,
    Member,
    Place,
    Queue,
    Team,
)


class Assignment:
    """All teams and their queues, and the rules by which steps and members find each other."""

    def __init__(self, clock: Clock, book: Rulebook) -> None:
        self.clock, self.book = clock, book
        self.working = _readily(book.working)
        self.always_open = book.working.always_open
        self.preempts = book.classes.preempts.tolist()
        self.may_be_parked = book.classes.may_be_parked.tolist()
        self.triage_urgency = book.triage_urgency
        self.class_urgency = book.classes.urgency.tolist()
        self.place_days = [rules.place_in_line(book.order, 0.0, days) for days in book.classes.place_days.tolist()]
        self.owns_case = book.owns_case.tolist()
        self.stays_with_investigator = book.stays_with_investigator
        self.caseload_limit = book.caseload_limit
        self.in_hand_is_limited = book.in_hand_limit_per_member < math.inf
        self.parked_classes = [False] * len(book.names.classes)
        self.line_of_class = [
            _line_of_class(preempts, any_hour)
            for preempts, any_hour in zip(self.preempts, book.classes.round_the_clock.tolist(), strict=True)
        ]
        """Line of the steps of a class, as long as nobody has taken it up."""
        queue_of_team = book.queue_of_team.tolist()
        queues = {q: Queue(self.owns_case, self.in_hand_is_limited) for q in queue_of_team}
        self.queues = list(queues.values())
        self.teams = [
            Team(n, queues[q], reserve, reserve > 0 or book.caseload_limit != rules.NO_LIMIT)
            for n, (q, reserve) in enumerate(zip(queue_of_team, book.reserve.tolist(), strict=True))
        ]
        for team in self.teams:
            team.queue.teams.append(team)
        for team in self.teams:
            team.beside = [team, *(other for other in team.queue.teams if other is not team)]
        self.home_team = [[self.teams[home] for home in by_skill] for by_skill in book.home_team.tolist()]
        for row, (lender, borrower) in enumerate(zip(book.lanes.lender, book.lanes.borrower, strict=True)):
            lane = Lane(self.teams[lender], self.teams[borrower], row, book)
            lane.lender.lanes.setdefault(lane.max_share, []).append(lane)
            lane.queue.lanes.append(lane)

    # For a step

    def stand_in_line(self, case: Case) -> None:
        """Find the line that a step belongs in, and its place there; in triage its class counts only if flagged."""
        skill, queue, case_class = case.skill, case.home.queue, case.case_class
        line, urgency = self.line_of_class[case_class], self.class_urgency[case_class]
        if case.position < 0:
            if line == NOT_TAKEN_UP or not case.flagged:
                line = GOING_ON
            if not case.flagged:
                urgency = self.triage_urgency
        elif line == NOT_TAKEN_UP and case.taken_up:
            line = OPENS_CASE if self.owns_case[skill] and self.investigator_of(case) is None else GOING_ON
        case.line = queue.lines[skill][line]
        case.place = urgency, case.arrived_days + self.place_days[case_class], case.report, case
        if self.stays_with_investigator:
            case.waits_for = self.investigator_to_wait_for(case, queue)
        queue.join(case)

    def place_of(self, case: Case) -> Place:
        """Place of a case past triage, by the class that it has now."""
        case_class = case.case_class
        return self.class_urgency[case_class], case.arrived_days + self.place_days[case_class], case.report, case

    def investigator_of(self, case: Case) -> Member | None:
        """The investigator of a case, unless gone for good."""
        investigator = case.investigator
        return None if investigator is None or investigator.has_left else investigator

    def investigator_to_wait_for(self, case: Case, queue: Queue) -> Member | None:
        """The investigator of a case, if the step in this queue stays with that person."""
        investigator = self.investigator_of(case)
        if investigator is None or investigator.team.queue is not queue:  # who came to help does not keep the case
            return None
        stays = rules.waits_for_investigator(
            self.stays_with_investigator,
            case.line.is_urgent or case.line.at_any_hour,
            investigator.present,
            investigator.is_able[case.skill],
        )
        return investigator if stays else None

    def is_startable(self, case: Case) -> bool:
        """Whether anybody may start this step now: its class is not parked, and it is the hour for it."""
        if case.position >= 0 and not case.taken_up and self.parked_classes[case.case_class]:
            return False
        line = case.line
        if line.needs_room and not self.has_room(case):
            return False
        return self.always_open or not line.keeps_office_hours or self.is_open()

    def is_open(self) -> bool:
        """Whether the office is open."""
        return self.always_open or calendar.is_open(self.working, self.clock.now_days)

    def has_room(self, case: Case) -> bool:
        """Whether the unit in whose queue it waits may take up this case, by the limit of cases in hand."""
        queue = case.home.queue
        return rules.has_room(
            self.may_be_parked[case.case_class], queue.in_hand, queue.present, self.book.in_hand_limit_per_member
        )

    def free_member_for(self, case: Case) -> tuple[Member | None, Lane | None]:
        """The longest free member who may take this step: of its own team, one with the same queue, a helper."""
        home, investigator = case.home, case.waits_for
        if investigator is not None:
            is_free = investigator in investigator.team.free and self.may_take_line(investigator, case.line)
            return (investigator if is_free else None), None
        for team in home.beside:
            if team.free:
                for member in team.free:
                    if self.may_take(member, case):
                        return member, None
        for lane in home.queue.lanes:
            if (
                lane.lender.free
                and lane.helps_with[case.skill]
                and case.place[0] <= lane.least_urgency
                and lane.is_open()
            ):
                for member in lane.lender.free:
                    if self.may_take(member, case):
                        return member, lane
        return None, None

    def may_take(self, member: Member, case: Case) -> bool:
        """Whether this member is able to take this step and may, by reserve and caseload."""
        return member.is_able[case.skill] and (not member.team.holds_back or self.may_take_line(member, case.line))

    def may_take_line(self, member: Member, line: Line) -> bool:
        """Whether a member may take steps from a line, by reserve and caseload."""
        team = member.team
        others_free = len(team.free) - (member in team.free)
        return rules.leaves_reserve(others_free, team.reserve, line.is_urgent) and rules.within_caseload(
            line.opens_case, member.open_cases, self.caseload_limit
        )

    def least_urgent_work(self, case: Case) -> Member | None:
        """The member, able to do this step, whose work in hand is the last that would be taken up again."""
        found: Member | None = None
        last = case.place
        for team in case.home.beside:
            for member in team.members:
                running = member.case
                if running is None or running.member is not member or not member.is_able[case.skill]:
                    continue
                if rules.may_interrupt(True, case.place[0], running.place[0]) and last < running.place:
                    found, last = member, running.place
        return found

    # For a member

    def choose(self, member: Member) -> tuple[Case | None, Lane | None]:
        """The step that this member takes first, own or lent."""
        team = member.team
        office_open = self.always_open or self.is_open()
        best = self.first_in(team.queue, member, None, office_open) if team.queue.waiting else None
        if member.own_line and office_open:
            own = self.first_own(member)
            is_first = own is not None and (best is None or own.place < best.place)
            if own is not None and is_first and self.may_take_line(member, own.line):
                best = own
        return self.choose_lent(member, best, office_open) if team.lanes else (best, None)

    def choose_lent(self, member: Member, best: Case | None, office_open: bool) -> tuple[Case | None, Lane | None]:
        """The step of another team that goes before this best of one's own, or that best."""
        lent: Case | None = None
        lent_by: Lane | None = None
        team = member.team
        for max_share, lanes in team.lanes.items():
            if not rules.may_lend(team.lent, team.present, max_share):
                continue
            for lane in lanes:
                if lane.is_needed():
                    case = self.first_in(lane.queue, member, lane, office_open)
                    if case is None or case.place[0] > lane.least_urgency:
                        continue
                    if lent is None or case.place < lent.place:
                        lent, lent_by = case, lane
        if lent is not None and lent_by is not None:
            goes_first = best is None or lent.place < best.place
            if best is None or rules.takes_lent(lent_by.mode, goes_first):
                return lent, lent_by
        return best, None

    def first_in(self, queue: Queue, member: Member, lane: Lane | None, office_open: bool) -> Case | None:
        """The step in a queue that goes first among those that this member may take."""
        best: Place | None = None
        is_able, holds_back, parked_classes = member.is_able, member.team.holds_back, self.parked_classes
        for line in queue.lines_in_use[:]:  # a line without valid places leaves the list when that is found out
            if not is_able[line.skill] or (line.keeps_office_hours and not office_open):
                continue
            if lane is not None and not lane.helps_with[line.skill]:
                continue
            if holds_back and not self.may_take_line(member, line):
                continue
            places = line.places
            if best is not None and best < places[0]:
                continue
            while places:
                place = places[0]
                case = place[3]
                if case.waits and case.place is place:
                    if not parked_classes[case.case_class] or case.taken_up or case.position < 0:
                        if (best is None or place < best) and (not line.needs_room or self.has_room(case)):
                            best = place
                        break
                    queue.parked.append(place)
                heappop(places)
            else:
                queue.lines_in_use.remove(line)
        return None if best is None else best[3]

    def first_own(self, member: Member) -> Case | None:
        """The first step that waits for this member as investigator."""
        own_line = member.own_line
        while own_line:
            place = own_line[0]
            case = place[3]
            if case.place is place and case.waits:
                return case
            heappop(own_line)
        return None


def _line_of_class(preempts: bool, any_hour: bool) -> int:
    if preempts:
        return URGENT_AT_ANY_HOUR if any_hour else URGENT
    return AT_ANY_HOUR if any_hour else NOT_TAKEN_UP


def _readily(working: calendar.WorkingTime) -> Any:
    """Working time as plain Python reads it soonest: lists for arrays, and attributes without a lookup by position."""
    lists = {name: getattr(working, name).tolist() for name in ("open_before", "open_days")}
    return SimpleNamespace(**working._asdict() | lists)
