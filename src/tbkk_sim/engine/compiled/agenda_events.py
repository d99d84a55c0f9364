"""Agenda entries of reports and work, one function a kind; those of members are in presence."""

from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.assignment import stand_in_line
from tbkk_sim.engine.compiled.flow import EXPIRED, TRIAGED, end, end_triage, join_queue, reclassify
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.openings import let_everybody_look
from tbkk_sim.engine.compiled.state.event_log import log_case_event, write
from tbkk_sim.engine.compiled.state.state import NOWHERE, EngineState
from tbkk_sim.engine.compiled.workfloor import finish_and_look, offer, offer_urgent_work
from tbkk_sim.engine.vocabulary import TRIAGE_SKILL
from tbkk_sim.model.event_records import IN_TRIAGE, Event
from tbkk_sim.model.rules import expires_now, shows_true_class
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.model.selection.treatment import FULL
from tbkk_sim.sampling.world import AUTOMATIC, BY_HAND

ARRIVED = int(Event.ARRIVED)


@kernel
def arrive(s: EngineState, c: int) -> None:
    """Let a report arrive at its unit: it is triaged by a person, by the system, or not at all."""
    case, triaged_by = s.case[c], s.reports.triaged_by[c]
    enter(s, c)
    write(s, ARRIVED, c, -1, case.unit, -1, s.reports.true_class[c], 0)
    if triaged_by == BY_HAND:
        case.skill = TRIAGE_SKILL
        case.work_left = s.reports.triage_seconds[c]
        join_queue(s, c)
        offer(s, c)
        return
    if triaged_by == AUTOMATIC:
        log_case_event(s, TRIAGED, c, case.unit, -1, case.case_class, 0)
    end_triage(s, c)
    if case.where != NOWHERE:
        offer(s, c)


@inlined
def enter(s: EngineState, c: int) -> None:
    """Fill the record of a report that arrives."""
    case = s.case[c]
    case.unit = s.reports.unit[c]
    case.case_class = s.reports.triaged_class[c]
    is_return = s.reports.stream[c] == s.parameters[0].returns_stream
    case.arrived = s.clock[0].now if is_return else s.reports.arrived_seconds[c]
    case.flagged = s.reports.flagged[c]
    case.taken_up = s.reports.taken_up[c]
    case.owed = False
    case.on_campaign = False
    case.position = IN_TRIAGE
    case.treatment = FULL
    case.where = NOWHERE
    case.is_open = True
    case.begun = False
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
def reveal_class(s: EngineState, c: int) -> None:
    """Reveal the class of a misjudged report, if nothing else has."""
    case = s.case[c]
    if case.is_open and shows_true_class(case.case_class, s.reports.true_class[c], case.upgraded):
        waited = case.where != NOWHERE
        if waited:
            lines.leave(s, c)
        reclassify(s, c, s.reports.true_class[c])
        if waited:
            stand_in_line(s, c)
            offer(s, c)


@kernel
def expire(s: EngineState, c: int) -> None:
    """End a case that nobody took up in time: it is no longer worth taking up."""
    case = s.case[c]
    if case.is_open and expires_now(case.taken_up):
        end(s, c, EXPIRED)


@inlined
def finish_work(s: EngineState, member: int) -> None:
    """Finish the step in hand; its case goes on, and the member looks for work."""
    c = s.member[member].case
    finish_and_look(s, member)
    if s.case[c].where != NOWHERE:
        offer(s, c)


@kernel
def open_office(s: EngineState, day: int) -> None:
    """Open the office: urgent work that waited for it goes first, then all free members look for work."""
    if not s.working.always_open:
        s.clock[0].closes = day * SECONDS_PER_DAY + s.working.closes_seconds
    offer_urgent_work(s)
    let_everybody_look(s)
