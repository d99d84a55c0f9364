"""Members come, go and change their rate when the drawn world says so, and at no other moment."""

from checker.breaches import Breaches
from checker.events import Event
from checker.floor import Floor, Member
from tbkk_sim.domain.facts import Fact

TOLERANCE_DAYS = 1e-7
"""A hundredth of a second: less is the rounding of the clock."""


class Presence:
    """Judges when members come and go, and keeps who is there."""

    def __init__(self, floor: Floor, breaches: Breaches) -> None:
        self.floor, self.breaches = floor, breaches
        stints = floor.world.stints
        self.member = stints.member.tolist()
        self.begin_days, self.end_days = stints.begin_days.tolist(), stints.end_days.tolist()
        self.rate = stints.rate.tolist()
        self.begins, self.ends = stints.begins.tolist(), stints.ends.tolist()
        horizon_days = floor.promises.horizon_days
        due = [(begin, stint, True) for stint, begin in enumerate(self.begin_days) if begin < horizon_days]
        due += [
            (end, stint, False)
            for stint, end in enumerate(self.end_days)
            if end < horizon_days and self.ends[stint] != Fact.PACED
        ]
        self.due = sorted(due)
        """Moments at which stints begin, or end other than in the next one."""
        self.next_due = 0
        self.done: set[tuple[int, bool]] = set()
        self.change_of_rate: dict[float, list[Member]] = {}
        """Members whose stint ends at a moment, to be followed by one at another rate."""
        for stint, (end, why) in enumerate(zip(self.end_days, self.ends, strict=True)):
            if why == Fact.PACED and end < horizon_days:
                self.change_of_rate.setdefault(end, []).append(floor.members[self.member[stint]])

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_days, self.floor.row, text)

    def begin_moment(self) -> None:
        """A new moment: whose stint ends in it, to go on at another rate; and what should have been by now."""
        now_days = self.floor.now_days
        if self.floor.between_stints:
            self.floor.between_stints.clear()
        if now_days in self.change_of_rate:
            self.floor.between_stints.update(m for m in self.change_of_rate[now_days] if m.present)
        while self.next_due < len(self.due) and self.due[self.next_due][0] < now_days - TOLERANCE_DAYS:
            moment, stint, begins = self.due[self.next_due]
            if (stint, begins) not in self.done:
                what = "begins" if begins else "ends"
                self.breach(f"presence: a stint {what} unseen", f"stint {stint}, due on day {moment:.6f}")
            self.next_due += 1

    def comes(self, event: Event) -> None:
        """A member starts, returns, or goes on at another rate."""
        stint, member = event.report, self.floor.members[event.member]
        if self.member[stint] != event.member or self.begins[stint] != event.kind:
            self.breach("presence: another event than the stint begins with", f"{event}")
        if event.team != member.team.number:
            self.breach("presence: in another team", f"{event}")
        if abs(self.begin_days[stint] - event.time_days) > TOLERANCE_DAYS:
            self.breach("presence: begins at another moment", f"{event}, due on day {self.begin_days[stint]:.6f}")
        if member.present != (event.kind == Fact.PACED):
            self.breach("presence: comes while there, or goes on while away", f"{event}")
        if member.case is not None or member.assists is not None:
            self.breach("presence: keeps a step in hand over a change of rate", f"{event}")
        self.breaches.looked_at["members who come or go on"] += 1
        self.done.add((stint, True))
        if not member.present:
            member.team.present += 1
        member.present, member.rate, member.stint = True, self.rate[stint], stint
        self.floor.between_stints.discard(member)
        member.team.free.pop(member, None)
        self.floor.becomes_free(member)

    def goes(self, event: Event) -> None:
        """A member goes, for a while or for good; what waited for them as investigator is lined up again."""
        stint, member = event.report, self.floor.members[event.member]
        if self.member[stint] != event.member or self.ends[stint] != event.kind or not member.present:
            self.breach("presence: another event than the stint ends with", f"{event}")
        if abs(self.end_days[stint] - event.time_days) > TOLERANCE_DAYS:
            self.breach("presence: ends at another moment", f"{event}, due on day {self.end_days[stint]:.6f}")
        self.done.add((stint, False))
        if member.present:
            member.team.present -= 1
        member.present = False
        member.has_left = event.kind == Fact.LEFT
        self.floor.is_free_no_longer(member)
        if member.has_left or member.own_waiting:
            for case in sorted(member.keeps, key=lambda case: case.report):
                self.floor.line_up_again(case)

    def check_end(self) -> None:
        """At the end of a moment nobody who has gone has work, and nobody is between two stints."""
        for member in self.floor.between_stints:
            self.breach("presence: a stint begins unseen", f"{member} should go on at another rate")

    def covers(self, member: Member, begin_days: float, end_days: float) -> bool:
        """Whether the last stint of a member holds all of this time."""
        stint = member.stint
        return (
            stint >= 0
            and self.begin_days[stint] - TOLERANCE_DAYS <= begin_days
            and end_days <= self.end_days[stint] + TOLERANCE_DAYS
        )
