"""Rules of assignment: who may take which step, and who goes first; the twin of engine.reference.assignment."""

from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.campaigns import NO_LENDING, ON_CAMPAIGN, first_on_campaign
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.lines import investigator_of
from tbkk_sim.engine.compiled.openings import has_room, lending_is_open, office_is_open
from tbkk_sim.engine.compiled.portfolio import key_of_first, may_be_taken_up
from tbkk_sim.engine.compiled.state.state import IN_OWN_LINE, EngineState
from tbkk_sim.engine.compiled.team import has_colleague, may_begin
from tbkk_sim.engine.vocabulary import TRIAGE_SKILL
from tbkk_sim.model import rules, sequences, triage
from tbkk_sim.model.event_records import IN_ASSESSMENT
from tbkk_sim.model.rules import GOING_ON, NO_LIMIT, NOBODY, PORTFOLIO, URGENT
from tbkk_sim.model.selection import portfolio
from tbkk_sim.model.selection.campaigns import PLACE_OF_NEW_IN_CAMPAIGN, place_in_campaign

# For a step


@inlined
def home_of(s: EngineState, c: int) -> int:
    """The team in whose queue the step at hand waits, by the posts that there were when the case arrived."""
    return lines.home_of_skill(s, c, s.case[c].skill)


@inlined
def find_line(s: EngineState, c: int, investigator: int) -> int:
    """The line that the step at hand belongs in, by the investigator of its case (-1: none)."""
    case = s.case[c]
    case_class, skill = case.case_class, case.skill
    return sequences.line_of_step(
        case.position,
        case.flagged,
        s.case_class[case_class].preempts,
        s.case_class[case_class].round_the_clock,
        skill,
        s.case_class[case_class].urgent_upto,
        case.taken_up,
        s.case_class[case_class].severe,
        s.skill[skill].owns_case and investigator < 0,
        case_class,
    )


@inlined
def stand_in_line(s: EngineState, c: int) -> None:
    """Find the line that a step belongs in, and its place there, and let it wait."""
    case = s.case[c]
    skill = case.skill
    update_place(s, c)
    investigator = investigator_of(s, c)
    line = find_line(s, c, investigator)
    case.line = line
    if rules.is_of_portfolio(line):
        order, by_score = s.parameters[0].order, s.parameters[0].by_score
        case.place = portfolio.place_in_portfolio(order, case.place, case.fresh, case.score, by_score)
    queue = s.team[home_of(s, c)].queue
    waits = (
        investigator >= 0
        and s.team[s.member[investigator].team].queue == queue  # a helper from another team does not keep the case
        and rules.waits_for_investigator(
            (s.parameters[0].stays_with_investigator or case.on_campaign) and not s.skill[skill].in_pairs,
            rules.is_urgent(line) or not rules.keeps_office_hours(line),
            s.member[investigator].present,
            rules.is_listed(s.member[investigator].skills, skill),
        )
    )
    lines.join(s, c, queue, investigator if waits else NOBODY)


@inlined
def update_place(s: EngineState, c: int) -> None:
    """Urgency and place in line of the step at hand; an untriaged report only the system has read.

    A case that was owed when it was taken up keeps the urgency of the agreements.
    """
    case = s.case[c]
    case_class, order = case.case_class, s.parameters[0].order
    if sequences.is_seen_as_class(case.position, case.flagged):
        urgency, owed = s.case_class[case_class].urgency, case.owed
        case.urgency = portfolio.urgency_in_portfolio(urgency, s.parameters[0].agreements_urgency, owed)
        if case.position == IN_ASSESSMENT:
            case.urgency = triage.urgency_of_assessment(urgency, s.parameters[0].assessment_urgency)
        place = rules.place_in_line(order, case.arrived, case.counts_from, s.norm_seconds[case.unit, case_class])
        case.place = portfolio.place_in_hand(place, owed, s.case_class[case_class].simple)
    else:
        case.urgency = s.parameters[0].triage_urgency
        place = rules.place_in_line(order, case.arrived, case.counts_from, s.parameters[0].triage_norm_seconds)
        read_as, as_read = int(s.case_class[s.reports.read_class[c]].priority), s.parameters[0].triage_as_read
        case.place = triage.place_as_read(place, read_as, int(case.urgency), as_read)
    if case.on_campaign:
        case.urgency = min(case.urgency, s.parameters[0].campaigns_urgency)
        case.place = place_in_campaign(case.arrived)


@inlined
def is_startable(s: EngineState, c: int) -> bool:
    """True if anybody may start this step now: there is room, and its hours allow it."""
    line = s.case[c].line
    if rules.is_of_portfolio(line):
        queue = s.case[c].queue
        if not may_be_taken_up(s, queue, line - PORTFOLIO, has_room(s, queue)):
            return False
    return not rules.keeps_office_hours(line) or office_is_open(s)


@inlined
def first_free(s: EngineState, team: int, c: int, is_lent: bool) -> int:
    """The longest free member of a team who may take this step, as own or as lent work; -1: nobody."""
    member = s.team[team].first_free
    while member >= 0:
        if may_take(s, member, c) and (not is_lent or may_be_lent(s, member)):
            return member
        member = s.member[member].free_next
    return NOBODY


