"""Each time that a member takes a step: this member may take it, it goes first, and it is this member's turn."""

from collections.abc import Callable

from tests.checker.breaches import Breaches
from tests.checker.choices import Choice, Choices, Circumstances
from tests.checker.events import EventRow
from tests.checker.floor import Case, Floor, Member, Team
from tests.checker.interruptions import Interruptions
from tests.checker.lendings import Lending
from tests.checker.lines import Waiting
from tests.checker.moments import Moment
from tests.checker.portfolio import OWED, SIMPLE, THE_REST


class Takes:
    """Judges who takes what."""

    def __init__(
        self, floor: Floor, choices: Choices, moment: Moment, interruptions: Interruptions, breaches: Breaches
    ) -> None:
        self.floor, self.choices, self.moment = floor, choices, moment
        self.interruptions, self.breaches = interruptions, breaches
        self.queued_last = -1
        """The report of the event just before, if that was a step that began to wait."""
        self.queued_now: list[Case] = []
        """Cases of which a step began to wait in this moment."""
        self.had_their_turn: dict[Team, int] = {}
        """By team, up to which place among the free members have had their turn in this moment."""

    def begin_moment(self) -> None:
        """A new moment."""
        self.queued_now.clear()
        self.had_their_turn.clear()

    def breach(self, kind: str, text: str) -> None:
        """Note a breach at this event."""
        self.breaches.add(kind, self.floor.now_seconds, self.floor.row, text)

    def check(self, event: EventRow) -> None:
        """A member takes a step."""
        case, member = self.floor.cases[event.report], self.floor.members[event.member]
        waiting = case.waiting
        if waiting is None or waiting.step != event.step:
            self.breach("takes a step that does not wait", f"{event}")
            return
        if not member.is_free():
            self.breach("takes a step without being free", f"{member}, {waiting}")
            return
        self._count(member, waiting)
        self._judge(event, member, waiting)

    def check_in_campaign(self, event: EventRow) -> None:
        """A member is about to take up a case in a campaign."""
        case, member = self.floor.cases[event.report], self.floor.members[event.member]
        waiting, campaign = case.waiting, self.choices.campaigns.of(member.team)
        if not member.is_free() or waiting is None:
            self.breach("campaign: is not free, or the case does not wait", f"{event}")
        elif campaign is None:
            self.breach("campaign: its unit has none now", f"{event}")
        else:
            self.breaches.looked_at["cases taken up in campaigns"] += 1
            if event.team != member.team.number:
                self.breach("the event names another team than the member's", f"{event}")
            if event.detail != campaign.treatment:
                self.breach("campaign: another treatment than it says", f"{event}")
            hindrances = {self.choices.hinder_in_campaign(member, campaign, how) for how in self.moment.ways()}
            hindrance = self.choices.campaigns.hinder_case(member, campaign, case)
            if hindrance or "" not in hindrances:
                self.breach(f"campaign: {hindrance or min(hindrances)}", f"{member}, {waiting}")
            else:
                self._check_order(member, waiting, in_campaign=True)
        self.moment.office_has_opened()

    def _judge(self, event: EventRow, member: Member, waiting: Waiting) -> None:
        """The step may be taken by this member, goes first, and it is the member's turn."""
        if event.team != member.team.number:
            self.breach("the event names another team than the member's", f"{event}")
        if self.interruptions.is_taker(member):
            self.interruptions.check_taker(member, waiting)
            return
        lending = self._lending_to(member, waiting)
        if member.team.queue is not waiting.line.queue and lending is None:
            self.breach("helps without a permission", f"{member}, {waiting}")
            return
        hindrances = {self._hindrance(member, waiting, lending, how) for how in self.moment.ways()}
        if "" not in hindrances:
            self.breach(f"may not take: {min(hindrances)}", f"{member}, {waiting}")
        else:
            self._check_order(member, waiting)
            self._check_held(member, waiting)
            self._check_turn(member, waiting, lending)
        if not waiting.line.at_any_hour:
            self.moment.office_has_opened()

    def _count(self, member: Member, waiting: Waiting) -> None:
        looked_at = self.breaches.looked_at
        looked_at["takes"] += 1
        looked_at["takes of another team's step"] += member.team.queue is not waiting.line.queue
        looked_at["takes by the investigator waited for"] += waiting.line.owner is not None
        needs_room = waiting.line.is_of_portfolio
        looked_at["takes of what needs room"] += needs_room
        promise, urgent = self.floor.promises.classes[waiting.case.case_class], waiting.line.urgent
        in_haste = (promise.interrupts or promise.at_any_hour) and waiting.step >= 0
        looked_at["takes after the child is safe"] += in_haste and not urgent and not waiting.line.at_any_hour
        looked_at["takes of what is owed"] += self.choices.rank(waiting)[1] in (SIMPLE, OWED)
        looked_at["takes of simple interventions that are owed"] += self.choices.rank(waiting)[1] == SIMPLE
        looked_at["takes of what was owed when it was taken up"] += waiting.case.was_owed
        in_turn = self.floor.portfolio.in_turns and waiting.line.portfolio_class is not None
        looked_at["takes by the turn of the class"] += in_turn
        looked_at["takes of reports at another team"] += self._judges_elsewhere(member, waiting)
        looked_at["takes of what opens a case"] += waiting.line.opens_case
        looked_at["takes of the highest score"] += needs_room and self.floor.promises.by_score
        looked_at["takes beside a reserve"] += member.team.reserve > 0

    def _judges_elsewhere(self, member: Member, waiting: Waiting) -> bool:
        return waiting.line.is_triage and member.team.queue is not waiting.line.queue

    def _lending_to(self, member: Member, waiting: Waiting) -> Lending | None:
        """The permission by which a step is another team's, if it is."""
        queue = waiting.line.queue
        if member.team.queue is queue:
            return None
        lendings = [lending for lending in member.team.lendings if self.floor.teams[lending.borrower].queue is queue]
        return next((lending for lending in lendings if waiting.line.skill in lending.skills), None)

    def _hindrance(self, member: Member, waiting: Waiting, lending: Lending | None, how: Circumstances) -> str:
        if lending is not None and waiting.rank[0] > lending.least_urgency:
            return "helps only with more urgent work"
        if lending is not None and not self.floor.may_be_lent(member):
            return "judges reports, which wait at its own team"
        if lending is not None and not self.floor.lending_is_open(lending):
            return "does not help now: its share is lent out, or too little waits there"
        return self.choices.hinder(member, waiting.line, how)

    def _check_held(self, member: Member, waiting: Waiting) -> None:
        """Whoever could join a colleague who holds a step does so, unless the work taken would interrupt that step."""
        for case in member.team.held:
            would_interrupt = waiting.line.urgent and waiting.rank[0] < case.rank[0]
            if self.floor.is_in_pairs(case) and self.floor.joins(member, case) and not would_interrupt:
                self.breach("pair: other work is taken before a colleague is joined", f"{member}, {waiting}")

    def _check_order(self, member: Member, waiting: Waiting, in_campaign: bool = False) -> None:
        """What is taken goes before all else that this member may take."""
        right: Choice | None = None
        for how in self.moment.ways():
            choice = self.choices.first_for(member, how)
            if choice is not None and (choice.waiting, choice.in_campaign) == (waiting, in_campaign):
                return
            right = right or choice
        if right is None:
            return  # breaches of what may be taken at all are noted elsewhere
        kind = self._kind_of_order(member, waiting, right)
        if right.in_campaign:
            kind = "order: a case of a campaign is passed over"
        elif in_campaign:
            kind = "order: a case of a campaign is taken though other work goes first"
        self.breach(kind, f"{member} takes {waiting}; first is {right.waiting}")

    def _kind_of_order(self, member: Member, waiting: Waiting, right: Choice) -> str:
        own, queue = member.team.queue, waiting.line.queue
        if right.waiting.line.urgent and right.lending is None:
            return "order: urgent own work is passed over"
        if right.waiting.line.owner is member:
            return "order: a step that waits for its investigator is passed over by that person"
        if queue is own and right.lending is None:
            return self._kind_of_order_in_queue(waiting, right.waiting)
        if queue is own:
            return "order: own work is taken though another team's goes first"
        return "order: another team's step is taken though own work goes first" if right.lending is None else (
            "order: among other teams' steps, one is passed over"
        )  # fmt: skip

    def _kind_of_order_in_queue(self, taken: Waiting, right: Waiting) -> str:
        rank, of_right = self.choices.rank(taken), self.choices.rank(right)
        if taken.line is right.line and taken.line.portfolio_class is not None and self.floor.promises.freshest_first:
            by_score = self.floor.promises.by_score and taken.case.score != right.case.score
            what = "a case of its class with a higher score" if by_score else "a fresher case of its class"
            return f"order: {what} is passed over"
        if of_right[1] in (SIMPLE, OWED):
            return "order: what is owed is passed over"
        if right.case.was_owed:
            return "order: a case that was owed when it was taken up is passed over"
        if rank[0] == of_right[0] and rank[1] > of_right[1]:
            return "order: work in hand is passed over for a new case"
        if rank[:2] == of_right[:2] == (rank[0], THE_REST) and self.floor.portfolio.in_turns:
            return "order: the class whose turn it is is passed over"
        return "order: in the own queue, a step is passed over"

    def _check_turn(self, member: Member, waiting: Waiting, lending: Lending | None) -> None:
        """Among those who were free before and may take a step, it is the turn of the longest free.

        A step that has just begun to wait is offered to its own team, then to whoever draws from the same queue, then
        to helpers.
        """
        if member.free_since_seconds == self.floor.now_seconds or waiting.line.owner is not None:
            return
        ways = self.moment.ways()

        def may_take(other: Member) -> bool:
            return self.floor.was_free_before(other) and all(self.choices.may_take(other, waiting, how) for how in ways)

        had_their_turn = self.had_their_turn.get(member.team, -1)  # before something more was allowed, maybe
        self.had_their_turn[member.team] = max(had_their_turn, member.free_since_row)
        for other in member.team.free:
            if other.free_since_row >= member.free_since_row:
                break
            if other.free_since_row < had_their_turn:
                continue
            if may_take(other) and not self._was_offered_another(member, other, waiting):
                self.breach("turn: not the longest free of the team", f"{member}, not {other}, takes {waiting}")
                return
        if self.queued_last == waiting.case.report:
            self._check_team(member, waiting, lending, may_take)

    def _was_offered_another(self, member: Member, other: Member, taken: Waiting) -> bool:
        """Whether a member who takes a step may have been offered another one that a colleague may not take.

        Who is offered a step takes what goes first for them. Offered are steps that begin to wait in this moment, and
        at opening time the first urgent ones.

        The log does not tell which step was offered, so this is permissive. Not checked is whose turn it was whenever
        the member who takes a step may also take one of these and the colleague who was free for longer may not: a
        first urgent step counts as offered at every moment, also when nothing was offered anew, and so does a step
        that came only after the taking. One way that it may have been is enough. That the step taken goes first for
        its member, and that nobody is left idle beside it, is checked all the same, by `_check_order` and `idleness`.
        """
        offered = [case.waiting for case in self.queued_now]
        queues = {member.team.queue, *(self.floor.teams[lending.borrower].queue for lending in member.team.lendings)}
        for queue in queues:
            lines = (line for of_skill in queue.lines.values() for line in of_skill.values())
            offered += [line.first() for line in lines if line.urgent]
        ways = self.moment.ways()
        return any(
            self.choices.may_take(member, step, how) and not self.choices.may_take(other, step, how)
            for step in offered
            if step is not None and step is not taken
            for how in ways
        )

    def _check_team(
        self, member: Member, waiting: Waiting, lending: Lending | None, may_take: Callable[[Member], bool]
    ) -> None:
        home = self.floor.teams[waiting.home]
        if member.team is not home and any(map(may_take, home.free)):
            self.breach("turn: offered past its own team", f"{member} takes {waiting}")
        elif lending is not None and any(may_take(other) for team in home.queue.teams for other in team.free):
            self.breach("turn: offered to a helper past those who draw from the queue", f"{member} takes {waiting}")
