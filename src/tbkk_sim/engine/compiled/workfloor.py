"""The work itself: the twin of engine.reference.desk."""

from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.assignment import (
    choose,
    free_member_for,
    is_startable,
    least_urgent_work,
    own_would_interrupt,
    update_place,
)
from tbkk_sim.engine.compiled.campaigns import ON_CAMPAIGN, first_step_of
from tbkk_sim.engine.compiled.contest import compete
from tbkk_sim.engine.compiled.flow import complete_step, join_queue
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.openings import let_everybody_look, offer_all_again, office_is_open
from tbkk_sim.engine.compiled.portfolio import take_up_case
from tbkk_sim.engine.compiled.state.event_log import log_case_event
from tbkk_sim.engine.compiled.state.state import NOWHERE, EngineState
from tbkk_sim.engine.compiled.team import has_colleague, set_free, set_not_free
from tbkk_sim.engine.compiled.work import ask_for_another, assist, detach, team_asked, work, work_done
from tbkk_sim.model import rules
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.rules import NOBODY, URGENT
from tbkk_sim.model.seconds import NEVER_SECONDS, PER_MILLION

# Compiled code reads plain numbers, not enums.
TAKEN_UP, STARTED, RESUMED = int(Event.TAKEN_UP), int(Event.STARTED), int(Event.RESUMED)
INTERRUPTED, FINISHED, WEIGHED = int(Event.INTERRUPTED), int(Event.FINISHED), int(Event.WEIGHED)


# A step is offered


@kernel
def offer(s: EngineState, c: int) -> None:
    """Offer a waiting step to free members; an urgent one may interrupt less urgent work, which is then offered.

    The member who gets the offer takes the step that goes first: if that is another one, this one is offered on. Work
    that ends at this moment is not interrupted: when it has ended, waiting work is offered again.
    """
    while s.case[c].where != NOWHERE and is_startable(s, c):
        taker = free_member_for(s, c)
        if taker >= 0:
            first, lending = choose(s, taker)
            if first < 0:
                raise RuntimeError("who may take a step finds nothing to take: this is a fault of the rules")
            start(s, taker, first, lending)
            continue
        if not rules.is_urgent(s.case[c].line):
            return
        victim = least_urgent_work(s, c)
        if victim < 0:
            return
        if s.done[s.case[s.member[victim].case].member] == s.clock[0].now:
            offer_all_again(s)
            return
        interrupted, left_alone = interrupt_work_of(s, victim)
        start(s, victim, c, -1)
        if left_alone >= 0:
            look_for_work(s, left_alone)
        c = interrupted


@kernel
def offer_urgent_work(s: EngineState) -> None:
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
def look_for_work(s: EngineState, member: int) -> None:
    """Let a member without work take the step that goes first, or be free."""
    if not s.member[member].present or s.member[member].case >= 0 or s.member[member].rate <= 0:
        return
    held = held_step_for(s, member)
    if held >= 0:
        assist(s, member, held)
        return
    c, lending = choose(s, member)
    if c < 0:
        set_free(s, member)
    else:
        start(s, member, c, lending)


@inlined
def held_step_for(s: EngineState, member: int) -> int:
    """The step, held for a specialist of a pool or for a colleague, that this member joins; -1: none."""
    c = s.team[s.member[member].team].first_held
    if c < 0 or not s.skill[s.case[c].skill].in_pairs:
        return c
    is_able = rules.is_listed(s.member[member].skills, s.case[c].skill)
    return c if rules.joins_held_step(is_able, own_would_interrupt(s, member, c, office_is_open(s))) else NOBODY


@kernel
def settle(s: EngineState) -> None:
    """Let teams that may now be allowed more look again, in the order of their numbers, until nothing changes."""
    team = 0
    while s.clock[0].all_is_offered_again or s.clock[0].n_looking_again > 0:
        if s.clock[0].all_is_offered_again:
            s.clock[0].all_is_offered_again = False
            call_colleagues_off(s)
            offer_urgent_work(s)
            let_everybody_look(s)
            team = 0
        elif s.team[team].looks_again:
            s.team[team].looks_again = False
            s.clock[0].n_looking_again -= 1
            let_free_look(s, team)
            team = 0
        else:
            team += 1


@inlined
def let_free_look(s: EngineState, team: int) -> None:
    """Let the free members of a team look again, the longest free first; those who find nothing keep their place."""
    n, n_in_vain = 0, 0
    member = s.team[team].first_free
    while member >= 0:
        s.looking[n] = member
        n += 1
        member = s.member[member].free_next
    for i in range(n):
        member = s.looking[i]
        if not s.member[member].is_free or would_find_nothing(s, member, n_in_vain):
            continue
        c, lending = choose(s, member)
        if c >= 0:
            start(s, member, c, lending)
        else:
            s.in_vain[n_in_vain] = member
            n_in_vain += 1


@inlined
def would_find_nothing(s: EngineState, member: int, n_in_vain: int) -> bool:
    """True if a colleague who is allowed as much has just found nothing."""
    if s.member[member].own_line >= 0:
        return False
    skills, limit = s.member[member].skills, s.parameters[0].caseload_limit
    may_open = rules.within_caseload(True, s.member[member].open_cases, limit)
    for i in range(n_in_vain):
        other = s.in_vain[i]
        other_may_open = rules.within_caseload(True, s.member[other].open_cases, limit)
        if s.member[other].skills == skills and other_may_open == may_open:
            return True
    return False


