"""The desk at which steps and members meet: steps wait and are offered, members take them and are interrupted.

The last part of the desk, built on `work`, and the object that processes use. Decisions made here take effect at
once; the processes of reports and members wait for it to be done. None of SimPy's resources does this: steps choose
among members and members among steps, by rules that depend on all waiting work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heapify, heappop, heappush

from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.campaigns import UnitCampaign
from tbkk_sim.engine.reference.clock import At
from tbkk_sim.engine.reference.team import Case, Lending, Member, QueuePlace, Team
from tbkk_sim.engine.reference.work import WorkInHand
from tbkk_sim.engine.vocabulary import AgendaKind
from tbkk_sim.model import rules
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import PER_MILLION

NOTHING_TO_TAKE = "who may take a step finds nothing to take: this is a fault of the rules"


class Desk(WorkInHand):
    """Starts and interrupts work by the rules of assignment; has members look again after an opening."""

    # A step waits

    def offer(self, case: Case) -> Case:
        """Offer a waiting step to free members; an urgent one may interrupt less urgent work, which is then offered.

        The member who gets the offer takes the step that goes first: if that is another one, this one is offered on.
        Work that ends at this moment is not interrupted: when it has ended, waiting work is offered again.

        Returns:
            The case whose step was offered last: this one, or one that was interrupted.
        """
        while case.waits and self.is_startable(case):
            taker = self.free_member_for(case)
            if taker is not None:
                if not self.take_first(taker):
                    raise RuntimeError(NOTHING_TO_TAKE)
                continue
            victim = self.least_urgent_work(case) if case.line.is_urgent else None
            if victim is None:
                return case
            if self.ends_now(victim):
                self.offer_all_again()
                return case
            interrupted, left_alone = self.interrupt_work_of(victim)
            self.start(victim, case, None)
            if left_alone is not None:
                self.look_for_work(left_alone)
            case = interrupted
        return case

    def offer_urgent_work(self) -> None:
        """Offer all waiting steps of classes that preempt, in the order in which they go.

        If the first of a line cannot be started, nor can the others: they ask for the same, and are less urgent.
        """
        to_offer = [
            (first, line, queue)
            for queue in self.queues
            for line in queue.urgent_lines
            if (first := self.first_of(line, queue)) is not None
        ]
        heapify(to_offer)  # there are as many lines as units, so they are not all looked through for each step
        tried = set()
        while to_offer:
            place, line, queue = heappop(to_offer)
            if line in tried:
                continue
            if place is self.first_of(line, queue):
                interrupted = self.offer(place.case)
                if place.case.waits:
                    tried.add(line)
                elif interrupted.waits and interrupted.line.is_urgent:
                    heappush(to_offer, (interrupted.place, interrupted.line, interrupted.home.queue))
            first = self.first_of(line, queue)
            if first is not None:
                heappush(to_offer, (first, line, queue))

    def reclassify(self, case: Case, new_class: int, counts_from: int) -> None:
        """Change the class of a case, and the moment from which its norm counts; work in hand goes on as begun.

        A step that is held for a colleague has not begun: how urgent it is, and its hours of the day, are settled anew.
        """
        if case.is_case and not case.taken_up:
            self.caseload.reclassify(case.case_class, new_class)
            case.expires = rules.expiry_in_class(case.expires, self.class_expires[new_class])
        case.case_class, case.counts_from = new_class, counts_from
        at_work = [member for member in (case.member, case.helper) if member is not None]
        is_held = case.member is not None and self.in_pairs[case.skill] and case in case.member.team.held
        for member in at_work:
            member.drop_place(case.place)
        if is_held:
            self.find_line(case)
        else:
            case.place = self.place_of(case)
        for member in at_work:
            member.keep_place(case.place)
        self.log_case_event(Event.RECLASSIFIED, case, case.unit, detail=new_class)
        if is_held:
            self.offer_all_again()

    @contextmanager
    def out_of_line(self, case: Case) -> Iterator[None]:
        """Change a case within this: if its step waits, it does so at its new place afterwards."""
        waited = case.waits
        if waited:
            self.leave(case)
        yield
        if waited:
            self.stand_in_line(case)

    # A member looks for work

    def look_for_work(self, member: Member) -> None:
        """Let a member look for work, unless away or busy: assist, take the step that goes first, or be free."""
        if member.present and member.case is None and member.rate > 0:
            held = self.held_step_for(member)
            if held is not None:
                self.assist(member, held)
            elif not self.take_first(member):
                self.set_free(member)

    def take_first(self, member: Member) -> bool:
        """Let a member without work take the step that goes first, if there is one."""
        case, lending, campaign = self.choose(member)
        if case is None:
            return False
        member.team.free.pop(member, None)
        if campaign is not None:
            self.treat_as_in_campaign(campaign, member, case)
        self.start(member, case, lending)
        return True

    def have_free_members_look_again(self) -> ProcessGenerator:
        """Process: teams that may now be allowed more look again, in the order of their numbers, until nothing changes.

        They do so when the event that allows it is over, and all work that ends at that moment has ended.
        """
        while True:
            self.something_opened = self.env.event()
            yield self.something_opened
            yield At(self.env, int(self.env.now), AgendaKind.LOOK_AGAIN, 0)
            while self.all_is_offered_again or self.looks_again:
                if self.all_is_offered_again:
                    self.all_is_offered_again = False
                    self.call_colleagues_off()
                    self.offer_urgent_work()
                    self.let_everybody_look()
                else:
                    team = self.teams[heappop(self.looks_again)]
                    team.looks_again = False
                    self.let_free_look(team)

    def let_free_look(self, team: Team) -> None:
        """Let the free members of a team look again, the longest free first; those who find nothing keep their place.

        A member who is allowed no more than a colleague who has just found nothing need not look.
        """
        in_vain = set()
        for member in list(team.free):
            allowed = member.skills, rules.within_caseload(True, member.open_cases, self.caseload_limit)
            if member in team.free and (member.own_line or allowed not in in_vain) and not self.take_first(member):
                in_vain.add(allowed)

    # A member works

    def start(self, member: Member, case: Case, lending: Lending | None) -> None:
        """Let a member take a step: the first work on a case, a new step, or one that was interrupted before."""
        number, team = member.number, member.team.number
        self.leave(case)
        if not case.taken_up and case.position >= 0:
            self.take_up(member, case)
        member.take_in_hand(case)
        member.is_lent = lending is not None
        member.team.lent += member.is_lent
        member.is_on_campaign = case.on_campaign
        member.team.on_campaign += member.is_on_campaign
        member.pace = rules.pace(member.rate, PER_MILLION if lending is None else lending.efficiency_per_million)
        kind = Event.STARTED if case.begun_at is None else Event.RESUMED
        self.log_case_event(kind, case, team, number, case.case_class)
        if case.begun_at is None:
            case.begun_at = int(self.env.now)
        if self.opens_case_now(case) or (case.on_campaign and case.investigator is None):
            case.investigator = member
            member.open_cases += 1
        asked = self.team_asked(member, case)
        if asked is None:
            self.let_work_begin(member, case)
        else:
            self.ask_for_another(member, case, asked)

    def take_up(self, member: Member, case: Case) -> None:
        """Take up a case; from now on it has the place of work in hand."""
        case.taken_up = True
        self.log_case_event(Event.TAKEN_UP, case, member.team.number, member.number, case.case_class)
        queue = self.queue_of_unit(case.unit)
        queue.in_hand += 1
        case.owed = queue.portfolio.is_owed(case.case_class)
        queue.portfolio.take_up(case.case_class, case.work_seconds)
        self.caseload.not_taken_up[case.case_class] -= 1
        case.place = self.place_of(case)

    def treat_as_in_campaign(self, campaign: UnitCampaign, member: Member, case: Case) -> None:
        """Treat a case as in the campaign in which a member takes it up: that step waits which is then the first."""
        assert self.campaigns is not None
        steps = self.campaigns.steps
        self.log_case_event(Event.WEIGHED, case, member.team.number, member.number, campaign.treatment)
        if case.treatment != campaign.treatment:
            self.leave(case)
            case.treatment = campaign.treatment
            case.work_seconds = steps.work_of_treatment(case, case.treatment)
            steps.begin(case, steps.first_with_work(case, case.treatment))
            self.join_queue(case)
        case.on_campaign = True

    def pass_on_own_line(self, member: Member) -> list[QueuePlace]:
        """Let the steps that wait for a member wait for anybody; their places, in order."""
        passed_on = []
        for place in sorted(member.own_line):
            case = place.case
            if case.place is place and case.waits:
                self.leave(case)
                self.stand_in_line(case)
                passed_on.append(case.place)
        member.own_line.clear()
        return passed_on

    # A specialist or a colleague works along

    def call_colleagues_off(self) -> None:
        """Call a colleague off other work for each step that is held for one, if anybody may be."""
        for team in self.teams:
            case = next(iter(team.held), None)
            if case is None:
                continue
            skill = case.skill
            if not rules.calls_off(self.in_pairs[skill], self.planned[skill], case.line.is_urgent):
                continue
            colleague = self.least_urgent_work(case)
            if colleague is not None:
                interrupted, left_alone = self.interrupt_work_of(colleague)
                self.assist(colleague, case)
                if left_alone is not None:
                    self.look_for_work(left_alone)
                self.offer(interrupted)

    def put_down_held_step(self, team: Team) -> Case | None:
        """Put down a step that is held for a colleague when nobody is left for whom that could be.

        Returns:
            Its case; None: there is no such step.
        """
        case = next(iter(team.held), None)
        if case is None or not self.in_pairs[case.skill]:
            return None
        member = case.member
        assert member is not None
        if team.has_colleague(member, case.skill):
            return None
        self.interrupt(member)
        self.look_for_work(member)
        return case
