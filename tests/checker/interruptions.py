"""Interruptions: only urgent work interrupts, only less urgent work is put down, and of that what goes last."""

from tests.checker.breaches import Breaches
from tests.checker.choices import Choices
from tests.checker.floor import Case, Floor, Member
from tests.checker.lines import Rank, Waiting
from tests.checker.moments import Moment
from tests.checker.promises import TRIAGE_SKILL


class Interruptions:
    """Judges who puts work down for what."""

    def __init__(self, floor: Floor, choices: Choices, moment: Moment, breaches: Breaches) -> None:
        self.floor, self.choices, self.moment, self.breaches = floor, choices, moment, breaches
        self.victim: Member | None = None
        """Who has just put a step down for another."""
        self.ranks: dict[Member, Rank] = {}
        """Ranks of all steps in hand at that moment, by who had them in hand."""
        self.may_begin: set[Member] = set()
        """Those of them who might begin the step, as far as it takes two."""
        self.free: Member | None = None
        """Somebody who was free for the step."""

    def begin(self, victim: Member, interrupting: Waiting | None) -> None:
        """A member is about to put the step in hand down for another one."""
        self.victim = victim
        self.free = None if interrupting is None else self._free_for(interrupting)
        teams = victim.team.queue.teams
        self.ranks = {
            m: case.rank for team in teams for m in team.members if (case := self._interruptible(m)) is not None
        }
        skill = TRIAGE_SKILL if interrupting is None else interrupting.line.skill
        self.may_begin = {m for m in self.ranks if not self.floor.hinder_pair(m, skill)}

    def _interruptible(self, member: Member) -> Case | None:
        """The case of the step that a member has in hand, or works along on with a colleague."""
        if member.assists is not None and self.floor.is_in_pairs(member.assists):
            return member.assists
        return member.case

    def would_interrupt(self, member: Member, case: Case) -> bool:
        """Whether urgent work waits that a member who has just come free may take, and that would interrupt a step."""
        if not self.floor.is_in_pairs(case) or member.free_since_seconds < self.floor.now_seconds:
            return False
        ways, queue = self.moment.ways(), member.team.queue
        first = [self.choices.first_in(queue, member, None, how, only_urgent=True) for how in ways]
        return all(urgent is not None and urgent.rank[0] < case.rank[0] for urgent in first)

    def is_needed(self, member: Member, case: Case) -> bool:
        """Whether urgent work waits that a member may take, and that would interrupt a step held for a colleague."""
        ways, queue = self.moment.ways(), member.team.queue
        first = [self.choices.first_in(queue, member, None, how, only_urgent=True) for how in ways]
        return any(urgent is not None and urgent.rank[0] < case.rank[0] for urgent in first)

    def is_taker(self, member: Member) -> bool:
        """Whether this member has just put a step down for the one to be taken now."""
        return member is self.victim

    def check_taker(self, member: Member, waiting: Waiting) -> None:
        """The step is urgent and goes first, the work put down goes last, and nobody free could do it."""
        self.victim = None
        self.breaches.looked_at["interruptions"] += 1
        line, ranks = waiting.line, self.ranks
        ways = self.moment.ways()
        if not line.urgent:
            self._breach("interrupts without being urgent", member, waiting)
            return
        if line.queue is not member.team.queue:
            self._breach("interrupts work of a team that does not draw from its queue", member, waiting)
            return
        hindrances = {self.choices.hinder(member, line, how) for how in ways}
        if "" not in hindrances:
            self._breach(f"interrupts though it may not be taken: {min(hindrances)}", member, waiting)
            return
        if not line.at_any_hour:
            self.moment.office_has_opened()
        if waiting.rank[0] >= ranks[member][0]:
            self._breach("interrupts work that is not less urgent", member, waiting)
        able = {
            m: rank
            for m, rank in ranks.items()
            if line.skill in m.skills and rank[0] > waiting.rank[0] and m in self.may_begin
        }
        if able and ranks[member] != max(able.values()):
            self._breach("interrupts other work than what goes last", member, waiting)
        first = [self.choices.first_in(line.queue, member, None, how, only_urgent=True) for how in ways]
        was_put_down = waiting.since_seconds == self.floor.now_seconds and waiting.case.begun_seconds >= 0
        if all(waiting is not step for step in first) and not was_put_down:  # what is put down is offered on at once
            self._breach("interrupts before more urgent work that may interrupt too", member, waiting)
        if self.free is not None:
            self._breach(f"interrupts though somebody is free for it, {self.free}", member, waiting)

    def _free_for(self, waiting: Waiting) -> Member | None:
        """Somebody who was free before this moment and may take the step."""
        queue, ways = waiting.line.queue, self.moment.ways()
        lenders = [self.floor.teams[lending.lender] for lending in queue.lendings]
        for team in [*queue.teams, *lenders]:
            for member in team.free:
                if self.floor.was_free_before(member) and all(
                    self.choices.may_take(member, waiting, how) for how in ways
                ):
                    return member
        return None

    def _breach(self, kind: str, member: Member, waiting: Waiting) -> None:
        text = f"{member} puts down work of rank {self.ranks[member]} for {waiting}"
        self.breaches.add(f"interruption: {kind}".split(", member")[0], self.floor.now_seconds, self.floor.row, text)

    # At the end of a moment

    def check_end(self) -> None:
        """No urgent step that may be started waits beside less urgent work of somebody who could do it."""
        how = self.moment.at_its_end()
        for queue in self.floor.touched_queues:
            if not queue.urgent:
                continue
            for lines in queue.lines.values():
                for line in lines.values():
                    if line.urgent and (how.office_open or line.at_any_hour):
                        self._check_line_at_end(line.first())

    def _check_line_at_end(self, waiting: Waiting | None) -> None:
        if waiting is None:
            return
        self.breaches.looked_at["urgent steps that wait at the end of a moment"] += 1
        for team in waiting.line.queue.teams:
            for member in team.members:
                case, skill = self._interruptible(member), waiting.line.skill
                if case is None or skill not in member.skills or case.rank[0] <= waiting.rank[0]:
                    continue
                if self.floor.hinder_pair(member, skill):
                    continue
                lent = ", on another team's step" if member.lending is not None else ""
                self.breaches.add_once(
                    (waiting, member, case),
                    f"urgent work waits beside less urgent work{lent}",
                    self.floor.now_seconds,
                    self.floor.row,
                    f"{member} works on report {case.report} of rank {case.rank}; {waiting}",
                )
                return