@inlined
def may_be_lent(s: EngineState, member: int) -> bool:
    """True if a member may help elsewhere: one who judges may not, while reports wait to be judged at their team."""
    judges = rules.is_listed(s.member[member].skills, TRIAGE_SKILL)
    reports_waiting = s.waiting_for[s.team[s.member[member].team].queue, TRIAGE_SKILL]
    return rules.may_lend_member(judges, reports_waiting, s.parameters[0].lends_judges)


@kernel
def free_member_for(s: EngineState, c: int) -> int:
    """The longest free member who may take this step: of its own team, of the same queue, a helper; -1: nobody."""
    case = s.case[c]
    queue, skill = case.queue, case.skill
    if case.where == IN_OWN_LINE:
        investigator = case.investigator
        if s.member[investigator].is_free and may_take_line(s, investigator, GOING_ON, skill):
            return investigator
        return NOBODY
    home = home_of(s, c)
    member = first_free(s, home, c, False)
    if member >= 0:
        return member
    for i in range(s.queue[queue].first_team, s.queue[queue].end_team):
        member = first_free(s, s.teams_of[i], c, False)
        if member >= 0:
            return member
    for i in range(s.queue[queue].first_lending, s.queue[queue].end_lending):
        lending = s.lendings_to[i]
        lender = s.lending[lending].lender
        if (
            s.team[lender].n_free > 0
            and rules.is_listed(s.lending[lending].skills, skill)
            and case.urgency <= s.lending[lending].least_urgency
            and lending_is_open(s, lending)
        ):
            member = first_free(s, lender, c, True)
            if member >= 0:
                return member
    return NOBODY


@inlined
def may_take(s: EngineState, member: int, c: int) -> bool:
    """True if this member is able to take this step and may, by reserve and caseload."""
    case = s.case[c]
    skill = case.skill
    return rules.is_listed(s.member[member].skills, skill) and may_take_line(s, member, case.line, skill)


@kernel
def may_take_line(s: EngineState, member: int, line: int, skill: int) -> bool:
    """True if a member may take steps from a line, by reserve, caseload and, if it needs two, colleague."""
    team = s.member[member].team
    others_free = s.team[team].n_free - (1 if s.member[member].is_free else 0)
    opens_case, open_cases = rules.opens_case(line, s.skill[skill].owns_case), s.member[member].open_cases
    return (
        rules.leaves_reserve(others_free, s.team[team].reserve, rules.is_urgent(line))
        and rules.within_caseload(opens_case, open_cases, s.parameters[0].caseload_limit)
        and may_begin(s, member, skill)
    )


@kernel
def least_urgent_work(s: EngineState, c: int) -> int:
    """The member, able to do this step, whose work in hand is the last that would be taken up again.

    If the step is held, one who could join the member who holds it.
    """
    case = s.case[c]
    found, last = NOBODY, NOBODY
    queue = case.queue if case.member < 0 else s.team[s.member[case.member].team].queue
    for i in range(s.queue[queue].first_team, s.queue[queue].end_team):
        team = s.teams_of[i]
        for j in range(s.team[team].first_member, s.team[team].end_member):
            member = s.members_of[j]
            running = s.member[member].case
            if running < 0 or not may_be_left(s, running, c) or not may_leave(s, member, running, c):
                continue
            if (
                found < 0
                or lines.goes_before(s, last, running)
                or (running == last and s.case[running].member == member)
            ):
                found, last = member, running
    return found


@inlined
def may_be_left(s: EngineState, in_hand: int, other: int) -> bool:
    """True if a step in hand may be put down for another one: to do it, or to join a colleague who holds it."""
    case, running = s.case[other], s.case[in_hand]
    if case.member < 0:
        return rules.may_interrupt(case.urgency, running.urgency)
    kind = s.skill[running.skill]
    return rules.may_be_called_off(
        rules.is_urgent(case.line),
        s.skill[case.skill].planned,
        case.urgency,
        rules.is_urgent(running.line),
        not (kind.in_pairs or kind.together_with >= 0),
        running.urgency,
    )


@inlined
def may_leave(s: EngineState, member: int, in_hand: int, other: int) -> bool:
    """True if a member who has a step in hand, or works along on it, could do another step instead, or join in it."""
    skill, holder = s.case[other].skill, s.case[other].member
    if not rules.is_listed(s.member[member].skills, skill):
        return False
    if holder >= 0:
        is_colleague = member != holder and s.member[member].team == s.member[holder].team
        return is_colleague and not own_would_interrupt(s, member, other, office_is_open(s))
    if not s.skill[skill].in_pairs:
        return True
    held = s.team[s.member[member].team].first_held
    return rules.may_begin_in_pairs(has_colleague(s, member, skill), held >= 0 and held != in_hand)


# For a member


