"""The story of one member: comes, works, is interrupted, is absent, goes on at another pace, leaves."""

import numpy as np
import simpy
from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.team import Case, Member
from tbkk_sim.engine.vocabulary import EventKind
from tbkk_sim.model.event_records import Fact
from tbkk_sim.model.parameters import Rulebook
from tbkk_sim.sampling.world import World


class Members:
    """Leads each member through the run, with two processes: one works, the other comes and goes."""

    def __init__(self, clock: Clock, book: Rulebook, world: World, desk: Desk) -> None:
        self.clock, self.book, self.people, self.stints, self.desk = clock, book, world.people, world.stints, desk

    def start(self) -> None:
        """Start the processes of all members, in the order of their numbers."""
        n_members = len(self.people.team)
        first_stint = np.searchsorted(self.stints.member, np.arange(n_members + 1)).tolist()
        for number in range(n_members):
            team = self.desk.teams[int(self.people.team[number])]
            skills = int(self.people.skills[number])
            member = Member(self.clock, number, team, skills, len(self.book.names.skills))
            team.members.append(member)
            member.process = self.clock.process(self.work(member))
            self.clock.process(self.keep_hours(member, range(first_stint[number], first_stint[number + 1])))

    def work(self, member: Member) -> ProcessGenerator:
        """Process: do the work in hand until it is done or interrupted, then look for more."""
        while not member.has_left:
            try:
                if member.done_at is None:
                    member.call = self.clock.event()
                    yield member.call
                    continue
                yield At(self.clock, member.done_at, EventKind.WORK_FINISHED, member.number)
            except simpy.Interrupt:
                continue  # by `Desk.interrupt`; something else is in hand by now, or nothing
            assert member.case is not None
            case, helper = member.case, member.case.helper
            self.desk.finish(member, case)
            assert case.step_done is not None
            case.step_done.succeed()
            # Three things at one moment, in this order: the case comes to its next step and stands in line, the member
            # looks for work, the step is offered to others. SimPy keeps it: `step_done` is scheduled first, then this
            # timeout, then that of `Reports.have_done`.
            yield self.clock.timeout(0)
            self.desk.look_for_work(member)
            if helper is not None:
                self.desk.look_for_work(helper)

    def keep_hours(self, member: Member, stints: range) -> ProcessGenerator:
        """Process: be there from the begin to the end of each stint."""
        for stint in stints:
            begin, end = int(self.stints.begin_seconds[stint]), int(self.stints.end_seconds[stint])
            if begin >= self.book.horizon_seconds:
                return
            yield At(self.clock, begin, EventKind.STINT_BEGINS, stint)
            self.begin(member, stint)
            if end >= self.book.horizon_seconds:
                return
            yield At(self.clock, end, EventKind.STINT_ENDS, stint)
            self.end(member, stint)

    def begin(self, member: Member, stint: int) -> None:
        """A member starts, returns, or goes on at another rate."""
        why, put_down = int(self.stints.begins[stint]), None
        if why == Fact.PACED:
            member.present = False  # so that the step does not wait for who has just put it down
            put_down = self.put_work_down(member)
        else:
            self.desk.member_comes(member.team)
        member.present = True
        member.rate = int(self.stints.rate_per_million[stint])
        self.tell(why, member, stint)
        self.desk.look_for_work(member)
        if put_down is not None:
            self.desk.offer(put_down)

    def end(self, member: Member, stint: int) -> None:
        """A member goes, for a while or for good; steps that waited for them, or that they had in hand, go to others.

        A member who goes on at another rate at this moment is not offered anything before that.
        """
        why = int(self.stints.ends[stint])
        member.team.free.pop(member, None)
        if why == Fact.PACED:
            return
        self.desk.member_goes(member.team)
        member.has_left = why == Fact.LEFT
        self.tell(why, member, stint)
        member.present = False
        passed_on = self.desk.pass_on_own_line(member)  # before anybody looks: they may now go to others
        put_down = self.put_work_down(member)
        if put_down is not None:
            passed_on.append(put_down.place)
        for *_, case in sorted(passed_on):
            self.desk.offer(case)
        if member.has_left:
            self.desk.call(member)

    def put_work_down(self, member: Member) -> Case | None:
        """A member puts down what they worked on, and a colleague left alone with it looks for work."""
        if member.case is None:
            return None
        worker, specialist = member.case.member, member.case.helper
        assert worker is not None
        put_down = self.desk.interrupt(worker)
        left_alone = specialist if worker is member else worker
        if left_alone is not None:
            self.desk.look_for_work(left_alone)
        return put_down

    def tell(self, kind: int, member: Member, stint: int) -> None:
        """Log a fact about a member."""
        self.desk.log.tell(kind, stint, team=member.team.number, member=member.number)
