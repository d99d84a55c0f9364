"""Shifts of members, who start, go, fall ill and return: the twin of engine.reference.member."""

from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.assignment import stand_in_line
from tbkk_sim.engine.compiled.kernel.jit import inlined, kernel
from tbkk_sim.engine.compiled.openings import note_member_added, note_member_gone, note_pair, note_room
from tbkk_sim.engine.compiled.state.event_log import write
from tbkk_sim.engine.compiled.state.state import NOWHERE, EngineState
from tbkk_sim.engine.compiled.team import set_not_free
from tbkk_sim.engine.compiled.workfloor import interrupt_work_of, look_for_work, offer, put_down_held_step
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.rules import NOBODY

LEFT, PACED = int(Event.LEFT), int(Event.PACED)


@kernel
def begin(s: EngineState, shift: int) -> None:
    """Let a member start, return, or go on at another rate."""
    member = s.shift[shift].member
    interrupted, left_alone = NOBODY, NOBODY
    if s.shift[shift].begins == PACED:
        interrupted, left_alone = interrupt_work(s, member)
        s.member[member].present = True
    else:
        add_member(s, member)
    if shift == 0 or s.shift[shift - 1].member != member:
        begin_service(s, member)
    s.member[member].rate = s.shift[shift].rate_per_million
    write(s, s.shift[shift].begins, shift, -1, s.member[member].team, member, -1, 0)
    if left_alone >= 0:
        look_for_work(s, left_alone)
    look_for_work(s, member)
    put_down = put_down_held_step(s, s.member[member].team)
    if interrupted >= 0 and s.case[interrupted].where != NOWHERE:
        offer(s, interrupted)
    if put_down >= 0 and s.case[put_down].where != NOWHERE:
        offer(s, put_down)
    if s.parameters[0].in_pairs_somewhere:
        note_pair(s)


@inlined
def add_member(s: EngineState, member: int) -> None:
    """Count a member more in a team."""
    team = s.member[member].team
    s.member[member].present = True
    s.team[team].present += 1
    note_member_added(s, team)


@inlined
def begin_service(s: EngineState, member: int) -> None:
    """Count a member whose first shift begins: with one more investigator of the queue, room may come."""
    queue = s.team[s.member[member].team].queue
    before = s.queue[queue].investigators
    s.queue[queue].investigators += s.member[member].is_investigator
    note_room(s, queue, s.queue[queue].in_hand, before)


@inlined
def end_service(s: EngineState, member: int) -> None:
    """Count a member whose last shift is over no longer."""
    s.queue[s.team[s.member[member].team].queue].investigators -= s.member[member].is_investigator


@kernel
def end_shift(s: EngineState, shift: int) -> None:
    """Let a member go, for a while or for good; steps that waited for them, or that they had in hand, may go to others.

    A member who goes on at another rate at this moment is not offered anything before that.
    """
    member, why = s.shift[shift].member, s.shift[shift].ends
    team = s.member[member].team
    set_not_free(s, member)
    if why == PACED:
        return
    s.team[team].present -= 1
    note_member_gone(s, team)
    if shift + 1 == len(s.shift) or s.shift[shift + 1].member != member:
        end_service(s, member)
    s.member[member].has_left = why == LEFT
    write(s, why, shift, -1, team, member, -1, 0)
    s.member[member].present = False
    first = pass_on_own_line(s, member)  # before anybody looks: they may now go to others
    interrupted, left_alone = interrupt_work(s, member)
    if left_alone >= 0:
        look_for_work(s, left_alone)
    put_down = put_down_held_step(s, team)
    first = insert_passed_on(s, interrupted, first)
    first = insert_passed_on(s, put_down, first)
    while first >= 0:
        if s.case[first].where != NOWHERE:
            offer(s, first)
        first = s.passed_on[first]


@inlined
def pass_on_own_line(s: EngineState, member: int) -> int:
    """Let the steps that wait for a member wait for anybody; the first of them, each followed by `passed_on`."""
    first, last = NOBODY, NOBODY
    while s.member[member].own_line >= 0:
        c = s.member[member].own_line
        lines.leave(s, c)
        stand_in_line(s, c)
        s.passed_on[c] = NOBODY
        if last >= 0:
            s.passed_on[last] = c
        else:
            first = c
        last = c
    return first


@kernel
def insert_passed_on(s: EngineState, c: int, first: int) -> int:
    """Pass on a case too, if there is one and it waits, in its place among the others; the first of all."""
    if c < 0 or s.case[c].where == NOWHERE:
        return first
    before, after = NOBODY, first
    while after >= 0 and lines.goes_before(s, after, c):
        before, after = after, s.passed_on[after]
    s.passed_on[c] = after
    if before < 0:
        return c
    s.passed_on[before] = c
    return first


@inlined
def interrupt_work(s: EngineState, member: int) -> tuple[int, int]:
    """Interrupt the work of a member who goes; return its case, and who is left alone with it (-1: none, nobody)."""
    s.member[member].present = False
    set_not_free(s, member)
    if s.member[member].case < 0:
        return NOBODY, NOBODY
    return interrupt_work_of(s, member)
