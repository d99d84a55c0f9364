"""The work floor at one moment, as the events so far leave it: who is there, who does what, which steps wait.

It only keeps the books. Whether what happened was right is triaged elsewhere, before the books are changed.
"""

from collections import deque
from collections.abc import Collection

from tbkk_sim.sampling.world import World
from tests.checker.lendings import Lending, is_open, lendings_of
from tests.checker.lines import Line, Queue, Rank, Waiting
from tests.checker.portfolio import BEGUN_IN_CAMPAIGN, IN_HAND, SIMPLE_IN_HAND, THE_REST, Portfolio
from tests.checker.promises import ASSESSMENT, TRIAGE, TRIAGE_SKILL, Promises

A_SCORE = 1 << 40
"""More seconds than any two reports lie apart."""


A_PRIORITY = 1 << 40
"""The same: what is read as more urgent goes first, whenever it came."""


class Member:
    """A member of a team."""

    def __init__(self, number: int, team: "Team", skills: frozenset[int]) -> None:
        self.number, self.team, self.skills = number, team, skills
        self.present = False
        self.belongs = False
        """From the first shift to the last, there or not."""
        self.has_left = False
        self.rate = 0
        """Seconds of work in a million seconds of working time."""
        self.shift = -1
        """Row of the shift that runs or ran last."""
        self.case: Case | None = None
        """The case of the step in hand."""
        self.assists: Case | None = None
        """The case whose step this member, a specialist, works along on."""
        self.lending: Lending | None = None
        """The permission by which the step in hand is another team's."""
        self.at_any_hour = False
        """The step in hand is worked on round the clock."""
        self.pace = 0
        """Seconds of work in a million seconds of working time, on the step in hand."""
        self.since_seconds = -1
        """When the hours of the step in hand began to run; below 0: they do not, a specialist is waited for."""
        self.open_cases = 0
        """Open cases of which this member is the investigator."""
        self.keeps: set[Case] = set()
        """Those cases."""
        self.own_waiting = 0
        """Steps that wait for this member as investigator."""
        self.free_since_row = -1
        self.free_since_seconds = -1

    def is_free(self) -> bool:
        """Present, without work, and with hours to give."""
        return self.present and self.case is None and self.assists is None and self.rate > 0

    def __str__(self) -> str:
        return f"member {self.number} of team {self.team.number}"


class Case:
    """A report and, if it becomes one, its case."""

    __slots__ = (
        "arrived",
        "assistant",
        "begun_seconds",
        "case_class",
        "changes_rate",
        "counts_from_seconds",
        "due_seconds",
        "due_step",
        "fresh_seconds",
        "holder",
        "home",
        "in_campaign",
        "in_full",
        "in_haste",
        "investigator",
        "is_case",
        "is_open",
        "owed",
        "raised_from_seconds",
        "rank",
        "report",
        "score",
        "since_seconds",
        "step",
        "step_work",
        "taken_up",
        "treatment",
        "unit",
        "upgraded",
        "waiting",
        "was_owed",
        "work_left",
        "worked_on",
    )  # fmt: skip

    def __init__(self, report: int, unit: int, case_class: int, taken_up: bool) -> None:
        self.report, self.unit, self.case_class, self.taken_up = report, unit, case_class, taken_up
        self.arrived = self.is_open = self.is_case = False
        self.since_seconds = -1
        """When it became a case: it was triaged, and assessed if it is."""
        self.counts_from_seconds = 0
        """Arrival of the report by which it has its class: of its own, or of a further one that raised it."""
        self.raised_from_seconds: int | None = None
        """Arrival of a further report that raises it now."""
        self.fresh_seconds = self.score = 0
        """When its person was last reported, and the score that triage or its unit gave it."""
        self.in_full = False
        """It is investigated in full, whatever its class: its person was warned before."""
        self.step = TRIAGE
        """The step that it is at."""
        self.begun_seconds = -1
        """When that step was first begun; below 0: not yet."""
        self.worked_on = False
        """A step past triage and assessment has been done."""
        self.upgraded = False
        self.step_work = self.work_left = 0
        self.home: int | None = None
        """Team in whose queue the step waits, or the one before waited."""
        self.rank: Rank = (0, IN_HAND, 0, report)
        """What its place among others goes by, while it is in hand."""
        self.treatment = 0
        """How it is treated: in full (0), or in a lighter way."""
        self.was_owed = False
        """It was owed by the agreements when it was taken up."""
        self.in_campaign = False
        """It was taken up in a campaign, and is treated as that says."""
        self.waiting: Waiting | None = None
        self.in_haste = False
        """The step in hand was urgent when it was taken, or taken again."""
        self.holder: Member | None = None
        self.assistant: Member | None = None
        self.investigator: Member | None = None
        self.owed: deque[tuple[int, Collection[int]]] = deque()
        """Kinds of events that must follow before the moment is over, and the details that they may have."""
        self.changes_rate: Member | None = None
        """Who has put it down to go on at another rate."""
        self.due_step: int | None = None
        """The step that must join a queue next, at `due_seconds`."""
        self.due_seconds = 0


