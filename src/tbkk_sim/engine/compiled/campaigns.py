"""Campaign weeks: which case a member takes up in one; the twin of engine.reference.campaigns."""

from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.engine.compiled.team import may_begin
from tbkk_sim.model import rules, sequences
from tbkk_sim.model.rules import NOBODY, PORTFOLIO
from tbkk_sim.model.selection import treatment
from tbkk_sim.model.sequences import NO_STEP

NO_LENDING, ON_CAMPAIGN = -1, -2
"""In place of the number of a lending: own work, or a case that is taken up in a campaign."""


@kernel
def running_at(s: EngineState, team: int) -> int:
    """The campaign that runs at a unit now; -1: none."""
    now = s.clock[0].now
    while s.team[team].campaign < s.team[team].end_campaign:
        campaign = s.team[team].campaign
        if s.campaign[campaign].end_seconds > now:
            return campaign if s.campaign[campaign].begin_seconds <= now else -1
        s.team[team].campaign += 1
    return -1


@kernel
def first_on_campaign(s: EngineState, member: int) -> int:
    """The case that a member takes up first in the campaign of their unit; -1: none."""
    team = s.member[member].team
    queue, campaign = s.team[team].queue, running_at(s, team)
    if campaign < 0:
        return NOBODY
    others_free = s.team[team].n_free - (1 if s.member[member].is_free else 0)
    if (
        not rules.may_spare(s.team[team].on_campaign, s.team[team].present, s.campaign[campaign].members_share)
        or not rules.leaves_reserve(others_free, s.team[team].reserve, False)
        or not rules.within_caseload(True, s.member[member].open_cases, s.parameters[0].caseload_limit)
    ):
        return NOBODY
    first, line = NOBODY, PORTFOLIO + s.campaign[campaign].case_class
    for skill in range(len(s.skill)):
        c = first_in_line(s, s.line[queue, skill, line], queue, member, s.campaign[campaign].treatment)
        if c >= 0 and (first < 0 or lines.goes_before(s, c, first)):
            first = c
    return first


@kernel
def first_in_line(s: EngineState, c: int, queue: int, member: int, way: int) -> int:
    """The first case of a heap that can be treated as in a campaign, by this member; -1: none.

    Below one that can, there is none that goes before it.
    """
    first = NOBODY
    while c >= 0:
        below = s.case[c].child
        if fits(s, c, queue, member, way):
            below = NOBODY
            if first < 0 or lines.goes_before(s, c, first):
                first = c
        if below >= 0:
            c = below
            continue
        while c >= 0 and s.case[c].sibling < 0:
            while s.case[c].before >= 0 and s.case[s.case[c].before].child != c:
                c = s.case[c].before
            c = s.case[c].before
        if c >= 0:
            c = s.case[c].sibling
    return first


@inlined
def fits(s: EngineState, c: int, queue: int, member: int, way: int) -> bool:
    """True if a case has work in a treatment, of which the first step is one for this member, at their queue."""
    position = first_step_of(s, c, way)
    if position == NO_STEP or not treatment.may_be_changed_to(way, s.case[c].upgraded, s.case[c].in_full):
        return False
    skill = s.steps.skill[s.reports.first_step[c] + position]
    return (
        rules.is_listed(s.member[member].skills, skill)
        and s.team[lines.home_of_skill(s, c, skill)].queue == queue
        and may_begin(s, member, skill)
    )


@kernel
def first_step_of(s: EngineState, c: int, way: int) -> int:
    """Position of the first step of a treatment in which there is work, or NO_STEP."""
    short_from, full_from = s.reports.short_from[c], s.reports.full_from[c]
    return sequences.next_step(
        treatment.first_position(way, short_from, full_from) - 1,
        treatment.end_position(way, short_from, full_from, s.reports.n_steps[c]),
        s.reports.first_step[c],
        s.case[c].upgraded,
        s.steps.work_seconds,
        s.steps.upgraded_work_seconds,
    )
