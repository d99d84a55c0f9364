"""Who takes which step: the twin of engine.workfloor, function by function."""

from tbkk_sim.domain import calendar, rules
from tbkk_sim.domain.facts import Fact
from tbkk_sim.engine.clock import Happening
from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.agenda import note
from tbkk_sim.engine.compiled.jit import kernel
from tbkk_sim.engine.compiled.state import IN_OWN_LINE, NOWHERE, State
from tbkk_sim.engine.team import (
    AT_ANY_HOUR,
    GOING_ON,
    N_LINES,
    NOT_TAKEN_UP,
    OPENS_CASE,
    URGENT,
    URGENT_AT_ANY_HOUR,
)

# Compiled code reads plain numbers, not enums.
QUEUED, TAKEN_UP, STARTED, RESUMED = int(Fact.QUEUED), int(Fact.TAKEN_UP), int(Fact.STARTED), int(Fact.RESUMED)
INTERRUPTED, FINISHED, HANDED_OVER = int(Fact.INTERRUPTED), int(Fact.FINISHED), int(Fact.HANDED_OVER)
HELD, ASSISTED, RELEASED = int(Fact.HELD), int(Fact.ASSISTED), int(Fact.RELEASED)
WORK_FINISHED = int(Happening.WORK_FINISHED)


@kernel
def write(s: State, kind: int, report: int, step: int, team: int, member: int, detail: int, hours: float) -> None:
    """Log a fact."""
    clock = s.clock[0]
    fact = s.log[clock.n_log]
    clock.n_log += 1
    fact.time_days = clock.now
    fact.kind = kind
    fact.report = report
    fact.step = step
    fact.team = team
    fact.member = member
    fact.detail = detail
    fact.hours = hours


@kernel
def tell(s: State, kind: int, c: int, team: int, member: int, detail: int, hours: float) -> None:
    """Log a fact about a case."""
    write(s, kind, c, s.case[c].position, team, member, detail, hours)


@kernel
def investigator_of(s: State, c: int) -> int:
    """The investigator of a case, unless gone for good; -1: none."""
    investigator = s.case[c].investigator
    if investigator >= 0 and s.member[investigator].has_left:
        return -1
    return investigator


@kernel
def has_urgency_of_class(s: State, c: int) -> bool:
    """A report in triage has the urgency of its class only if flagged."""
    return s.case[c].position >= 0 or s.report[c].flagged


# A step waits


@kernel
def join_queue(s: State, c: int) -> None:
    """A step begins to wait, in the line of its skill at its home team (or for its investigator)."""
    case = s.case[c]
    home = s.home_team[s.report[c].unit, case.skill]
    if case.position >= 0:
        last = case.last_team
        if last >= 0 and last != home:
            tell(s, HANDED_OVER, c, home, -1, last, 0.0)
        case.last_team = home
    tell(s, QUEUED, c, home, -1, case.case_class, 0.0)
    stand_in_line(s, c)


@kernel
def stand_in_line(s: State, c: int) -> None:
    """Find the line that a step belongs in, and its place there."""
    case = s.case[c]
    klass, in_triage, skill = case.case_class, case.position < 0, case.skill
    by_class = has_urgency_of_class(s, c)
    give_place(s, c)
    urgent = by_class and s.klass[klass].preempts
    any_hour = by_class and s.klass[klass].round_the_clock
    investigator = investigator_of(s, c)
    if urgent:
        line = URGENT_AT_ANY_HOUR if any_hour else URGENT
    elif any_hour:
        line = AT_ANY_HOUR
    elif in_triage:
        line = GOING_ON
    elif not case.taken_up:
        line = NOT_TAKEN_UP
    elif s.skill[skill].owns_case and investigator < 0:
        line = OPENS_CASE
    else:
        line = GOING_ON
    case.line = line
    queue = s.team[s.home_team[s.report[c].unit, skill]].queue
    waits = (
        investigator >= 0
        and s.team[s.member[investigator].team].queue == queue  # who came to help elsewhere does not keep the case
        and rules.waits_for_investigator(
            s.book[0].stays_with_investigator,
            line <= AT_ANY_HOUR,
            s.member[investigator].present,
            rules.is_listed(s.member[investigator].skills, skill),
        )
    )
    lines.join(s, c, queue, investigator if waits else -1)


@kernel
def give_place(s: State, c: int) -> None:
    """Urgency and place in line of the step at hand."""
    case = s.case[c]
    klass = case.case_class
    case.urgency = s.klass[klass].urgency if has_urgency_of_class(s, c) else s.book[0].triage_urgency
    case.place = rules.place_in_line(s.book[0].order, s.report[c].arrived_days, s.klass[klass].place_days)


