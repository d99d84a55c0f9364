"""Members come, go and change their rate when the drawn world says so, and at no other moment."""

from tbkk_sim.model.event_records import Event
from tests.checker.breaches import Breaches
from tests.checker.events import EventRow
from tests.checker.floor import Floor, Member


class Presence:
    """Judges when members come and go, and keeps who is there."""

    def __init__(self, floor: Floor, breaches: Breaches) -> None:
        self.floor, self.breaches = floor, breaches
        shifts = floor.world.shifts
        self.member = shifts.member.tolist()
        self.begin_seconds, self.end_seconds = shifts.begin_seconds.tolist(), shifts.end_seconds.tolist()
        self.rate = shifts.rate_per_million.tolist()
        self.begins, self.ends = shifts.begins.tolist(), shifts.ends.tolist()
        horizon_seconds = floor.promises.horizon_seconds
        due = [(begin, shift, True) for shift, begin in enumerate(self.begin_seconds) if begin < horizon_seconds]
        due += [
            (end, shift, False)
            for shift, end in enumerate(self.end_seconds)
            if end < horizon_seconds and self.ends[shift] != Event.PACED
        ]
        self.due = sorted(due)
        """Moments at which shifts begin, or end other than in the next one."""
        self.next_due = 0
        self.done: set[tuple[int, bool]] = set()
        self.change_of_rate: dict[int, list[Member]] = {}
        """Members whose shift ends at a moment, to be followed by one at another rate."""
        for shift, (end, why) in enumerate(zip(self.end_seconds, self.ends, strict=True)):
            if why == Event.PACED and end < horizon_seconds:
                self.change_of_rate.setdefault(end, []).append(floor.members[self.member[shift]])

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def begin_moment(self) -> None:
        """A new moment: whose shift ends in it, to go on at another rate; and what should have been by now."""
        now_seconds = self.floor.now_seconds
        if self.floor.between_shifts:
            self.floor.between_shifts.clear()
        if now_seconds in self.change_of_rate:
            self.floor.between_shifts.update(m for m in self.change_of_rate[now_seconds] if m.present)
        while self.next_due < len(self.due) and self.due[self.next_due][0] < now_seconds:
            moment, shift, begins = self.due[self.next_due]
            if (shift, begins) not in self.done:
                what = "begins" if begins else "ends"
                self.breach(f"presence: a stint {what} unseen", f"stint {shift}, due on second {moment}")
            self.next_due += 1

    def comes(self, event: EventRow) -> None:
        """A member starts, returns, or goes on at another rate."""
        shift, member = event.report, self.floor.members[event.member]
        if self.member[shift] != event.member or self.begins[shift] != event.kind:
            self.breach("presence: another event than the stint begins with", f"{event}")
        if event.team != member.team.number:
            self.breach("presence: in another team", f"{event}")
        if self.begin_seconds[shift] != event.time_seconds:
            self.breach("presence: begins at another moment", f"{event}, due on second {self.begin_seconds[shift]}")
        if member.present != (event.kind == Event.PACED):
            self.breach("presence: comes while there, or goes on while away", f"{event}")
        if member.case is not None or member.assists is not None:
            self.breach("presence: keeps a step in hand over a change of rate", f"{event}")
        self.breaches.looked_at["members who come or go on"] += 1
        self.done.add((shift, True))
        if not member.present:
            member.team.present += 1
        member.belongs = True
        member.present, member.rate, member.shift = True, self.rate[shift], shift
        self.floor.between_shifts.discard(member)
        member.team.free.pop(member, None)
        self.floor.becomes_free(member)

    def goes(self, event: EventRow) -> None:
        """A member goes, for a while or for good; what waited for them as investigator is lined up again."""
        shift, member = event.report, self.floor.members[event.member]
        if self.member[shift] != event.member or self.ends[shift] != event.kind or not member.present:
            self.breach("presence: another event than the stint ends with", f"{event}")
        if self.end_seconds[shift] != event.time_seconds:
            self.breach("presence: ends at another moment", f"{event}, due on second {self.end_seconds[shift]}")
        self.done.add((shift, False))
        if member.present:
            member.team.present -= 1
        member.present = False
        member.has_left = event.kind == Event.LEFT
        member.belongs = event.member in self.member[shift + 1 :][:1]
        self.floor.is_free_no_longer(member)
        if member.has_left or member.own_waiting:
            for case in sorted(member.keeps, key=lambda case: case.report):
                self.floor.line_up_again(case)

    def check_end(self) -> None:
        """At the end of a moment nobody who has gone has work, and nobody is between two shifts."""
        for member in self.floor.between_shifts:
            self.breach("presence: a stint begins unseen", f"{member} should go on at another rate")

    def covers(self, member: Member, begin_seconds: int, end_seconds: int) -> bool:
        """Whether the last shift of a member holds all of this time."""
        shift = member.shift
        return shift >= 0 and self.begin_seconds[shift] <= begin_seconds and end_seconds <= self.end_seconds[shift]
