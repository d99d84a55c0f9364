"""Changes that allow more: room comes, a lending opens or judges may be lent, a reserve is complete, a case less.

The second of the four parts of the desk, built on `assignment`. After such a change free members may take steps that
they might not take before. Their team is noted, and looks again when the event is over and all work that ends at its
moment has ended; each function here notes the teams that one change concerns, so that nobody looks in vain after all
the others.
"""

from heapq import heappush

from tbkk_sim.engine.reference.assignment import AssignmentRules
from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.team import Case, Member, Queue, Team
from tbkk_sim.engine.vocabulary import TRIAGE_SKILL
from tbkk_sim.model import rules
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.rules import NOBODY


class Openings(AssignmentRules):
    """Lets steps wait and members come, go and be free, and notes the teams whose free members may then take more."""

    def __init__(self, env: Clock, parameters: Parameters) -> None:
        super().__init__(env, parameters)
        self.together_with = [
            None if pool == NOBODY else self.teams[pool] for pool in parameters.together_with.tolist()
        ]
        self.looks_again: list[int] = []
        """Numbers of the teams whose free members look again, as a heap."""
        self.something_opened = env.event()
        """Takes place when there are such teams."""
        self.all_is_offered_again = False
        """Work that ends at this moment was to be interrupted, or a team may begin a step for two: when this event is
        over, and work that ends now has ended, waiting work is offered again."""
        self.n_at_any_hour = 0
        """Waiting steps that are taken at any hour."""

    def look_again(self, team: Team) -> None:
        """Note that the free members of a team look again (`Desk.have_free_members_look_again`), if the hour allows."""
        if team.free and not team.looks_again and (self.n_at_any_hour or self.office_is_open()):
            team.looks_again = True
            heappush(self.looks_again, team.number)
            self.note_opening()

    def note_opening(self) -> None:
        """Let free members look again when this event is over, and the work that ends at this moment has ended."""
        if not self.something_opened.triggered:
            self.something_opened.succeed()

    def let_everybody_look(self) -> None:
        """Let all free members look again: the office opens, or work that was to be interrupted has ended."""
        for team in self.teams:
            self.look_again(team)

    # Lendings

    def stand_in_line(self, case: Case) -> None:
        """Let a step wait in the line that it belongs in: a lending with a threshold may open."""
        self.find_line(case)
        case.home.queue.join(case)
        self.n_at_any_hour += case.line.at_any_hour
        for lending in case.home.queue.lendings_with_threshold:
            if lending.lender.free and lending.opens(waiting=-1):
                self.look_again(lending.lender)

    def leave(self, case: Case) -> None:
        """Take a waiting step out of its line: members of its queue may help where it is busier.

        With the last report that waits to be judged, those who judge may be lent.
        """
        queue = case.home.queue
        queue.leave(case)
        self.n_at_any_hour -= case.line.at_any_hour
        for lending in queue.lendings_if_busier:
            if lending.lender.free and lending.opens(own_waiting=1):
                self.look_again(lending.lender)
        if case.skill == TRIAGE_SKILL and queue.reports_waiting == 0 and not self.parameters.lends_judges:
            for team in queue.teams:
                if team.lendings:
                    self.look_again(team)

    def add_member(self, team: Team) -> None:
        """Count a member more in a team: it may lend more, and less waits for each of them."""
        team.present += 1
        for lending in team.lendings:
            if lending.opens(own_present=-1):
                self.look_again(team)

    def remove_member(self, team: Team) -> None:
        """Count a member less in a team: more waits there for each who is left."""
        team.present -= 1
        for lending in team.queue.lendings_with_threshold:
            if lending.opens(present=1):
                self.look_again(lending.lender)

    def note_lent_member_back(self, team: Team) -> None:
        """Count a lent member less of a team."""
        team.lent -= 1
        for lending in team.lendings:
            if team.free and lending.opens(lent=1):
                self.look_again(team)

    # Steps that are held for a specialist or a colleague

    def team_asked(self, member: Member, case: Case) -> Team | None:
        """The team of which somebody else is needed for a step: a pool, or, in pairs, that of this member."""
        return member.team if self.in_pairs[case.skill] else self.together_with[case.skill]

    def held_step_for(self, member: Member) -> Case | None:
        """The step, held for a specialist of a pool or for a colleague, that this member joins."""
        case = next(iter(member.team.held), None)
        if case is None or not self.in_pairs[case.skill]:
            return case
        joins = rules.joins_held_step(member.is_able[case.skill], self.own_would_interrupt(member, case))
        return case if joins else None

    def stop_holding(self, member: Member, case: Case) -> None:
        """Note that a step is not held, if it was: the team may then begin another one for two."""
        asked = self.team_asked(member, case)
        if asked is not None and case in asked.held:
            del asked.held[case]
            if self.in_pairs[case.skill]:
                self.note_pair(asked)

    def note_pair(self, team: Team) -> None:
        """Note that members of a team may begin a step for two: none is held any more, or somebody has come.

        They may also interrupt less urgent work for it, so waiting work is offered again.
        """
        self.offer_all_again()
        for member in team.free:
            team.may_be_asked(member)

    def offer_all_again(self) -> None:
        """Let all urgent work, and what is held for a colleague, be offered when this event is over."""
        self.all_is_offered_again = True
        self.note_opening()

    # Room, reserve, caseload

    def begin_service(self, member: Member) -> None:
        """Count a member whose first shift begins: with one more investigator of the queue, room may come."""
        queue, before = member.team.queue, member.team.queue.investigators
        queue.investigators += member.is_investigator
        self.note_room(queue, queue.in_hand, before)

    def end_service(self, member: Member) -> None:
        """Count a member whose last shift is over no longer."""
        member.team.queue.investigators -= member.is_investigator

    def end_case_in_hand(self, queue: Queue) -> None:
        """Count a case in hand less in a queue."""
        queue.in_hand -= 1
        self.note_room(queue, queue.in_hand + 1, queue.investigators)

    def note_room(self, queue: Queue, in_hand_before: int, investigators_before: int) -> None:
        """Let the members and helpers of a queue look again if it had no room before and has now."""
        if rules.has_room(in_hand_before, investigators_before, self.parameters.in_hand_limit_per_investigator):
            return
        if self.has_room(queue):
            for team in queue.teams:
                self.look_again(team)
            for lending in queue.lendings:
                if lending.is_open():
                    self.look_again(lending.lender)

    def set_free(self, member: Member) -> None:
        """Note that a member is without work: with the last of a reserve, the others may take ordinary work."""
        team = member.team
        team.free[member] = None
        team.may_be_asked(member)
        if team.reserve and len(team.free) == team.reserve + 1:
            self.look_again(team)
            for other in team.free:
                team.may_be_asked(other)

    def drop_open_case(self, investigator: Member) -> None:
        """Count an open case less of an investigator, who may take on another if this was the last above the limit."""
        before = investigator.open_cases
        investigator.open_cases -= 1
        might_open = rules.within_caseload(True, before, self.caseload_limit)
        may_open = rules.within_caseload(True, before - 1, self.caseload_limit)
        if may_open and not might_open and investigator in investigator.team.free:
            self.look_again(investigator.team)
            investigator.team.may_be_asked(investigator)