@kernel
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


@kernel
def is_startable(s: State, c: int) -> bool:
    """Whether anybody may start this step now: its class is not parked, and it is the hour for it."""
    if lines.is_parked(s, c):
        return False
    line = s.case[c].line
    if line == NOT_TAKEN_UP and not has_room(s, c):
        return False
    at_any_hour = line in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR)
    return rules.may_work_now(at_any_hour, calendar.is_open(s.working, s.clock[0].now))


@kernel
def has_room(s: State, c: int) -> bool:
    """Whether the unit in whose queue it waits may take up this case, by the limit of cases in hand."""
    case = s.case[c]
    queue = case.queue
    may_be_parked = s.klass[case.case_class].may_be_parked
    return rules.has_room(
        may_be_parked, s.queue[queue].in_hand, s.queue[queue].present, s.book[0].in_hand_limit_per_member
    )


@kernel
def first_free(s: State, team: int, c: int) -> int:
    """The longest free member of a team who may take this step; -1: nobody."""
    member = s.team[team].first_free
    while member >= 0:
        if may_take(s, member, c):
            return member
        member = s.member[member].free_next
    return -1


@kernel
def free_member_for(s: State, c: int) -> tuple[int, int]:
    """The longest free member who may take this step: of its own team, one with the same queue, a helper."""
    case = s.case[c]
    queue, skill = case.queue, case.skill
    if case.where == IN_OWN_LINE:
        investigator = case.investigator
        if s.member[investigator].is_free and may_take_line(s, investigator, GOING_ON, skill):
            return investigator, -1
        return -1, -1
    home = s.home_team[s.report[c].unit, skill]
    member = first_free(s, home, c)
    if member >= 0:
        return member, -1
    for i in range(s.queue[queue].first_team, s.queue[queue].end_team):
        if s.teams_of[i] != home:
            member = first_free(s, s.teams_of[i], c)
            if member >= 0:
                return member, -1
    for i in range(s.queue[queue].first_lane, s.queue[queue].end_lane):
        lane = s.lanes_to[i]
        lender = s.lane[lane].lender
        if (
            s.team[lender].n_free > 0
            and rules.is_listed(s.lane[lane].skills, skill)
            and case.urgency <= s.lane[lane].least_urgency
            and lane_is_open(s, lane)
        ):
            member = first_free(s, lender, c)
            if member >= 0:
                return member, lane
    return -1, -1


@kernel
def lane_is_open(s: State, lane: int) -> bool:
    """Whether the lender may now help here."""
    lender, borrower, queue = s.lane[lane].lender, s.lane[lane].borrower, s.lane[lane].queue
    waiting, present = s.queue[queue].waiting, s.team[lender].present
    return (
        waiting > 0
        and rules.may_lend(s.team[lender].lent, present, s.lane[lane].max_share)
        and rules.needs_help(
            waiting,
            s.team[borrower].present,
            s.queue[s.team[lender].queue].waiting,
            present,
            s.lane[lane].above,
            s.lane[lane].only_if_busier,
        )
    )


@kernel
def may_take(s: State, member: int, c: int) -> bool:
    """Whether this member is able to take this step and may, by reserve and caseload."""
    case = s.case[c]
    skill = case.skill
    return rules.is_listed(s.member[member].skills, skill) and may_take_line(s, member, case.line, skill)


@kernel
def may_take_line(s: State, member: int, line: int, skill: int) -> bool:
    """Whether a member may take steps from a kind of line, by reserve and caseload."""
    team = s.member[member].team
    others_free = s.team[team].n_free - (1 if s.member[member].is_free else 0)
    opens_case = line == OPENS_CASE or (line == NOT_TAKEN_UP and s.skill[skill].owns_case)
    return rules.leaves_reserve(others_free, s.team[team].reserve, line <= URGENT) and rules.within_caseload(
        opens_case, s.member[member].open_cases, s.book[0].caseload_limit
    )


@kernel
def least_urgent_work(s: State, c: int) -> int:
    """The member, able to do this step, whose work in hand is the last that would be taken up again."""
    case = s.case[c]
    found, last, skill = -1, c, case.skill
    queue = case.queue
    for i in range(s.queue[queue].first_team, s.queue[queue].end_team):
        team = s.teams_of[i]
        for j in range(s.team[team].first_member, s.team[team].end_member):
            member = s.members_of[j]
            running = s.member[member].case
            if running < 0 or s.case[running].member != member:
                continue
            if not rules.is_listed(s.member[member].skills, skill):
                continue
            if not rules.may_interrupt(True, case.urgency, s.case[running].urgency):
                continue
            if lines.goes_before(s, last, running):
                found, last = member, running
    return found


# A member looks for work


