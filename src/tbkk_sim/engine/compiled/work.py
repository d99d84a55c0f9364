"""Work in hand: it begins, somebody works along, it is detached. Who gets which work is decided in workfloor."""

from tbkk_sim.engine.compiled.contest import compete
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.openings import note_lent_member_back, note_pair, offer_all_again
from tbkk_sim.engine.compiled.state.event_log import log_case_event
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.engine.compiled.team import set_not_free
from tbkk_sim.model import calendar, rules
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import NEVER_SECONDS

HELD, ASSISTED, RELEASED = int(Event.HELD), int(Event.ASSISTED), int(Event.RELEASED)


@inlined
def work(s: EngineState, member: int, c: int) -> None:
    """Let the hours of a step begin to run."""
    now = s.clock[0].now
    s.member[member].since = now
    seconds = rules.working_time_for(s.case[c].work_left, s.member[member].pace)
    s.done[member] = calendar.moment_after(s.working, now, seconds, s.member[member].round_the_clock)
    compete(s, member)


@inlined
def work_done(s: EngineState, member: int) -> int:
    """Seconds of work done on the step in hand since it was started or resumed."""
    if s.member[member].since < 0:
        return 0
    since, round_the_clock = s.member[member].since, s.member[member].round_the_clock
    worked = calendar.seconds_between(s.working, since, s.clock[0].now, round_the_clock)
    return min(rules.work_done(worked, s.member[member].pace), s.case[s.member[member].case].work_left)


@inlined
def detach(s: EngineState, member: int, c: int, work: int) -> None:
    """Detach a member, and who works along, from the step in hand."""
    case = s.case[c]
    if s.member[member].is_lent:
        s.member[member].is_lent = False
        s.team[s.member[member].team].lent -= 1
        note_lent_member_back(s, s.member[member].team)
    if s.member[member].is_on_campaign:
        s.member[member].is_on_campaign = False
        s.team[s.member[member].team].on_campaign -= 1
    s.member[member].since = -1
    s.done[member] = NEVER_SECONDS
    s.member[member].case = -1
    if case.is_held:
        stop_holding(s, c)
    case.member = -1
    helper = case.helper
    if helper >= 0:
        log_case_event(s, RELEASED, c, s.member[helper].team, helper, -1, work)
        s.member[helper].case = -1
        case.helper = -1


# A specialist or a colleague works along


@inlined
def team_asked(s: EngineState, member: int, skill: int) -> int:
    """The team of which somebody else is needed for a step: a pool, or, in pairs, that of this member; -1: none."""
    return s.member[member].team if s.skill[skill].in_pairs else s.skill[skill].together_with


@kernel
def ask_for_another(s: EngineState, member: int, c: int, asked: int) -> None:
    """Ask for a specialist or a colleague beside the member who holds a step, even if that uses a reserve."""
    case = s.case[c]
    other = s.team[asked].first_free
    while other >= 0:
        if not s.skill[case.skill].in_pairs or rules.is_listed(s.member[other].skills, case.skill):
            assist(s, other, c)
            return
        other = s.member[other].free_next
    log_case_event(s, HELD, c, s.member[member].team, member, -1, 0)
    last = s.team[asked].last_held
    case.is_held = True
    case.before = last
    case.sibling = -1
    if last >= 0:
        s.case[last].sibling = c
    else:
        s.team[asked].first_held = c
    s.team[asked].last_held = c
    skill = s.skill[case.skill]
    if rules.calls_off(skill.in_pairs, skill.planned, rules.is_urgent(case.line)):
        offer_all_again(s)


@kernel
def stop_holding(s: EngineState, c: int) -> None:
    """Take a step out of the line of those that are held: its team may then begin another one for two."""
    case = s.case[c]
    asked = team_asked(s, case.member, case.skill)
    before, after = case.before, case.sibling
    if before >= 0:
        s.case[before].sibling = after
    else:
        s.team[asked].first_held = after
    if after >= 0:
        s.case[after].before = before
    else:
        s.team[asked].last_held = before
    case.before = -1
    case.sibling = -1
    case.is_held = False
    if s.skill[case.skill].in_pairs:
        note_pair(s)


@kernel
def assist(s: EngineState, other: int, c: int) -> None:
    """Let a specialist or a colleague join a held step, and its hours begin to run."""
    case = s.case[c]
    set_not_free(s, other)
    if case.is_held:
        stop_holding(s, c)
    s.member[other].case = c
    case.helper = other
    log_case_event(s, ASSISTED, c, s.member[other].team, other, s.case[c].case_class, 0)
    work(s, case.member, c)
