"""The work itself: the twin of engine.workfloor."""

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.assignment import (
    choose,
    free_member_for,
    investigator_of,
    is_startable,
    least_urgent_work,
    stand_in_line,
)
from tbkk_sim.engine.compiled.contest import compete
from tbkk_sim.engine.compiled.fact_log import tell
from tbkk_sim.engine.compiled.jit import inlined, kernel
from tbkk_sim.engine.compiled.state import NOWHERE, State
from tbkk_sim.engine.compiled.team import set_free, set_not_free
from tbkk_sim.engine.team import AT_ANY_HOUR, URGENT, URGENT_AT_ANY_HOUR
from tbkk_sim.world.world import NEVER

# Compiled code reads plain numbers, not enums.
QUEUED, TAKEN_UP, STARTED, RESUMED = int(Fact.QUEUED), int(Fact.TAKEN_UP), int(Fact.STARTED), int(Fact.RESUMED)
INTERRUPTED, FINISHED, HANDED_OVER = int(Fact.INTERRUPTED), int(Fact.FINISHED), int(Fact.HANDED_OVER)
HELD, ASSISTED, RELEASED = int(Fact.HELD), int(Fact.ASSISTED), int(Fact.RELEASED)


# A step waits


@inlined
def join_queue(s: State, c: int) -> None:
    """A step begins to wait, in the line of its skill at its home team (or for its investigator)."""
    case = s.case[c]
    home = s.home_team[case.unit, case.skill]
    if case.position >= 0:
        last = case.last_team
        if last >= 0 and last != home:
            tell(s, HANDED_OVER, c, home, -1, last, 0.0)
        case.last_team = home
    tell(s, QUEUED, c, home, -1, case.case_class, 0.0)
    stand_in_line(s, c)


@inlined
def offer(s: State, c: int) -> None:
    """Offer a waiting step to who is free; an urgent one may interrupt less urgent work, which is then offered."""
    while is_startable(s, c):
        taker, lane = free_member_for(s, c)
        if taker >= 0:
            start(s, taker, c, lane)
            return
        if s.case[c].line > URGENT:
            return
        victim = least_urgent_work(s, c)
        if victim < 0:
            return
        specialist = s.case[s.member[victim].case].helper
        put_down = interrupt(s, victim)
        start(s, victim, c, -1)
        if specialist >= 0:
            look_for_work(s, specialist)
        if s.case[put_down].where == NOWHERE:
            return
        c = put_down


# A member looks for work


@kernel
def look_for_work(s: State, member: int) -> None:
    """A member without work takes what goes first, or is free."""
    if not s.member[member].present or s.member[member].case >= 0 or s.member[member].rate <= 0.0:
        return
    held = first_held(s, s.member[member].team)
    if held >= 0:
        assist(s, member, held)
        return
    c, lane = choose(s, member)
    if c < 0:
        set_free(s, member)
    else:
        start(s, member, c, lane)


@kernel
def everybody_free_looks(s: State) -> None:
    """All free members look again: the office opens, or a class is no longer parked."""
    for team in range(len(s.team)):
        free_look(s, team)


@kernel
def room_opens(s: State, queue: int, in_hand_before: int, present_before: int) -> None:
    """A queue has a case in hand less, or a member more: if it had no room, its free members look again."""
    if not rules.has_room(True, in_hand_before, present_before, s.book[0].in_hand_limit_per_member):
        for i in range(s.queue[queue].first_team, s.queue[queue].end_team):
            free_look(s, s.teams_of[i])


@kernel
def free_look(s: State, team: int) -> None:
    """The free members of a team look again."""
    n = 0
    member = s.team[team].first_free
    while member >= 0:
        s.looking[n] = member
        n += 1
        member = s.member[member].free_next
    for i in range(n):
        member = s.looking[i]
        if s.member[member].is_free:
            c, lane = choose(s, member)
            if c >= 0:
                start(s, member, c, lane)


# A member works