@kernel
def set_free(s: State, member: int) -> None:
    """A member is without work, the last of the free of the team."""
    team = s.member[member].team
    last = s.team[team].last_free
    s.member[member].is_free = True
    s.member[member].free_next = -1
    s.member[member].free_before = last
    if last >= 0:
        s.member[last].free_next = member
    else:
        s.team[team].first_free = member
    s.team[team].last_free = member
    s.team[team].n_free += 1


@kernel
def set_not_free(s: State, member: int) -> None:
    """A member is no longer without work (or was not)."""
    if not s.member[member].is_free:
        return
    team, before, after = s.member[member].team, s.member[member].free_before, s.member[member].free_next
    if before >= 0:
        s.member[before].free_next = after
    else:
        s.team[team].first_free = after
    if after >= 0:
        s.member[after].free_before = before
    else:
        s.team[team].last_free = before
    s.member[member].is_free = False
    s.team[team].n_free -= 1


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
def choose(s: State, member: int) -> tuple[int, int]:
    """The step that this member takes first, own or lent; -1: none."""
    office_open = calendar.is_open(s.working, s.clock[0].now)
    team, skills = s.member[member].team, s.member[member].skills
    best = first_in(s, s.team[team].queue, member, skills, office_open)
    own = s.member[member].own_line
    if own >= 0 and office_open:
        is_first = best < 0 or lines.goes_before(s, own, best)
        if is_first and may_take_line(s, member, GOING_ON, s.case[own].skill):
            best = own
    lent, lent_by = -1, -1
    for lane in range(s.team[team].first_lane, s.team[team].end_lane):
        if lane_is_open(s, lane):
            c = first_in(s, s.lane[lane].queue, member, skills & s.lane[lane].skills, office_open)
            if c < 0 or s.case[c].urgency > s.lane[lane].least_urgency:
                continue
            if lent < 0 or lines.goes_before(s, c, lent):
                lent, lent_by = c, lane
    if lent >= 0:
        goes_first = best < 0 or lines.goes_before(s, lent, best)
        if best < 0 or rules.takes_lent(s.lane[lent_by].mode, goes_first):
            return lent, lent_by
    return best, -1


@kernel
def first_in(s: State, queue: int, member: int, skills: int, office_open: bool) -> int:
    """The step in a queue that goes first among those that this member may take; -1: none."""
    best = -1
    if s.queue[queue].waiting == 0:
        return best
    for skill in range(s.waiting_for.shape[1]):
        if s.waiting_for[queue, skill] == 0 or not rules.is_listed(skills, skill):
            continue
        for line in range(N_LINES):
            if s.line[queue, skill, line] < 0:
                continue
            if not rules.may_work_now(line in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR), office_open):
                continue
            if not may_take_line(s, member, line, skill):
                continue
            c = lines.first(s, queue, skill, line)
            if c >= 0 and line == NOT_TAKEN_UP and not has_room(s, c):
                continue
            if c >= 0 and (best < 0 or lines.goes_before(s, c, best)):
                best = c
    return best


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


@kernel
def case_is_taken_up(s: State, c: int) -> None:
    """The first work on a case: it can no longer expire, and counts for the year's targets."""
    case = s.case[c]
    turn_year(s)
    s.queue[s.team[s.report[c].unit].queue].in_hand += 1
    s.klass[case.case_class].not_taken_up -= 1
    s.klass[case.case_class].taken_up_this_year += 1


@kernel
def turn_year(s: State) -> None:
    """In a new calendar year the targets start anew."""
    while s.clock[0].now >= s.year_starts_days[s.clock[0].year + 1]:
        s.clock[0].year += 1
        for klass in range(len(s.klass)):
            s.klass[klass].taken_up_this_year = 0


@kernel
def work(s: State, member: int, c: int) -> None:
    """The hours of a step begin to run."""
    now = s.clock[0].now
    s.member[member].since_days = now
    s.member[member].stint_of_work += 1
    hours = s.case[c].hours_left / s.member[member].pace
    done_at = calendar.moment_after(s.working, now, hours, s.member[member].round_the_clock)
    if done_at < s.book[0].horizon_days:
        note(s, done_at, WORK_FINISHED, member, s.member[member].stint_of_work)


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
    s.case[c].hours_left -= done
    join_queue(s, c)
    return c


@kernel
def put_away(s: State, member: int, c: int, hours: float) -> None:
    """Member and step (and the specialist beside them) part."""
    case = s.case[c]
    if s.member[member].is_lent:
        s.team[s.member[member].team].lent -= 1
    s.member[member].is_lent = False
    s.member[member].stint_of_work += 1
    s.member[member].since_days = -1.0
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


@kernel
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
