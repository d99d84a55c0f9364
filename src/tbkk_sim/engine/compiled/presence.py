"""Members come, go, fall ill and return: the twin of engine.presence."""

from tbkk_sim.domain.facts import Fact
from tbkk_sim.engine.compiled import lines
from tbkk_sim.engine.compiled.assignment import stand_in_line
from tbkk_sim.engine.compiled.fact_log import write
from tbkk_sim.engine.compiled.jit import kernel
from tbkk_sim.engine.compiled.state import NOWHERE, State
from tbkk_sim.engine.compiled.team import set_not_free
from tbkk_sim.engine.compiled.workfloor import interrupt, look_for_work, offer, room_opens

LEFT, PACED = int(Fact.LEFT), int(Fact.PACED)


@kernel
def begin(s: State, stint: int) -> None:
    """A member starts, returns, or goes on at another rate."""
    member = s.stint[stint].member
    team = s.member[member].team
    s.member[member].present = True
    s.member[member].rate = s.stint[stint].rate
    s.team[team].present += 1
    s.queue[s.team[team].queue].present += 1
    write(s, s.stint[stint].begins, stint, -1, team, member, -1, 0.0)
    look_for_work(s, member)
    put_down = s.member[member].put_down
    s.member[member].put_down = -1
    if put_down >= 0 and s.case[put_down].where != NOWHERE:
        offer(s, put_down)
    queue = s.team[team].queue
    room_opens(s, queue, s.queue[queue].in_hand, s.queue[queue].present - 1)


@kernel
def end_stint(s: State, stint: int) -> None:
    """A member goes, for a while or for good; steps that waited for them may go to others."""
    member, why = s.stint[stint].member, s.stint[stint].ends
    team = s.member[member].team
    s.member[member].present = False
    s.team[team].present -= 1
    s.queue[s.team[team].queue].present -= 1
    set_not_free(s, member)
    s.member[member].has_left = why == LEFT
    if why != PACED:
        write(s, why, stint, -1, team, member, -1, 0.0)
    put_down = -1
    if s.member[member].case >= 0:
        in_hand = s.case[s.member[member].case]
        worker, specialist = in_hand.member, in_hand.helper
        put_down = interrupt(s, worker)
        left_alone = specialist if worker == member else worker
        if left_alone >= 0:
            look_for_work(s, left_alone)
    if why == PACED:
        s.member[member].put_down = put_down
        return
    passed_on, last = -1, -1
    while s.member[member].own_line >= 0:
        c = s.member[member].own_line
        lines.leave(s, c)
        stand_in_line(s, c)
        s.passed_on[c] = -1
        if last >= 0:
            s.passed_on[last] = c
        else:
            passed_on = c
        last = c
    while passed_on >= 0:
        if s.case[passed_on].where != NOWHERE:
            offer(s, passed_on)
        passed_on = s.passed_on[passed_on]
    if put_down >= 0 and s.case[put_down].where != NOWHERE:
        offer(s, put_down)
