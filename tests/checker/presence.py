"""Members come, go and change their rate when the drawn world says so, and at no other moment."""

from tbkk_sim.domain.facts import Fact
from tests.checker.breaches import Breaches
from tests.checker.events import Event
from tests.checker.floor import Floor, Member


class Presence:
    """Judges when members come and go, and keeps who is there."""

    def __init__(self, floor: Floor, breaches: Breaches) -> None:
        self.floor, self.breaches = floor, breaches
        stints = floor.world.stints
        self.member = stints.member.tolist()
        self.begin_seconds, self.end_seconds = stints.begin_seconds.tolist(), stints.end_seconds.tolist()
        self.rate = stints.rate_per_million.tolist()
        self.begins, self.ends = stints.begins.tolist(), stints.ends.tolist()
        horizon_seconds = floor.promises.horizon_seconds
        due = [(begin, stint, True) for stint, begin in enumerate(self.begin_seconds) if begin < horizon_seconds]
        due += [
            (end, stint, False)
            for stint, end in enumerate(self.end_seconds)
            if end < horizon_seconds and self.ends[stint] != Fact.PACED
        ]
        self.due = sorted(due)
        """Moments at which stints begin, or end other than in the next one."""
        self.next_due = 0
        self.done: set[tuple[int, bool]] = set()
        self.change_of_rate: dict[int, list[Member]] = {}
        """Members whose stint ends at a moment, to be followed by one at another rate."""
        for stint, (end, why) in enumerate(zip(self.end_seconds, self.ends, strict=True)):
            if why == Fact.PACED and end < horizon_seconds:
                self.change_of_rate.setdefault(end, []).append(floor.members[self.member[stint]])

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def begin_moment(self) -> None:
        """A new moment: whose stint ends in it, to go on at another rate; and what should have been by now."""
        now_seconds = self.floor.now_seconds
        if self.floor.between_stints:
            self.floor.between_stints.clear()
        if now_seconds in self.change_of_rate:
            self.floor.between_stints.update(m for m in self.change_of_rate[now_seconds] if m.present)
        while self.next_due < len(self.due) and self.due[self.next_due][0] < now_seconds:
            moment, stint, begins = self.due[self.next_due]
            if (stint, begins) not in self.done:
                what = "begins" if begins else "ends"
                self.breach(f"presence: a stint {what} unseen", f"stint {stint}, due on second {moment}")
            self.next_due += 1

    def comes(self, event: Event) -> None:
        """A member starts, returns, or goes on at another rate."""
        stint, member = event.report, self.floor.members[event.member]
        if self.member[stint] != event.member or self.begins[stint] != event.kind:
            self.breach("presence: another event than the stint begins with", f"{event}")
        if event.team != member.team.number:
            self.breach("presence: in another team", f"{event}")
        if self.begin_seconds[stint] != event.time_seconds:
            self.breach("presence: begins at another moment", f"{event}, due on second {self.begin_seconds[stint]}")
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
        if self.end_seconds[stint] != event.time_seconds:
            self.breach("presence: ends at another moment", f"{event}, due on second {self.end_seconds[stint]}")
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

    def covers(self, member: Member, begin_seconds: int, end_seconds: int) -> bool:
        """Whether the last stint of a member holds all of this time."""
        stint = member.stint
        return stint >= 0 and self.begin_seconds[stint] <= begin_seconds and end_seconds <= self.end_seconds[stint]
