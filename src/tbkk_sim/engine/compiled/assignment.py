"""Who may take which step, and who goes first: the twin of engine.assignment."""

from tbkk_sim.domain import calendar, rules
from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.jit import inlined, kernel
from tbkk_sim.engine.compiled.state import IN_OWN_LINE, State
from tbkk_sim.engine.team import (
    AT_ANY_HOUR,
    GOING_ON,
    N_LINES,
    NOT_TAKEN_UP,
    OPENS_CASE,
    URGENT,
    URGENT_AT_ANY_HOUR,
)

# For a step


@inlined
def investigator_of(s: State, c: int) -> int:
    """The investigator of a case, unless gone for good; -1: none."""
    investigator = s.case[c].investigator
    if investigator >= 0 and s.member[investigator].has_left:
        return -1
    return investigator


@inlined
def has_urgency_of_class(s: State, c: int) -> bool:
    """A report in triage has the urgency of its class only if flagged."""
    return s.case[c].position >= 0 or s.case[c].flagged


@inlined
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
    queue = s.team[s.home_team[case.unit, skill]].queue
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


@inlined
def give_place(s: State, c: int) -> None:
    """Urgency and place in line of the step at hand."""
    case = s.case[c]
    klass = case.case_class
    case.urgency = s.klass[klass].urgency if has_urgency_of_class(s, c) else s.book[0].triage_urgency
    case.place = rules.place_in_line(s.book[0].order, case.arrived_days, s.klass[klass].place_days)


@inlined
def is_startable(s: State, c: int) -> bool:
    """Whether anybody may start this step now: its class is not parked, and it is the hour for it."""
    if lines.is_parked(s, c):
        return False
    line = s.case[c].line
    if line == NOT_TAKEN_UP and not has_room(s, c):
        return False
    at_any_hour = line in (URGENT_AT_ANY_HOUR, AT_ANY_HOUR)
    return rules.may_work_now(at_any_hour, calendar.is_open(s.working, s.clock[0].now))


@inlined
def has_room(s: State, c: int) -> bool:
    """Whether the unit in whose queue it waits may take up this case, by the limit of cases in hand."""
    case = s.case[c]
    queue = case.queue
    may_be_parked = s.klass[case.case_class].may_be_parked
    return rules.has_room(
        may_be_parked, s.queue[queue].in_hand, s.queue[queue].present, s.book[0].in_hand_limit_per_member
    )


@inlined
def first_free(s: State, team: int, c: int) -> int:
    """The longest free member of a team who may take this step; -1: nobody."""
    member = s.team[team].first_free
    while member >= 0:
        if may_take(s, member, c):
            return member
        member = s.member[member].free_next
    return -1


@inlined
def free_member_for(s: State, c: int) -> tuple[int, int]:
    """The longest free member who may take this step: of its own team, one with the same queue, a helper."""
    case = s.case[c]
    queue, skill = case.queue, case.skill
    if case.where == IN_OWN_LINE:
        investigator = case.investigator
        if s.member[investigator].is_free and may_take_line(s, investigator, GOING_ON, skill):
            return investigator, -1
        return -1, -1
    home = s.home_team[case.unit, skill]
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


@inlined
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


# For a member


@inlined
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


@inlined
def first_in(s: State, queue: int, member: int, skills: int, office_open: bool) -> int:
    """The step in a queue that goes first among those that this member may take; -1: none."""
    best = -1
    if s.queue[queue].waiting == 0:
        return best
    for skill in range(len(s.skill)):
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
