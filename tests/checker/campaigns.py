"""Campaigns: on some days members of units take up cases of one class, and treat them in one lighter way."""

from dataclasses import dataclass
from functools import cache

from tests.checker.floor import Case, Floor, Member, Team
from tests.checker.lines import Rank, Waiting
from tests.checker.office_hours import SECONDS_PER_DAY
from tests.checker.portfolio import NEW_IN_CAMPAIGN
from tests.checker.treatments import WAYS, Treatments


@dataclass(frozen=True, slots=True)
class Campaign:
    """The days, units, class, treatment and part of the members of one campaign."""

    begin_seconds: int
    end_seconds: int
    units: frozenset[int]
    case_class: int
    treatment: int
    members_share: float


class Campaigns:
    """Says who may take up which case in a campaign, and which goes first."""

    def __init__(self, floor: Floor, treatments: Treatments) -> None:
        self.floor, self.treatments = floor, treatments
        names, settings = floor.promises.names, floor.promises.settings
        self.all = [
            Campaign(
                begin_seconds=(begin := (campaign.date - settings.run.start).days * SECONDS_PER_DAY),
                end_seconds=begin + campaign.days * SECONDS_PER_DAY,
                units=frozenset(names.team(unit) for unit in campaign.units or names.units),
                case_class=names.case_class(campaign.case_class),
                treatment=WAYS.index(campaign.treatment),
                members_share=campaign.members_share,
            )
            for campaign in settings.steering.campaigns.values()
        ]
        self.work = floor.world.steps.work_seconds.tolist()
        self.first_step = cache(self._first_step)

    def of(self, team: Team) -> Campaign | None:
        """The campaign that a team takes part in at this moment."""
        now_seconds = self.floor.now_seconds
        for campaign in self.all:
            if team.number in campaign.units and campaign.begin_seconds <= now_seconds < campaign.end_seconds:
                return campaign
        return None

    def _first_step(self, report: int, treatment: int) -> int | None:
        """The first step with hours that a case has in a treatment."""
        first = self.floor.first_step[report]
        steps = self.treatments.steps_of(report, treatment)
        return next((step for step in steps if self.work[first + step] > 0), None)

    def hinder(self, member: Member, campaign: Campaign) -> str:
        """Why a member may take up no case of a campaign now, whichever; empty: may.

        The limits of open cases and of members kept free are looked at elsewhere.
        """
        team = member.team
        at_work = sum(other.case is not None and other.case.in_campaign for other in team.members)
        if at_work >= campaign.members_share * team.present - 1e-9:  # a share is rounded up
            return "enough of its unit have a case of a campaign in hand"
        return ""

    def hinder_case(self, member: Member, campaign: Campaign, case: Case) -> str:
        """Why a member may not take this case up in a campaign; empty: may."""
        if case.case_class != campaign.case_class:
            return "the case is of another class"
        if case.in_full:
            return "the person was warned before"
        waiting = case.waiting
        if waiting is None or waiting.line.portfolio_class is None:
            return "the case does not wait to be taken up, or is urgent or worked on round the clock"
        step = self.first_step(case.report, campaign.treatment)
        if step is None:
            return "the case has no work in that treatment"
        if self.floor.skill_of(case, step) not in member.skills:
            return "is not able to do the first step"
        hindrance = self.floor.hinder_pair(member, self.floor.skill_of(case, step))
        if hindrance:
            return hindrance
        first_queue = self.floor.teams[self.floor.home_team(case, step)].queue
        if {first_queue, waiting.line.queue} != {member.team.queue}:
            return "the case waits in another queue, or would for that step"
        return ""

    def cases_for(self, member: Member, campaign: Campaign) -> list[Waiting]:
        """Cases that a member may take up in a campaign, as far as the member is held back by nothing else."""
        return [
            waiting
            for lines in member.team.queue.lines.values()
            for line in lines.values()
            if line.portfolio_class == campaign.case_class
            for _, _, waiting in line.heap
            if waiting.case.waiting is waiting and not self.hinder_case(member, campaign, waiting.case)
        ]

    def rank(self, waiting: Waiting) -> Rank:
        """What a case goes by that may be taken up in a campaign."""
        urgency = self.floor.portfolio.rank(waiting)[0]
        return (
            min(urgency, self.floor.promises.campaigns_urgency),
            NEW_IN_CAMPAIGN,
            waiting.rank[2],
            waiting.case.report,
        )
