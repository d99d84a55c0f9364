"""Work in hand: its hours run, a specialist works along, member and step part. Assignment of work is in workfloor."""

from tbkk_sim.engine.compiled.contest import compete
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.openings import note_lent_member_back
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
def put_away(s: EngineState, member: int, c: int, work: int) -> None:
    """Part member and step (and the specialist beside them)."""
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
    case.member = -1
    if case.is_held:
        unlink_held(s, c)
    helper = case.helper
    if helper >= 0:
        log_case_event(s, RELEASED, c, s.member[helper].team, helper, -1, work)
        s.member[helper].case = -1
        case.helper = -1


# A specialist works along


@kernel
def ask_specialist(s: EngineState, member: int, c: int, pool: int) -> None:
    """Ask for a specialist of a pool beside the member who holds a step."""
    case = s.case[c]
    if s.team[pool].first_free >= 0:
        assist(s, s.team[pool].first_free, c)
        return
    log_case_event(s, HELD, c, s.member[member].team, member, -1, 0)
    last = s.team[pool].last_held
    case.is_held = True
    case.before = last
    case.sibling = -1
    if last >= 0:
        s.case[last].sibling = c
    else:
        s.team[pool].first_held = c
    s.team[pool].last_held = c


@kernel
def unlink_held(s: EngineState, c: int) -> None:
    """Take a step out of the line of those held for a specialist."""
    case = s.case[c]
    pool = s.skill[case.skill].together_with
    before, after = case.before, case.sibling
    if before >= 0:
        s.case[before].sibling = after
    else:
        s.team[pool].first_held = after
    if after >= 0:
        s.case[after].before = before
    else:
        s.team[pool].last_held = before
    case.before = -1
    case.sibling = -1
    case.is_held = False


@inlined
def first_held(s: EngineState, pool: int) -> int:
    """The step that has been held longest for this pool, taken out of the line; -1: none."""
    c = s.team[pool].first_held
    if c >= 0:
        unlink_held(s, c)
    return c


@kernel
def assist(s: EngineState, specialist: int, c: int) -> None:
    """Let a specialist join a held step, and its hours begin to run."""
    case = s.case[c]
    set_not_free(s, specialist)
    s.member[specialist].case = c
    case.helper = specialist
    log_case_event(s, ASSISTED, c, s.member[specialist].team, specialist, -1, 0)
    work(s, case.member, c)