@kernel
def start(s: State, member: int, c: int, lane: int) -> None:
    """A member takes a step: the first work on a case, a new step, or one put down before."""
    case = s.case[c]
    team, skill = s.member[member].team, case.skill
    set_not_free(s, member)
    lines.leave(s, c)
    case.member = member
    s.member[member].case = c
    s.member[member].is_lent = lane >= 0
    efficiency = 1.0
    if lane >= 0:
        efficiency = s.lane[lane].efficiency
        s.team[team].lent += 1
    s.member[member].pace = rules.work_rate(s.member[member].rate, efficiency)
    line = case.line
    s.member[member].round_the_clock = line in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR)
    if case.position >= 0 and not case.taken_up:
        case.taken_up = True
        tell(s, TAKEN_UP, c, team, member, case.case_class, 0.0)
        case_is_taken_up(s, c)
    tell(s, RESUMED if case.begun else STARTED, c, team, member, case.case_class, 0.0)
    case.begun = True
    if s.skill[skill].owns_case and investigator_of(s, c) < 0:
        case.investigator = member
        s.member[member].open_cases += 1
    pool = s.skill[skill].together_with
    if pool < 0:
        work(s, member, c)
    else:
        ask_specialist(s, member, c, pool)


@inlined
def case_is_taken_up(s: State, c: int) -> None:
    """The first work on a case: it can no longer expire, and counts for the year's targets."""
    case = s.case[c]
    turn_year(s)
    s.queue[s.team[case.unit].queue].in_hand += 1
    s.klass[case.case_class].not_taken_up -= 1
    s.klass[case.case_class].taken_up_this_year += 1


@inlined
def turn_year(s: State) -> None:
    """In a new calendar year the targets start anew."""
    while s.clock[0].now >= s.year_starts_days[s.clock[0].year + 1]:
        s.clock[0].year += 1
        for klass in range(len(s.klass)):
            s.klass[klass].taken_up_this_year = 0


@inlined
def work(s: State, member: int, c: int) -> None:
    """The hours of a step begin to run."""
    now = s.clock[0].now
    s.member[member].since_days = now
    hours = s.case[c].hours_left / s.member[member].pace
    done_days = calendar.moment_after(s.working, now, hours, s.member[member].round_the_clock)
    s.done_days[member] = done_days
    compete(s, member)


@kernel
def interrupt(s: State, member: int) -> int:
    """A member puts the step in hand down; it waits again with the hours that are left.

    A specialist beside it is then without work: the caller lets them look when the member has been served.
    """
    c, done = s.member[member].case, 0.0
    if s.member[member].since_days >= 0:
        since, round_the_clock = s.member[member].since_days, s.member[member].round_the_clock
        worked = calendar.hours_between(s.working, since, s.clock[0].now, round_the_clock)
        done = min(worked * s.member[member].pace, s.case[c].hours_left)
    tell(s, INTERRUPTED, c, s.member[member].team, member, -1, done)
    put_away(s, member, c, done)
    compete(s, member)
    s.case[c].hours_left -= done
    join_queue(s, c)
    return c


@inlined
def put_away(s: State, member: int, c: int, hours: float) -> None:
    """Member and step (and the specialist beside them) part."""
    case = s.case[c]
    if s.member[member].is_lent:
        s.team[s.member[member].team].lent -= 1
    s.member[member].is_lent = False
    s.member[member].since_days = -1.0
    s.done_days[member] = NEVER
    s.member[member].case = -1
    case.member = -1
    if case.is_held:
        unlink_held(s, c)
    helper = case.helper
    if helper >= 0:
        tell(s, RELEASED, c, s.member[helper].team, helper, -1, hours)
        s.member[helper].case = -1
        case.helper = -1


# A specialist works along


@kernel
def ask_specialist(s: State, member: int, c: int, pool: int) -> None:
    """A held step needs a specialist of a pool beside the member who holds it."""
    case = s.case[c]
    if s.team[pool].first_free >= 0:
        assist(s, s.team[pool].first_free, c)
        return
    tell(s, HELD, c, s.member[member].team, member, -1, 0.0)
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
def unlink_held(s: State, c: int) -> None:
    """A step is no longer held for a specialist."""
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
def first_held(s: State, pool: int) -> int:
    """The step that has been held longest for this pool, no longer in line afterwards; -1: none."""
    c = s.team[pool].first_held
    if c >= 0:
        unlink_held(s, c)
    return c


@kernel
def assist(s: State, specialist: int, c: int) -> None:
    """A specialist joins a held step, and its hours begin to run."""
    case = s.case[c]
    set_not_free(s, specialist)
    s.member[specialist].case = c
    case.helper = specialist
    tell(s, ASSISTED, c, s.member[specialist].team, specialist, -1, 0.0)
    work(s, case.member, c)
