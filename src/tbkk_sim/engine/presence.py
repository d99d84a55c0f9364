"""Members come, go, fall ill and return; what they had in hand waits for somebody else."""

from collections.abc import Generator

import numpy as np
import simpy

from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.clock import Clock, Happening
from tbkk_sim.engine.fact_log import FactLog
from tbkk_sim.engine.team import Case, Member
from tbkk_sim.engine.workfloor import Workfloor
from tbkk_sim.world.world import World


class Presence:
    """Begins and ends the stints of all members."""

    def __init__(self, clock: Clock, log: FactLog, book: Rulebook, world: World, floor: Workfloor) -> None:
        self.clock, self.log, self.book, self.floor = clock, log, book, floor
        people, stints = world.people, world.stints
        self.members = [
            Member(number, floor.teams[team], skills, len(book.names.skills))
            for number, (team, skills) in enumerate(zip(people.team.tolist(), people.skills.tolist(), strict=True))
        ]
        for member in self.members:
            member.team.members.append(member)
        self.member = stints.member.tolist()
        self.begin_days = stints.begin_days.tolist()
        self.end_days = stints.end_days.tolist()
        self.rate = stints.rate.tolist()
        self.begins = stints.begins.tolist()
        self.ends = stints.ends.tolist()

    def stints_begin(self) -> Generator[simpy.Event, None, None]:
        """Process: stints begin, in order of time."""
        for stint in np.argsort(self.begin_days, kind="stable").tolist():
            if self.begin_days[stint] >= self.book.horizon_days:
                return
            yield self.clock.moment(self.begin_days[stint], Happening.STINT_BEGINS, stint)
            self.begin(stint)

    def stints_end(self) -> Generator[simpy.Event, None, None]:
        """Process: stints end, in order of time."""
        for stint in np.argsort(self.end_days, kind="stable").tolist():
            if self.end_days[stint] >= self.book.horizon_days:
                return
            yield self.clock.moment(self.end_days[stint], Happening.STINT_ENDS, stint)
            self.end(stint)

    def begin(self, stint: int) -> None:
        """A member starts, returns, or goes on at another rate."""
        member, why = self.members[self.member[stint]], self.begins[stint]
        put_down = None
        if why == Fact.PACED:
            put_down = self.put_work_down(member)
            member.present = True
        else:
            member.present = True
            self.floor.member_comes(member.team)
        member.rate = self.rate[stint]
        self.tell(why, stint)
        self.floor.look_for_work(member)
        if put_down is not None:
            self.floor.offer(put_down)

    def end(self, stint: int) -> None:
        """A member goes, for a while or for good; steps that waited for them, or that they had in hand, go to others.

        A member who goes on at another rate at this moment is not offered anything before that.
        """
        member, why = self.members[self.member[stint]], self.ends[stint]
        member.team.free.pop(member, None)
        if why == Fact.PACED:
            return
        self.floor.member_goes(member.team)
        member.has_left = why == Fact.LEFT
        self.tell(why, stint)
        member.present = False
        passed_on = []
        for place in sorted(member.own_line):  # before anybody looks: they may now go to others
            case = place[3]
            if case.place is place and case.waits:
                self.floor.leave(case)
                self.floor.stand_in_line(case)
                passed_on.append(case.place)
        member.own_line.clear()
        put_down = self.put_work_down(member)
        if put_down is not None and put_down.waits:
            passed_on.append(put_down.place)
        for *_, case in sorted(passed_on):
            self.floor.offer(case)

    def put_work_down(self, member: Member) -> Case | None:
        """A member puts down what they worked on, and a colleague left alone with it looks for work."""
        member.present = False
        if member.case is None:
            return None
        worker, specialist = member.case.member, member.case.helper
        assert worker is not None
        put_down = self.floor.interrupt(worker)
        left_alone = specialist if worker is member else worker
        if left_alone is not None:
            self.floor.look_for_work(left_alone)
        return put_down

    def tell(self, kind: int, stint: int) -> None:
        """Log a fact about a member."""
        member = self.members[self.member[stint]]
        self.log.tell(self.clock.now_days, kind, stint, team=member.team.number, member=member.number)