class Team:
    """A unit or a pool."""

    def __init__(self, number: int, queue: Queue, reserve: int) -> None:
        self.number, self.queue, self.reserve = number, queue, reserve
        self.members: list[Member] = []
        self.free: dict[Member, None] = {}
        """Free members, the longest free first."""
        self.present = 0
        self.lent = 0
        self.lendings: list[Lending] = []
        """Its permissions to help."""
        self.held: deque[Case] = deque()
        """Steps in hand that wait for a specialist of this pool, or of this unit for a colleague."""


class Floor:
    """All teams, members, cases and queues."""

    def __init__(self, promises: Promises, world: World) -> None:
        self.promises, self.world = promises, world
        self.portfolio = Portfolio(promises)
        self.now_seconds = 0
        self.row = 0
        reports, people = world.reports, world.people
        self.arrived_seconds: list[int] = reports.arrived_seconds.tolist()
        self.flagged = reports.flagged.tolist()
        self.read_class = reports.read_class.tolist()
        self.first_step = reports.first_step.tolist()
        self.skill_of_step = world.steps.skill.tolist()
        self.cases = [
            Case(report, unit, triaged, taken_up)
            for report, (unit, triaged, taken_up) in enumerate(
                zip(reports.unit.tolist(), reports.triaged_class.tolist(), reports.taken_up.tolist(), strict=True)
            )
        ]
        self.queues = {number: Queue(number) for number in sorted(set(promises.queue_of_team))}
        self.teams = [
            Team(number, self.queues[queue], promises.reserve[number])
            for number, queue in enumerate(promises.queue_of_team)
        ]
        for team in self.teams:
            team.queue.teams.append(team)
        self.n_units = len(promises.names.units)
        n_skills = len(promises.names.skills)
        self.members = [
            Member(number, self.teams[team], frozenset(k for k in range(n_skills) if skills >> k & 1))
            for number, (team, skills) in enumerate(zip(people.team.tolist(), people.skills.tolist(), strict=True))
        ]
        for member in self.members:
            member.team.members.append(member)
        for lending in lendings_of(promises):
            self.teams[lending.lender].lendings.append(lending)
            self.teams[lending.borrower].queue.lendings.append(lending)
        self.concerned = [self._concerned_by(team) for team in self.teams]
        self.touched: set[int] = set()
        """Teams that something happened to in this moment, or to a queue that they can take from."""
        self.touched_queues: set[Queue] = set()
        self.pressure = 0
        """Pressure since the last meeting of the steering group, in millionths."""
        self.between_shifts: set[Member] = set()
        """Members whose shift has ended in this moment and whose next one, at another rate, has not begun yet."""

    def _concerned_by(self, team: Team) -> frozenset[int]:
        lenders = (lending.lender for lending in team.queue.lendings)
        return frozenset([*(beside.number for beside in team.queue.teams), *lenders])

    def touch(self, team: Team) -> None:
        """Note that something happened to a team or its queue."""
        self.touched |= self.concerned[team.number]
        self.touched_queues.add(team.queue)

    def touch_all(self) -> None:
        """Note that something happened that concerns everybody."""
        for team in self.teams:
            self.touch(team)

    # Steps wait

    def skill_of(self, case: Case, step: int) -> int:
        """The skill that a step needs."""
        if step < 0:
            return TRIAGE_SKILL if step == TRIAGE else self.promises.assessment_skill
        return self.skill_of_step[self.first_step[case.report] + step]

    def home_team(self, case: Case, step: int) -> int:
        """The team in whose queue a step of a case waits."""
        return self.promises.home_team(case.unit, self.skill_of(case, step), self.arrived_seconds[case.report])

    def let_wait(self, case: Case, step: int) -> Waiting:
        """A step begins to wait, in the line that its class and its investigator put it in."""
        promises, skill = self.promises, self.skill_of(case, step)
        home = self.teams[self.home_team(case, step)]
        promise = promises.classes[case.case_class]
        counts = step != TRIAGE or self.flagged[case.report]  # what a report is counts only when somebody knows it
        urgent, at_any_hour = self.is_in_haste(case, step)
        arrived_seconds = self.arrived_seconds[case.report]
        case.rank = rank = self.rank_in_hand(case)
        if not counts:
            place = arrived_seconds + (promises.shortest_norm_seconds if promises.by_deadline else 0)
            if promises.as_read:
                read_as = promises.classes[self.read_class[case.report]].priority
                place += (read_as - promises.triage_urgency) * A_PRIORITY
            case.rank = rank = (promises.triage_urgency, IN_HAND, place, case.report)
        investigator = self.investigator_of(case)
        begun = case.taken_up or step < 0
        ordinary = not urgent and not at_any_hour
        of_portfolio = ordinary and not begun and not promise.severe
        if of_portfolio and promises.freshest_first:
            rank = (rank[0], THE_REST, self._place_in_portfolio(case), case.report)
        owner = investigator if ordinary and self.is_waited_for(case, home, skill) else None
        line = home.queue.line(
            Line.key_of(
                skill,
                urgent,
                at_any_hour,
                case.case_class if of_portfolio else None,
                ordinary and step >= 0 and promises.owns_case[skill] and investigator is None,
                owner,
            )
        )
        waiting = Waiting(case, step, home.number, line, rank, self.now_seconds, self.row)
        line.add(waiting)
        case.waiting, case.home = waiting, home.number
        if owner is not None:
            owner.own_waiting += 1
        self.touch(home)
        return waiting

    def is_in_haste(self, case: Case, step: int) -> tuple[bool, bool]:
        """Whether a step may interrupt other work, and whether it is done at any hour, by what its case is seen as."""
        promise, skill = self.promises.classes[case.case_class], self.promises.names.skills[self.skill_of(case, step)]
        haste = self.flagged[case.report] if step == TRIAGE else skill in promise.urgent_steps
        return haste and promise.interrupts, haste and promise.at_any_hour

    def settle_what_is_held(self, case: Case) -> None:
        """Whether a step is urgent that a member holds for a colleague goes by what its case is seen as by now."""
        holder = case.holder
        if holder is not None and case in holder.team.held and self.is_in_pairs(case):
            case.in_haste, holder.at_any_hour = self.is_in_haste(case, case.step)

    def rank_in_hand(self, case: Case) -> Rank:
        """What the place of a case goes by, but while it waits to be taken up and is of the portfolio.

        A case that was owed when it was taken up keeps the urgency of the agreements, if its class has a lower one.
        """
        arrived_seconds = self.arrived_seconds[case.report]
        counts_from = arrived_seconds if self.promises.by_arrival else case.counts_from_seconds
        urgency, place = self.promises.urgency_and_place(case.case_class, counts_from, case.unit)
        if case.step == ASSESSMENT:
            urgency = min(urgency, self.promises.assessment_urgency)
        goes = IN_HAND
        if case.was_owed:
            urgency = min(urgency, self.promises.agreements_urgency)
            goes = SIMPLE_IN_HAND if self.portfolio.is_simple(case.case_class) else IN_HAND
        if case.in_campaign:
            return min(urgency, self.promises.campaigns_urgency), BEGUN_IN_CAMPAIGN, arrived_seconds, case.report
        return urgency, goes, place, case.report

    def _place_in_portfolio(self, case: Case) -> int:
        """The freshest goes first, or by score the one with the highest and of those the freshest."""
        return -case.fresh_seconds - (case.score * A_SCORE if self.promises.by_score else 0)

    def is_waited_for(self, case: Case, home: Team, skill: int) -> bool:
        """Whether a step waits for the investigator: present, able, and of a team that draws from the queue.

        What the investigator puts down to go on at another rate is anybody's, if not taken up again at once.
        """
        investigator = case.investigator
        if investigator is None or investigator is case.changes_rate or self.promises.in_pairs[skill]:
            return False
        if not (self.promises.stays_with_investigator or case.in_campaign):
            return False
        return investigator.present and skill in investigator.skills and investigator.team.queue is home.queue

    def is_in_pairs(self, case: Case) -> bool:
        """Whether the step at hand of a case is one that two members of a team do."""
        return self.promises.in_pairs[self.skill_of(case, case.step)]

    def joins(self, member: Member, case: Case) -> bool:
        """Whether a member is able to work along on a held step: any specialist, or a colleague who can do it."""
        return not self.is_in_pairs(case) or self.skill_of(case, case.step) in member.skills

    def hinder_pair(self, member: Member, skill: int) -> str:
        """Why a member may not begin a step, if two are to do it; empty: may."""
        if not self.promises.in_pairs[skill]:
            return ""
        colleagues = (other for other in member.team.members if other is not member and other.present and other.rate)
        if not any(skill in other.skills for other in colleagues):
            return "no colleague is present who could do it too"
        if any(case.holder is not member for case in member.team.held):
            return "its team holds another step for a colleague"
        return ""

    def who_could_join(self, case: Case) -> list[tuple[Rank, Member, Case]]:
        """Colleagues who are called off for a step that is held for one, with what they do and its rank.

        An urgent step goes before what is less urgent. One that is planned goes before all that is ordinary too: what
        one member does, and what is not urgent.
        """
        holder = case.holder
        if holder is None or not self.is_in_pairs(case):
            return []
        planned = self.promises.planned[self.skill_of(case, case.step)]
        if not case.in_haste and not planned:
            return []
        in_hand = ((other, other.case or other.assists) for other in holder.team.members if other is not holder)
        able = ((other, busy_with) for other, busy_with in in_hand if busy_with and self.joins(other, case))
        return [
            (busy_with.rank, other, busy_with)
            for other, busy_with in able
            if (case.in_haste or not busy_with.in_haste)
            and (busy_with.rank[0] > case.rank[0] or (planned and self.is_ordinary(busy_with)))
        ]

    def is_ordinary(self, case: Case) -> bool:
        """Whether the step at hand of a case is not urgent, and one that a member does alone."""
        skill = self.skill_of(case, case.step)
        alone = not self.promises.in_pairs[skill] and self.promises.specialists_of[skill] is None
        return alone and not case.in_haste

    def investigator_of(self, case: Case) -> Member | None:
        """The investigator of a case, unless gone for good."""
        return None if case.investigator is None or case.investigator.has_left else case.investigator

    def wait_no_longer(self, case: Case) -> None:
        """A step leaves the queue."""
        waiting = case.waiting
        if waiting is None:
            return
        if waiting.line.owner is not None:
            waiting.line.owner.own_waiting -= 1
        waiting.line.take_out(waiting)
        case.waiting = None
        self.touch(self.teams[waiting.home])

    def line_up_again(self, case: Case) -> None:
        """A waiting step stands in the line that it belongs in by now."""
        waiting = case.waiting
        if waiting is not None:
            self.wait_no_longer(case)
            self.let_wait(case, waiting.step)

    # Members

    def becomes_free(self, member: Member) -> None:
        """A member is without work, from this event on."""
        if member.is_free():
            member.free_since_row, member.free_since_seconds = self.row, self.now_seconds
            member.team.free.pop(member, None)
            member.team.free[member] = None
        self.touch(member.team)

    def was_free_before(self, member: Member) -> bool:
        """Whether a member has been free since before this moment, and is for all that the log tells."""
        return member.free_since_seconds < self.now_seconds and member not in self.between_shifts

    def is_free_no_longer(self, member: Member) -> None:
        """A member has work, or goes."""
        member.team.free.pop(member, None)
        self.touch(member.team)

    def lending_is_open(self, lending: Lending) -> bool:
        """Whether the lender of a lending helps now."""
        lender, borrower = self.teams[lending.lender], self.teams[lending.borrower]
        return is_open(
            lending, lender.lent, lender.present, borrower.queue.waiting, borrower.present, lender.queue.waiting
        )

    def may_be_lent(self, member: Member) -> bool:
        """Whether a member may work for another team: not who judges reports, while some wait at their own team."""
        judges = TRIAGE_SKILL in member.skills
        return self.promises.lends_judges or not judges or not member.team.queue.reports

    def has_room(self, queue: Queue) -> bool:
        """Whether a queue has fewer cases in hand than its limit."""
        return queue.in_hand < self.promises.room_per_investigator * max(
            queue.investigators(self.promises.owns_case), 1
        )

    def queue_of_unit(self, case: Case) -> Queue:
        """The queue of the unit that a case belongs to."""
        return self.teams[case.unit].queue