# A member works


@kernel
def start(s: EngineState, member: int, c: int, lending: int) -> None:
    """Let a member take a step: the first work on a case, a new step, or one that was interrupted before."""
    case = s.case[c]
    team = s.member[member].team
    set_not_free(s, member)
    if lending == ON_CAMPAIGN:
        treat_as_in_campaign(s, member, c)
    lines.leave(s, c)
    case.member = member
    s.member[member].case = c
    s.member[member].is_lent = lending >= 0
    efficiency = PER_MILLION
    if lending >= 0:
        efficiency = s.lending[lending].efficiency_per_million
        s.team[team].lent += 1
    if case.on_campaign:
        s.member[member].is_on_campaign = True
        s.team[team].on_campaign += 1
    s.member[member].pace = rules.pace(s.member[member].rate, efficiency)
    s.member[member].round_the_clock = not rules.keeps_office_hours(case.line)
    if case.position >= 0 and not case.taken_up:
        case.taken_up = True
        log_case_event(s, TAKEN_UP, c, team, member, case.case_class, 0)
        take_up_case(s, c)
        update_place(s, c)  # from now on as any case in hand
    log_case_event(s, STARTED if case.begun_at < 0 else RESUMED, c, team, member, case.case_class, 0)
    if case.begun_at < 0:
        case.begun_at = s.clock[0].now
    skill = case.skill
    if lines.opens_case_now(s, c) or (case.on_campaign and case.investigator < 0):
        case.investigator = member
        s.member[member].open_cases += 1
    asked = team_asked(s, member, skill)
    if asked < 0:
        work(s, member, c)
    else:
        ask_for_another(s, member, c, asked)


@kernel
def treat_as_in_campaign(s: EngineState, member: int, c: int) -> None:
    """Treat a case as in the campaign in which a member takes it up: that step waits which is then the first."""
    case, team = s.case[c], s.member[member].team
    way = s.campaign[s.team[team].campaign].treatment
    log_case_event(s, WEIGHED, c, team, member, way, 0)
    if case.treatment != way:
        lines.leave(s, c)
        case.treatment = way
        case.position = first_step_of(s, c, way)
        row = s.reports.first_step[c] + case.position
        case.skill = s.steps.skill[row]
        case.work_left = s.steps.work_seconds[row]
        case.begun_at = -1
        join_queue(s, c)
    case.on_campaign = True


@inlined
def finish(s: EngineState, member: int) -> int:
    """Finish the step in hand; its case goes on. The case that may be offered then: this one, or one that it joined."""
    c = s.member[member].case
    log_case_event(s, FINISHED, c, s.member[member].team, member, -1, s.case[c].work_left)
    detach(s, member, c, s.case[c].work_left)
    s.case[c].work_left = 0
    return complete_step(s, c)


@kernel
def finish_and_look(s: EngineState, member: int) -> int:
    """Finish the step in hand; the member looks for work, and so does who worked along.

    Returns:
        The case that may then be offered.
    """
    helper = s.case[s.member[member].case].helper
    c = finish(s, member)
    look_for_work(s, member)
    if s.done[member] == NEVER_SECONDS:
        compete(s, member)
    if helper >= 0:
        look_for_work(s, helper)
    return c


@kernel
def interrupt(s: EngineState, member: int) -> int:
    """Interrupt the step in hand of a member; it waits again with the work that is left.

    Who works along is then without work: the caller lets them look when the member has been served.
    """
    c, done = s.member[member].case, work_done(s, member)
    log_case_event(s, INTERRUPTED, c, s.member[member].team, member, -1, done)
    detach(s, member, c, done)
    compete(s, member)
    s.case[c].work_left -= done
    join_queue(s, c)
    return c


@kernel
def interrupt_work_of(s: EngineState, member: int) -> tuple[int, int]:
    """Interrupt the step on which a member works or works along; return its case, and who is left alone with it."""
    in_hand = s.case[s.member[member].case]
    worker, helper = in_hand.member, in_hand.helper
    return interrupt(s, worker), helper if member == worker else worker


@kernel
def call_colleagues_off(s: EngineState) -> None:
    """Call a colleague off other work for each step that is held for one, if anybody may be."""
    for team in range(len(s.team)):
        c = s.team[team].first_held
        if c < 0:
            continue
        skill = s.skill[s.case[c].skill]
        if not rules.calls_off(skill.in_pairs, skill.planned, rules.is_urgent(s.case[c].line)):
            continue
        colleague = least_urgent_work(s, c)
        if colleague >= 0:
            interrupted, left_alone = interrupt_work_of(s, colleague)
            assist(s, colleague, c)
            if left_alone >= 0:
                look_for_work(s, left_alone)
            offer(s, interrupted)


@kernel
def put_down_held_step(s: EngineState, team: int) -> int:
    """Put down a step that is held for a colleague when nobody is left for whom that could be; its case, or -1."""
    c = s.team[team].first_held
    if c < 0 or not s.skill[s.case[c].skill].in_pairs:
        return NOBODY
    member = s.case[c].member
    if has_colleague(s, member, s.case[c].skill):
        return NOBODY
    interrupt(s, member)
    look_for_work(s, member)
    return c
