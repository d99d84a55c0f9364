"""Agenda entries of reports and work, one function a kind; those of members are in presence."""

from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.assignment import stand_in_line
from tbkk_sim.engine.compiled.flow import (
    EXPIRED,
    end,
    end_triage,
    join_queue,
    note_expiry,
    reclassify,
)
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.laboratory import end_examination
from tbkk_sim.engine.compiled.lines import home_of_skill
from tbkk_sim.engine.compiled.openings import let_everybody_look, offer_all_again
from tbkk_sim.engine.compiled.state.event_log import write
from tbkk_sim.engine.compiled.state.state import NOWHERE, EngineState
from tbkk_sim.engine.compiled.workfloor import finish_and_look, offer, offer_urgent_work
from tbkk_sim.engine.vocabulary import TRIAGE_SKILL
from tbkk_sim.model import triage
from tbkk_sim.model.event_records import IN_TRIAGE, Event
from tbkk_sim.model.rules import has_expired, may_expire, may_interrupt, shows_true_class
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.model.selection.treatment import FULL
from tbkk_sim.sampling.world import BY_HAND

ARRIVED = int(Event.ARRIVED)


@kernel
def arrive(s: EngineState, c: int) -> None:
    """Let a report arrive at its unit: it is triaged by a person, by the system, or not at all."""
    case = s.case[c]
    enter(s, c)
    write(s, ARRIVED, c, -1, case.unit, -1, s.reports.true_class[c], 0)
    to_offer = c
    if is_judged_by_hand(s, c):
        case.skill = TRIAGE_SKILL
        case.work_left = s.reports.triage_seconds[c]
        join_queue(s, c)
    else:
        to_offer = end_triage(s, c)
    if s.case[to_offer].where != NOWHERE:
        offer(s, to_offer)


@inlined
def is_judged_by_hand(s: EngineState, c: int) -> bool:
    """True if a person judges a report that arrives; if too many wait for that, the system judges it instead."""
    if s.reports.triaged_by[c] != BY_HAND:
        return False
    reports_waiting = s.waiting_for[s.team[home_of_skill(s, c, TRIAGE_SKILL)].queue, TRIAGE_SKILL]
    if triage.is_judged_by_system(True, reports_waiting, s.parameters[0].automatic_above_reports):
        s.case[c].case_class = s.reports.system_class[c]
        s.case[c].score = s.reports.system_score[c]
        return False
    return True


@inlined
def enter(s: EngineState, c: int) -> None:
    """Fill the record of a report that arrives."""
    case = s.case[c]
    case.unit = s.reports.unit[c]
    case.case_class = s.reports.triaged_class[c]
    is_return = s.reports.stream[c] == s.parameters[0].returns_stream
    case.arrived = s.clock[0].now if is_return else s.reports.arrived_seconds[c]
    case.counts_from = case.arrived
    case.fresh = case.arrived
    case.expires = s.reports.expires_seconds[c]
    if is_return:  # its time counts from its arrival, which nobody knew beforehand
        case.expires += case.arrived
    case.score = s.reports.score[c]
    case.flagged = s.reports.flagged[c]
    case.taken_up = s.reports.taken_up[c]
    case.owed = False
    case.on_campaign = False
    case.position = IN_TRIAGE
    case.treatment = FULL
    case.where = NOWHERE
    case.is_open = True
    case.is_case = False
    case.in_full = is_return
    case.begun_at = -1
    case.upgraded = False
    case.is_held = False
    case.child = -1
    case.sibling = -1
    case.before = -1
    case.member = -1
    case.helper = -1
    case.investigator = -1
    case.queue = -1
    case.last_team = -1


@kernel
def end_delay(s: EngineState, c: int) -> None:
    """Let a step wait whose outside delay is over."""
    if s.case[c].is_open:
        join_queue(s, c)
        offer(s, c)


@kernel
def end_wait_for_devices(s: EngineState, c: int) -> None:
    """Let a step wait whose devices are examined."""
    end_examination(s, c)
    join_queue(s, c)
    offer(s, c)


@kernel
def reveal_class(s: EngineState, c: int) -> None:
    """Reveal the class of a misjudged report, if nothing else has."""
    case = s.case[c]
    if case.is_open and shows_true_class(case.case_class, s.reports.true_class[c], case.upgraded):
        waited = case.where != NOWHERE
        if waited:
            lines.leave(s, c)
        before = case.urgency
        reclassify(s, c, s.reports.true_class[c], case.arrived)
        if waited:
            stand_in_line(s, c)
            offer(s, c)
        elif case.member >= 0 and may_interrupt(before, case.urgency):
            offer_all_again(s)


@kernel
def expire(s: EngineState, c: int) -> None:
    """End a case that nobody took up in time, unless a further report on the person has put that off."""
    case = s.case[c]
    if case.is_open and may_expire(case.taken_up):
        if has_expired(case.expires, s.clock[0].now):
            end(s, c, EXPIRED)
        else:
            note_expiry(s, c)


@inlined
def finish_work(s: EngineState, member: int) -> None:
    """Finish the step in hand; its case goes on, and the member looks for work."""
    c = finish_and_look(s, member)
    if s.case[c].where != NOWHERE:
        offer(s, c)


@kernel
def open_office(s: EngineState, day: int) -> None:
    """Open the office: urgent work that waited for it goes first, then all free members look for work."""
    if not s.working.always_open:
        s.clock[0].closes = day * SECONDS_PER_DAY + s.working.closes_seconds
    offer_urgent_work(s)
    let_everybody_look(s)
