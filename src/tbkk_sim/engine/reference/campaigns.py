"""Campaign weeks: which case a member takes up in one, and how it is treated from then on."""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop

from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.team import Case, Member, Queue, QueuePlace, Team, WaitingLine
from tbkk_sim.model import portfolio, rules, sequences, treatment
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.portfolio import PLACE_OF_NEW_IN_CAMPAIGN
from tbkk_sim.model.rules import PORTFOLIO
from tbkk_sim.model.sequences import NO_STEP
from tbkk_sim.sampling.world import World


@dataclass(frozen=True)
class UnitCampaign:
    """A campaign of one unit."""

    begins: int
    ends: int
    case_class: int
    treatment: int
    members_share: float


class Campaigns:
    """The campaigns of all units, and the steps of cases that they need to know."""

    def __init__(self, env: Clock, parameters: Parameters, world: World, home_of: Callable[[Case, int], Team]) -> None:
        self.env, self.parameters, self.home_of = env, parameters, home_of
        self.reports, self.steps = world.reports, world.steps
        of = parameters.campaigns
        self.to_come: list[list[UnitCampaign]] = [[] for _ in parameters.names.teams]
        """By team: the campaign that runs or comes next, and those after it."""
        columns = (of.begin_seconds, of.end_seconds, of.case_class, of.treatment, of.members_share)
        for team, *campaign in zip(of.team.tolist(), *(column.tolist() for column in columns), strict=True):
            self.to_come[team].append(UnitCampaign(*campaign))

    def running_at(self, team: Team) -> UnitCampaign | None:
        """The campaign that runs at a unit now, if any."""
        to_come = self.to_come[team.number]
        while to_come and to_come[0].ends <= self.env.now:
            del to_come[0]
        return to_come[0] if to_come and to_come[0].begins <= self.env.now else None

    def first_for(self, member: Member, caseload_limit: int) -> tuple[QueuePlace | None, UnitCampaign | None]:
        """The case that a member takes up first in a campaign of their unit, at its place among other work."""
        team = member.team
        campaign = self.running_at(team)
        if (
            campaign is None
            or not portfolio.may_join_campaign(team.on_campaign, team.present, campaign.members_share)
            or not rules.leaves_reserve(len(team.free) - (member in team.free), team.reserve, preempts=False)
            or not rules.within_caseload(True, member.open_cases, caseload_limit)
        ):
            return None, None
        firsts = [
            self.first_in(line, team.queue, member, campaign)
            for of_skill in team.queue.lines
            if (line := of_skill[PORTFOLIO + campaign.case_class]).places
        ]
        first = min((place for place in firsts if place is not None), default=None)
        if first is None:
            return None, None
        own_urgency, _ = team.queue.portfolio.key_of(campaign.case_class, first.since)
        urgency = min(own_urgency, self.parameters.campaigns.urgency)
        return first._replace(urgency=urgency, since=PLACE_OF_NEW_IN_CAMPAIGN), campaign

    def first_in(self, line: WaitingLine, queue: Queue, member: Member, campaign: UnitCampaign) -> QueuePlace | None:
        """The first place in a line of a case that can be treated as in a campaign, by this member."""
        while line.places and not line.places[0].holds:
            heappop(line.places)
        if line.places and self.fits(line.places[0].case, queue, member, campaign.treatment):
            return line.places[0]  # mostly, so that not all are looked through
        fitting = (
            place for place in line.places if place.holds and self.fits(place.case, queue, member, campaign.treatment)
        )
        return min(fitting, default=None)

    def fits(self, case: Case, queue: Queue, member: Member, way: int) -> bool:
        """True if a case has work in a treatment, of which the first step is one for this member, at their queue."""
        position = self.first_step(case, way)
        if case.upgraded or position == NO_STEP:
            return False
        skill = int(self.steps.skill[int(self.reports.first_step[case.report]) + position])
        return member.is_able[skill] and self.home_of(case, skill).queue is queue

    def first_step(self, case: Case, way: int) -> int:
        """Position of the first step of a treatment in which there is work, or NO_STEP."""
        begin, end = self.span(case, way)
        return sequences.next_step(
            begin - 1,
            end,
            int(self.reports.first_step[case.report]),
            case.upgraded,
            self.steps.work_seconds,
            self.steps.upgraded_work_seconds,
        )

    def step_at_hand(self, case: Case) -> tuple[int, int]:
        """Skill and work of the step at hand."""
        row = int(self.reports.first_step[case.report]) + case.position
        return int(self.steps.skill[row]), int(self.steps.work_seconds[row])

    def work_of(self, case: Case, way: int) -> int:
        """Work of all steps of a treatment."""
        return sequences.work_of_treatment(
            *self.span(case, way),
            int(self.reports.first_step[case.report]),
            case.upgraded,
            self.steps.work_seconds,
            self.steps.upgraded_work_seconds,
        )

    def span(self, case: Case, way: int) -> tuple[int, int]:
        """Positions of the first step of a treatment, and after its last one."""
        reports, report = self.reports, case.report
        short_from, full_from = int(reports.short_from[report]), int(reports.full_from[report])
        return (
            treatment.first_position(way, short_from, full_from),
            treatment.end_position(way, short_from, full_from, int(reports.n_steps[report])),
        )