@kernel
def choose(s: EngineState, member: int) -> tuple[int, int]:
    """The step that this member takes first, own or lent, and the lending by which it is lent.

    -1: none; ON_CAMPAIGN instead of a lending: it is taken up in a campaign.
    """
    office_open = office_is_open(s)
    team, skills = s.member[member].team, s.member[member].skills
    best, urgency, place = first_in(s, s.team[team].queue, member, skills, office_open, NO_LIMIT)
    own = s.member[member].own_line
    if own >= 0 and office_open:
        is_first = best < 0 or rules.goes_before(s.case[own].urgency, s.case[own].place, own, urgency, place, best)
        if is_first and may_take_line(s, member, GOING_ON, s.case[own].skill):
            best, urgency, place = own, int(s.case[own].urgency), int(s.case[own].place)
    without_lending = NO_LENDING
    if len(s.campaign) > 0 and office_open:
        new = first_on_campaign(s, member)
        if new >= 0:
            own_urgency, _ = key_of_first(s, s.team[team].queue, new)
            new_urgency = min(own_urgency, int(s.parameters[0].campaigns_urgency))
            if best < 0 or rules.goes_before(new_urgency, PLACE_OF_NEW_IN_CAMPAIGN, new, urgency, place, best):
                best, urgency, place, without_lending = new, new_urgency, PLACE_OF_NEW_IN_CAMPAIGN, ON_CAMPAIGN
    first_lending, end_lending = s.team[team].first_lending, s.team[team].end_lending
    if first_lending == end_lending or not may_be_lent(s, member):
        return best, without_lending
    lent, lent_by, lent_urgency, lent_place = -1, -1, 0, 0
    for lending in range(first_lending, end_lending):
        if lending_is_open(s, lending):
            helps_with, least_urgency = skills & s.lending[lending].skills, s.lending[lending].least_urgency
            c, c_urgency, c_place = first_in(
                s, s.lending[lending].queue, member, helps_with, office_open, least_urgency
            )
            if c >= 0 and (lent < 0 or rules.goes_before(c_urgency, c_place, c, lent_urgency, lent_place, lent)):
                lent, lent_by, lent_urgency, lent_place = c, lending, c_urgency, c_place
    if lent >= 0:
        if best < 0:
            return lent, lent_by
        lent_goes_first = rules.goes_before(lent_urgency, lent_place, lent, urgency, place, best)
        would_interrupt = own_would_interrupt(s, member, lent, office_open)
        if rules.takes_lent(s.lending[lent_by].mode, lent_goes_first, would_interrupt):
            return lent, lent_by
    return best, without_lending


@inlined
def own_would_interrupt(s: EngineState, member: int, other: int, office_open: bool) -> bool:
    """True if own work waits that would interrupt another step at once, which is lent or held."""
    queue, skills = s.team[s.member[member].team].queue, s.member[member].skills
    if s.queue[queue].waiting == 0:
        return False
    for skill in range(len(s.skill)):
        if s.waiting_for[queue, skill] == 0 or not rules.is_listed(skills, skill):
            continue
        for line in range(URGENT + 1):
            c = first_in_line(s, queue, skill, line, member, office_open)
            if c >= 0 and rules.may_interrupt(s.case[c].urgency, s.case[other].urgency):
                return True
    return False


@kernel
def first_in(
    s: EngineState, queue: int, member: int, skills: int, office_open: bool, least_urgency: int
) -> tuple[int, int, int]:
    """The step of a queue that goes first among those that this member may take, its urgency and place; -1: none.

    The first of a line of the portfolio goes before others by what is owed or served, but is helped with by the
    urgency of its class.
    """
    best, best_urgency, best_place = -1, 0, 0
    if s.queue[queue].waiting == 0:
        return best, best_urgency, best_place
    for skill in range(len(s.skill)):
        if s.waiting_for[queue, skill] == 0 or not rules.is_listed(skills, skill):
            continue
        for line in range(PORTFOLIO):
            c = first_in_line(s, queue, skill, line, member, office_open)
            if c >= 0 and s.case[c].urgency <= least_urgency:
                urgency, place = int(s.case[c].urgency), int(s.case[c].place)
                if best < 0 or rules.goes_before(urgency, place, c, best_urgency, best_place, best):
                    best, best_urgency, best_place = c, urgency, place
        if s.portfolio_waiting[queue, skill] == 0 or not office_open:
            continue
        room = has_room(s, queue)
        for i in range(len(s.portfolio)):
            if not may_be_taken_up(s, queue, s.portfolio[i], room):
                continue
            c = first_in_line(s, queue, skill, PORTFOLIO + s.portfolio[i], member, office_open)
            if c >= 0 and s.case[c].urgency <= least_urgency:
                urgency, place = key_of_first(s, queue, c)
                if best < 0 or rules.goes_before(urgency, place, c, best_urgency, best_place, best):
                    best, best_urgency, best_place = c, urgency, place
    return best, best_urgency, best_place


@inlined
def first_in_line(s: EngineState, queue: int, skill: int, line: int, member: int, office_open: bool) -> int:
    """The first step of a line, if this member may take it; -1: none."""
    if s.line[queue, skill, line] < 0:
        return NOBODY
    if rules.keeps_office_hours(line) and not office_open:
        return NOBODY
    if not may_take_line(s, member, line, skill):
        return NOBODY
    return lines.first(s, queue, skill, line)
