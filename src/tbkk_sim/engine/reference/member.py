"""The process of one member: starts, works, is interrupted, is absent, goes on at another pace, leaves."""

import numpy as np
import simpy
from simpy.events import ProcessGenerator

from tbkk_sim.engine.reference.clock import At, Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.team import Member
from tbkk_sim.engine.vocabulary import AgendaKind
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.sampling.world import World


class Members:
    """Leads each member through the run, with two processes: one works, the other keeps the shifts."""

    def __init__(self, env: Clock, parameters: Parameters, world: World, desk: Desk) -> None:
        self.env, self.parameters, self.desk = env, parameters, desk
        self.people, self.shifts = world.people, world.shifts

    def start(self) -> None:
        """Start the processes of all members, in the order of their numbers."""
        n_members = len(self.people.team)
        first_shift = np.searchsorted(self.shifts.member, np.arange(n_members + 1)).tolist()
        for number in range(n_members):
            team = self.desk.teams[int(self.people.team[number])]
            skills = int(self.people.skills[number])
            member = Member(self.env, number, team, skills, self.parameters)
            team.members.append(member)
            member.process = self.env.process(self.work(member))
            self.env.process(self.keep_hours(member, range(first_shift[number], first_shift[number + 1])))

    def work(self, member: Member) -> ProcessGenerator:
        """Process: do the work in hand until it is done or interrupted, then look for more."""
        while not member.has_left:
            try:
                if member.done_at is None:
                    member.call = self.env.event()
                    yield member.call
                    continue
                yield At(self.env, member.done_at, AgendaKind.WORK_FINISHED, member.number)
            except simpy.Interrupt:
                continue  # by `Desk.interrupt`; something else is in hand by now, or nothing
            assert member.case is not None
            case, helper = member.case, member.case.helper
            self.desk.finish(member, case)
            assert case.step_done is not None
            case.step_done.succeed()
            # Three things at one moment, in this order: the case comes to its next step and stands in line, the member
            # looks for work, the step is offered to others. SimPy keeps it: `step_done` is scheduled first, then this
            # timeout, then that of `ReportProcesses.wait_until_done`.
            yield self.env.timeout(0)
            self.desk.look_for_work(member)
            if helper is not None:
                self.desk.look_for_work(helper)

    def keep_hours(self, member: Member, shifts: range) -> ProcessGenerator:
        """Process: be present from the begin to the end of each shift."""
        for shift in shifts:
            begin, end = int(self.shifts.begin_seconds[shift]), int(self.shifts.end_seconds[shift])
            if begin >= self.parameters.horizon_seconds:
                return
            yield At(self.env, begin, AgendaKind.SHIFT_BEGINS, shift)
            self.begin(member, shift, is_first=shift == shifts.start)
            if end >= self.parameters.horizon_seconds:
                return
            yield At(self.env, end, AgendaKind.SHIFT_ENDS, shift)
            self.end(member, shift, is_last=shift == shifts.stop - 1)

    def begin(self, member: Member, shift: int, *, is_first: bool) -> None:
        """Let a member start, return, or go on at another rate."""
        why, interrupted, left_alone = int(self.shifts.begins[shift]), None, None
        if why == Event.PACED:
            member.present = False  # so that the step does not wait for the member who was just interrupted
            member.team.free.pop(member, None)  # a colleague who was paced before may have left this one alone
            if member.case is not None:
                interrupted, left_alone = self.desk.interrupt_work_of(member)
        else:
            self.desk.add_member(member.team)
        if is_first:
            self.desk.begin_service(member)
        member.present = True
        member.rate = int(self.shifts.rate_per_million[shift])
        self.log_event(why, member, shift)
        if left_alone is not None:
            self.desk.look_for_work(left_alone)
        self.desk.look_for_work(member)
        for case in (interrupted, self.desk.put_down_held_step(member.team)):
            if case is not None:
                self.desk.offer(case)
        if self.desk.in_pairs_somewhere:
            self.desk.note_pair(member.team)

    def end(self, member: Member, shift: int, *, is_last: bool) -> None:
        """Let a member go, for a while or for good; steps that waited for them, or that they had in hand, go to others.

        A member who goes on at another rate at this moment is not offered anything before that.
        """
        why = int(self.shifts.ends[shift])
        member.team.free.pop(member, None)
        if why == Event.PACED:
            return
        self.desk.remove_member(member.team)
        if is_last:
            self.desk.end_service(member)
        member.has_left = why == Event.LEFT
        self.log_event(why, member, shift)
        member.present = False
        passed_on = self.desk.pass_on_own_line(member)  # before anybody looks: they may now go to others
        interrupted, left_alone = (None, None) if member.case is None else self.desk.interrupt_work_of(member)
        if left_alone is not None:
            self.desk.look_for_work(left_alone)
        for case in (interrupted, self.desk.put_down_held_step(member.team)):
            if case is not None:
                passed_on.append(case.place)
        for *_, case in sorted(passed_on):
            self.desk.offer(case)
        if member.has_left:
            self.desk.call(member)

    def log_event(self, kind: int, member: Member, shift: int) -> None:
        """Log an event about a member."""
        self.desk.log.append(kind, shift, team=member.team.number, member=member.number)
