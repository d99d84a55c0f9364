"""The hours of work: only while present, only when the calendar allows, at the right pace, none lost or done twice."""

from checker.breaches import Breaches
from checker.events import Event
from checker.floor import Case, Floor, Member, Team
from checker.interruptions import Interruptions
from checker.presence import Presence
from tbkk_sim.domain.facts import Fact

RESIDUE_HOURS = 1e-7
"""Work of less than a millisecond is what rounding leaves over."""
TOLERANCE_HOURS = 2e-6
"""What the rounding of the clock may come to."""


class Work:
    """Judges hours, and keeps who has what in hand."""

    def __init__(
        self, floor: Floor, presence: Presence, interruptions: Interruptions, events: list[Event], breaches: Breaches
    ) -> None:
        self.floor, self.presence, self.interruptions = floor, presence, interruptions
        self.events, self.breaches = events, breaches
        self.hours = floor.promises.hours
        self.to_be_released: list[Case] = []
        """Cases of which a specialist must be released in this moment."""

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_days, self.floor.row, text)

    def starts(self, event: Event) -> None:
        """A member starts, or goes on with, a step."""
        floor = self.floor
        case, member = floor.cases[event.report], floor.members[event.member]
        waiting, skill = case.waiting, floor.skill_of(case, event.step)
        if (event.kind == Fact.RESUMED) != case.begun:
            self.breach("work: starts what was begun, or resumes what was not", f"{event}")
        if event.detail != case.case_class:
            self.breach("work: is started in another class than the case has", f"{event}, class {case.case_class}")
        if event.step != -1 and not case.taken_up:
            self.breach("work: begins on a case that nobody has taken up", f"{event}")
        case.begun, case.changes_rate = True, None
        member.at_any_hour = waiting is not None and waiting.line.at_any_hour
        floor.wait_no_longer(case)
        queue = floor.teams[floor.home_team(case, event.step)].queue
        member.lane = None
        if member.team.queue is not queue:
            lanes = [lane for lane in member.team.lanes if floor.teams[lane.borrower].queue is queue]
            member.lane = lanes[0] if lanes else None
            member.team.lent += member.lane is not None
        member.pace = member.rate * (1.0 if member.lane is None else member.lane.efficiency)
        member.case, case.holder = case, member
        pool = floor.promises.specialists_of[skill]
        member.since_days = event.time_days if pool is None else -1.0
        floor.is_free_no_longer(member)
        following = self.events[floor.row + 1 : floor.row + 2]
        asks = [e.report for e in following if e.kind in (Fact.HELD, Fact.ASSISTED)]
        if pool is not None and asks != [event.report]:
            self.breach("specialist: is neither there nor waited for", f"{event}")
        if floor.promises.owns_case[skill] and floor.investigator_of(case) is None:
            case.investigator = member
            member.open_cases += 1
            member.keeps.add(case)

    def stops(self, event: Event) -> None:
        """A member finishes a step, or puts it down."""
        floor = self.floor
        case, member = floor.cases[event.report], floor.members[event.member]
        if member.case is not case or case.step != event.step:
            self.breach("work: ends what is not in hand", f"{event}")
            return
        self.breaches.looked_at["pieces of work"] += 1
        self._check_hours(event, case, member)
        case.hours_left -= event.hours
        if event.kind == Fact.FINISHED and abs(case.hours_left) > TOLERANCE_HOURS:
            self.breach(
                "work: hours done are not those drawn", f"{event}: {case.hours_left:.9f} of {case.step_hours:.6f} left"
            )
        if event.kind == Fact.INTERRUPTED:
            self._check_reason(event, case, member)
        if member.lane is not None:
            member.team.lent -= 1
            member.lane = None
        member.case = case.holder = None
        floor.becomes_free(member)
        if case.assistant is not None:
            self.to_be_released.append(case)

    def _check_hours(self, event: Event, case: Case, member: Member) -> None:
        """The hours follow from the clock and the pace, and are done while present."""
        if member.since_days < 0:
            if event.hours != 0 or event.kind == Fact.FINISHED:
                self.breach("work: is done without the specialist", f"{event}")
            return
        begin_days, end_days = member.since_days, event.time_days
        fits = self.hours.hours_between(begin_days, end_days, member.at_any_hour) * member.pace
        tolerance = TOLERANCE_HOURS + 1e-9 * fits
        if event.hours < fits - tolerance and event.kind == Fact.FINISHED:
            self.breach("work: ends later than its hours are done", f"{event}: {event.hours:.9f} done, {fits:.9f} fit")
        elif abs(event.hours - fits) > tolerance:
            self.breach("work: hours do not fit the time", f"{event}: {event.hours:.9f} done, {fits:.9f} fit")
        elif event.kind == Fact.FINISHED and self._is_after_a_closed_time(event, member):
            self.breach("work: ends after a closed time in which nothing was left to do", f"{event}")
        if not self.presence.covers(member, begin_days, end_days):
            self.breach("work: is done while absent", f"{event}, since day {begin_days:.6f}")

    def _is_after_a_closed_time(self, event: Event, member: Member) -> bool:
        """Whether work ends exactly when the office opens, though its hours were done when it closed."""
        hours, now_days = self.hours, event.time_days
        if member.at_any_hour or hours.always_open or member.since_days >= now_days:
            return False
        done_since = hours.hours_between(max(member.since_days, now_days - 1 / 24), now_days, at_any_hour=False)
        return done_since * member.pace <= RESIDUE_HOURS < (now_days - member.since_days) * 24

    def _check_reason(self, event: Event, case: Case, member: Member) -> None:
        """A step is put down because its member or the specialist goes, or for a more urgent one."""
        if case.hours_left < 1e-6:
            self.breach("work: is put down with next to nothing left", f"{event}: {case.hours_left!r} hours left")
        instead = self._started_at_once(event)
        if instead is not None:
            self.interruptions.begin(member, instead.waiting)
            return
        between = self.floor.between_stints
        case.changes_rate = member if member in between else None
        goes = [someone for someone in (member, case.assistant) if someone is not None]
        if not any(not someone.present or someone in between for someone in goes):
            self.breach("work: is put down for no reason", f"{event}")

    def _started_at_once(self, event: Event) -> Case | None:
        """The other case that this member goes on with, if nothing comes between but what the step put down brings."""
        for following in self.events[self.floor.row + 1 : self.floor.row + 5]:
            if following.kind in (Fact.TAKEN_UP, Fact.STARTED, Fact.RESUMED):
                is_another = following.member == event.member and following.report != event.report
                return self.floor.cases[following.report] if is_another else None
            if following.report != event.report or following.kind not in (Fact.RELEASED, Fact.QUEUED):
                return None
        return None

    def check_horizon(self) -> None:
        """No work goes on whose hours were done before the horizon."""
        now_days = self.floor.now_days
        for member in self.floor.members:
            case = member.case
            if case is not None and member.since_days >= 0:
                fits = self.hours.hours_between(member.since_days, now_days, member.at_any_hour) * member.pace
                if fits > case.hours_left + 1e-3:
                    self.breach("work: goes on though its hours are done", f"{member}, report {case.report}")

    # Specialists

    def is_held(self, event: Event) -> None:
        """A member holds a step until a specialist is free."""
        case = self.floor.cases[event.report]
        pool = self._pool_for(case, event)
        if pool is None:
            return
        if self.floor.members[event.member].case is not case:
            self.breach("specialist: is waited for by somebody without the step in hand", f"{event}")
        free = [member for member in pool.free if self.floor.was_free_before(member)]
        if free:
            self.breach("specialist: is waited for though one is free", f"{event}: {free[0]}")
        pool.held.append(case)
        self.floor.touch(pool)

    def is_assisted(self, event: Event) -> None:
        """A specialist joins, and the hours of the step begin to run."""
        case, specialist = self.floor.cases[event.report], self.floor.members[event.member]
        pool = self._pool_for(case, event)
        if pool is None:
            return
        if specialist.team is not pool or not specialist.is_free():
            self.breach("specialist: is not a free member of the pool", f"{event}")
        self.breaches.looked_at["specialists"] += 1
        if pool.held and pool.held[0] is not case:
            self.breach("specialist: is not given to who waited first", f"{event}: report {pool.held[0].report} waits")
        if case in pool.held:
            pool.held.remove(case)
        longest = next((member for member in pool.free if self.floor.was_free_before(member)), specialist)
        if self.floor.was_free_before(specialist) and longest is not specialist:
            self.breach("specialist: is not the longest free", f"{event}: {longest}")
        specialist.assists, case.assistant = case, specialist
        if case.holder is not None:
            case.holder.since_days = event.time_days
        self.floor.is_free_no_longer(specialist)

    def is_released(self, event: Event) -> None:
        """A specialist is done."""
        case, specialist = self.floor.cases[event.report], self.floor.members[event.member]
        if specialist.assists is not case:
            self.breach("specialist: is released without having helped", f"{event}")
            return
        before = self.events[self.floor.row - 1]
        if before.report != event.report or before.hours != event.hours:
            self.breach("specialist: other hours than the step", f"{event}: {event.hours:.6f}, not {before.hours:.6f}")
        if not self.presence.covers(specialist, event.time_days, event.time_days):
            self.breach("work: is done while absent", f"{event}")
        specialist.assists = case.assistant = None
        self.floor.becomes_free(specialist)

    def _pool_for(self, case: Case, event: Event) -> Team | None:
        number = self.floor.promises.specialists_of[self.floor.skill_of(case, event.step)]
        if number is None:
            self.breach("specialist: none is needed for this step", f"{event}")
            return None
        return self.floor.teams[number]

    def drops_what_is_held(self, case: Case) -> None:
        """A step that is put down waits for no specialist."""
        for team in self.floor.teams:
            if case in team.held:
                team.held.remove(case)

    def check_end(self) -> None:
        """At the end of a moment no specialist is free beside a step held for one, or stays with one that ended."""
        for case in self.to_be_released:
            if case.assistant is not None and case.holder is None:
                self.breach("specialist: is not released", f"{case.assistant}, report {case.report}")
        self.to_be_released.clear()
        for team in self.floor.teams:
            if team.held and team.free:
                self.breaches.add_once(
                    team.held[0],
                    "specialist: is free beside a step that is held for one",
                    self.floor.now_days,
                    self.floor.row,
                    f"{next(iter(team.free))}, report {team.held[0].report}",
                )
