"""Rules of assignment: who may take which step, and what goes first.

The first of the four parts of the desk. It holds the teams and answers questions about them; who works on what is
changed in `desk`.
"""

from bisect import bisect_right
from heapq import heappop, heappush

from tbkk_sim.engine.reference.campaigns import Campaigns, UnitCampaign
from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.portfolio import Caseload, Portfolio
from tbkk_sim.engine.reference.team import Case, Lending, Member, Queue, QueuePlace, Team, WaitingLine
from tbkk_sim.engine.vocabulary import TRIAGE_SKILL
from tbkk_sim.model import rules, sequences
from tbkk_sim.model.event_records import IN_ASSESSMENT
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.rules import GOING_ON, NO_LIMIT, OPENS_CASE
from tbkk_sim.model.seconds import NEVER_SECONDS
from tbkk_sim.model.selection.campaigns import place_in_campaign
from tbkk_sim.model.selection.portfolio import place_in_hand, place_in_portfolio, urgency_in_portfolio
from tbkk_sim.model.triage import place_as_read, urgency_of_assessment


class AssignmentRules:
    """All teams and their queues, and the rules by which steps and members find each other."""

    def __init__(self, env: Clock, parameters: Parameters) -> None:
        self.env, self.parameters = env, parameters
        self.closes = NEVER_SECONDS if parameters.working.always_open else -NEVER_SECONDS
        """Closing time of the office, of the last time that it opened."""
        self.campaigns: Campaigns | None = None
        """Campaign weeks, if there are any."""
        self.caseload = Caseload(len(parameters.names.classes))
        self.preempts = parameters.classes.preempts.tolist()
        self.round_the_clock = parameters.classes.round_the_clock.tolist()
        self.urgent_upto = parameters.classes.urgent_upto.tolist()
        self.severe = parameters.classes.severe.tolist()
        self.simple = parameters.agreements.simple.tolist()
        self.class_expires = parameters.classes.expires.tolist()
        self.class_urgency = parameters.classes.urgency.tolist()
        self.class_priority = parameters.classes.priority.tolist()
        self.norm_seconds = parameters.norm_seconds.tolist()
        self.owns_case = parameters.owns_case.tolist()
        self.in_pairs = parameters.in_pairs.tolist()
        self.planned = parameters.planned.tolist()
        self.takes_two = parameters.is_held.tolist()
        self.in_pairs_somewhere = any(self.in_pairs)
        self.caseload_limit = parameters.caseload_limit
        queue_of_team, reserve = parameters.queue_of_team.tolist(), parameters.reserve.tolist()
        queues = {q: Queue(self.owns_case, Portfolio(env, parameters, q)) for q in queue_of_team}
        self.queues = list(queues.values())
        in_turn = [Team(n, queues[queue_of_team[n]], reserve[n]) for n in parameters.asked.tolist()]
        self.teams = sorted(in_turn, key=lambda team: team.number)
        self.home_from_seconds: list[int] = parameters.home_from_seconds.tolist()
        self.home_team: list[list[list[Team]]] = [
            [[self.teams[home] for home in by_skill] for by_skill in by_team]
            for by_team in parameters.home_team.tolist()
        ]
        for row, (lender, borrower) in enumerate(
            zip(parameters.lendings.lender, parameters.lendings.borrower, strict=True)
        ):
            Lending(self.teams[lender], self.teams[borrower], row, parameters)

    # For a step

    def find_line(self, case: Case) -> None:
        """Find the line that a step belongs in, its place there, and the investigator for whom it waits."""
        queue, case_class = case.home.queue, case.case_class
        line = sequences.line_of_step(
            case.position,
            case.flagged,
            self.preempts[case_class],
            self.round_the_clock[case_class],
            case.skill,
            self.urgent_upto[case_class],
            case.taken_up,
            self.severe[case_class],
            self.opens_case_now(case),
            case_class,
        )
        case.line = queue.lines[case.skill][line]
        case.place = self.place_of(case)
        if case.line.portfolio_class is not None:
            order, by_score = self.parameters.order, self.parameters.by_score
            since = place_in_portfolio(order, case.place.since, case.fresh, case.score, by_score)
            case.place = case.place._replace(since=since)
        case.waits_for = self.investigator_to_wait_for(case, queue)

    def place_of(self, case: Case) -> QueuePlace:
        """Place of a step in line, by the present class of its case; an untriaged report only the system has read."""
        parameters, case_class = self.parameters, case.case_class
        order, arrived, counts_from = parameters.order, case.arrived, case.counts_from
        if sequences.is_seen_as_class(case.position, case.flagged):
            urgency = urgency_in_portfolio(self.class_urgency[case_class], parameters.agreements.urgency, case.owed)
            if case.position == IN_ASSESSMENT:
                urgency = urgency_of_assessment(urgency, parameters.assessment_urgency)
            since = rules.place_in_line(order, arrived, counts_from, self.norm_seconds[case.unit][case_class])
            since = place_in_hand(since, case.owed, self.simple[case_class])
        else:
            urgency = parameters.triage_urgency
            since = rules.place_in_line(order, arrived, counts_from, parameters.triage_norm_seconds)
            since = place_as_read(since, self.class_priority[case.read_class], urgency, parameters.triage_as_read)
        if case.on_campaign:
            urgency, since = min(urgency, parameters.campaigns.urgency), place_in_campaign(case.arrived)
        return QueuePlace(urgency, since, case.report, case)

    def home_of(self, case: Case, skill: int) -> Team:
        """The team in whose queue a step of a case waits that needs a skill."""
        row = bisect_right(self.home_from_seconds, case.arrived) - 1
        return self.home_team[row][case.unit][skill]

    def investigator_of(self, case: Case) -> Member | None:
        """The investigator of a case, unless gone for good."""
        investigator = case.investigator
        return None if investigator is None or investigator.has_left else investigator

    def opens_case_now(self, case: Case) -> bool:
        """True if the member who takes this step becomes the investigator of its case."""
        return case.position >= 0 and self.owns_case[case.skill] and self.investigator_of(case) is None

    def investigator_to_wait_for(self, case: Case, queue: Queue) -> Member | None:
        """The investigator of a case, if the step in this queue stays with that person."""
        investigator = self.investigator_of(case)
        if investigator is None or investigator.team.queue is not queue:  # a helper does not keep the case
            return None
        stays = rules.waits_for_investigator(
            (self.parameters.stays_with_investigator or case.on_campaign) and not self.in_pairs[case.skill],
            case.line.is_urgent or case.line.at_any_hour,
            investigator.present,
            investigator.is_able[case.skill],
        )
        return investigator if stays else None

    def is_startable(self, case: Case) -> bool:
        """True if anybody may start this step now: there is room, and its hours allow it."""
        if not self.may_be_taken_up(case.line, case.home.queue):
            return False
        return case.line.at_any_hour or self.office_is_open()

    def office_is_open(self) -> bool:
        """True if the office is open: it has opened, and does not close yet."""
        return self.env.now < self.closes

    def queue_of_unit(self, unit: int) -> Queue:
        """The queue of a team."""
        return self.teams[unit].queue

    def has_room(self, queue: Queue) -> bool:
        """True if cases of the portfolio are taken up from a queue, by the limit of cases in hand."""
        return rules.has_room(queue.in_hand, queue.investigators, self.parameters.in_hand_limit_per_investigator)

    def may_be_taken_up(self, line: WaitingLine, queue: Queue) -> bool:
        """True if steps of a line may be taken as far as it depends on the limit of cases in hand."""
        case_class = line.portfolio_class
        return case_class is None or self.has_room(queue) or queue.portfolio.needs_no_room(case_class)

    def free_member_for(self, case: Case) -> Member | None:
        """The longest free member who may take this step: of its own team, one with the same queue, a helper."""
        investigator = case.waits_for
        if investigator is not None:
            is_free = investigator in investigator.team.free and self.may_take_line(investigator, case.line)
            return investigator if is_free else None
        return self.first_free(case.home, case) or self.first_free_beside(case) or self.first_free_helper(case)

    def first_free(self, team: Team, case: Case, *, lent: bool = False) -> Member | None:
        """The longest free member of a team who may take this step (`lent`: of another team's queue)."""
        for member in team.free:
            if self.may_take(member, case) and (not lent or self.may_be_lent(member)):
                return member
        return None

    def first_free_beside(self, case: Case) -> Member | None:
        """The longest free member who may take this step, of the first team with the same queue that has one."""
        queue, turns = case.home.queue, case.line.turns
        while turns:
            member = self.first_free(queue.teams[turns[0]], case)
            if member is not None:
                return member
            del turns[0]
        return None

    def first_free_helper(self, case: Case) -> Member | None:
        """The longest free member who may take this step, of the first team that may help and has one."""
        for lending in case.home.queue.lendings:
            if (
                lending.lender.free
                and lending.helps_with[case.skill]
                and case.place.urgency <= lending.least_urgency
                and lending.is_open()
            ):
                member = self.first_free(lending.lender, case, lent=True)
                if member is not None:
                    return member
        return None

    def may_take(self, member: Member, case: Case) -> bool:
        """True if this member is able to take this step and may, by reserve and caseload."""
        return member.is_able[case.skill] and self.may_take_line(member, case.line)

    def may_take_line(self, member: Member, line: WaitingLine) -> bool:
        """True if a member may take steps from a line, by reserve, caseload and, if it needs two, colleague."""
        team = member.team
        others_free = len(team.free) - (member in team.free)
        return (
            rules.leaves_reserve(others_free, team.reserve, line.is_urgent)
            and rules.within_caseload(line.opens_case, member.open_cases, self.caseload_limit)
            and self.may_begin(member, line.skill)
        )

    def may_begin(self, member: Member, skill: int) -> bool:
        """True unless a step needs two members, and this one has no colleague for it, or one is held already."""
        if not self.in_pairs[skill]:
            return True
        return rules.may_begin_in_pairs(member.team.has_colleague(member, skill), bool(member.team.held))

    def may_be_lent(self, member: Member) -> bool:
        """True if a member may take steps of other teams: who judges reports does not while reports wait at home."""
        return rules.may_lend_member(
            member.is_able[TRIAGE_SKILL], member.team.queue.reports_waiting, self.parameters.lends_judges
        )

    def least_urgent_work(self, case: Case) -> Member | None:
        """The member, able to do this step, whose work in hand is the last that would be taken up again.

        If the step is held, one who could join the member who holds it.
        """
        last, victim = case.place if case.member is None else None, None
        for skills, in_hand in case.home.queue.in_hand_with.items():
            if in_hand and rules.is_listed(skills, case.skill):
                for place in reversed(in_hand):
                    if last is not None and place < last:
                        break
                    member = self.who_may_leave(place.case, case) if self.may_be_left(place.case, case) else None
                    if member is not None:
                        last, victim = place, member
                        break
        return victim

    def who_may_leave(self, in_hand: Case, case: Case) -> Member | None:
        """The member with a step in hand, or else who works along, who could do another step of this queue instead."""
        for member in (in_hand.member, in_hand.helper):
            if member is None or member.team.queue is not case.home.queue or not member.is_able[case.skill]:
                continue
            if case.member is not None:
                is_colleague = member is not case.member and member.team is case.member.team
                if is_colleague and not self.own_would_interrupt(member, case):
                    return member
                continue
            held = member.team.held
            if not self.in_pairs[case.skill] or rules.may_begin_in_pairs(
                member.team.has_colleague(member, case.skill), bool(held) and in_hand not in held
            ):
                return member
        return None

    def may_be_left(self, in_hand: Case, case: Case) -> bool:
        """True if a step in hand may be put down for another one: to do it, or to join a colleague who holds it."""
        if case.member is None:
            return rules.may_interrupt(case.place.urgency, in_hand.place.urgency)
        running = in_hand.line.is_urgent, not self.takes_two[in_hand.skill], in_hand.place.urgency
        return rules.may_be_called_off(case.line.is_urgent, self.planned[case.skill], case.place.urgency, *running)

    # For a member

    def choose(self, member: Member) -> tuple[Case | None, Lending | None, UnitCampaign | None]:
        """The step that this member takes first, and the lending by which it is lent, or the campaign that takes it."""
        best = self.first_in(member.team.queue, member.lines, member)
        own = self.first_own(member) if member.own_line and self.office_is_open() else None
        if own is not None and (best is None or own < best) and self.may_take_line(member, own.case.line):
            best = own
        campaign = None
        if self.campaigns is not None and self.office_is_open():
            new, running = self.campaigns.first_for(member, self.caseload_limit)
            if new is not None and (best is None or new < best):
                best, campaign = new, running
        lent: QueuePlace | None = None
        lent_by: Lending | None = None
        for lending in member.team.lendings if self.may_be_lent(member) else ():
            if lending.is_open():
                place = self.first_in(lending.queue, lending.lines, member, lending.least_urgency)
                if place is not None and (lent is None or place < lent):
                    lent, lent_by = place, lending
        if lent is not None and lent_by is not None:
            if best is None:
                return lent.case, lent_by, None
            if rules.takes_lent(lent_by.mode, lent < best, self.own_would_interrupt(member, lent.case)):
                return lent.case, lent_by, None
        return (None if best is None else best.case), None, campaign

    def own_would_interrupt(self, member: Member, other: Case) -> bool:
        """True if own work waits that would interrupt another step at once, which is lent or held."""
        urgent = [line for line in member.lines if line.is_urgent]
        first = self.first_in(member.team.queue, urgent, member)
        return first is not None and rules.may_interrupt(first.urgency, other.place.urgency)

    def first_in(
        self, queue: Queue, lines: list[WaitingLine], member: Member, least_urgency: int = NO_LIMIT
    ) -> QueuePlace | None:
        """The place that goes first, of these lines of a queue, among the steps that this member may take.

        Steps that are less urgent than `least_urgency` are left. The place of a case of the portfolio is not the one
        that it has in its line, but the one by which its class is compared with other work now.
        """
        best: QueuePlace | None = None
        if not queue.waiting:
            return best
        office_open = self.office_is_open()
        for line in lines:
            if not line.places or not member.is_able[line.skill] or not (line.at_any_hour or office_open):
                continue
            if not self.may_be_taken_up(line, queue) or not self.may_take_line(member, line):
                continue
            first = self.first_of(line, queue)
            if first is None or first.urgency > least_urgency:
                continue
            if line.portfolio_class is not None:
                urgency, since = queue.portfolio.key_of(line.portfolio_class, first.since)
                first = first._replace(urgency=urgency, since=since)
            if best is None or first < best:
                best = first
        return best

    def first_of(self, line: WaitingLine, queue: Queue) -> QueuePlace | None:
        """The first place in a line; a step that may not be taken as the others of the line are is moved elsewhere."""
        places = line.places
        while places:
            place = places[0]
            case = place.case
            is_given_up = not case.waits or case.place is not place
            leaves_investigator = line.number == GOING_ON and self.caseload_limit != NO_LIMIT
            if not is_given_up and leaves_investigator and case.position >= 0 and self.opens_case_now(case):
                case.line = queue.lines[line.skill][OPENS_CASE]
                heappush(case.line.places, place)
            elif not is_given_up:
                return place
            heappop(places)
        return None

    def first_own(self, member: Member) -> QueuePlace | None:
        """The first place among the steps that wait for this member as investigator."""
        own_line = member.own_line
        while own_line:
            place = own_line[0]
            if place.case.place is place and place.case.waits:
                return place
            heappop(own_line)
        return None
