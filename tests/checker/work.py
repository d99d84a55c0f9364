"""The hours of work: only while present, only when the calendar allows, at the right pace, none lost or done twice."""

from tbkk_sim.model.event_records import Event
from tests.checker.breaches import Breaches
from tests.checker.events import EventRow
from tests.checker.floor import Case, Floor, Member, Team
from tests.checker.interruptions import Interruptions
from tests.checker.office_hours import A_MILLION
from tests.checker.presence import Presence


class Work:
    """Judges hours, and keeps who has what in hand."""

    def __init__(
        self, floor: Floor, presence: Presence, interruptions: Interruptions, events: list[EventRow], breaches: Breaches
    ) -> None:
        self.floor, self.presence, self.interruptions = floor, presence, interruptions
        self.events, self.breaches = events, breaches
        self.hours = floor.promises.hours
        self.to_be_released: list[Case] = []
        """Cases of which a specialist must be released in this moment."""

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def starts(self, event: EventRow) -> None:
        """A member starts, or goes on with, a step."""
        floor = self.floor
        case, member = floor.cases[event.report], floor.members[event.member]
        waiting, skill = case.waiting, floor.skill_of(case, event.step)
        if (event.kind == Event.RESUMED) != (case.begun_seconds >= 0):
            self.breach("work: starts what was begun, or resumes what was not", f"{event}")
        if event.detail != case.case_class:
            self.breach("work: is started in another class than the case has", f"{event}, class {case.case_class}")
        if event.step >= 0 and not case.taken_up:
            self.breach("work: begins on a case that nobody has taken up", f"{event}")
        if case.begun_seconds < 0:
            case.begun_seconds = event.time_seconds
        case.changes_rate = None
        member.at_any_hour = waiting is not None and waiting.line.at_any_hour
        case.in_haste = waiting is not None and waiting.line.urgent
        floor.wait_no_longer(case)
        queue = floor.teams[floor.home_team(case, event.step)].queue
        member.lending = None
        if member.team.queue is not queue:
            lendings = (lending for lending in member.team.lendings if floor.teams[lending.borrower].queue is queue)
            member.lending = next((lending for lending in lendings if skill in lending.skills), None)
            member.team.lent += member.lending is not None
        member.pace = member.rate
        if member.lending is not None:  # rounded down, but whoever works at all gets somewhere
            member.pace = max(member.rate * round(member.lending.efficiency * A_MILLION) // A_MILLION, 1)
        member.case, case.holder = case, member
        pool = member.team if floor.promises.in_pairs[skill] else floor.promises.specialists_of[skill]
        member.since_seconds = event.time_seconds if pool is None else -1
        floor.is_free_no_longer(member)
        following = self.events[floor.row + 1 : floor.row + 2]
        asks = [e.report for e in following if e.kind in (Event.HELD, Event.ASSISTED)]
        if pool is not None and asks != [event.report]:
            self.breach("specialist: is neither there nor waited for", f"{event}")
        takes_up_in_campaign = case.in_campaign and case.investigator is None  # whatever the step
        opens_case = event.step >= 0 and floor.promises.owns_case[skill] and floor.investigator_of(case) is None
        if takes_up_in_campaign or opens_case:
            case.investigator = member
            member.open_cases += 1
            member.keeps.add(case)

    def stops(self, event: EventRow) -> None:
        """A member finishes a step, or puts it down."""
        floor = self.floor
        case, member = floor.cases[event.report], floor.members[event.member]
        if member.case is not case or case.step != event.step:
            self.breach("work: ends what is not in hand", f"{event}")
            return
        self.breaches.looked_at["pieces of work"] += 1
        self._check_hours(event, case, member)
        case.work_left -= event.work_seconds
        if event.kind == Event.FINISHED and case.work_left != 0:
            text = f"{event}: {case.work_left} of {case.step_work} seconds left"
            self.breach("work: hours done are not those drawn", text)
        if event.kind == Event.INTERRUPTED:
            self._check_reason(event, case, member)
        if member.lending is not None:
            member.team.lent -= 1
            member.lending = None
        member.case = case.holder = None
        floor.becomes_free(member)
        if case.assistant is not None:
            self.to_be_released.append(case)

    def _check_hours(self, event: EventRow, case: Case, member: Member) -> None:
        """The hours follow from the clock and the pace, and are done while present."""
        if member.since_seconds < 0:
            if event.work_seconds != 0 or event.kind == Event.FINISHED:
                self.breach("work: is done without the specialist", f"{event}")
            return
        begin_seconds, end_seconds = member.since_seconds, event.time_seconds
        done, fits = event.work_seconds, self._fits(member, end_seconds)
        text = f"{event}: {done} seconds done, {fits} fit"
        is_finished = event.kind == Event.FINISHED
        if done > fits or (not is_finished and done != min(fits, case.work_left)):
            self.breach("work: hours do not fit the time", text)
        elif is_finished and end_seconds > begin_seconds and self._fits(member, end_seconds - 1) >= done:
            if done < fits:
                self.breach("work: ends later than its hours are done", text)
            else:
                self.breach("work: ends after a closed time in which nothing was left to do", text)
        if not self.presence.covers(member, begin_seconds, end_seconds):
            self.breach("work: is done while absent", f"{event}, since second {begin_seconds}")

    def _fits(self, member: Member, until_seconds: int) -> int:
        """Seconds of work that a member does on the step in hand until a moment: whole ones, at the member's pace."""
        worked = self.hours.seconds_between(member.since_seconds, until_seconds, member.at_any_hour)
        return worked * member.pace // A_MILLION

    def _check_reason(self, event: EventRow, case: Case, member: Member) -> None:
        """A step is put down because its member or the specialist goes, or for a more urgent one."""
        if case.work_left <= 0:
            self.breach("work: is put down with nothing left", f"{event}: {case.work_left} seconds left")
        between = self.floor.between_shifts
        case.changes_rate = member if member in between else None
        both = [someone for someone in (member, case.assistant) if someone is not None]
        if any(not someone.present for someone in both):
            return
        if case in member.team.held and self.floor.hinder_pair(member, self.floor.skill_of(case, case.step)):
            return
        joined = self._joined_at_once(event, case)
        if joined is not None:
            self._check_called_off(event, case, joined)
            return
        instead, taker = self._started_at_once(event, case)
        if instead is not None:  # also of a member whose rate changes later in this moment
            self.interruptions.begin(taker, instead.waiting)
        elif not any(someone in between for someone in both):
            self.breach("work: is put down for no reason", f"{event}")

    def _started_at_once(self, event: EventRow, case: Case) -> tuple[Case | None, Member]:
        """The other case that this member, or who works along, goes on with, and who that is; None: there is none.

        Nothing comes between but what the step put down brings.
        """
        members = self.floor.members
        both = [event.member]
        if case.assistant is not None and self.floor.is_in_pairs(case):
            both.append(case.assistant.number)
        for following in self.events[self.floor.row + 1 : self.floor.row + 5]:
            if following.kind in (Event.TAKEN_UP, Event.STARTED, Event.RESUMED):
                if following.member not in both or following.report == event.report:
                    break
                return self.floor.cases[following.report], members[following.member]
            if following.report != event.report or following.kind not in (Event.RELEASED, Event.QUEUED):
                break
        return None, members[event.member]

    def _joined_at_once(self, event: EventRow, case: Case) -> Case | None:
        """The case in which this member, or who works along, joins a colleague at once; None: there is none."""
        both = {event.member} if case.assistant is None else {event.member, case.assistant.number}
        following = self.events[self.floor.row + 1 : self.floor.row + 4]
        rest = [later for later in following if later.report != event.report]
        if rest and rest[0].kind == Event.ASSISTED and rest[0].member in both:
            return self.floor.cases[rest[0].report]
        return None

    def _check_called_off(self, event: EventRow, case: Case, joined: Case) -> None:
        """Who puts work down to join a colleague leaves what goes last, and joins in something urgent."""
        self.breaches.looked_at["colleagues called off"] += 1
        could = [
            (rank, busy_with)
            for rank, member, busy_with in self.floor.who_could_join(joined)
            if busy_with is case or not self.interruptions.is_needed(member, joined)
        ]
        holder = joined.holder
        if holder is None or joined not in holder.team.held or all(busy_with is not case for _, busy_with in could):
            self.breach("pair: is called off for what does not go before it", f"{event}, report {joined.report}")
        elif max(rank for rank, _ in could) != case.rank:
            self.breach("pair: is called off work that does not go last", f"{event}, report {joined.report}")

    def check_horizon(self) -> None:
        """No work goes on whose hours were done before the horizon."""
        now_seconds = self.floor.now_seconds
        for member in self.floor.members:
            case = member.case
            if case is None or member.since_seconds < 0:
                continue
            if self._fits(member, now_seconds - 1) >= case.work_left:
                self.breach("work: goes on though its hours are done", f"{member}, report {case.report}")

    # Specialists

    def is_held(self, event: EventRow) -> None:
        """A member holds a step until a specialist is free."""
        case = self.floor.cases[event.report]
        pool = self._pool_for(case, event)
        if pool is None:
            return
        if self.floor.members[event.member].case is not case:
            self.breach("specialist: is waited for by somebody without the step in hand", f"{event}")
        free = [m for m in pool.free if self.floor.was_free_before(m) and self.floor.joins(m, case)]
        if free:
            self.breach("specialist: is waited for though one is free", f"{event}: {free[0]}")
        pool.held.append(case)
        self.floor.touch(pool)

    def is_assisted(self, event: EventRow) -> None:
        """A specialist joins, and the hours of the step begin to run."""
        case, specialist = self.floor.cases[event.report], self.floor.members[event.member]
        pool = self._pool_for(case, event)
        if pool is None:
            return
        if specialist.team is not pool or not specialist.is_free() or not self.floor.joins(specialist, case):
            self.breach("specialist: is not a free member of the pool", f"{event}")
        if self.interruptions.would_interrupt(specialist, case):
            self.breach("pair: joins though urgent own work would interrupt it", f"{event}")
        self.breaches.looked_at["colleagues who join" if self.floor.is_in_pairs(case) else "specialists"] += 1
        if pool.held and pool.held[0] is not case:
            self.breach("specialist: is not given to who waited first", f"{event}: report {pool.held[0].report} waits")
        if case in pool.held:
            pool.held.remove(case)
        able = (member for member in pool.free if self.floor.joins(member, case))
        longest = next((member for member in able if self.floor.was_free_before(member)), specialist)
        if self.floor.was_free_before(specialist) and longest is not specialist:
            self.breach("specialist: is not the longest free", f"{event}: {longest}")
        specialist.assists, case.assistant = case, specialist
        if case.holder is not None:
            case.holder.since_seconds = event.time_seconds
        self.floor.is_free_no_longer(specialist)
        self.floor.touch(pool)

    def is_released(self, event: EventRow) -> None:
        """A specialist is done."""
        case, specialist = self.floor.cases[event.report], self.floor.members[event.member]
        if specialist.assists is not case:
            self.breach("specialist: is released without having helped", f"{event}")
            return
        before = self.events[self.floor.row - 1]
        if before.report != event.report or before.work_seconds != event.work_seconds:
            self.breach(
                "specialist: other hours than the step", f"{event}: {event.work_seconds}, not {before.work_seconds}"
            )
        if not self.presence.covers(specialist, event.time_seconds, event.time_seconds):
            self.breach("work: is done while absent", f"{event}")
        specialist.assists = case.assistant = None
        self.floor.becomes_free(specialist)

    def _pool_for(self, case: Case, event: EventRow) -> Team | None:
        skill = self.floor.skill_of(case, event.step)
        if self.floor.promises.in_pairs[skill] and case.holder is not None:
            return case.holder.team
        number = self.floor.promises.specialists_of[skill]
        if number is None:
            self.breach("specialist: none is needed for this step", f"{event}")
            return None
        return self.floor.teams[number]

    def drops_what_is_held(self, case: Case) -> None:
        """A step that is put down waits for no specialist."""
        for team in self.floor.teams:
            if case in team.held:
                team.held.remove(case)
                self.floor.touch(team)

    def check_end(self) -> None:
        """At the end of a moment no specialist is free beside a step held for one, or stays with one that ended."""
        for case in self.to_be_released:
            if case.assistant is not None and case.holder is None:
                self.breach("specialist: is not released", f"{case.assistant}, report {case.report}")
        self.to_be_released.clear()
        for team in self.floor.teams:
            if not team.held:
                continue
            case = team.held[0]
            free = [member for member in team.free if self.floor.joins(member, case)]
            if free:
                kind = "specialist: is free beside a step that is held for one"
                text = f"{free[0]}, report {case.report}"
                self.breaches.add_once(case, kind, self.floor.now_seconds, self.floor.row, text)
            could = [
                each for each in self.floor.who_could_join(case) if not self.interruptions.is_needed(each[1], case)
            ]
            if could:
                kind, text = "pair: is held beside work of a colleague that waits for it", f"{could[0][1]}"
                self.breaches.add_once(case, kind, self.floor.now_seconds, self.floor.row, text)
            holder = case.holder
            if holder is not None and self.floor.hinder_pair(holder, self.floor.skill_of(case, case.step)):
                kind, text = "pair: is held though nobody could join", f"{holder}, report {case.report}"
                self.breaches.add_once(case, kind, self.floor.now_seconds, self.floor.row, text)
