"""The work itself: the twin of engine.workfloor."""

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rules import URGENT
from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.assignment import choose, free_member_for, is_startable, least_urgent_work
from tbkk_sim.engine.compiled.contest import compete
from tbkk_sim.engine.compiled.fact_log import tell
from tbkk_sim.engine.compiled.flow import join_queue, step_is_done
from tbkk_sim.engine.compiled.jit import inlined, kernel
from tbkk_sim.engine.compiled.lines import investigator_of
from tbkk_sim.engine.compiled.openings import lent_member_comes_back
from tbkk_sim.engine.compiled.state import NOWHERE, State
from tbkk_sim.engine.compiled.team import set_free, set_not_free
from tbkk_sim.world.world import NEVER

# Compiled code reads plain numbers, not enums.
TAKEN_UP, STARTED, RESUMED = int(Fact.TAKEN_UP), int(Fact.STARTED), int(Fact.RESUMED)
INTERRUPTED, FINISHED = int(Fact.INTERRUPTED), int(Fact.FINISHED)
HELD, ASSISTED, RELEASED = int(Fact.HELD), int(Fact.ASSISTED), int(Fact.RELEASED)


# A step is offered


@kernel
def offer(s: State, c: int) -> None:
    """Offer a waiting step to who is free; an urgent one may interrupt less urgent work, which is then offered.

    Who gets the offer takes what goes first for them: if that is another step, this one is offered on.
    """
    while s.case[c].where != NOWHERE and is_startable(s, c):
        taker = free_member_for(s, c)
        if taker >= 0:
            first, lane = choose(s, taker)
            start(s, taker, first, lane)
            continue
        if not rules.is_urgent(s.case[c].line):
            return
        victim = least_urgent_work(s, c)
        if victim < 0:
            return
        specialist = s.case[s.member[victim].case].helper
        put_down = interrupt(s, victim)
        start(s, victim, c, -1)
        if specialist >= 0:
            look_for_work(s, specialist)
        c = put_down


@kernel
def offer_urgent_work(s: State) -> None:
    """Offer all waiting steps of classes that preempt, in the order in which they go.

    If the first of a line cannot be started, nor can the others: they ask for the same, and are less urgent.
    """
    is_tried = s.is_tried
    for queue in range(len(s.queue)):
        for skill in range(len(s.skill)):
            for line in range(URGENT + 1):
                is_tried[queue, skill, line] = False
    while True:
        c, at_queue, at_skill, at_line = -1, 0, 0, 0
        for queue in range(len(s.queue)):
            for skill in range(len(s.skill)):
                for line in range(URGENT + 1):
                    if s.line[queue, skill, line] >= 0 and not is_tried[queue, skill, line]:
                        first = lines.first(s, queue, skill, line)
                        if first >= 0 and (c < 0 or lines.goes_before(s, first, c)):
                            c, at_queue, at_skill, at_line = first, queue, skill, line
        if c < 0:
            return
        offer(s, c)
        if s.case[c].where != NOWHERE:
            is_tried[at_queue, at_skill, at_line] = True


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
def settle(s: State) -> None:
    """Teams that may now be allowed more look again, in the order of their numbers, until nothing changes."""
    team = 0
    while s.clock[0].n_looking_again > 0:
        if s.team[team].looks_again:
            s.team[team].looks_again = False
            s.clock[0].n_looking_again -= 1
            free_look(s, team)
            team = 0
        else:
            team += 1


@inlined
def free_look(s: State, team: int) -> None:
    """The free members of a team look again, the longest free first; who finds nothing keeps the place among them."""
    n, n_in_vain = 0, 0
    member = s.team[team].first_free
    while member >= 0:
        s.looking[n] = member
        n += 1
        member = s.member[member].free_next
    for i in range(n):
        member = s.looking[i]
        if not s.member[member].is_free or looks_in_vain(s, member, n_in_vain):
            continue
        c, lane = choose(s, member)
        if c >= 0:
            start(s, member, c, lane)
        else:
            s.in_vain[n_in_vain] = member
            n_in_vain += 1


@inlined
def looks_in_vain(s: State, member: int, n_in_vain: int) -> bool:
    """Whether a colleague who is allowed as much has just found nothing."""
    if s.member[member].own_line >= 0:
        return False
    skills, limit = s.member[member].skills, s.book[0].caseload_limit
    may_open = rules.within_caseload(True, s.member[member].open_cases, limit)
    for i in range(n_in_vain):
        other = s.in_vain[i]
        other_may_open = rules.within_caseload(True, s.member[other].open_cases, limit)
        if s.member[other].skills == skills and other_may_open == may_open:
            return True
    return False


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
    s.member[member].round_the_clock = not rules.keeps_office_hours(case.line)
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


@inlined
def finish(s: State, member: int) -> None:
    """The step in hand is done, and its case goes on."""
    c = s.member[member].case
    tell(s, FINISHED, c, s.member[member].team, member, -1, s.case[c].hours_left)
    put_away(s, member, c, s.case[c].hours_left)
    s.case[c].hours_left = 0.0
    step_is_done(s, c)


@kernel
def interrupt(s: State, member: int) -> int:
    """A member puts the step in hand down; it waits again with the hours that are left, or is done if nothing is.

    A specialist beside it is then without work: the caller lets them look when the member has been served.
    """
    c, done = s.member[member].case, 0.0
    if s.member[member].since_days >= 0:
        since, round_the_clock = s.member[member].since_days, s.member[member].round_the_clock
        worked = calendar.hours_between(s.working, since, s.clock[0].now, round_the_clock)
        done = min(worked * s.member[member].pace, s.case[c].hours_left)
        if rules.is_as_good_as_done(s.case[c].hours_left - done):
            finish(s, member)
            compete(s, member)
            return c
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
        s.member[member].is_lent = False
        s.team[s.member[member].team].lent -= 1
        lent_member_comes_back(s, s.member[member].team)
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
