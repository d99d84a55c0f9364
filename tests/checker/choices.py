"""Which waiting step a member may take, and which goes first: the order of queues and the rules that hold back."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.checker.breaches import Breaches
from tests.checker.campaigns import Campaign, Campaigns
from tests.checker.floor import Floor, Member
from tests.checker.lendings import Lending
from tests.checker.lines import Line, Queue, Rank, Waiting


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the log does not tell to the last detail within one moment; for a choice, one way that it may have been."""

    office_open: bool
    leave_out: tuple[Member, ...] = ()
    """Members who are just between two shifts, and do not count as free."""
    only_settled: bool = False
    """Who came free in this very moment has not looked for work yet, and does not count as free."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The step that goes first for a member, and the permission by which it is taken if it is another team's."""

    waiting: Waiting
    lending: Lending | None
    rank: Rank
    in_campaign: bool = False
    """The case is taken up in a campaign by it."""


class Choices:
    """Answers which step goes first for whom."""

    def __init__(self, floor: Floor, campaigns: Campaigns, breaches: Breaches) -> None:
        self.looked_at = breaches.looked_at
        self.campaigns = campaigns
        self.floor, self.promises, self.rank = floor, floor.promises, floor.portfolio.rank
        self.has_limits = self.promises.caseload_limit < float("inf") or any(self.promises.reserve)

    def hinder(self, member: Member, line: Line, how: Circumstances) -> str:
        """Why this member may not take the steps of a line, lendings aside; empty: may."""
        if line.skill not in member.skills:
            return "is not able to do it"
        if line.owner is not None and line.owner is not member:
            return "it waits for its investigator"
        if not line.at_any_hour and not how.office_open:
            return "the office is closed"
        hindrance = self.floor.hinder_pair(member, line.skill)
        if hindrance:
            return hindrance
        if not self.has_room(line):
            return "its unit has no room for one case more in hand"
        if self.has_limits and not line.urgent:
            reserve = member.team.reserve
            if reserve and self.others_free(member, how) < reserve:
                return "the reserve of the team would not stay free"
            if line.opens_case and member.open_cases >= self.promises.caseload_limit:
                return "it is at the limit of open cases"
        return ""

    def has_room(self, line: Line) -> bool:
        """Whether the steps of a line may be taken by the limit of cases in hand."""
        case_class = line.portfolio_class
        if case_class is None or self.floor.has_room(line.queue):
            return True
        return not self.floor.portfolio.needs_room(line.queue.number, case_class)

    def hinder_in_campaign(self, member: Member, campaign: Campaign, how: Circumstances) -> str:
        """Why this member may take up no case of a campaign, whichever; empty: may."""
        if not how.office_open:
            return "the office is closed"
        if self.others_free(member, how) < member.team.reserve:
            return "the reserve of the team would not stay free"
        if member.open_cases >= self.promises.caseload_limit:
            return "it is at the limit of open cases"
        return self.campaigns.hinder(member, campaign)

    def first_in_campaign(self, member: Member, how: Circumstances) -> Choice | None:
        """The case that goes first for a member of those that may be taken up in a campaign."""
        campaign = self.campaigns.of(member.team)
        if campaign is None or self.hinder_in_campaign(member, campaign, how):
            return None
        cases = self.campaigns.cases_for(member, campaign)
        first = min(cases, key=self.campaigns.rank, default=None)
        return None if first is None else Choice(first, None, self.campaigns.rank(first), in_campaign=True)

    def others_free(self, member: Member, how: Circumstances) -> int:
        """Free members of the same team beside this one."""
        return sum(other is not member and self.counts_as_free(other, how) for other in member.team.free)

    def counts_as_free(self, member: Member, how: Circumstances) -> bool:
        """Whether a member who is without work is known to be free."""
        if member in how.leave_out:
            return False
        return not how.only_settled or member.free_since_seconds < self.floor.now_seconds

    def first_in(
        self, queue: Queue, member: Member, lending: Lending | None, how: Circumstances, only_urgent: bool = False
    ) -> Waiting | None:
        """The step in a queue that goes first for a member, in their own queue or by a lending."""
        if not queue.waiting or not (how.office_open or queue.startable_at_night):
            return None
        best: Waiting | None = None
        best_rank: Rank = (0, 0, 0, 0)
        for line in self._lines(queue, member, lending):
            if not line.heap or (only_urgent and not line.urgent):
                continue
            first = line.first()
            if first is None or (lending is not None and first.rank[0] > lending.least_urgency):
                continue
            rank = self.rank(first)
            if best is not None and best_rank < rank:
                continue
            if not self.hinder(member, line, how):
                best, best_rank = first, rank
        return best

    def _lines(self, queue: Queue, member: Member, lending: Lending | None) -> Iterator[Line]:
        for skill in member.skills if lending is None else member.skills & lending.skills:
            if skill in queue.lines:
                yield from queue.lines[skill].values()
        if member.own_waiting and member in queue.own_lines:
            yield from queue.own_lines[member].values()

    def first_for(self, member: Member, how: Circumstances, campaigns: bool = True) -> Choice | None:
        """The step that a member takes first, of the own queue, in a campaign, or of a team that may be helped.

        Args:
            member: who looks for work.
            how: how it is at this moment.
            campaigns: whether cases count that may only be taken up in a campaign, for which nobody looks.
        """
        of_queue = self.first_in(member.team.queue, member, None, how)
        own = None if of_queue is None else Choice(of_queue, None, self.rank(of_queue))
        in_campaign = self.first_in_campaign(member, how) if campaigns and self.campaigns.all else None
        if in_campaign is not None and (own is None or in_campaign.rank < own.rank):
            own = in_campaign
        lent = self._first_lent(member, how)
        if lent is None or (own is not None and not self._goes_first(lent, own, member, how)):
            return own
        return lent

    def _first_lent(self, member: Member, how: Circumstances) -> Choice | None:
        best: Choice | None = None
        if member.team.lendings and not self.floor.may_be_lent(member):
            self.looked_at["judges who are not lent"] += 1
            return None
        for lending in member.team.lendings:
            queue = self.floor.teams[lending.borrower].queue
            if queue.waiting and self.floor.lending_is_open(lending):
                first = self.first_in(queue, member, lending, how)
                if first is not None and (best is None or self.rank(first) < best.rank):
                    best = Choice(first, lending, self.rank(first))
        return best

    def _goes_first(self, lent: Choice, own: Choice, member: Member, how: Circumstances) -> bool:
        """Whether another team's step goes before own work."""
        assert lent.lending is not None
        if lent.lending.lends == "when_idle":
            return False
        if lent.lending.lends == "by_urgency":
            return lent.rank < own.rank
        urgent = self.first_in(member.team.queue, member, None, how, only_urgent=True)
        return urgent is None or lent.waiting.rank[0] <= urgent.rank[0]

    def may_take(self, member: Member, waiting: Waiting, how: Circumstances) -> bool:
        """Whether a member may take a step, from the own queue or through a lending, whatever goes before it."""
        if self.hinder(member, waiting.line, how):
            return False
        queue = waiting.line.queue
        if member.team.queue is queue:
            return True
        if not self.floor.may_be_lent(member):
            return False
        return any(self.lets_help(lending, waiting) for lending in member.team.lendings)

    def lets_help(self, lending: Lending, waiting: Waiting) -> bool:
        """Whether a lending leads to a step, and is open for it."""
        return (
            self.floor.teams[lending.borrower].queue is waiting.line.queue
            and waiting.line.owner is None
            and waiting.line.skill in lending.skills
            and waiting.rank[0] <= lending.least_urgency
            and self.floor.lending_is_open(lending)
        )
