"""Campaign weeks: which case a member takes up in one, and how it is treated from then on."""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop

from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.steps import CaseSteps
from tbkk_sim.engine.reference.team import Case, Member, Queue, QueuePlace, Team, WaitingLine
from tbkk_sim.model import rules
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.rules import PORTFOLIO
from tbkk_sim.model.selection import treatment
from tbkk_sim.model.selection.campaigns import PLACE_OF_NEW_IN_CAMPAIGN
from tbkk_sim.model.sequences import NO_STEP


@dataclass(frozen=True)
class UnitCampaign:
    """A campaign of one unit."""

    begins: int
    ends: int
    case_class: int
    treatment: int
    members_share: float


class Campaigns:
    """The campaigns of all units."""

    def __init__(
        self,
        env: Clock,
        parameters: Parameters,
        steps: CaseSteps,
        home_of: Callable[[Case, int], Team],
        may_begin: Callable[[Member, int], bool],
    ) -> None:
        self.env, self.parameters, self.steps = env, parameters, steps
        self.home_of, self.may_begin = home_of, may_begin
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
            or not rules.may_spare(team.on_campaign, team.present, campaign.members_share)
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
        position = self.steps.first_with_work(case, way)
        if position == NO_STEP or not treatment.may_be_changed_to(way, case.upgraded, case.in_full):
            return False
        skill = self.steps.skill_of(case, position)
        return member.is_able[skill] and self.home_of(case, skill).queue is queue and self.may_begin(member, skill)
